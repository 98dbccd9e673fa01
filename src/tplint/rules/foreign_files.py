"""TP524: a file that is no distribution lies in the folder that is uploaded, so that twine stops."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.model import Known
from tplint.platforms.github.artifacts.uploaded_files import foreign_files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Repository, Upload
    from tplint.platforms.github.artifacts.uploaded_files import Foreign

RULE = Rule(
    code="TP524",
    name="foreign-files",
    level="error",
    summary="a file that is no distribution lies in the folder that is uploaded, and twine refuses it",
)
_SIGNATURES = (".sigstore", ".sigstore.json", ".bundle", ".sig")


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each place that writes such a file."""
    seen: set[Place] = set()
    for upload in repository.uploads:
        if not upload.goes_to("pypi", "testpypi"):
            continue
        for file in foreign_files(upload, repository):
            if file.at not in seen:
                seen.add(file.at)
                yield _finding(file, upload)


def _finding(file: Foreign, upload: Upload) -> Finding:
    folder = upload.folder.value if isinstance(upload.folder, Known) else ""
    is_own = file.job.id == upload.job.id
    sent = f" into `{folder}`, and" if is_own else f", and job `{upload.job.id}`"
    carried = () if file.stored_at is None else (Related(file.stored_at, f"takes `{file.name}` along"),)
    return RULE.finding(
        file.at,
        f"job `{file.job.id}` writes `{file.name}`{sent} uploads it with all files of `{folder}`",
        label="what it writes is no distribution",
        related=(*carried, Related(upload.at, f"uploads every file in `{folder}`")),
        consequence='twine stops with "InvalidDistribution: Unknown distribution format'
        + (f": '{file.name}'\"" if "*" not in file.name else '"'),
        fix="sign in a job of its own, or after the upload"
        if file.name.endswith(_SIGNATURES)
        else f"write it into another folder than `{folder}`",
    )
