"""YAML nodes → configuration values that remember the file they stand in, so that files can be merged.

GitLab reads YAML with Psych: of a key that stands twice the last entry counts, and ``<<`` takes effect where it stands,
so that it replaces what stands before it (https://gitlab.com/gitlab-org/gitlab-ce/issues/55139).
"""

from __future__ import annotations

from tplint.documents import nodes
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import TypeAlias

    from tplint.documents.source import Place, Source
    from tplint.shell.holes import Text as Filled

# Entries that one pipeline's merges may visit; a pipeline beyond it was made to hurt.
MAX_MERGED = 1_000_000
MAX_WRITTEN = 5_000


class Refused(Exception):  # noqa: N818 - it is an answer about a pipeline, not an error of the program
    """GitLab would refuse the pipeline, or it is beyond the limits: ``message`` a clause, ``at`` the place to show."""

    def __init__(self, message: str, at: Place) -> None:
        super().__init__(message)
        self.message = message
        self.at = at


class Text(NamedTuple):
    """A scalar; ``filled`` leads back to the file's text where inputs were pasted into it."""

    value: str
    node: nodes.Scalar
    source: Source
    filled: Filled | None = None


class Items(NamedTuple):
    """A list."""

    items: tuple[Value, ...]
    node: nodes.Node
    source: Source


class Entry(NamedTuple):
    """A key of a mapping with its value."""

    key: Text
    value: Value


class Table(NamedTuple):
    """A mapping; merged ones stand where the last of their parts does."""

    entries: Mapping[str, Entry]
    node: nodes.Node
    source: Source


class Reference(NamedTuple):
    """A ``!reference [job, key]`` that is not resolved yet."""

    path: tuple[str, ...]
    node: nodes.Node
    source: Source


class Gap(NamedTuple):
    """Something that the files that were read do not say, and why."""

    why: str
    node: nodes.Node
    source: Source


Value: TypeAlias = "Text | Items | Table | Reference | Gap"
Fill: TypeAlias = "Callable[[Text], Value]"


def place(value: Value) -> Place:
    """Where a value is written."""
    return nodes.place(value.source, value.node)


def place_in(text: Text) -> Callable[[int, int], Place]:
    """Make the function from ``start, end`` in a text to the place in its file."""
    from tplint.documents.scalar_map import place_in as place_in_scalar  # noqa: PLC0415 - for scripts that matter

    inner = place_in_scalar(text.source, text.node)
    filled = text.filled
    return inner if filled is None else lambda start, end: inner(*filled.written(start, end))


def read(node: nodes.Node, source: Source, fill: Fill) -> Value:
    """The value of a node; ``fill`` pastes inputs into its scalars."""
    return _Reader(source, fill).value(node)


class _Reader:
    """One reading: content shared through aliases is read once."""

    def __init__(self, source: Source, fill: Fill) -> None:
        self.source = source
        self.fill = fill
        self.known: dict[nodes.Span, Value] = {}

    def value(self, node: nodes.Node) -> Value:
        if isinstance(node, nodes.Scalar):
            return self.fill(Text(node.value, node, self.source))
        known = self.known.get(node.span)
        if known is None:
            known = self.items(node) if isinstance(node, nodes.Sequence) else self.table(node)
            self.known[node.span] = known
        return known

    def items(self, node: nodes.Sequence) -> Value:
        items = tuple(map(self.value, node.items))
        if node.tag != "!reference":
            return Items(items, node, self.source)
        path = tuple(item.value for item in items if isinstance(item, Text))
        if not path or len(path) != len(items):
            return Gap("a `!reference` does not name keys", node, self.source)
        return Reference(path, node, self.source)

    def table(self, node: nodes.Mapping) -> Table:
        entries: dict[str, Entry] = {}
        for key, value in node.pairs:
            if not isinstance(key, nodes.Scalar):
                continue
            read_value = self.value(value)
            if key.value == "<<" and key.style == nodes.PLAIN and isinstance(read_value, Table | Items):
                entries.update(_merged_in(read_value))
                continue
            name = self.fill(Text(key.value, key, self.source))
            if isinstance(name, Text):
                entries[name.value] = Entry(name, read_value)
        return Table(entries, node, self.source)


def _merged_in(value: Table | Items) -> Mapping[str, Entry]:
    """What ``<<`` brings: of several mappings the first has precedence."""
    tables = (value,) if isinstance(value, Table) else tuple(item for item in value.items if isinstance(item, Table))
    entries: dict[str, Entry] = {}
    for table in reversed(tables):
        entries.update(table.entries)
    return entries


class Merger:
    """Deep merges of one pipeline, each done once, and within a limit."""

    def __init__(self) -> None:
        self.visited = 0
        self.merged: dict[tuple[int, int], tuple[Value, Value, Value]] = {}

    def merge(self, below: Value | None, above: Value) -> Value:
        """Mappings key by key; of everything else the value above counts."""
        if below is above or not isinstance(below, Table) or not isinstance(above, Table):
            return above
        known = self.merged.get((id(below), id(above)))
        if known is None:
            # What is merged is kept, so that its identity stays its own.
            known = self.merged[id(below), id(above)] = (below, above, self._merge(below, above))
        return known[2]

    def _merge(self, below: Table, above: Table) -> Table:
        self.visited += len(above.entries) + len(below.entries)
        if self.visited > MAX_MERGED:
            raise Refused(f"has parts that are merged from more than {MAX_MERGED:,} entries", place(above))
        entries = dict(below.entries)
        for name, entry in above.entries.items():
            other = entries.get(name)
            entries[name] = entry if other is None else Entry(entry.key, self.merge(other.value, entry.value))
        return above._replace(entries=entries)


def get(value: Value | None, *path: str) -> Value | None:
    """The value at a path of keys; None where a key is missing or null, or leads through something else."""
    for key in path:
        entry = value.entries.get(key) if isinstance(value, Table) else None
        if entry is None:
            return None
        value = entry.value
    return None if is_null(value) else value


def is_null(value: Value | None) -> bool:
    """Tell whether a value is absent or YAML's null."""
    return value is None or (isinstance(value, Text) and value.value == value.node.value and nodes.is_null(value.node))


def text(value: Value | None) -> str | None:
    """The value of a scalar that is not null; None for others."""
    return value.value if isinstance(value, Text) and not is_null(value) else None


def texts(value: Value | None) -> tuple[str, ...]:
    """A scalar, or the scalars of a list, nested ones too."""
    return tuple(leaf.value for leaf in leaves(value) if isinstance(leaf, Text))


def leaves(value: Value | None) -> Iterator[Value]:
    """A value that is no list, or those in a list and in the lists in it, up to a limit."""
    stack = [] if value is None or is_null(value) else [value]
    for _ in range(MAX_WRITTEN):
        if not stack:
            return
        current = stack.pop()
        if isinstance(current, Items):
            stack.extend(reversed(current.items))
        else:
            yield current


def as_mapping(table: Table, source: Source) -> nodes.Mapping:
    """A mapping as a YAML node, with what of it is written in one file: what rules read by its keys."""
    span = table.node.span if table.source.path == source.path else nodes.Span(0, 0)
    return nodes.Mapping(tuple(_Writer(source).pairs(table)), span)


class _Writer:
    """One way back from values to nodes, within a limit: what is shared is written again and again."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.left = MAX_WRITTEN

    def node(self, value: Value) -> nodes.Node | None:
        self.left -= 1
        if self.left < 0 or value.source.path != self.source.path:
            return None
        match value:
            case Text():
                return _written(value)
            case Items():
                found = (self.node(item) for item in value.items)
                return nodes.Sequence(tuple(node for node in found if node is not None), value.node.span)
            case Table():
                return nodes.Mapping(tuple(self.pairs(value)), value.node.span)
            case Reference() | Gap():
                return None

    def pairs(self, table: Table) -> Iterator[nodes.Pair]:
        for entry in table.entries.values():
            if entry.key.source.path != self.source.path:
                continue
            node = self.node(entry.value)
            if node is not None:
                yield nodes.Pair(_written(entry.key), node)


def _written(text: Text) -> nodes.Scalar:
    return text.node if text.value is text.node.value else text.node._replace(value=text.value)
