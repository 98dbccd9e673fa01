"""TOML text → values, by tomli; and the places of keys and values, by tree-sitter, only when one is to be shown."""

from __future__ import annotations

import re
from functools import lru_cache

from tplint.documents.source import Unreadable
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from tree_sitter import Node

    from tplint.documents.source import Source

Keys = tuple[str | int, ...]

_STOPPED_AT = r"line (\d+), column (\d+)\)"


class NotToml(Unreadable):
    """The text is no TOML, in the parser's words."""


class TomlDocument(NamedTuple):
    """A TOML file and its values, which nobody may change."""

    source: Source
    data: dict[str, Any]


class _Entry(NamedTuple):
    """Where a key and its value stand, in bytes; of a table, ``value`` is the header, and ``literal`` is false."""

    key: tuple[int, int]
    value: tuple[int, int]
    literal: bool


class _Index(NamedTuple):
    """The entries of a file by the keys that lead to them."""

    data: bytes
    entries: dict[Keys, _Entry]


def parse(source: Source) -> TomlDocument:
    """Read the values of a TOML file; raises ``NotToml``."""
    return TomlDocument(source, _values(source.text))


def _loads(text: str) -> dict[str, Any]:
    # tomli's wheels are compiled: its import takes 13 ms where the standard library's tomllib takes 20.
    import tomli  # noqa: PLC0415 - costs 13 ms

    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise _refusal(text, str(error)) from error
    except (RecursionError, ValueError) as error:
        raise NotToml(str(error).partition("\n")[0] or "nested too deeply", 0) from error


# The values of a whole file, read once for all who ask.
_values = lru_cache(maxsize=16)(_loads)


def _refusal(text: str, message: str) -> NotToml:
    """Tomli counts code points of a text whose CRLFs it has replaced, so only its line and column can be used."""
    message, _, where = message.rpartition(" (at ")
    stopped = re.fullmatch(_STOPPED_AT, where)
    if stopped is None:
        return NotToml(message or where, len(text))
    start = 0
    for _ in range(int(stopped[1]) - 1):
        start = text.index("\n", start) + 1
    return NotToml(message, min(start + int(stopped[2]) - 1, len(text)))


def value(data: Any, keys: Keys) -> Any:
    """The value at a path of keys; None where a step is missing or leads through something else than a collection."""
    for key in keys:
        match data, key:
            case dict(), str() if key in data:
                data = data[key]
            case list(), int() if 0 <= key < len(data):
                data = data[key]
            case _:
                return None
    return data


def read(source: Source, *keys: str | int) -> Any:
    """The value at a path of keys in a file; None where there is none, or the file is no TOML."""
    try:
        return value(parse(source).data, keys)
    except NotToml:
        return None


def span(document: TomlDocument | Source, keys: Keys, part: str = "value") -> tuple[int, int]:
    """Find the code points of a value, or with ``part="key"`` of its key.

    The value of a table is its header. What is not written out is shown at the nearest table or value around it, and
    else at the file's start. A place is given only where its text has the value that the parser of values found.
    """
    source = document.source if isinstance(document, TomlDocument) else document
    try:
        data = _values(source.text)
        index = _index(source.text)
    except (NotToml, ImportError):
        return 0, 0
    for length in range(len(keys), 0, -1):
        entry = index.entries.get(keys[:length])
        if entry is not None and _agrees(index, entry, value(data, keys[:length])):
            chosen = entry.key if part == "key" and length == len(keys) else entry.value
            return _code_points(index.data, chosen)
    return 0, 0


def _agrees(index: _Index, entry: _Entry, expected: Any) -> bool:
    """Whether the text of an entry has the expected value (of a table: whether one is expected)."""
    if not entry.literal:
        return isinstance(expected, dict | list)
    text = index.data[slice(*entry.value)].decode("utf-8", "replace")
    try:
        # repr, because nan is not equal to itself and 1 is equal to True
        return repr(_loads(f"value = {text}").get("value")) == repr(expected)
    except (NotToml, RecursionError):
        return False


def _code_points(data: bytes, place: tuple[int, int]) -> tuple[int, int]:
    """Bytes to code points: tree-sitter counts bytes."""
    start = len(data[: place[0]].decode("utf-8", "replace"))
    return start, start + len(data[place[0] : place[1]].decode("utf-8", "replace"))


@lru_cache(maxsize=4)
def _index(text: str) -> _Index:
    """Walk the syntax tree once and note every key."""
    from tplint.documents import grammars  # noqa: PLC0415 - only where a place is needed

    data = text.encode("utf-8", "replace")
    root = grammars.parser("tree_sitter_toml").parse(data).root_node
    entries: dict[Keys, _Entry] = {}
    lengths: dict[Keys, int] = {}
    for node in root.named_children:
        match node.type:
            case "pair":
                _add_pair(entries, (), node)
            case "table" | "table_array_element":
                prefix = _add_header(entries, lengths, node)
                for child in node.named_children:
                    if child.type == "pair":
                        _add_pair(entries, prefix, child)
    return _Index(data, entries)


def _add_header(entries: dict[Keys, _Entry], lengths: dict[Keys, int], node: Node) -> Keys:
    """Note a table's header and return the keys that lead to the table.

    ``lengths`` counts the elements of the arrays of tables so far; a header goes on in the last one.
    """
    header = (node.children[0].start_byte, _header_end(node))
    path: Keys = ()
    parts = list(_key_parts(node.named_children[0])) if node.named_children else []
    for position, (name, place) in enumerate(parts, 1):
        path = (*path, name)
        is_last = position == len(parts)
        if is_last and node.type == "table":
            entries[path] = _Entry(place, header, literal=False)
            break
        entries.setdefault(path, _Entry(place, header, literal=False))
        if is_last:
            lengths[path] = lengths.get(path, 0) + 1
        if path in lengths:
            path = (*path, lengths[path] - 1)
            entries.setdefault(path, _Entry(place, header, literal=False))
    return path


def _header_end(node: Node) -> int:
    """The end of ``]`` or ``]]``: the table itself goes on to the next header."""
    return next((child.end_byte for child in node.children if child.type in {"]", "]]"}), node.end_byte)


def _add_pair(entries: dict[Keys, _Entry], prefix: Keys, pair: Node) -> None:
    """Note a key with its value, and what is inside; nested values wait on a stack, as input decides their depth."""
    stack = [(prefix, pair)]
    while stack:
        path, node = stack.pop()
        found = [child for child in node.named_children if child.type != "comment"]
        if len(found) != 2:  # noqa: PLR2004 - a key and a value, or a text that tree-sitter could not read
            continue
        for name, place in _key_parts(found[0]):
            path = (*path, name)
            entries.setdefault(path, _Entry(place, (node.start_byte, found[1].end_byte), literal=False))
        entries[path] = _Entry(entries[path].key, (found[1].start_byte, found[1].end_byte), literal=True)
        stack.extend(_add_items(entries, path, found[1]))


def _add_items(entries: dict[Keys, _Entry], path: Keys, node: Node) -> Iterator[tuple[Keys, Node]]:
    """Note the items of an array, and give the pairs of every inline table in it, or of the node itself."""
    stack = [(path, node)]
    while stack:
        inner, current = stack.pop()
        children = [child for child in current.named_children if child.type != "comment"]
        if current.type == "inline_table":
            yield from ((inner, child) for child in children if child.type == "pair")
        elif current.type == "array":
            for position, child in enumerate(children):
                place = (child.start_byte, child.end_byte)
                item = (*inner, position)
                entries[item] = _Entry(place, place, literal=True)
                stack.append((item, child))


def _key_parts(node: Node) -> Iterator[tuple[str, tuple[int, int]]]:
    """The names of a dotted key with their places; tree-sitter nests dotted keys to the left."""
    parts = []
    while node.type == "dotted_key" and len(node.named_children) > 1:
        parts.append(node.named_children[-1])
        node = node.named_children[0]
    parts.append(node)
    for part in reversed(parts):
        yield _key_name((part.text or b"").decode("utf-8", "replace")), (part.start_byte, part.end_byte)


def _key_name(written: str) -> str:
    """The name that a bare or quoted key stands for."""
    if written[:1] not in {'"', "'"}:
        return written
    try:
        return next(iter(_loads(f"{written} = 0")))
    except NotToml:
        return written
