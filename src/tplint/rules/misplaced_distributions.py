"""TP516: the artifact with the distributions is fetched into another folder than the one that is uploaded."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.model import Known
from tplint.platforms.github.fetched_distributions import misplaced

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP516",
    name="misplaced-distributions",
    level="error",
    summary="`actions/download-artifact` puts the distributions into another folder than the one that is uploaded",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload whose folder nothing has filled."""
    for upload in repository.uploads:
        if not upload.goes_to("pypi", "testpypi") or not isinstance(upload.folder, Known):
            continue
        for fetched in misplaced(upload, repository)[:1]:
            folder, into = upload.folder.value, fetched.folder
            if isinstance(into, Known) and into.value == folder:
                yield _spread(upload, fetched.at, folder)
                continue
            shown = f"`{into.value}`" if isinstance(into, Known) and into.value != "." else "the workspace's root"
            yield RULE.finding(
                fetched.at,
                f"the distributions are downloaded into {shown}, but job `{upload.job.id}` uploads `{folder}`",
                label=f"nothing reaches `{folder}`",
                related=(Related(upload.at, f"uploads the files in `{folder}`"),),
                consequence="the folder would be empty, and the step fails for want of files",
                fix=f"set `path: {folder}` on the download",
            )


def _spread(upload: Upload, at: Place, folder: str) -> Finding:
    return RULE.finding(
        at,
        f"each artifact gets a folder of its own in `{folder}`, but job `{upload.job.id}` uploads the files there",
        label=f"nothing but folders reaches `{folder}`",
        related=(Related(upload.at, f"uploads the files in `{folder}`"),),
        consequence="the uploader takes the folders for files, or finds none, and stops",
        fix="set `merge-multiple: true` on the download",
    )
