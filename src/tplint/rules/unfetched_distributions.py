"""TP526: distributions are built and stored for an upload, whose job fetches others."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.platforms.github.artifacts.forgotten_artifacts import forgotten
from tplint.platforms.github.artifacts.missing_artifacts import missing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Repository, Upload
    from tplint.platforms.github.artifacts.storage import Stored

RULE = Rule(
    code="TP526",
    name="unfetched-distributions",
    level="warning",
    summary="distributions are built and stored before an upload, and nothing fetches them",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each artifact that stays behind; none where the fetching itself goes wrong (TP525)."""
    seen: set[Place] = set()
    for upload in repository.uploads:
        if not upload.goes_to("pypi", "testpypi") or any(missing(upload, repository)):
            continue
        for stored in forgotten(upload, repository):
            if stored.at not in seen:
                seen.add(stored.at)
                yield _finding(stored, upload)


def _finding(stored: Stored, upload: Upload) -> Finding:
    return RULE.finding(
        stored.at,
        f"job `{stored.job.id}` stores distributions, which job `{upload.job.id}` waits for and does not download",
        label="nothing in this run fetches this artifact",
        related=(Related(upload.at, "so these files are not uploaded"),),
        consequence="the release would lack them, and no step fails",
        fix="download them as well: by a `pattern` that fits all artifacts, with `merge-multiple: true`",
    )
