"""Whether any event of a workflow can reach an upload: its conditions against the triggers, and nothing else.

Stricter than an assignment's conditions: values that another clone or another run may have (the repository's name,
inputs but for their options) are not used, and neither is how the run goes: an upload may be meant for one that goes
wrong.
"""

from __future__ import annotations

import re
from itertools import chain

from tplint.documents.nodes import Scalar, get, text, texts
from tplint.model import Known, Unknown
from tplint.platforms.github.events import events
from tplint.platforms.github.jobs import deciding_in, needs
from tplint.platforms.github.scope import NOTHING_CHOSEN, Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Node
    from tplint.documents.source import Place
    from tplint.model import Event, Fact, Pipeline, Repository, Trigger, Upload
    from tplint.platforms.github.scope import Assignment

_STATUS = r"(?i)\b(?:failure|cancelled|success)\s*\([^()]*\)"
# A job that somebody has switched off: `if: false`, `if: ${{ false && … }}`.
_SWITCHED_OFF = r"(?i)(?:^|&&)[\s(]*false[\s)]*(?:$|&&)"
_MAX_INPUTS = 3  # of which conditions of one upload are tried with each value
_NOT_CERTAIN = Unknown("it may have any value")
# Their ref is that of a package's version, which may have been made from a branch.
_ANY_REF = frozenset({"registry_package", "create", "delete"})


def excluding_conditions(upload: Upload, repository: Repository) -> tuple[Place, ...]:
    """The conditions that keep every event from reaching an upload; empty where one may reach it.

    Empty also where somebody has switched off the upload, or all that its job waits for.
    """
    levels = [(call.pipeline, call.job.id) for call in upload.calls] + [(upload.pipeline, upload.job.id)]
    if any(_is_meant(*level) for level in levels):
        return ()
    started = upload.started
    if not _has_one_way(upload, repository):
        started, levels = upload.pipeline, levels[-1:]
    step = get(upload.step.node, "if") if not upload.step.within else None
    conditions = [(upload.pipeline, step)] if step is not None else []
    conditions += ((pipeline, node) for pipeline, job in reversed(levels) for node in deciding_in(pipeline, job)[0])
    if is_switched_off(text(step) or ""):
        return ()
    found = _excluding_all(started, conditions)
    alone = (_excluding_all(started, [condition]) for condition in conditions) if len(found) > 1 else ()
    return next(filter(None, alone), found)


def _excluding_all(started: Pipeline, conditions: list[tuple[Pipeline, Node]]) -> tuple[Place, ...]:
    """What keeps every event of a workflow from reaching an upload."""
    found: dict[Place, None] = {}
    for event in _events(started.triggers):
        places = _excluding(event, conditions, started, NOTHING_CHOSEN)
        if not places:
            return ()
        found.update(dict.fromkeys(places))
    return tuple(found)


def _excluding(
    event: Event, conditions: list[tuple[Pipeline, Node]], started: Pipeline, chosen: Assignment
) -> tuple[Place, ...]:
    """What keeps an event from reaching an upload: one condition, else one for each value of an input that some read.

    Empty where nothing does for one of the values. An input is a choice or a boolean, whose values are known.
    """
    asked: dict[str, tuple[object, ...]] = {}
    for pipeline, node in conditions:
        scope = _EventScope(pipeline, event, started, chosen)
        fact = scope.condition(node)
        if fact == Known(False):
            return fact.at
        asked.update(scope.asked)
    if not asked or len(chosen.choices) == _MAX_INPUTS:
        return ()
    name, values = next(iter(asked.items()))
    found = [_excluding(event, conditions, started, chosen.choose(name, value)) for value in values]
    is_mistyped = len(set(found)) == 1 and True in values  # a boolean that one condition takes for a text: TP529
    return tuple(chain.from_iterable(found)) if all(found) and not is_mistyped else ()


def _has_one_way(upload: Upload, repository: Repository) -> bool:
    """Whether nothing but its triggers starts the workflow of an upload, or nothing but one job of such a workflow.

    One that can be called and is not called here is reached with whatever event the caller has. Other repositories may
    call one that is, but PyPI takes no identity token of theirs.
    """
    called = (upload.pipeline, *(call.pipeline for call in upload.calls[1:])) if upload.calls else ()
    if called and not upload.signs_in_by("oidc"):
        return False
    uses = [job.calls for each in repository.pipelines for job in each.jobs if job.calls] if called else []
    return not upload.started.has_trigger("workflow_call") and all(
        all(trigger.name == "workflow_call" for trigger in each.triggers)
        and sum(f"/{each.file_name}" in name for name in uses) == 1
        for each in called
    )


def _is_meant(pipeline: Pipeline, job: str) -> bool:
    """Whether somebody has switched a job off, or everything that it waits for: then they know."""
    node = get(pipeline.document.root, "jobs", job)
    before = [any(is_switched_off(text(each) or "") for each in deciding_in(pipeline, name)[0]) for name in needs(node)]
    return is_switched_off(text(get(node, "if")) or "") or (bool(before) and all(before))


def is_switched_off(condition: str) -> bool:
    """Whether a condition is written to be false."""
    return re.search(_SWITCHED_OFF, condition.strip(" \"'").removeprefix("${{").removesuffix("}}").strip()) is not None


class _EventScope(Scope):
    """What conditions of a workflow see of one event alone, which has started this one or one that calls it."""

    def __init__(self, pipeline: Pipeline, event: Event, started: Pipeline, chosen: Assignment) -> None:
        dispatch = get(started.document.root, "on", "workflow_dispatch")
        super().__init__(pipeline.document.source, assignment=chosen, events=(event,), dispatch=dispatch)
        self.started = started.path
        self.is_called = pipeline is not started

    def condition(self, node: Node | None) -> Fact[bool]:
        """An `if:` in any run: how it goes is not known, as the status of the job is not."""
        known = isinstance(node, Scalar) and node._replace(value=re.sub(_STATUS, "job.status", node.value))
        return super().condition(known or node)

    def lookup(self, path: tuple[str, ...]) -> Fact[object] | None:
        """Only the event, its ref, inputs that nothing declares, and properties that `github` does not have."""
        match path:
            case ("github", "repository" | "repository_owner" | "server_url", *_):
                return _NOT_CERTAIN
            case ("inputs", *_) if self.is_called:
                return _NOT_CERTAIN
            case ("github" | "inputs", *_):
                return super().lookup(path)
        return _NOT_CERTAIN


def _events(triggers: tuple[Trigger, ...]) -> Iterator[Event]:
    """The events of all triggers; of those whose ref is not certain, without it."""
    for trigger in triggers:
        for event in events(trigger):
            may_have_any_ref = event.name in _ANY_REF or (event.name == "pull_request" and _may_be_closed(trigger))
            yield event._replace(ref="", ref_type="", exact=False) if may_have_any_ref else event


def _may_be_closed(trigger: Trigger) -> bool:
    """Whether a merged pull request starts it, whose ref is the branch it was merged into."""
    return "closed" in texts(get(trigger.node, "types"))
