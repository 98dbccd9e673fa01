"""How a YAML file is laid out around a node (lines, columns, comments), and how it writes a text. For ``edits``."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from tplint.documents import nodes
from tplint.documents.nodes import DOUBLE, FOLDED, LITERAL, PLAIN, SINGLE, Mapping, Scalar, Sequence
from tplint.remembered import by_identity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from tplint.documents.nodes import Document, Node, Pair, Span
    from tplint.documents.source import Source

Path: TypeAlias = "tuple[str | int, ...]"

# YAML 1.1 ends lines at signs that editors and git do not; with them in a file, lines cannot be told.
_ODD_LINE_END = re.compile("\r(?!\n)|[\x85\u2028\u2029]")
_ALIAS = re.compile(r"(?:^|(?<=[\s\[{,:]))\*\S")
_KEY_PREFIX = re.compile(r" *(?:- +)*")
_REST_OF_LINE = re.compile(r"[ \t]*(?:(?<=[ \t])#[^\r\n]*)?")
_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\r\n]*")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*(?P<comment>[ \t]+#[^\r\n]*)?")


class NotEditable(Exception):  # noqa: N818 - it is an answer about a file, not an error of the program
    """The file is laid out so that a change might do more than is meant; the text says how."""


def find(document: Document, path: Path) -> Node:
    """The node at a path of keys and positions, where it can be edited.

    Raises ``NotEditable`` for files of several documents or with odd line ends, and for a path that leads through flow
    style, an alias, content that has aliases elsewhere, or a mapping whose keys cannot be told apart.
    """
    if len(document.roots) != 1 or document.root is None:
        raise NotEditable("the file has several documents" if document.roots else "the file is empty")
    if _has_odd_line_ends(document.source.text):
        raise NotEditable("the file has unusual line ends")
    shared = _shared(document)
    node = document.root
    for key in path:
        _refuse_shared(node, shared)
        node = _child(node, key)
    _refuse_shared(node, shared)
    return node


@lru_cache(maxsize=32)
def _has_odd_line_ends(text: str) -> bool:
    return ("\r" in text or not text.isascii()) and _ODD_LINE_END.search(text) is not None


def path_to(document: Document, node: Node) -> Path:
    """The path of a collection of the document; raises ``NotEditable`` where it is not in the document's own tree."""
    path: list[str | int] = []
    current = document.root
    while current is not None and (type(current) is not type(node) or current.bounds != node.bounds):
        step = _step_to(current, node)
        if step is None:
            break
        path.append(step[0])
        current = step[1]
    else:
        if current is not None:
            return tuple(path)
    raise NotEditable("the value is not written in this file")


def _step_to(current: Node, node: Node) -> tuple[str | int, Node] | None:
    """The child around a node, with the key or position that leads to it."""
    starts, children = _own_children(current)
    number = bisect_right(starts, node.bounds[0]) - 1
    found = children[number] if number >= 0 else None
    return found if found is not None and node.bounds[1] <= found[1].bounds[1] else None


@by_identity(16)
def _own_children(node: Node) -> tuple[list[int], list[tuple[str | int, Node]]]:
    """The children that are written there, and where they begin."""
    children = [child for child in _children(node) if child[1].alias is None]
    return [child.bounds[0] for _, child in children], children


def _children(node: Node) -> Iterator[tuple[str | int, Node]]:
    match node:
        case Mapping(pairs=pairs):
            yield from ((key.value, value) for key, value in pairs if isinstance(key, Scalar))
        case Sequence(items=members):
            yield from enumerate(members)
        case Scalar():
            pass


def _child(node: Node, key: str | int) -> Node:
    if isinstance(node, Sequence) and isinstance(key, int) and key < len(node.items):
        return node.items[key]
    found = nodes.pair(node, key) if isinstance(key, str) else None
    if found is None:
        raise NotEditable(f"`{key}` is not there")
    assert isinstance(node, Mapping)
    # A table with an entry for each pair has every key once.
    if len(node.table or ()) < len(node.pairs) and sum(name == key for name, _ in _children(node)) > 1:
        raise NotEditable(f"`{key}` is there more than once")
    return found.value


def _refuse_shared(node: Node, shared: frozenset[tuple[int, int]]) -> None:
    if node.alias is not None or node.bounds in shared:
        raise NotEditable("it is used in several places through an alias")
    if not isinstance(node, Scalar) and node.flow:
        raise NotEditable("it is written in flow style")
    if nodes.pair(node, "<<") is not None:
        raise NotEditable("it is merged from another mapping")


def _shared(document: Document) -> frozenset[tuple[int, int]]:
    """The spans of all content that an alias uses again."""
    return _aliased(document.root) if document.root is not None and _has_alias(document.source.text) else frozenset()


@lru_cache(maxsize=32)
def _has_alias(text: str) -> bool:
    return "&" in text and _ALIAS.search(text) is not None  # without an anchor there is none


@by_identity(16)
def _aliased(root: Node) -> frozenset[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    stack = [root]
    while stack:
        node = stack.pop()
        if node.alias is not None:
            found.add(node.bounds)
        elif isinstance(node, Sequence):
            stack += node.items
        elif isinstance(node, Mapping):
            stack += (part for pair in node.pairs for part in pair)
    return frozenset(found)


def holds_aliased(document: Document, pair: Pair) -> bool:
    """Whether something in a pair is used elsewhere through an alias."""
    start, end = pair.key.span.start, outer(pair.value).end
    return any(start <= first and last <= end for first, last in _shared(document))


def column(source: Source, mapping: Mapping) -> int:
    """The column (from 0) at which all keys of a block mapping stand; raises ``NotEditable`` where that is not so."""
    found = _column(mapping, source)
    if isinstance(found, str):
        raise NotEditable(found)
    return found


@by_identity(16)
def _column(mapping: Mapping, source: Source) -> int | str:
    """The column of a mapping's keys, or why there is none."""
    columns = set()
    for number, (key, _) in enumerate(mapping.pairs):
        if not isinstance(key, Scalar) or key.alias is not None or key.tag:
            return "a key is not plain text"
        start = line_start(source, key.bounds[0])
        before = source.text[start : key.bounds[0]]
        if before.strip(" ") and (number or not _KEY_PREFIX.fullmatch(before)):
            return "a key does not stand at the beginning of its line, or stands behind a tab"
        columns.add(len(before))
    return columns.pop() if len(columns) == 1 else "the mapping has no keys in one column"


def lines_of(document: Document, path: Path) -> tuple[int, int]:
    """Where the lines of an entry or item begin and end; raises ``NotEditable`` where it has none of its own."""
    source, node, start, outside = document.source, document.root, 0, [len(document.source.text)]
    for key in path:
        if node is None or isinstance(node, Scalar) or node.flow or node.alias is not None:
            raise NotEditable("it is written in flow style, or elsewhere")
        if isinstance(node, Mapping):
            start, following, node = _lines_of_entry(source, node, key)
        else:
            assert isinstance(key, int)
            start, following, node = _lines_of_item(source, node, key)
        outside += following
    return start, min(outside)


def _lines_of_entry(source: Source, mapping: Mapping, name: str | int) -> tuple[int, list[int], Node]:
    """Where the lines of an entry begin, those of the next one if there is one, and the entry's value."""
    found = _numbers(mapping).get(name, ())
    if len(found) != 1 or column(source, mapping) != _column_of(source, mapping.pairs[found[0]].key.span.start):
        raise NotEditable(f"`{name}` is there more than once")
    pair, *following = mapping.pairs[found[0] : found[0] + 2]
    return (
        line_start(source, pair.key.span.start),
        [line_start(source, p.key.span.start) for p in following],
        pair.value,
    )


def _lines_of_item(source: Source, items: Sequence, number: int) -> tuple[int, list[int], Node]:
    """The same of an item, before which its line has nothing but a dash."""
    item, *following = items.items[number : number + 2]
    starts = [line_start(source, outer(each).start) for each in (item, *following)]
    if source.text[starts[0] : outer(item).start].strip(" ") != "-":
        raise NotEditable("it does not begin on a line of its own")
    return starts[0], starts[1:], item


@by_identity(16)
def _numbers(mapping: Mapping) -> dict[str | int, list[int]]:
    """Where the entries of a mapping stand in it, by their keys."""
    found: dict[str | int, list[int]] = {}
    for number, (key, _) in enumerate(mapping.pairs):
        if isinstance(key, Scalar):
            found.setdefault(key.value, []).append(number)
    return found


def line_start(source: Source, offset: int) -> int:
    """Where the line of an offset begins."""
    return source.text.rfind("\n", 0, offset) + 1


def line_end(source: Source, pair: Pair) -> int:
    """Where the last line of a pair ends, before its line end; raises ``NotEditable`` for what follows it there."""
    value = pair.value
    if isinstance(value, Scalar) and value.style in {LITERAL, FOLDED} and value.alias is None:
        header = _BLOCK_HEADER.match(source.text, value.span.start)
        if header is None or "+" in header[0].partition("#")[0]:
            raise NotEditable("empty lines after a text belong to it")
    found = _REST_OF_LINE.match(source.text, max(outer(value).end, pair.key.span.end))
    assert found is not None
    if found.end() < len(source.text) and source.text[found.end()] not in "\r\n":
        raise NotEditable("something else stands on the same line")
    return found.end()


def newline(source: Source) -> str:
    """The file's line end, the first that it uses."""
    end = source.text.find("\n")
    return "\r\n" if end > 0 and source.text[end - 1] == "\r" else "\n"


def step(document: Document, mapping: Mapping) -> int:
    """By how many columns the file indents: as in the mapping, else as in the root, else by two."""
    for holder in (mapping, document.root):
        for pair in holder.pairs if isinstance(holder, Mapping) and not holder.flow else ():
            inner = pair.value
            if isinstance(inner, Mapping) and not inner.flow and inner.alias is None and inner.pairs:
                first, own = inner.pairs[0].key.span.start, pair.key.span.start
                found = _column_of(document.source, first) - _column_of(document.source, own)
                if found > 0:
                    return found
    return 2


def _column_of(source: Source, offset: int) -> int:
    return offset - line_start(source, offset)


def outer(node: Node) -> Span:
    """Where a node stands in its parent: of an alias its mention, not its content."""
    return node.alias or node.span


def comments(source: Source, start: int, end: int, within: Node) -> Iterator[str]:
    """The comments between two offsets, around and inside a node there."""
    for span in _leaves(within):
        yield from (found[0] for found in _COMMENT.finditer(source.text, start, span.start))
        header = _BLOCK_HEADER.match(source.text, span.start, span.end)
        if header is not None and header["comment"]:
            yield header["comment"].strip()
        start = max(start, span.end)
    yield from (found[0] for found in _COMMENT.finditer(source.text, start, end))


def _leaves(node: Node) -> Iterator[Span]:
    if node.alias is not None or isinstance(node, Scalar):
        yield outer(node)
    elif isinstance(node, Sequence):
        for member in node.items:
            yield from _leaves(member)
    else:
        for pair in node.pairs:
            yield from _leaves(pair.key)
            yield from _leaves(pair.value)


# What readers of YAML take for something else than text, or for a sign of the language.
_OTHER_TYPE = re.compile(
    r"(?i)~|null|true|false|yes|no|on|off|y|n|\.(?:inf|nan)|[-+]?(?:[.0-9][0-9_.:]*(?:e[-+]?\d+)?|0x[0-9a-f]+|0o[0-7]+)|"
    r"\d{4}-\d\d?-\d\d?.*"
)
_INDICATORS = tuple("-?:,[]{}#&*!|>'\"%@` ")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def scalar(value: str, style: str = PLAIN) -> str:
    """A text as YAML writes it in block style: in the style asked for, in another one where that cannot say it."""
    if _CONTROL.search(value) or style == DOUBLE:
        return f'"{_escaped(value)}"'
    if style == SINGLE or not _may_be_plain(value):
        return "'" + value.replace("'", "''") + "'"
    return value


def _may_be_plain(value: str) -> bool:
    return not (
        not value
        or value.startswith(_INDICATORS)
        or value.endswith((" ", ":"))
        or ": " in value
        or " #" in value
        or _OTHER_TYPE.fullmatch(value)
    )


def _escaped(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", escaped)
