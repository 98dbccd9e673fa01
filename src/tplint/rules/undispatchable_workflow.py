"""TP515: a script starts an uploading workflow with `gh workflow run`, and GitHub refuses that."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.platforms.github.dispatches import answer, starting_uploads, undeclared, without_permission

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Job, Pipeline, Repository
    from tplint.platforms.github.dispatches import Dispatch

RULE = Rule(
    code="TP515",
    name="undispatchable-workflow",
    level="error",
    summary="`gh workflow run` starts an uploading workflow that is not there or cannot be started so",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each command that GitHub refuses."""
    for dispatch, pipeline in starting_uploads(repository):
        if pipeline is None:
            yield _missing(dispatch)
        elif not pipeline.has_trigger("workflow_dispatch"):
            yield _without_trigger(dispatch, pipeline)
        elif inputs := undeclared(dispatch, pipeline):
            yield _with_inputs(dispatch, pipeline, inputs)
        else:
            for caller, job, permissions in without_permission(dispatch, repository):
                yield _without_permission(dispatch, caller, job, permissions)


def _missing(dispatch: Dispatch) -> Finding:
    return RULE.finding(
        dispatch.at,
        f"job `{dispatch.job.id}` starts the workflow `{dispatch.workflow}`, which is not in the repository",
        label="no such file in `.github/workflows`",
        consequence=answer(dispatch.workflow),
        fix="name the workflow that publishes",
    )


def _without_trigger(dispatch: Dispatch, pipeline: Pipeline) -> Finding:
    from tplint.remedies import steps  # noqa: PLC0415 - only for a finding

    return RULE.finding(
        dispatch.at,
        f"job `{dispatch.job.id}` starts `{pipeline.file_name}`, which has no `workflow_dispatch` trigger",
        label="cannot be started so",
        related=tuple(Related(trigger.at, "started by this") for trigger in pipeline.triggers[:1]),
        consequence="gh would stop with \"HTTP 422: Workflow does not have 'workflow_dispatch' trigger\"",
        fix=steps.dispatchable(pipeline, dispatch.inputs),
    )


def _with_inputs(dispatch: Dispatch, pipeline: Pipeline, inputs: Mapping[str, Place]) -> Finding:
    listed = " and ".join(f"`{name}`" for name in inputs)
    declaring = pipeline.trigger("workflow_dispatch")
    return RULE.finding(
        next(iter(inputs.values())),
        f"job `{dispatch.job.id}` gives `{pipeline.file_name}` the input {listed}, which it does not declare",
        label="not among its inputs",
        related=(Related(declaring.at, "its inputs belong here"),) if declaring is not None else (),
        consequence='gh would stop with "HTTP 422: Unexpected inputs provided"',
        fix=f"declare the input under `workflow_dispatch` in `{pipeline.file_name}`, or leave it out",
    )


def _without_permission(dispatch: Dispatch, pipeline: Pipeline, job: Job, permissions: Place) -> Finding:
    from tplint.remedies import jobs  # noqa: PLC0415 - only for a finding

    what = "starts" if job.at == dispatch.job.at else f"calls `{dispatch.pipeline.file_name}`, which starts"
    return RULE.finding(
        permissions,
        f"job `{job.id}` {what} `{dispatch.workflow}` with its own token, which lacks `actions: write`",
        label="`actions: write` is not among these permissions",
        related=(Related(dispatch.at, "needs `actions: write`"),),
        consequence='gh would stop with "HTTP 403: Resource not accessible by integration"',
        fix=jobs.grant(pipeline.document, job, "actions"),
    )
