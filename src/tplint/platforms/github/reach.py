"""Whether any event of a workflow can reach an upload: its conditions against the triggers, and nothing else.

Stricter than an assignment's conditions: values that another clone or another run may have (declared inputs, the
repository's name) are not used, and neither is how the run goes, for an upload may be meant for one that goes wrong.
"""

from __future__ import annotations

import re

from tplint.documents.nodes import Mapping, Scalar, get, items, pair, text
from tplint.model import Known, Unknown
from tplint.platforms.github.events import events
from tplint.platforms.github.jobs import deciding
from tplint.platforms.github.scope import Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Node
    from tplint.documents.source import Place
    from tplint.model import Event, Fact, Pipeline, Trigger, Upload

_STATUS = r"(?i)\b(?:failure|cancelled|success)\s*\([^()]*\)"
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
    if any(_is_switched_off(text(condition) or "") for condition in conditions):
        return ()
    found: dict[Place, None] = {}
    for event in _events(pipeline.triggers):
        scope = _EventScope(pipeline, event)
        false = next((fact for node in conditions if (fact := scope.condition(node)) == Known(False)), None)
        if false is None:
            return ()
        found.update(dict.fromkeys(false.at))
    return tuple(found)


def _is_switched_off(condition: str) -> bool:
    """Whether a condition is written to be false: then its author knows."""
    return re.search(_SWITCHED_OFF, condition.strip().removeprefix("${{").removesuffix("}}").strip()) is not None


class _EventScope(Scope):
    """What conditions see of one event alone."""

    def __init__(self, pipeline: Pipeline, event: Event) -> None:
        dispatch = get(pipeline.document.root, "on", "workflow_dispatch")
        super().__init__(pipeline.document.source, events=(event,), dispatch=dispatch)

    def condition(self, node: Node | None) -> Fact[bool]:
        """An `if:` in any run: how it goes is not known, as the status of the job is not."""
        known = isinstance(node, Scalar) and node._replace(value=re.sub(_STATUS, "job.status", node.value))
        return super().condition(known or node)

    def lookup(self, path: tuple[str, ...]) -> Fact[object] | None:
        """Only the event, its ref, inputs that nothing declares, and properties that `github` does not have."""
        match path:
            case ("github", "repository" | "repository_owner" | "server_url", *_):
                return _NOT_CERTAIN
            case ("github" | "inputs", *_):
                return super().lookup(path)
        return _NOT_CERTAIN


def _conditions(upload: Upload) -> Iterator[Node]:
    """The `if` of the step, and those that decide whether its job runs."""
    step = get(upload.step.node, "if") if not upload.step.within else None
    if step is not None:
        yield step
    root = upload.pipeline.document.root
    entry = pair(get(root, "jobs"), upload.job.id)
    if root is not None and entry is not None:
        yield from deciding(entry, root)[0]


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
