"""TP518: a release of GitHub's artifact actions that github.com refuses, in a job that an upload needs."""

from __future__ import annotations

from tplint.findings import Rule
from tplint.model import Known
from tplint.platforms.github.artifacts import storage
from tplint.platforms.github.needed.jobs import needed_actions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding, Fix
    from tplint.model import Job, Repository, Step
    from tplint.platforms.github.needed.jobs import NeededAction

RULE = Rule(
    code="TP518",
    name="retired-artifact-action",
    level="error",
    summary="`actions/upload-artifact` or `actions/download-artifact` v1 to v3, which GitHub refuses since 2025",
)

_REMEDY = "use the newest major version of both artifact actions; since v4 each name can be written once in a run"


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each step; not for repositories on a GitHub Enterprise Server, where v3 still works."""
    for each in needed_actions(repository, storage.UPLOAD, storage.DOWNLOAD):
        if storage.is_retired(each.action):
            yield _finding(each, _fix(each.step, each.of.job, repository))


def _fix(step: Step, job: Job, repository: Repository) -> Fix:
    from tplint.remedies import steps  # noqa: PLC0415 - only for a finding

    pipeline = next(each for each in repository.pipelines if each.document.source == job.at.source)
    return steps.newest_artifact_action(_REMEDY, pipeline, job, step)


def _finding(each: NeededAction, fix: Fix) -> Finding:
    action = each.action
    version = storage.major(action)
    assert isinstance(version, Known)
    return RULE.finding(
        action.at,
        f"job `{each.of.job.id}` uses `{action.name}` v{version.value}, which GitHub refuses to run",
        label="switched off on github.com since early 2025",
        related=each.of.related,
        consequence='the job would stop with "This request has been automatically failed because it uses a deprecated '
        f'version of `{action.name}: v{version.value}`"',
        fix=fix,
    )
