"""`strategy.matrix` → its rows, where they are static.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstrategymatrix
"""

from __future__ import annotations

from itertools import product

from tplint.documents.nodes import PLAIN, Mapping, Scalar, Sequence, entries, get
from tplint.remembered import by_identity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from tplint.documents.nodes import Node

Json: TypeAlias = object
Row: TypeAlias = "dict[str, Json]"

MAX_ROWS = 256


@by_identity(64)
def rows(matrix: Node | None) -> tuple[Row, ...] | None:
    """The rows of a matrix with `include` and `exclude` applied; None where an expression makes them."""
    if not isinstance(matrix, Mapping) or not _is_static(matrix):
        return None
    axes = {name: entry.value for name, entry in entries(matrix) if name not in {"include", "exclude"}}
    if any(not isinstance(axis, Sequence) for axis in axes.values()):
        return None
    values = [[to_json(item) for item in axis.items] for axis in axes.values() if isinstance(axis, Sequence)]
    size = 1
    for axis in values:
        size *= len(axis)
    if size > MAX_ROWS:
        return None
    excluded = _rows_of(get(matrix, "exclude"))
    crossed = [dict(zip(axes, row, strict=True)) for row in product(*values)] if axes else []
    kept = [row for row in crossed if not any(_matches(row, pattern) for pattern in excluded)] if excluded else crossed
    include = _rows_of(get(matrix, "include"))
    return tuple(_included(kept, include, frozenset(axes)) if include else kept)


def _included(kept: list[Row], include: list[Row], axes: frozenset[str]) -> list[Row]:
    """An entry of `include` extends every row whose own values it does not change, else it is a row of its own."""
    extra: list[Row] = []
    originals = [dict(row) for row in kept]
    for entry in include:
        own = {name: value for name, value in entry.items() if name in axes}
        fitting = [i for i, row in enumerate(originals) if _matches(row, own)]
        for i in fitting:
            kept[i].update(entry)
        if not fitting:
            extra.append(dict(entry))
    return kept + extra


def _matches(row: Row, pattern: Row) -> bool:
    return all(name in row and row[name] == value for name, value in pattern.items())


def _rows_of(node: Node | None) -> list[Row]:
    if not isinstance(node, Sequence):
        return []
    found = [to_json(item) for item in node.items]
    return [row for row in found if isinstance(row, dict)]


def _is_static(node: Node) -> bool:
    """Whether no expression decides the shape or a value; budgeted by the tree's own limits."""
    match node:
        case Scalar(value=value):
            return "${{" not in value
        case Sequence(items=members):
            return all(_is_static(member) for member in members)
        case Mapping(pairs=pairs):
            return all(_is_static(pair.value) for pair in pairs)


def to_json(node: Node) -> Json:
    """A node as GitHub's expressions see it: YAML 1.2's core types for plain scalars, strings for quoted ones."""
    match node:
        case Scalar(value=value, style=style):
            return typed(value) if style == PLAIN else value
        case Sequence(items=members):
            return [to_json(member) for member in members]
        case Mapping():
            return {name: to_json(entry.value) for name, entry in entries(node)}


def typed(value: str) -> Json:
    """A plain scalar's value by YAML 1.2's core schema, numbers as floats (as in GitHub's expressions)."""
    if value in {"", "~", "null", "Null", "NULL"}:
        return None
    if value in {"true", "false", "True", "False", "TRUE", "FALSE"}:
        return value.lower() == "true"
    if value[-1] in "0123456789." and value.lstrip("+-")[:1] in tuple("0123456789."):
        try:
            return float(value)
        except ValueError:
            return value
    return value
