"""Conditions before an upload → what they take for a boolean and is a text, or compare with what it cannot equal.

https://docs.github.com/actions/reference/workflows-and-actions/expressions#operators: a boolean and a text are compared
as numbers, which `'true'` is not. Of an operand alone all texts but the empty one are true, `'false'` among them. An
object, as `github.event` is one, equals no text.
"""

from __future__ import annotations

import math

from tplint.documents.nodes import entries, get, place, text
from tplint.jobs.builds import job_of
from tplint.model import Action
from tplint.platforms.github.expressions import ExpressionError, condition_expression, descendants, value_expression
from tplint.platforms.github.expressions.assumptions import is_boolean
from tplint.platforms.github.expressions.printer import canonical
from tplint.platforms.github.expressions.tree import And, Compare, Context, Literal, Not, Or, Property, path_of
from tplint.platforms.github.expressions.values import to_number
from tplint.platforms.github.jobs import deciding_in
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal as Choice

    from tplint.documents.nodes import Node
    from tplint.documents.source import Place
    from tplint.model import Job, Pipeline, Upload
    from tplint.platforms.github.expressions.tree import Expression

# Outputs of actions that are always one of the texts `true` and `false`, and the refs for which that is known.
_TOLD = {
    ("cycjimmy/semantic-release-action", "new_release_published"): "v",
    ("googleapis/release-please-action", "releases_created"): "v4",
    ("python-semantic-release/python-semantic-release", "released"): "v",
}
_MOST_HOPS = 5  # outputs that are made of another job's; people write one
_TRIGGERS = ("workflow_dispatch", "workflow_call")


class Mistyped(NamedTuple):
    """What a condition (``at``) reads, as written: a boolean or object that is compared with ``other``, or a text.

    A text is compared with a boolean, ``other``, or taken for one where that is empty.
    """

    at: Place
    read: str
    type: Choice["boolean", "object", "text"]
    other: str


class _Reader(NamedTuple):
    """Whose condition it is; the outputs of steps are known only inside a job. ``hops`` are outputs of jobs before."""

    pipeline: Pipeline
    job: Job
    in_step: bool = False
    hops: int = 0


def mistyped(upload: Upload) -> Iterator[Mistyped]:
    """The faults of all conditions that decide whether an upload runs, but for those inside composite actions."""
    step = get(upload.step.node, "if")
    if step is not None and not upload.step.within:
        yield from _of_condition(step, _Reader(upload.pipeline, upload.job, in_step=True))
    for pipeline, job in ((upload.pipeline, upload.job), *(call[:2] for call in upload.calls)):
        for node in deciding_in(pipeline, job.id)[0]:
            yield from _of_condition(node, _Reader(pipeline, job))


def _of_condition(node: Node, reader: _Reader) -> Iterator[Mistyped]:
    """The faults of a condition, but for those of `x == 'true' || x == true`, which is right whatever the type."""
    try:
        expression = condition_expression(text(node) or "")
    except ExpressionError:
        return
    found = list(_of_operands(expression, place(reader.pipeline.document.source, node), reader))
    compared = set(_comparisons(expression)) if found else set()
    for each in found:
        meant = each.other.strip("'") if each.type == "boolean" else f"'{each.other}'"
        if (each.read, meant) not in compared:
            yield each


def _comparisons(expression: Expression) -> Iterator[tuple[str, str]]:
    """What a condition compares with which literal, as written."""
    for node in descendants(expression):
        match node:
            case Compare("==" | "!=", Literal() as literal, read) | Compare("==" | "!=", read, Literal() as literal):
                yield canonical(read), canonical(literal)


def _of_operands(expression: Expression, at: Place, reader: _Reader) -> Iterator[Mistyped]:
    waiting = [expression]
    while waiting:
        match waiting.pop(0):
            case And(operands) | Or(operands):
                waiting += operands
            case Not(operand):
                waiting.append(operand)
            case Compare("==" | "!=", Literal(value), read) | Compare("==" | "!=", read, Literal(value)):
                kind = _kind(path_of(read), reader)
                if kind == "boolean" and isinstance(value, str) and math.isnan(to_number(value)):
                    yield Mistyped(at, canonical(read), "boolean", f"'{value}'")
                elif kind == "object" and isinstance(value, str):
                    yield Mistyped(at, canonical(read), "object", f"'{value}'")
                elif kind in {"text", "true or false"} and isinstance(value, bool) and (value or kind != "text"):
                    yield Mistyped(at, canonical(read), "text", canonical(Literal(value)))
            case Property() as read:
                if _kind(path_of(read), reader) == "true or false":
                    yield Mistyped(at, canonical(read), "text", "")


def _kind(path: tuple[str, ...], reader: _Reader) -> Choice["boolean", "object", "text", "true or false", ""]:
    """What a path leads to: a boolean, an object, a text, or a text that is `true` or `false`; empty for all else."""
    match (*(part.lower() for part in path[:-1]), *path[-1:]):
        case ("github", "event"):
            return "object"
        case ("inputs", name):
            return "boolean" if _is_boolean_input(name, reader.pipeline) else ""
        case ("github", "event", "inputs", name):
            declared = get(reader.pipeline.document.root, "on", "workflow_dispatch", "inputs")
            return "true or false" if _types(declared, name) == {"boolean"} else ""
        case ("steps", name, "outputs", output) if reader.in_step:
            return "true or false" if _is_told(name, output, reader.job) else "text"
        case ("needs", name, "outputs", output):
            return _kind_of_output(name, output, reader)
    return ""


def _is_boolean_input(name: str, pipeline: Pipeline) -> bool:
    on = get(pipeline.document.root, "on")
    found = [_types(get(on, trigger, "inputs"), name) for trigger in _TRIGGERS]
    return set().union(*found) == {"boolean"}


def _types(declared: Node | None, name: str) -> set[str]:
    """The type of a declared input, as a set that is empty where it is not declared."""
    return {
        text(get(entry.value, "type")) or "string" for key, entry in entries(declared) if key.lower() == name.lower()
    }


def _is_told(name: str, output: str, job: Job) -> bool:
    """Whether a step's output is one of the texts `true` and `false`, whatever happens."""
    step = next((each for each in job.steps if each.id.lower() == name and not each.within), None)
    if step is None or not isinstance(step.run, Action):
        return False
    ref = _TOLD.get((step.run.name, output.lower()))
    return ref is not None and step.run.ref.startswith(ref)


def _kind_of_output(name: str, output: str, reader: _Reader) -> Choice["text", "true or false", ""]:
    """What a job declares as an output is a text, whatever the expression gives."""
    needed = next((each for each in reader.job.needs if each.lower() == name), "")
    job = job_of(reader.pipeline, needed)
    written = text(get(job.node, "outputs", output)) if job is not None and not job.calls else None
    if job is None or written is None or reader.hops >= _MOST_HOPS:
        return ""
    try:
        expression = value_expression(written) if "${{" in written else None
    except ExpressionError:
        return ""
    inner = _Reader(reader.pipeline, job, in_step=True, hops=reader.hops + 1)
    return "true or false" if expression is not None and _may_be_false(expression, inner) else "text"


def _may_be_false(expression: Expression, reader: _Reader) -> bool:
    """Whether a value may become the text `false`, where it would count as true."""
    match expression:
        case And(operands):
            return any(_may_be_false(operand, reader) for operand in operands)
        case Or(operands):
            return _may_be_false(operands[-1], reader)
        case Property() | Context():
            return _kind(path_of(expression), reader) in {"boolean", "true or false"}
    return is_boolean(expression) or expression in {
        Literal("false", expression.offset),
        Literal("true", expression.offset),
    }
