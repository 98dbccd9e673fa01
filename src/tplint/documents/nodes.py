"""The tree of a YAML document: scalars, sequences and mappings, each with its exact span.

Nothing is interpreted: every scalar is the string that the file says, so ``on:`` stays ``on`` and ``1.10`` stays
``1.10``. Trees are immutable, and a node reached through an alias is the anchored node with ``alias`` set to the place
of ``*name``.
"""

from __future__ import annotations

from bisect import bisect_right

from tplint.documents.source import Place
from tplint.records import NamedTuple
from tplint.remembered import by_identity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, KeysView
    from typing import Any, TypeAlias

    from tplint.documents.source import Source

# A record's constructor is a function in Python, and of places there are more than of anything else.
new: Any = tuple.__new__
PLAIN, SINGLE, DOUBLE, LITERAL, FOLDED = "plain", "single", "double", "literal", "folded"


class Span(NamedTuple):
    """Code-point offsets ``start`` up to, not including, ``end``."""

    start: int
    end: int


class Scalar(NamedTuple):
    """A scalar; its span includes quotes, and of a block scalar the indicator and all lines.

    ``tag`` is the explicit tag (``!reference``) or empty.
    """

    value: str
    bounds: tuple[int, int]
    style: str = PLAIN
    tag: str = ""
    alias: Span | None = None

    @property
    def span(self) -> Span:
        """Its ``bounds`` by name; a tree is made without, for of most nodes nobody asks where they are."""
        return new(Span, self[1])  # type: ignore[no-any-return] # a Span


class Sequence(NamedTuple):
    """A list; a block list ends at its last item's end."""

    items: tuple[Node, ...]
    bounds: tuple[int, int]
    flow: bool = False
    tag: str = ""
    alias: Span | None = None

    @property
    def span(self) -> Span:
        """Its ``bounds`` by name."""
        return new(Span, self[1])  # type: ignore[no-any-return] # a Span


class Pair(NamedTuple):
    """One entry of a mapping, in the order of the file; a key may stand there twice."""

    key: Node
    value: Node


class Mapping(NamedTuple):
    """A mapping; a block mapping ends at its last value's end.

    ``table`` has what ``entries`` gives, made by whoever makes many of them: to look for keys is what is done most.
    """

    pairs: tuple[Pair, ...]
    bounds: tuple[int, int]
    flow: bool = False
    tag: str = ""
    alias: Span | None = None
    table: dict[str, Pair] | None = None

    @property
    def span(self) -> Span:
        """Its ``bounds`` by name."""
        return new(Span, self[1])  # type: ignore[no-any-return] # a Span


Node: TypeAlias = Scalar | Sequence | Mapping


class Document(NamedTuple):
    """A YAML file: the roots of its documents, None for an empty one. Most files have one.

    ``has_repeats`` is false where all keys of each mapping are scalars, and all different. ``size`` is the number of
    nodes, those of aliases counted each time, where it is known.
    """

    source: Source
    roots: tuple[Node | None, ...]
    has_repeats: bool = True
    size: int | None = None

    @property
    def root(self) -> Node | None:
        """The first document's root."""
        return self.roots[0] if self.roots else None


def is_null(node: Node | None) -> bool:
    """Tell whether a value is absent or YAML's null."""
    return node is None or (type(node) is Scalar and node[0] in {"", "~", "null", "Null", "NULL"} and node[2] == PLAIN)


def table_of(pairs: Iterable[Pair]) -> dict[str, Pair]:
    """The entries whose key is a scalar, by that; of a key that stands there twice the last, at the first's place."""
    return {entry[0][0]: entry for entry in pairs if type(entry[0]) is Scalar}


def pair(node: Node | None, key: str) -> Pair | None:
    """The entry of a mapping under a key, the last of several; None if there is none or it is no mapping."""
    if type(node) is not Mapping:
        return None
    return (table_of(node[0]) if node[5] is None else node[5]).get(key)


def get(node: Node | None, *path: str) -> Node | None:
    """The value at a path of keys; None where a step is missing or leads through something else than mappings."""
    for key in path:
        if type(node) is not Mapping:
            return None
        table = node[5]  # by its position, and without a call of `pair`: this is called more than anything else
        entry = (table_of(node[0]) if table is None else table).get(key)
        if entry is None:
            return None
        node = entry[1]
    return node


def entries(node: Node | None) -> Iterable[tuple[str, Pair]]:
    """The entries of a mapping whose key is a scalar, as ``(key, entry)``; nothing for other nodes.

    Of a key that stands there twice the last entry counts, at the place of the first, as YAML readers have it.
    """
    if type(node) is not Mapping:
        return ()
    return (table_of(node[0]) if node[5] is None else node[5]).items()


def keys(node: Node | None) -> KeysView[str]:
    """The keys of a mapping that are scalars; nothing for other nodes."""
    if type(node) is not Mapping:
        return {}.keys()
    return (table_of(node[0]) if node[5] is None else node[5]).keys()


def items(node: Node | None) -> tuple[Node, ...]:
    """The items of a sequence; nothing for other nodes."""
    return node[0] if type(node) is Sequence else ()


def text(node: Node | None) -> str | None:
    """The value of a scalar; None for other nodes."""
    return node[0] if type(node) is Scalar else None


def texts(node: Node | None) -> tuple[str, ...]:
    """The values of a scalar, or of those in a list: what stands alone is a list of one."""
    if type(node) is Scalar:
        return (node[0],)
    return tuple(member[0] for member in items(node) if type(member) is Scalar)


def place(source: Source, node: Node) -> Place:
    """Where a node's content is written (for an alias: at its anchor)."""
    start, end = node[1]
    found: Place = new(Place, (source, start, end))
    return found


def mention(source: Source, node: Node) -> Place:
    """Where a node stands in its parent: of an alias ``*name``, not the content."""
    return place(source, node) if node.alias is None else Place(source, *node.alias)


def duplicates(document: Document) -> Iterator[tuple[Pair, Pair]]:
    """Every entry whose key the same mapping has before, as ``(first, again)``, over the trees of a file.

    Content shared through aliases is visited once in each of them.
    """
    for root in document.roots if document.has_repeats else ():
        yield from _duplicates(root)


def _duplicates(node: Node | None) -> Iterator[tuple[Pair, Pair]]:
    stack, seen = [node], set()
    while stack:
        current = stack.pop()
        if current is None or isinstance(current, Scalar) or id(current[0]) in seen:
            continue
        seen.add(id(current[0]))  # the content; a list of one item has the item's bounds
        if isinstance(current, Sequence):
            stack.extend(current.items)
            continue
        first: dict[str, Pair] = {}
        for entry in current.pairs:
            stack.extend((entry.key, entry.value))
            if isinstance(entry.key, Scalar) and entry.key.value != "<<":
                if entry.key.value in first:
                    yield first[entry.key.value], entry
                first.setdefault(entry.key.value, entry)


def enclosing(node: Node | None, offset: int) -> Iterator[Span]:
    """The spans of the entries and items around an offset, from the outside in.

    Not those of mappings and sequences: these begin where their first entry does, which is not all of them.
    """
    while node is not None and (found := _child(node, offset)) is not None:
        outer, node = found
        yield outer


def _child(node: Node, offset: int) -> tuple[Span, Node] | None:
    """The key, value or item around an offset, and the span of its entry or item."""
    match node:
        case Mapping():
            for key, value in near(node, offset):
                whole = Span(key.span.start, max(key.span.end, value.span.end))
                if whole.start <= offset < max(whole.end, whole.start + 1):
                    return whole, value if offset >= value.span.start else key
        case Sequence(items=members):
            for member in members:
                if member.span.start <= offset < max(member.span.end, member.span.start + 1):
                    return member.span, member
        case Scalar():
            pass
    return None


# Entries of a mapping beyond which their places are searched.
_MANY = 50


def near(node: Mapping, offset: int) -> tuple[Pair, ...]:
    """The entries of a mapping that can be around an offset: of a large one, whose entries stand in order, one."""
    starts = _starts(node) if len(node.pairs) > _MANY else None
    if starts is None:
        return node.pairs
    number = bisect_right(starts, offset) - 1
    return node.pairs[number : number + 1] if number >= 0 else ()


@by_identity(16)
def _starts(node: Mapping) -> list[int] | None:
    """Where the entries begin; None where aliases for keys make that no order."""
    starts = [key.span.start for key, _ in node.pairs]
    return starts if starts == sorted(starts) else None
