"""TP516: the artifact with the distributions is fetched into another folder than the one that is uploaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.findings import Related, Rule
from tplint.model import Known
from tplint.platforms.github import artifacts
from tplint.platforms.github.needed_jobs import needed
from tplint.platforms.github.quiet_steps import changes_no_files, quiet_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository, Upload
    from tplint.platforms.github.artifacts import Fetched

RULE = Rule(
    code="TP516",
    name="misplaced-distributions",
    level="error",
    summary="`actions/download-artifact` puts the distributions into another folder than the one that is uploaded",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload whose folder nothing has filled."""
    for upload in repository.uploads:
        if upload.platform == "github" and upload.goes_to("pypi", "testpypi") and isinstance(upload.folder, Known):
            fetched = _only_source(upload)
            if fetched and all(_misses(each, upload.folder.value, upload, repository) for each in fetched):
                yield _finding(upload, upload.folder.value, fetched[0])


def _only_source(upload: Upload) -> list[Fetched]:
    """The downloads before an upload; none where something else may have put files into its folder."""
    fetched: list[Fetched] = []
    for step in upload.job.steps:
        if step.node is upload.step.node:
            return fetched if quiet_before(upload) else []
        if step.condition == Known(False):
            continue
        each = artifacts.fetched(step)
        if each is not None:
            fetched.append(each)
        elif not changes_no_files(step):
            return []
    return []


def _misses(fetched: Fetched, folder: str, upload: Upload, repository: Repository) -> bool:
    """Whether what a step fetches certainly does not reach a folder."""
    name, into, version = fetched.name, fetched.folder, fetched.major
    old = isinstance(version, Known) and version.value < artifacts.STRAIGHT_SINCE
    if old or fetched.elsewhere or not isinstance(into, Known) or into.value == folder:
        return False
    if name is None and not fetched.merged:
        return False
    if into.value != "." and not folder.startswith(f"{into.value}/"):
        return True
    stored = [each for job in needed(upload, repository) for each in artifacts.stored(job.job)]
    meant = [each for each in stored if name is None or each.name == name]
    return bool(meant) and isinstance(name, Known) and all(artifacts.lacks(each, folder) for each in meant)


def _finding(upload: Upload, folder: str, fetched: Fetched) -> Finding:
    assert isinstance(fetched.folder, Known)
    into = "the workspace's root" if fetched.folder.value == "." else f"`{fetched.folder.value}`"
    return RULE.finding(
        fetched.at,
        f"the distributions are downloaded into {into}, but job `{upload.job.id}` uploads `{folder}`",
        label=f"nothing reaches `{folder}`",
        related=(Related(upload.at, f"uploads the files in `{folder}`"),),
        consequence="the folder would be empty, and the step fails for want of files",
        fix=f"set `path: {folder}` on the download",
    )
