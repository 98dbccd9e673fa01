"""Calls of local workflows → the faults for which GitHub refuses the file that calls.

It compares both files before anything runs: https://github.com/actions/runner/tree/main/src/Sdk/WorkflowParser/Conversion
(`WorkflowTemplateConverter.cs` for the trigger, inputs and secrets, `PermissionsHelper.cs` for permissions).
"""

from __future__ import annotations

from tplint.documents.nodes import entries, get, place, text
from tplint.model import Known
from tplint.platforms.faults import Fault
from tplint.platforms.github import permissions
from tplint.platforms.github.needed_jobs import called_pipeline
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Node
    from tplint.documents.source import Place, Source
    from tplint.model import Fact, Job, Permissions, Pipeline, Repository

_CALL = "workflow_call"
_ORDER = ("none", "read", "write")
_MAX_LEVELS = 10


class _Excess(NamedTuple):
    """Something in a called workflow that asks for more than it may have: who it is, what it asks for, what it may."""

    who: str
    asked: str
    allowed: str


def faults(pipeline: Pipeline, repository: Repository) -> Iterator[Fault]:
    """The faults of the jobs that call a workflow of this repository."""
    judged = frozenset(_without_token(repository))
    for job in pipeline.jobs:
        called = called_pipeline(job, repository)
        if called is None or job.calls_at is None or not called.triggers:
            continue
        trigger = next((trigger for trigger in called.triggers if trigger.name == _CALL), None)
        if trigger is None:
            words = "workflow is not reusable as it is missing a `on.workflow_call` trigger"
            what = f"job `{job.id}` calls `{called.file_name}`, which has no `{_CALL}` in its `on`"
            yield Fault(job.calls_at, what, words, f"add `{_CALL}` to the `on` of `{called.file_name}`")
            continue
        yield from _of_parameters("input", job, pipeline.document.source, get(job.node, "with"), trigger.node)
        if not text(get(job.node, "secrets")):
            yield from _of_parameters("secret", job, pipeline.document.source, get(job.node, "secrets"), trigger.node)
        yield from _of_permissions(pipeline, job, called, repository, judged)


def _of_parameters(kind: str, job: Job, source: Source, given: Node | None, trigger: Node | None) -> Iterator[Fault]:
    """Inputs or secrets that the called workflow does not declare, and required ones that it is not given."""
    declared = dict(entries(get(trigger, f"{kind}s")))
    known = {name.lower() for name in declared}
    for name, entry in entries(given):
        if name.lower() not in known and "${{" not in name:
            words = f"Invalid {kind}, {name} is not defined in the referenced workflow."
            what = f"job `{job.id}` gives `{name}`, and the workflow that it calls has no such {kind}"
            yield Fault(place(source, entry.key), what, words, f"remove `{name}`, or declare it under `{_CALL}`")
    names = {name.lower() for name, _ in entries(given)}
    for name, entry in declared.items():
        if text(get(entry.value, "required")) == "true" and name.lower() not in names:
            words = f"{kind.capitalize()} {name} is required, but not provided while calling."
            what = f"job `{job.id}` does not give `{name}`, which the workflow that it calls requires"
            yield Fault(_called_at(job), what, words, f"give `{name}` to job `{job.id}`")


def _called_at(job: Job) -> Place:
    return job.calls_at or job.at


def _of_permissions(
    pipeline: Pipeline, job: Job, called: Pipeline, repository: Repository, judged: frozenset[tuple[str, str]]
) -> Iterator[Fault]:
    """A fault where the calling job, by its own permissions or the workflow's, gives less than a called job asks for.

    Where nobody names permissions, the repository's setting decides.
    """
    source, root = pipeline.document.source, pipeline.document.root
    own = permissions.declared(source, get(job.node, "permissions"), "job")
    ceiling = permissions.effective(own, permissions.declared(source, get(root, "permissions"), "workflow"))
    if not isinstance(ceiling, Known):
        return
    for excess in _excesses(called, ceiling.value, repository, judged):
        yield Fault(
            _called_at(job),
            f"job `{job.id}` gives the workflow that it calls less than `{excess.asked}`",
            f"{excess.who} is requesting '{excess.asked}', but is only allowed '{excess.allowed}'.",
            f"add `{excess.asked}` to the `permissions` of job `{job.id}`",
        )
        return


def _without_token(repository: Repository) -> Iterator[tuple[str, str]]:
    """The uploading jobs that get no identity token from their caller, which TP106 reports: workflow and job."""
    for upload in repository.alternatives:
        if any(call.job.can_mint == Known(False) for call in upload.calls):
            yield upload.pipeline.path, upload.job.id


def _excesses(
    called: Pipeline, ceiling: Permissions, repository: Repository, judged: frozenset[tuple[str, str]], level: int = 0
) -> Iterator[_Excess]:
    """What in a called workflow, and in those that it calls, asks for more than the ceiling."""
    source, root = called.document.source, called.document.root
    whole = permissions.declared(source, get(root, "permissions"), "workflow")
    if not any(path == called.path for path, _ in judged):
        yield from _excess("The workflow", whole, ceiling)
    for job in called.jobs:
        own = permissions.declared(source, get(job.node, "permissions"), "job")
        if (called.path, job.id) not in judged:
            yield from _excess(f"The nested job '{job.id}'", own, ceiling)
        given = permissions.effective(own, whole) or Known(ceiling)
        inner = called_pipeline(job, repository) if level < _MAX_LEVELS and job.calls else None
        if inner is not None and isinstance(given, Known):
            yield from _excesses(inner, given.value, repository, judged, level + 1)


def _excess(who: str, asked: Fact[Permissions] | None, ceiling: Permissions) -> Iterator[_Excess]:
    if not isinstance(asked, Known):
        return
    beyond = {
        scope: level
        for scope, level in asked.value.scopes.items()
        if scope in permissions.SCOPES and level in _ORDER and _is_more(level, ceiling.grants(scope))
    }
    if beyond:
        allowed = (f"{scope}: {ceiling.grants(scope)}" for scope in beyond)
        yield _Excess(who, ", ".join(f"{scope}: {level}" for scope, level in beyond.items()), ", ".join(allowed))


def _is_more(level: str, allowed: str) -> bool:
    return allowed in _ORDER and _ORDER.index(level) > _ORDER.index(allowed)
