"""Whether any event of a workflow can reach an upload: its conditions against the triggers, and nothing else.

Stricter than an assignment's conditions: values that another clone or another run may have (inputs, the repository's
name) are not used, and neither are conditions about failures, which hold in runs that do not go well.
"""

from __future__ import annotations

import re

from tplint.documents.nodes import Mapping, get, items, pair, text
from tplint.model import Known, Unknown
from tplint.platforms.github.events import events
from tplint.platforms.github.jobs import asks_for_status, needs
from tplint.platforms.github.scope import Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Node
    from tplint.documents.source import Place, Source
    from tplint.model import Event, Fact, Trigger, Upload

_STATUS = r"(?i)\b(?:failure|cancelled|success)\s*\("
# A job that somebody has switched off: `if: false`, `if: ${{ false && … }}`.
_SWITCHED_OFF = r"(?i)(?:^|&&)\s*false\s*(?:$|&&)"
_NOT_CERTAIN = Unknown("it may have any value")
# Their ref is that of a package's version, which may have been made from a branch.
_ANY_REF = frozenset({"registry_package", "create", "delete"})


def excluding_conditions(upload: Upload) -> tuple[Place, ...]:
    """The conditions that keep every event of the workflow from reaching an upload; empty where one may reach it.

    An upload in a workflow that can be called is reached with whatever event the caller has.
    """
    pipeline = upload.pipeline
    if upload.calls or pipeline.has_trigger("workflow_call"):
        return ()
    conditions = tuple(_conditions(upload))
    if not conditions or any(_is_meant_otherwise(text(condition) or "") for condition in conditions):
        return ()
    found: dict[Place, None] = {}
    for event in _events(pipeline.triggers):
        scope = _EventScope(pipeline.document.source, event)
        false = next((fact for node in conditions if (fact := scope.condition(node)) == Known(False)), None)
        if false is None:
            return ()
        found.update(dict.fromkeys(false.at))
    return tuple(found)


def _is_meant_otherwise(condition: str) -> bool:
    """Whether a condition asks how the run went, or is written to be false: then its author knows."""
    bare = condition.strip().removeprefix("${{").removesuffix("}}").strip()
    return bool(re.search(_STATUS, condition) or re.search(_SWITCHED_OFF, bare))


class _EventScope(Scope):
    """What conditions see of one event alone."""

    def __init__(self, source: Source, event: Event) -> None:
        super().__init__(source, events=(event,), inputs={})

    def lookup(self, path: tuple[str, ...]) -> Fact[object] | None:
        """Only the event, its ref, and properties that `github` does not have."""
        match path:
            case ("github", "repository" | "repository_owner" | "server_url", *_):
                return _NOT_CERTAIN
            case ("github", "event", "inputs", *_):
                return _NOT_CERTAIN
            case ("github", *_):
                return super().lookup(path)
        return _NOT_CERTAIN


def _conditions(upload: Upload) -> Iterator[Node]:
    """The `if` of the step, of the job, and of the jobs it needs, unless a status function makes those not count."""
    step = get(upload.step.node, "if") if not upload.step.within else None
    if step is not None:
        yield step
    jobs, waiting, seen = get(upload.pipeline.document.root, "jobs"), [upload.job.id], set()
    while waiting:
        name = waiting.pop(0)
        entry = pair(jobs, name)
        if entry is None or name in seen:
            continue
        seen.add(name)
        condition = get(entry.value, "if")
        if condition is not None:
            yield condition
        if not asks_for_status(text(condition) or ""):
            waiting += needs(entry.value)


def _events(triggers: tuple[Trigger, ...]) -> Iterator[Event]:
    """The events of all triggers; of those whose ref is not certain, without it."""
    for trigger in triggers:
        for event in events(trigger):
            may_have_any_ref = event.name in _ANY_REF or (event.name == "pull_request" and _may_be_closed(trigger))
            yield event._replace(ref="", ref_type="", exact=False) if may_have_any_ref else event


def _may_be_closed(trigger: Trigger) -> bool:
    """Whether a merged pull request starts it, whose ref is the branch it was merged into."""
    types = get(trigger.node, "types") if isinstance(trigger.node, Mapping) else None
    return "closed" in {text(types), *(text(item) for item in items(types))}
