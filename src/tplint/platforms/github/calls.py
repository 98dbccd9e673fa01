"""Calls of workflows → the permissions that called jobs ask for beyond what the calling job gives.

GitHub compares both before anything runs, and refuses the whole run. What nobody names, the repository's setting decides.
https://github.com/actions/runner/blob/main/src/Sdk/WorkflowParser/Conversion/PermissionsHelper.cs
"""

from __future__ import annotations

from tplint.documents.nodes import get
from tplint.model import Known
from tplint.platforms.faults import Fault
from tplint.platforms.github import permissions
from tplint.platforms.github.needed_jobs import called_pipeline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.model import Fact, Job, Permissions, Pipeline, Repository

_ORDER = ("none", "read", "write")
_MAX_LEVELS = 10


def faults(pipeline: Pipeline, repository: Repository) -> Iterator[Fault]:
    """A fault for each job that calls a workflow of this repository and gives it less than a job there asks for."""
    if not any(job.calls for job in pipeline.jobs):
        return
    judged = frozenset(_without_token(repository))
    for job in pipeline.jobs:
        ceiling = _named(pipeline, job)
        called = called_pipeline(job, repository) if isinstance(ceiling, Known) else None
        if called is None or not isinstance(ceiling, Known):
            continue
        refused = next(_refused(called, ceiling.value, repository, judged), None)
        if refused is not None:
            who, beyond = refused
            asked = ", ".join(f"{scope}: {level}" for scope, level, _ in beyond)
            allowed = ", ".join(f"{scope}: {level}" for scope, _, level in beyond)
            yield Fault(
                job.calls_at or job.at,
                f"job `{job.id}` gives the workflow that it calls less than `{asked}`",
                f"{who} is requesting '{asked}', but is only allowed '{allowed}'.",
                f"add `{asked}` to the `permissions` of job `{job.id}`",
            )


def _named(pipeline: Pipeline, job: Job) -> Fact[Permissions] | None:
    """The permissions that a job, else its workflow, names."""
    source, root = pipeline.document.source, pipeline.document.root
    own = permissions.declared(source, get(job.node, "permissions"), "job")
    return permissions.effective(own, permissions.declared(source, get(root, "permissions"), "workflow"))


def _without_token(repository: Repository) -> Iterator[tuple[str, str]]:
    """The uploading jobs that get no identity token from their caller, which TP106 reports: workflow and job."""
    for upload in repository.alternatives:
        if any(call.job.can_mint == Known(False) for call in upload.calls):
            yield upload.pipeline.path, upload.job.id


def _refused(
    called: Pipeline, ceiling: Permissions, repository: Repository, judged: frozenset[tuple[str, str]], level: int = 0
) -> Iterator[tuple[str, tuple[tuple[str, str, str], ...]]]:
    """What in a called workflow asks for too much, by GitHub's words: scopes, with what is asked for and allowed."""
    source, root = called.document.source, called.document.root
    whole = permissions.declared(source, get(root, "permissions"), "workflow")
    if (beyond := _beyond(whole, ceiling)) and not any(path == called.path for path, _ in judged):
        yield "The workflow", beyond
    for job in called.jobs:
        own = permissions.declared(source, get(job.node, "permissions"), "job")
        if (beyond := _beyond(own, ceiling)) and (called.path, job.id) not in judged:
            yield f"The nested job '{job.id}'", beyond
        given = permissions.effective(own, whole) or Known(ceiling)
        inner = called_pipeline(job, repository) if level < _MAX_LEVELS and job.calls else None
        if inner is not None and isinstance(given, Known):
            yield from _refused(inner, given.value, repository, judged, level + 1)


def _beyond(asked: Fact[Permissions] | None, ceiling: Permissions) -> tuple[tuple[str, str, str], ...]:
    if not isinstance(asked, Known):
        return ()
    return tuple(
        (scope, level, ceiling.grants(scope))
        for scope, level in asked.value.scopes.items()
        if scope in permissions.SCOPES
        and level in _ORDER
        and ceiling.grants(scope) in _ORDER
        and _ORDER.index(level) > _ORDER.index(ceiling.grants(scope))
    )
