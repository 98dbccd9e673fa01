"""Places in a YAML file → the paths by which `edits` changes what stands there."""

from __future__ import annotations

from tplint.documents.nodes import Mapping, Scalar, Sequence
from tplint.fixing.layout import NotEditable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.documents.nodes import Document, Node
    from tplint.documents.source import Place
    from tplint.fixing.layout import Path


def entry_at(document: Document, key: Place) -> Path:
    """The path of the entry whose key stands at a place; raises ``NotEditable`` where none does."""
    path, node = _way(document, key)
    if isinstance(node, Mapping):
        for name, _ in node.pairs:
            if isinstance(name, Scalar) and name.alias is None and name.span.start == key.start:
                return (*path, name.value)
    raise NotEditable("the entry is written elsewhere")


def scalar_at(document: Document, at: Place) -> Path:
    """The path of the scalar that a place lies in; raises ``NotEditable`` where it lies in none."""
    path, node = _way(document, at)
    if not isinstance(node, Scalar):
        raise NotEditable("the text is written elsewhere")
    return path


def _way(document: Document, at: Place) -> tuple[Path, Node]:
    """The innermost node around a place that can be reached without an alias, and its path."""
    node = document.root
    if node is None or at.source != document.source:
        raise NotEditable("it is written in another file")
    path: list[str | int] = []
    while (step := _inner(node, at)) is not None:
        path.append(step[0])
        node = step[1]
    return tuple(path), node


def _inner(node: Node, at: Place) -> tuple[str | int, Node] | None:
    if isinstance(node, Mapping):
        for key, value in node.pairs:
            if isinstance(key, Scalar) and _holds(value, at):
                return key.value, value
    elif isinstance(node, Sequence):
        for number, member in enumerate(node.items):
            if _holds(member, at):
                return number, member
    return None


def _holds(node: Node, at: Place) -> bool:
    return node.alias is None and node.bounds[0] <= at.start and at.end <= node.bounds[1]
