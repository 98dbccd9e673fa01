"""TP518: a release of GitHub's artifact actions that github.com refuses, in a job that an upload needs."""

from __future__ import annotations

from tplint.documents.nodes import get
from tplint.findings import Related, Rule
from tplint.model import Action, Known, may_say
from tplint.platforms.github import artifacts
from tplint.platforms.github.needed_jobs import needed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding, Fix
    from tplint.model import Job, Repository, Step, Upload

RULE = Rule(
    code="TP518",
    name="retired-artifact-action",
    level="error",
    summary="`actions/upload-artifact` or `actions/download-artifact` v1 to v3, which GitHub refuses since 2025",
)

_REMEDY = "use the newest major version of both artifact actions; since v4 each name can be written once in a run"


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each step; not for repositories on a GitHub Enterprise Server, where v3 still works."""
    if repository.remotes and not any("github" in remote.host for remote in repository.remotes):
        return
    seen: set[Place] = set()
    for upload in repository.uploads:
        if upload.goes_to("pypi", "testpypi"):
            for each in needed(upload, repository):
                for step, action in _retired(each.job):
                    if action.at not in seen:
                        seen.add(action.at)
                        yield _finding(action, each.job, upload, _fix(step, each.job, repository))


def _retired(job: Job) -> Iterator[tuple[Step, Action]]:
    """The refused actions of a job that may run; where a failure of it counts as none, the upload does not suffer."""
    if may_say(job, artifacts.UPLOAD, artifacts.DOWNLOAD) and get(job.node, "continue-on-error") is None:
        for step in job.steps if job.condition != Known(False) else ():
            if isinstance(step.run, Action) and artifacts.is_retired(step.run) and step.condition != Known(False):
                yield step, step.run


def _fix(step: Step, job: Job, repository: Repository) -> Fix:
    from tplint.remedies import steps  # noqa: PLC0415 - only for a finding

    pipeline = next(each for each in repository.pipelines if each.document.source == job.at.source)
    return steps.newest_artifact_action(_REMEDY, pipeline, job, step)


def _finding(action: Action, job: Job, upload: Upload, fix: Fix) -> Finding:
    version = artifacts.major(action)
    assert isinstance(version, Known)
    own = job.id == upload.job.id and job.at.source == upload.job.at.source
    return RULE.finding(
        action.at,
        f"job `{job.id}` uses `{action.name}` v{version.value}, which GitHub refuses to run",
        label="switched off on github.com since early 2025",
        related=() if own else (Related(upload.at, "this upload waits for the job"),),
        consequence='the job would stop with "This request has been automatically failed because it uses a deprecated '
        f'version of `{action.name}: v{version.value}`"',
        fix=fix,
    )
