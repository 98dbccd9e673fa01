"""`on:` → the events that start a workflow."""

from __future__ import annotations

from tplint.documents.nodes import Mapping, Scalar, Sequence, entries, place
from tplint.model import Trigger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.documents.nodes import Node
    from tplint.documents.source import Source


def triggers(source: Source, node: Node | None) -> tuple[Trigger, ...]:
    """The events of an `on:` value in any of its three forms; nothing for other values."""
    match node:
        case Scalar(value=name) if name:
            return (Trigger(name, place(source, node)),)
        case Sequence(items=items):
            return tuple(Trigger(item.value, place(source, item)) for item in items if isinstance(item, Scalar))
        case Mapping():
            return tuple(Trigger(name, place(source, entry.key), entry.value) for name, entry in entries(node))
    return ()
