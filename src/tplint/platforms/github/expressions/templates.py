"""Values with ``${{ }}`` and ``if:`` conditions: text to the expression that it stands for."""

from __future__ import annotations

import re
from functools import lru_cache

from tplint.platforms.github.expressions.parser import ExpressionError, parse
from tplint.platforms.github.expressions.tree import Call, Literal, descendants, path_of
from tplint.platforms.github.expressions.values import SPACE
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.platforms.github.expressions.tree import Expression

UNCLOSED = "`${{` is not closed with `}}`"
_OPENING = "${{"
_STRING_OR_CLOSING = r"'[^']*'?|\}\}"


class Hole(NamedTuple):
    """One ``${{ text }}`` of a value: ``start`` is where ``${{`` begins, ``end`` what follows ``}}``.

    A hole that is never closed reaches to the end of the value; GitHub refuses it.
    """

    text: str
    start: int
    end: int
    closed: bool = True


@lru_cache(maxsize=1024)
def template(text: str) -> tuple[str | Hole, ...]:
    """A value as literal text and holes, in order; none for an empty one."""
    parts: list[str | Hole] = []
    position = 0
    while (start := text.find(_OPENING, position)) >= 0:
        if start > position:
            parts.append(text[position:start])
        hole = _hole(text, start)
        parts.append(hole)
        position = hole.end
    if position < len(text):
        parts.append(text[position:])
    return tuple(parts)


def _hole(text: str, start: int) -> Hole:
    """The hole that opens here; ``}}`` inside a string does not close it."""
    inside = start + len(_OPENING)
    for match in re.compile(_STRING_OR_CLOSING).finditer(text, inside):
        if match[0] == "}}":
            return Hole(text[inside : match.start()], start, match.end())
    return Hole(text[inside:], start, len(text), closed=False)


def value_expression(text: str) -> Expression:
    """The expression that a value stands for; raises ``ExpressionError``, its offset counted in ``text``.

    Plain text is a literal, a single hole is what stands in it, and anything else is what GitHub makes of it: a call
    of ``format``.
    """
    match template(text):
        case ():
            return Literal("")
        case (str(plain),):
            return Literal(plain)
        case (Hole() as hole,):
            return _hole_expression(hole)
        case parts:
            return _format_call(parts)


def _format_call(parts: tuple[str | Hole, ...]) -> Call:
    pattern = ""
    arguments: list[Expression] = []
    for part in parts:
        if isinstance(part, str):
            pattern += part.replace("{", "{{").replace("}", "}}")
        else:
            pattern += "{" + str(len(arguments)) + "}"
            arguments.append(_hole_expression(part))
    return Call("format", (Literal(pattern), *arguments))


def _hole_expression(hole: Hole) -> Expression:
    inside = hole.start + len(_OPENING)
    if not hole.closed:
        raise ExpressionError(UNCLOSED, inside)
    try:
        return parse(hole.text)
    except ExpressionError as error:
        raise ExpressionError(error.message, inside + error.offset) from None


def condition_expression(text: str) -> Expression:
    """The expression that an ``if:`` stands for, with or without ``${{ }}``; raises ``ExpressionError``.

    Nothing stands for ``success()``. A hole beside other text makes the whole a string, as GitHub has it, even where
    that text is but a line end: https://github.com/actions/runner/blob/main/src/Sdk/WorkflowParser/ObjectTemplating/TemplateReader.cs
    """
    if _OPENING in text:
        expression = value_expression(text)
        if not (isinstance(expression, Literal) and isinstance(expression.value, str)):
            return expression
        text = expression.value  # GitHub replaces a hole with a string literal by the string before it reads the `if`
    return parse(text) if text.strip(SPACE) else Call("success", ())


@lru_cache(maxsize=512)
def paths_read(text: str, is_condition: bool) -> tuple[tuple[str, ...], ...]:  # noqa: FBT001 - the cache takes it so
    """The contexts that a value, or an ``if:``, reads, and their properties: each once, by the names that lead to it.

    Raises ``ExpressionError``.
    """
    expression = condition_expression(text) if is_condition else value_expression(text)
    return tuple(dict.fromkeys(path for node in descendants(expression) if (path := path_of(node))))


def functions_called(text: str, *, is_condition: bool) -> tuple[str, ...]:
    """The functions that a value, or an ``if:``, calls, as written: each once. Raises ``ExpressionError``."""
    expression = condition_expression(text) if is_condition else value_expression(text)
    return tuple(dict.fromkeys(node.name for node in descendants(expression) if isinstance(node, Call)))
