"""The tree of an expression of GitHub Actions: what the parser makes, and the printer and the evaluation take apart."""

from __future__ import annotations

import re

from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

# All that tell how the run goes.
STATUS_FUNCTIONS = frozenset({"always", "cancelled", "failure", "success"})
# How tightly operators bind.
LEVELS = {"||": 1, "&&": 2, "==": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4}
NOT_LEVEL, OPERAND_LEVEL = 5, 6

# Each node's ``offset`` is where its text begins, for an operator the operator's own place.


class Literal(NamedTuple):
    """A constant; every number is a float."""

    value: bool | float | str | None
    offset: int = 0


class Context(NamedTuple):
    """The name of a context, as written: ``github``."""

    name: str
    offset: int = 0


class Property(NamedTuple):
    """``of.key`` and ``of[key]``; ``key`` is None for ``of.*``."""

    of: Expression
    key: Expression | None
    offset: int = 0


class Call(NamedTuple):
    """A function, its name as written."""

    name: str
    arguments: tuple[Expression, ...]
    offset: int = 0


class Not(NamedTuple):
    """``!operand``."""

    operand: Expression
    offset: int = 0


class Compare(NamedTuple):
    """``left op right``; ``op`` is one of ``==``, ``!=``, ``<``, ``<=``, ``>``, ``>=``."""

    op: str
    left: Expression
    right: Expression
    offset: int = 0


class And(NamedTuple):
    """``a && b && c``: two operands or more, none of them an ``And`` when it comes from ``parse``."""

    operands: tuple[Expression, ...]
    offset: int = 0


class Or(NamedTuple):
    """``a || b || c``: two operands or more, none of them an ``Or`` when it comes from ``parse``."""

    operands: tuple[Expression, ...]
    offset: int = 0


Expression: TypeAlias = Literal | Context | Property | Call | Not | Compare | And | Or


def children(expression: Expression) -> tuple[Expression, ...]:
    """The nodes directly below a node."""
    match expression:
        case Literal() | Context():
            return ()
        case Property(of, key):
            return (of,) if key is None else (of, key)
        case Call(_, below) | And(below) | Or(below):
            return below
        case Not(operand):
            return (operand,)
        case Compare(_, left, right):
            return (left, right)


def descendants(expression: Expression) -> Iterator[Expression]:
    """The node itself and all nodes below it."""
    stack = [expression]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(children(node)))


def path_of(expression: Expression) -> tuple[str, ...]:
    """The names that lead to a property, its context's first; empty where one of them is computed."""
    names: list[str] = []
    while isinstance(expression, Property):
        if not isinstance(expression.key, Literal) or not isinstance(expression.key.value, str):
            return ()
        names.append(expression.key.value)
        expression = expression.of
    return (expression.name, *reversed(names)) if isinstance(expression, Context) else ()


def is_name(text: str) -> bool:
    """Whether a text can stand as a name, and so behind a point."""
    return re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", text) is not None
