"""TP539: a release that was saved as a draft does not start the upload."""

from __future__ import annotations

from tplint.findings import Edit, Fix, Related, Rule
from tplint.platforms.github.starts.drafted_releases import missed_drafts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP539",
    name="drafted-release",
    level="warning",
    summary="`types: [created]`: a release that was saved as a draft does not start the upload",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each trigger by which alone a release starts uploads."""
    seen: set[Place] = set()
    for upload, at in missed_drafts(repository):
        if at not in seen:
            seen.add(at)
            yield _finding(upload, at)


def _finding(upload: Upload, at: Place) -> Finding:
    remedy = "listen for `published`, which every release brings"
    reads_it = "event.action" in upload.pipeline.document.source.text
    return RULE.finding(
        at,
        f"`{at.source.path.rpartition('/')[2]}` waits for releases that are created, not for drafts that are published",
        related=(Related(upload.at, "it starts this upload"),),
        consequence="a release that was saved as a draft, as GitHub's page may do by itself, uploads nothing",
        fix=remedy if reads_it else Fix(remedy, "safe", (Edit(at, "published"),)),
    )
