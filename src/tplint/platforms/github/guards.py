"""An upload → the conditions that stand between an event and it, as written, and whether they let it through."""

from __future__ import annotations

from tplint.documents.nodes import get, text
from tplint.model import Command, Known
from tplint.platforms.github.event_conditions import depends_on_event_alone, truth_for
from tplint.platforms.github.jobs import deciding_in, needs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.model import Event, Pipeline, Upload


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


def is_certainly_reached(upload: Upload, event: Event) -> bool:
    """Whether every run that an event starts reaches an upload, if all goes well: nothing but the event decides.

    A step of a composite action has its caller's condition, too.
    """
    if upload.step.within or (isinstance(upload.run, Command) and upload.run.conditional):
        return False
    conditions = [_condition(upload.step.node)]
    calls = ((call.pipeline, call.job) for call in upload.calls)
    for pipeline, job in ((upload.pipeline, upload.job), *calls):
        nodes, are_all = deciding_in(pipeline, job.id)
        if not are_all:
            return False
        conditions += (text(node) or "" for node in nodes)
    return all(_holds(condition, event) for condition in conditions if condition)


def _holds(condition: str, event: Event) -> bool:
    return depends_on_event_alone(condition) and truth_for(event, condition) == Known(True)
