"""TP516: the distributions are fetched or built into another folder than the one that is uploaded."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.model import Known
from tplint.platforms.github.artifacts import fetched_distributions, misplaced_builds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository, Upload
    from tplint.platforms.github.artifacts.misplaced_builds import Built
    from tplint.platforms.github.artifacts.storage import Fetched

RULE = Rule(
    code="TP516",
    name="misplaced-distributions",
    level="error",
    summary="the distributions are downloaded or built into another folder than the one that is uploaded",
)
_OF_UV = "uv builds members of a workspace into `dist` at its root"


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload whose folder nothing has filled."""
    for upload in repository.uploads:
        if not upload.goes_to("pypi", "testpypi") or not isinstance(upload.folder, Known):
            continue
        if fetched := fetched_distributions.misplaced(upload, repository):
            yield _downloaded(upload, fetched[0], upload.folder.value)
        elif built := misplaced_builds.misplaced(upload, repository):
            yield _built(upload, built)


def _downloaded(upload: Upload, fetched: Fetched, folder: str) -> Finding:
    into = fetched.folder
    if isinstance(into, Known) and into.value == folder:
        return _in_folders(upload, fetched, folder)
    shown = f"`{into.value}`" if isinstance(into, Known) and into.value != "." else "the workspace's root"
    return RULE.finding(
        fetched.at,
        f"the distributions are downloaded into {shown}, but job `{upload.job.id}` uploads `{folder}`",
        label=f"nothing reaches `{folder}`",
        related=(Related(upload.at, f"uploads the files in `{folder}`"),),
        consequence="the folder would be empty, and the step fails for want of files",
        fix=f"set `path: {folder}` on the download",
    )


def _in_folders(upload: Upload, fetched: Fetched, folder: str) -> Finding:
    kept = fetched.name is not None
    what = "the artifact's files are in folders" if kept else "each artifact gets a folder of its own"
    return RULE.finding(
        fetched.at,
        f"{what} in `{folder}`, but job `{upload.job.id}` uploads the files there",
        label=f"nothing but folders reaches `{folder}`",
        related=(Related(upload.at, f"uploads the files in `{folder}`"),),
        consequence="the uploader takes the folders for files, or finds none, and stops",
        fix="store the distributions from one folder" if kept else "set `merge-multiple: true` on the download",
    )


def _built(upload: Upload, built: Built) -> Finding:
    into = f"`{built.into}`" if built.into else "a temporary folder"
    missing = "the folder would be empty" if built.verb == "uploads" else "the artifact would not be made"
    return RULE.finding(
        built.at,
        f"the distributions are built into {into}, but job `{built.job.id}` {built.verb} `{built.folder}`",
        label=_OF_UV if built.into == "dist" and "uv" in built.at.text else f"puts them into {into}",
        related=(Related(built.taken_at, f"nothing reaches `{built.folder}`"),),
        consequence=f"{missing}, and job `{upload.job.id}` fails for want of files",
        fix=f"take the files from {into if built.into else 'the folder that its output `dist` names'}",
    )
