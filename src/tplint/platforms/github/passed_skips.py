"""Uploads that are skipped with a job before one that they need, in runs in which their own condition holds.

GitHub asks `success()`, with which a condition without a status function begins, of all jobs before, at any distance: a
skip also passes through a job that runs in spite of it. https://github.com/actions/runner/issues/2205
"""

from __future__ import annotations

import re
from itertools import islice

from tplint.documents.nodes import Scalar, get, pair, place, text
from tplint.model import MAX_NEEDED, Known
from tplint.platforms.github.events import events
from tplint.platforms.github.expressions import ExpressionError, paths_read
from tplint.platforms.github.jobs import demands_success, needs
from tplint.platforms.github.scope import EVENT, NOTHING_CHOSEN, Scope
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Node
    from tplint.documents.source import Place, Source
    from tplint.model import Event, Fact, Upload
    from tplint.platforms.github.scope import Assignment

# Runs that are tried for two jobs, and pairs of a job that may be skipped and one between; people write a few.
_MOST_TRIED = 32
_MOST_PAIRS = 8
SUCCESS = r"(?i)\bsuccess\s*\(\s*\)"


class PassedSkip(NamedTuple):
    """A job that is ``skipped``, the job that runs ``between`` all the same, and in which runs: an event and inputs."""

    skipped: str
    condition: Place
    between: str
    between_at: Place
    event: str
    inputs: tuple[tuple[str, str], ...]


class _Run(Scope):
    """What conditions see of runs that one event starts, and of the jobs before: all went well, but for the skipped."""

    skipped: frozenset[str] = frozenset()

    def lookup(self, path: tuple[str, ...]) -> Fact[object] | None:
        """The results of other jobs beside the event and its inputs."""
        if len(path) == 3 and path[0].lower() == "needs" and path[2].lower() == "result":  # noqa: PLR2004
            return Known("skipped" if path[1] in self.skipped else "success")
        return super().lookup(path)


def passed_skip(upload: Upload) -> PassedSkip | None:
    """The first such run of an upload whose condition is written for it: it reads what decides the skip, or the result.

    None for workflows that are called, where the events are the callers'.
    """
    own = text(get(upload.job.node, "if")) or ""
    if not own or not demands_success(own) or upload.calls or upload.pipeline.has_trigger("workflow_call"):
        return None
    jobs = get(upload.pipeline.document.root, "jobs")
    pairs = (
        (between, before)
        for between in needs(upload.job.node)[:_MOST_PAIRS]
        if not demands_success(text(get(jobs, between, "if")) or "")
        for before in _before(jobs, between)
        if before not in needs(upload.job.node) and _is_about(own, text(get(jobs, before, "if")) or "", between)
    )
    few = islice(pairs, _MOST_PAIRS)
    return next((found for each in few for run in _runs(upload) if (found := _found(run, upload, *each))), None)


def _before(jobs: Node | None, name: str) -> Iterator[str]:
    """The jobs that a job waits for, at any distance, that have conditions."""
    waiting, seen = [*needs(get(jobs, name))], {name}
    while waiting and len(seen) <= MAX_NEEDED:
        each = waiting.pop(0)
        if each not in seen:
            seen.add(each)
            if text(get(jobs, each, "if")):
                yield each
            waiting += needs(get(jobs, each))


def _is_about(own: str, skipping: str, between: str) -> bool:
    """Whether a condition reads the result of the job between, or something that the condition of the skip reads."""
    read, other = _subjects(own), _subjects(skipping)
    return f"needs.{between.lower()}.result" in read or not read.isdisjoint(other)


def _subjects(condition: str) -> frozenset[str]:
    """What a condition is about: inputs, results of jobs, and the event with its ref as one."""
    try:
        paths = paths_read(condition, is_condition=True)
    except ExpressionError:
        return frozenset()
    return frozenset(map(_subject, paths)) - {""}


def _subject(path: tuple[str, ...]) -> str:
    match tuple(part.lower() for part in path):
        case ("inputs", name) | ("github", "event", "inputs", name):
            return f"inputs.{name}"
        case ("needs", name, "result"):
            return f"needs.{name}.result"
        case ("github", "event_name" | "ref" | "ref_name" | "ref_type", *_):
            return "the event"
    return ""


def _runs(upload: Upload) -> Iterator[_Run]:
    """The runs that differ in what these conditions ask for: an event, and choices of inputs."""
    started = tuple(event for trigger in upload.pipeline.triggers for event in events(trigger))
    waiting = [NOTHING_CHOSEN.choose(EVENT, event) for event in started]
    for _ in range(_MOST_TRIED):
        if not waiting:
            return
        run = _run(upload, waiting.pop(0))
        yield run
        if run.asked:
            choice, values = next(iter(run.asked.items()))
            waiting += (run.assignment.choose(choice, value) for value in values)


def _run(upload: Upload, assignment: Assignment) -> _Run:
    event: Event = assignment.choices[EVENT]  # type: ignore[assignment] # it is one
    dispatch = upload.pipeline.trigger("workflow_dispatch")
    node = dispatch.node if dispatch is not None else None
    return _Run(upload.pipeline.document.source, assignment=assignment, events=(event,), dispatch=node)


def _found(run: _Run, upload: Upload, between: str, before: str) -> PassedSkip | None:
    """Whether in a run the upload's own conditions hold, one job is skipped, and the other may run in spite of it."""
    jobs = get(upload.pipeline.document.root, "jobs")
    skipping, tolerant = get(jobs, before, "if"), get(jobs, between, "if")
    assert skipping is not None
    assert tolerant is not None
    if run.condition(skipping) != Known(False) or run.condition(get(upload.job.node, "if")) != Known(True):
        return None
    if run.condition(get(upload.step.node, "if")) == Known(False):
        return None
    run.skipped = frozenset({before})
    others = (run.condition(get(jobs, name, "if")) for name in needs(upload.job.node) if name != between)
    may_run = run.condition(_without_success(tolerant)) != Known(False) and all(o != Known(False) for o in others)
    run.skipped = frozenset()
    if not may_run:
        return None
    source = upload.pipeline.document.source
    chosen = {name: value for name, value in run.assignment.choices.items() if name != EVENT}
    shown = tuple((name.removeprefix("input "), _shown(value)) for name, value in chosen.items())
    return PassedSkip(before, place(source, skipping), between, _key(source, jobs, between), run.events[0].name, shown)


def _without_success(node: Node) -> Node:
    """A condition behind a job that was skipped: there `success()` is false."""
    return node._replace(value=re.sub(SUCCESS, "false", node.value)) if isinstance(node, Scalar) else node


def _key(source: Source, jobs: Node | None, name: str) -> Place:
    entry = pair(jobs, name)
    assert entry is not None
    return place(source, entry.key)


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
