"""Calls of local workflows → the faults for which GitHub refuses the file that calls.

It compares both files before anything runs: https://github.com/actions/runner/tree/main/src/Sdk/WorkflowParser/Conversion
(`WorkflowTemplateConverter.cs` for the trigger, inputs and secrets, `PermissionsHelper.cs` for permissions).
"""

from __future__ import annotations

from tplint.documents.nodes import entries, get, place, text
from tplint.model import Call, Known
from tplint.platforms.faults import Fault
from tplint.platforms.github import permissions
from tplint.platforms.github.limits import MAX_CALLS
from tplint.platforms.github.needed.jobs import called_pipeline
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Node
    from tplint.documents.source import Place, Source
    from tplint.model import Fact, Job, Permissions, Pipeline, Repository

_CALL = "workflow_call"


class _Excess(NamedTuple):
    """Something in a called workflow that asks for more than it may have: who it is, what it asks for, what it may."""

    who: str
    asked: str
    allowed: str


def faults(pipeline: Pipeline, repository: Repository) -> Iterator[Fault]:
    """The faults of the jobs that call a workflow of this repository."""
    for job in pipeline.jobs:
        called = called_pipeline(job, repository)
        if called is None or job.calls_at is None or not called.triggers:
            continue
        trigger = called.trigger(_CALL)
        if trigger is None:
            words = "workflow is not reusable as it is missing a `on.workflow_call` trigger"
            what = f"job `{job.id}` calls `{called.file_name}`, which has no `{_CALL}` in its `on`"
            yield Fault(job.calls_at, what, words, f"add `{_CALL}` to the `on` of `{called.file_name}`")
            continue
        source, secrets = pipeline.document.source, get(job.node, "secrets")
        yield from _of_parameters("input", job.id, job.calls_at, source, get(job.node, "with"), trigger.node)
        if not text(secrets):  # `inherit`
            yield from _of_parameters("secret", job.id, job.calls_at, source, secrets, trigger.node)
        yield from _of_permissions(pipeline, job, job.calls_at, called, repository)


def _of_parameters(
    kind: str, job: str, at: Place, source: Source, given: Node | None, trigger: Node | None
) -> Iterator[Fault]:
    """Inputs or secrets that the called workflow does not declare, and required ones that it is not given."""
    declared = dict(entries(get(trigger, f"{kind}s")))
    known, names = ({name.lower() for name in each} for each in (declared, dict(entries(given))))
    for name, entry in entries(given):
        if name.lower() not in known and "${{" not in name:
            words = f"Invalid {kind}, {name} is not defined in the referenced workflow."
            what = f"job `{job}` gives `{name}`, and the workflow that it calls has no such {kind}"
            yield Fault(place(source, entry.key), what, words, f"remove `{name}`, or declare it under `{_CALL}`")
    for name, entry in declared.items():
        if text(get(entry.value, "required")) == "true" and name.lower() not in names:
            words = f"{kind.capitalize()} {name} is required, but not provided while calling."
            what = f"job `{job}` does not give `{name}`, which the workflow that it calls requires"
            yield Fault(at, what, words, f"give `{name}` to job `{job}`")


def _of_permissions(
    pipeline: Pipeline, job: Job, at: Place, called: Pipeline, repository: Repository
) -> Iterator[Fault]:
    """A fault where the calling job, by its own permissions or the workflow's, gives less than a called job asks for.

    Where nobody names permissions, the repository's setting decides.
    """
    ceiling = permissions.effective(_own(pipeline, job), pipeline.permissions)
    if not isinstance(ceiling, Known):
        return
    excess = next(_excesses(called, ceiling.value, repository), None)
    if excess is not None:
        yield Fault(
            at,
            f"job `{job.id}` gives the workflow that it calls less than `{excess.asked}`",
            f"{excess.who} is requesting '{excess.asked}', but is only allowed '{excess.allowed}'.",
            f"add `{excess.asked}` to the `permissions` of job `{job.id}`",
        )


def _excesses(called: Pipeline, ceiling: Permissions, repository: Repository) -> Iterator[_Excess]:
    """What in a called workflow, and in those that it calls, asks for more than the ceiling.

    A workflow is looked at once for each ceiling, in whatever ways it is called.
    """
    waiting, seen = [(called, ceiling)], {(called.path, tuple(ceiling.scopes.items()))}
    while waiting and len(seen) <= MAX_CALLS:
        current, limit = waiting.pop(0)
        excess = _excess("The workflow", current.permissions, limit)
        if excess is not None and not _lacks_token(current, None, repository):
            yield excess
        for job in current.jobs:
            own = _own(current, job)
            excess = _excess(f"The nested job '{job.id}'", own, limit)
            if excess is not None and not _lacks_token(current, job, repository):
                yield excess
            given = permissions.effective(own, current.permissions) or Known(limit)
            inner = called_pipeline(job, repository) if job.calls else None
            if inner is None or not isinstance(given, Known):
                continue
            way = (inner.path, tuple(given.value.scopes.items()))
            if way not in seen:
                seen.add(way)
                waiting.append((inner, given.value))


def _own(pipeline: Pipeline, job: Job) -> Fact[Permissions] | None:
    return permissions.declared(pipeline.document.source, get(job.node, "permissions"), "job")


def _lacks_token(pipeline: Pipeline, job: Job | None, repository: Repository) -> bool:
    """Whether a job, or some job of a workflow, uploads or calls what does, and is withheld a token: TP106 says so.

    Of an upload by a stored token it does not, and GitHub refuses that call just the same.
    """
    return any(
        holder.pipeline.path == pipeline.path and (job is None or holder.job.id == job.id)
        for upload in repository.alternatives
        if upload.goes_to("pypi", "testpypi") and upload.signs_in_by("oidc")
        if upload.withheld_by is not None
        for holder in (Call(upload.pipeline, upload.job, ""), *upload.calls)
    )


def _excess(who: str, asked: Fact[Permissions] | None, ceiling: Permissions) -> _Excess | None:
    beyond = permissions.beyond(asked.value, ceiling) if isinstance(asked, Known) else {}
    if not beyond:
        return None
    allowed = (f"{scope}: {ceiling.grants(scope)}" for scope in beyond)
    return _Excess(who, ", ".join(f"{scope}: {level}" for scope, level in beyond.items()), ", ".join(allowed))
