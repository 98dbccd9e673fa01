"""TP531: an upload waits for a job on a runner that GitHub has taken out of service."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.platforms.github.retired_runners import waited_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Job, Repository, Upload
    from tplint.platforms.github.retired_runners import Retired

RULE = Rule(
    code="TP531",
    name="retired-runner",
    level="error",
    summary="an upload waits for a job on a hosted runner that GitHub has taken out of service, such as `macos-13`",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each label; not for repositories on a GitHub Enterprise Server, which has no hosted runners."""
    if repository.remotes and not any("github" in remote.host for remote in repository.remotes):
        return
    seen: set[Place] = set()
    for upload in repository.uploads:
        if upload.goes_to("pypi", "testpypi"):
            for job, retired in waited_for(upload, repository):
                if retired.at not in seen:
                    seen.add(retired.at)
                    yield _finding(job, retired, upload)


def _finding(job: Job, retired: Retired, upload: Upload) -> Finding:
    own = job.id == upload.job.id and job.at.source == upload.job.at.source
    return RULE.finding(
        retired.at,
        f"job `{job.id}` asks for the runner `{retired.label}`, which GitHub "
        + ("does not have any more" if retired.gone else "has announced to switch off"),
        label=f"switched off in {retired.since}" if retired.gone else f"announced for {retired.since}",
        related=() if own else (Related(upload.at, "this upload waits for the job"),),
        consequence="the job would wait for a runner until GitHub cancels it after a day, and nothing is uploaded",
        fix=f"run it on `{retired.successor}`" + ("" if own else ", or leave it out"),
        level="error" if retired.gone else "warning",
    )
