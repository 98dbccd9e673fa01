"""YAML nodes → mappings with their merge keys (`<<`) resolved, as CI systems read them. For the systems' modules."""

from __future__ import annotations

from tplint.documents import nodes
from tplint.documents.nodes import Mapping, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Node, Pair


def entries(node: Node | None) -> dict[str, Pair]:
    """The entries of a mapping by key: its own win over those of the mappings that it merges; nothing for others.

    Each mapping is visited once, so that merges of merges cost what they are long.
    """
    found: dict[str, Pair] = {}
    waiting, seen = [node], set()
    while waiting:
        current = waiting.pop(0)
        if not isinstance(current, Mapping) or current.span in seen:
            continue
        seen.add(current.span)
        for key, entry in nodes.entries(current):
            if key == "<<":
                waiting += nodes.items(entry.value) or (entry.value,)
            else:
                found.setdefault(key, entry)
    return found


def get(node: Node | None, *path: str) -> Node | None:
    """The value at a path of keys, merged ones included; None where a step is missing."""
    for key in path:
        entry = entries(node).get(key)
        if entry is None:
            return None
        node = entry.value
    return node


def text(node: Node | None) -> str:
    """The value of a scalar; empty for other nodes."""
    return node.value if isinstance(node, Scalar) else ""


def listed(node: Node | None) -> tuple[Node, ...]:
    """The items of a list; a single value is a list of one."""
    if isinstance(node, Sequence):
        return node.items
    return () if nodes.is_null(node) or node is None else (node,)


def scalars(node: Node | None) -> Iterator[Scalar]:
    """The texts of a value that is one text or a list of them."""
    yield from (item for item in listed(node) if isinstance(item, Scalar))
