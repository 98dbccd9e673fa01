"""An upload's run → the claims that its identity token would carry: what PyPI sees.

https://docs.github.com/actions/reference/security/oidc
"""

from __future__ import annotations

from tplint.model import LOCAL, Known, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from tplint.model import Call, Event, Fact, Index, Job, Pipeline


def claims(
    pipeline: Pipeline,
    job: Job,
    calls: tuple[Call, ...],
    events: tuple[Event, ...],
    repository: Fact[str],
    target: Fact[Index],
) -> tuple[Mapping[str, Fact[str]], ...]:
    """One set of claims for each event: claim → its value as far as the files decide it.

    A ref of which only the beginning is certain ends in ``*``, which no git ref can contain. A claim that a token would
    not have (``environment`` of a job without one) is absent. ``repository`` is ``owner/name``.
    """
    audience = _audience(target)
    return tuple({**_claims(pipeline, job, calls, event, repository), "aud": audience} for event in events)


def _audience(target: Fact[Index]) -> Fact[str]:
    """What the uploader asks the token for: the index tells it at `/_/oidc/audience`."""
    match target:
        case Known(index) if index.name in {"pypi", "testpypi"}:
            return Known(index.name)
        case Known():
            return Unknown("the index decides it")
        case Unknown() as unknown:
            return unknown


def _claims(
    pipeline: Pipeline, job: Job, calls: tuple[Call, ...], event: Event, repository: Fact[str]
) -> dict[str, Fact[str]]:
    ref = event.claimed_ref
    is_called_elsewhere = event.name == "workflow_call"
    caller: Fact[str] = Unknown("the workflow is called from other repositories") if is_called_elsewhere else repository
    top = calls[0].pipeline.path if calls else pipeline.path
    found: dict[str, Fact[str]] = {
        "repository": caller,
        "repository_owner": caller.map(lambda name: name.partition("/")[0]),
        "workflow_ref": caller if isinstance(caller, Unknown) else _workflow_ref(caller, top, ref),
        "job_workflow_ref": _workflow_ref(repository, pipeline.path, _called_ref(calls, ref)),
        "event_name": Unknown("the caller's event") if is_called_elsewhere else Known(event.name),
        "ref": ref,
        "ref_type": Known(event.ref_type) if event.ref_type else Unknown("it depends on the event"),
    }
    if job.environment != Known(None):
        found["environment"] = job.environment.map(str)
    return found


def _called_ref(calls: tuple[Call, ...], ref: Fact[str]) -> Fact[str]:
    """The ref of the called file: the run's own for `./`, else the one that the innermost remote call names."""
    for call in reversed(calls):
        if not call.reference.startswith(LOCAL):
            written = call.reference.partition("@")[2]
            return Unknown(f"the ref that `@{written}` names")
    return ref


def _workflow_ref(repository: Fact[str], path: str, ref: Fact[str]) -> Fact[str]:
    """``owner/name/.github/workflows/file@ref``."""
    if isinstance(repository, Unknown):
        return repository
    return ref.map(lambda value: f"{repository.value}/{path}@{value}")
