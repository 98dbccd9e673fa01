"""An upload → the conditions that stand between an event and it, and the trigger that brings an event, as written."""

from __future__ import annotations

import re

from tplint.documents.nodes import get, text
from tplint.model import Command
from tplint.platforms.github.jobs import needs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.model import Pipeline, Trigger, Upload

# A condition that the event's name alone decides: comparisons of it with strings, joined by operators.
_BY_EVENT_NAME = re.compile(r"(?:github\.event_name|'[^']*'|success\(\)|\$\{\{|\}\}|[\s()!=&|])*")


def guards(upload: Upload) -> tuple[str, ...]:
    """Every `if` of the step, the job, the jobs it needs, and the jobs that call its workflow with those they need."""
    found = [_condition(upload.step.node)]
    found += _of_job(upload.pipeline, upload.job.id, set())
    for call in upload.calls:
        found += _of_job(call.pipeline, call.job.id, set())
    return tuple(condition for condition in found if condition)


def _condition(node: object) -> str:
    return text(get(node, "if")) or ""  # type: ignore[arg-type] # a mapping


def _of_job(pipeline: Pipeline, job_id: str, seen: set[str]) -> Iterator[str]:
    """The `if` of a job and of all that it needs."""
    node = get(pipeline.document.root, "jobs", job_id)
    if node is None or job_id in seen:
        return
    seen.add(job_id)
    yield _condition(node)
    for needed in needs(node):
        yield from _of_job(pipeline, needed, seen)


def decided_by_event_name(upload: Upload) -> bool:
    """Whether nothing but the event's name decides that the upload runs.

    Then each of its events certainly reaches it. A step of a composite action has its caller's condition, too.
    """
    conditional = isinstance(upload.run, Command) and upload.run.conditional
    return not conditional and not upload.step.within and all(map(_BY_EVENT_NAME.fullmatch, guards(upload)))


def trigger_of(upload: Upload, event: str) -> Trigger | None:
    """The trigger that brings an event: of the upload's workflow, or of the outermost one that calls it."""
    started = upload.calls[0].pipeline if upload.calls else upload.pipeline
    return next((trigger for trigger in started.triggers if trigger.name == event), None)
