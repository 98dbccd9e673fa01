"""`gh workflow run` for uploading workflows → what GitHub refuses of it, in words; for the rule that says it."""

from __future__ import annotations

from tplint.platforms.github.starts.dispatches import answer, starting_uploads, undeclared, without_permission
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.model import Job, Pipeline, Repository
    from tplint.platforms.github.starts.dispatches import Dispatch


class Refusal(NamedTuple):
    """A start that GitHub refuses: ``what`` a clause, ``shows`` what the place lacks, ``so`` what gh says of it.

    ``remedy`` is an imperative clause; ``related`` are other places, each with what is there. ``closed`` is the
    workflow that cannot be started so, ``unable`` the job that may not start one, with its workflow.
    """

    dispatch: Dispatch
    at: Place
    what: str
    shows: str
    so: str
    remedy: str = ""
    related: tuple[tuple[Place, str], ...] = ()
    closed: Pipeline | None = None
    unable: tuple[Pipeline, Job] | None = None


def refusals(repository: Repository) -> Iterator[Refusal]:
    """One for each start; for a token that may not start anything one for each job that has it."""
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


def _missing(dispatch: Dispatch) -> Refusal:
    return Refusal(
        dispatch,
        dispatch.at,
        f"job `{dispatch.job.id}` starts the workflow `{dispatch.workflow}`, which is not in the repository",
        "no such file in `.github/workflows`",
        answer(dispatch.workflow),
        "name the workflow that publishes",
    )


def _without_trigger(dispatch: Dispatch, pipeline: Pipeline) -> Refusal:
    return Refusal(
        dispatch,
        dispatch.at,
        f"job `{dispatch.job.id}` starts `{pipeline.file_name}`, which has no `workflow_dispatch` trigger",
        "cannot be started so",
        "gh would stop with \"HTTP 422: Workflow does not have 'workflow_dispatch' trigger\"",
        related=tuple((trigger.at, "started by this") for trigger in pipeline.triggers[:1]),
        closed=pipeline,
    )


def _with_inputs(dispatch: Dispatch, pipeline: Pipeline, inputs: dict[str, Place]) -> Refusal:
    listed = " and ".join(f"`{name}`" for name in inputs)
    declaring = pipeline.trigger("workflow_dispatch")
    return Refusal(
        dispatch,
        next(iter(inputs.values())),
        f"job `{dispatch.job.id}` gives `{pipeline.file_name}` the input {listed}, which it does not declare",
        "not among its inputs",
        'gh would stop with "HTTP 422: Unexpected inputs provided"',
        f"declare the input under `workflow_dispatch` in `{pipeline.file_name}`, or leave it out",
        ((declaring.at, "its inputs belong here"),) if declaring is not None else (),
    )


def _without_permission(dispatch: Dispatch, pipeline: Pipeline, job: Job, permissions: Place) -> Refusal:
    what = "starts" if job.at == dispatch.job.at else f"calls `{dispatch.pipeline.file_name}`, which starts"
    return Refusal(
        dispatch,
        permissions,
        f"job `{job.id}` {what} `{dispatch.workflow}` with its own token, which lacks `actions: write`",
        "`actions: write` is not among these permissions",
        'gh would stop with "HTTP 403: Resource not accessible by integration"',
        related=((dispatch.at, "needs `actions: write`"),),
        unable=(pipeline, job),
    )
