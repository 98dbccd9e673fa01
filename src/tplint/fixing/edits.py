"""Changes of a YAML file → edits of its text: six primitives that touch nothing but what they change.

A scalar (or a list, by one) is replaced or a part of it cut out, a key renamed, an entry deleted, entries inserted
behind another one or before the first one.
Whatever could make that do more than is meant (flow style, aliases, tabs, several documents) is ``NotEditable``. Every
set of edits is tried on the text, and the result must parse to the tree that was meant.
"""

from __future__ import annotations

import re

from tplint.documents import nodes
from tplint.documents.nodes import FOLDED, LITERAL, Mapping, Scalar, Sequence
from tplint.documents.source import Place, next_line
from tplint.documents.yaml import NotYaml, parse
from tplint.findings import Edit
from tplint.fixing import layout
from tplint.fixing.layout import NotEditable, scalar
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeAlias

    from tplint.documents.nodes import Document, Node, Pair
    from tplint.documents.source import Source
    from tplint.fixing.layout import Path

# Real workflows are far shorter; each set of edits of a longer file would take longer than people wait.
MAX_LENGTH = 100_000

Value: TypeAlias = "str | tuple[Entry, ...]"


class Entry(NamedTuple):
    """An entry to insert: a scalar, or a mapping of further entries."""

    key: str
    value: Value


class ReplaceScalar(NamedTuple):
    """Give the scalar at a path another value, in the quotes that it has if it can be; or a list there one value."""

    path: Path
    value: str


class CutFromScalar(NamedTuple):
    """Replace the scalar at a path by one without a part of it: the rest stays as it is written.

    ``part`` is as the file has it, with its line ends and indentation, and stands there once.
    """

    path: Path
    part: str


class RenameKey(NamedTuple):
    """Replace the key, which is a scalar too, of the entry that a path leads to."""

    path: Path
    key: str


class DeletePair(NamedTuple):
    """Remove the entry that a path leads to; its comments stay, each on a line of its own."""

    path: Path


class InsertAfter(NamedTuple):
    """Insert entries behind the one that a path leads to."""

    path: Path
    entries: tuple[Entry, ...]


class InsertFirst(NamedTuple):
    """Insert entries before the first one of the mapping at a path."""

    path: Path
    entries: tuple[Entry, ...]


Change: TypeAlias = "ReplaceScalar | CutFromScalar | RenameKey | DeletePair | InsertAfter | InsertFirst"


def edits(document: Document, changes: Iterable[Change]) -> tuple[Edit, ...]:
    """The edits that make these changes, none of which may touch what another one does.

    Raises ``NotEditable`` where the file's layout does not allow one of them, or the result would not be what is meant.
    """
    changes = tuple(changes)
    if len(document.source.text) > MAX_LENGTH:
        raise NotEditable("the file is too long")
    made = tuple(_edit(document, change) for change in changes)
    if not any(map(_says_what_is_meant, _trials(document, changes, made))):
        raise NotEditable("the file would not say what is meant")
    return made


def apply(source: Source, made: Iterable[Edit]) -> str:
    """The text after edits, applied from right to left; raises ``NotEditable`` where two of them overlap."""
    text, limit = source.text, len(source.text)
    in_order = sorted((edit.at.start, edit.at.end, number, edit.text) for number, edit in enumerate(made))
    for start, end, _, new in reversed(in_order):
        if end > limit:
            raise NotEditable("two changes touch the same place")
        text, limit = text[:start] + new + text[end:], start
    return text


def _edit(document: Document, change: Change) -> Edit:
    match change:
        case ReplaceScalar(path, value):
            start, end, text = _replaced(document, path, value)
        case CutFromScalar(path, part):
            start, end, text = _cut(document, path, part)
        case RenameKey(path, key):
            start, end, text = _renamed(document, path, key)
        case DeletePair(path):
            start, end, text = _deleted(document, path)
        case InsertAfter(path, entries):
            start, end, text = _inserted_after(document, path, entries)
        case InsertFirst(path, entries):
            start, end, text = _inserted_first(document, path, entries)
    return Edit(Place(document.source, start, end), text)


# --- the primitives: each gives the span to replace, and by what -----------------------------------------------------


def _replaced(document: Document, path: Path, value: str) -> tuple[int, int, str]:
    pair = _holder(document, path)[1] if isinstance(path[-1], str) else None
    if pair is not None and isinstance(pair.value, Sequence):
        return _replaced_list(document, pair, pair.value, value)
    node = layout.find(document, path)
    if not isinstance(node, Scalar) or node.alias is not None or node.tag:
        raise NotEditable("the value is no text of its own")
    header = layout.comments(document.source, node.span.start, node.span.end, node)
    if node.style in {LITERAL, FOLDED} and any(header):
        raise NotEditable("a comment stands in the value")
    return node.span.start, node.span.end, scalar(value, node.style)


def _replaced_list(document: Document, pair: Pair, node: Sequence, value: str) -> tuple[int, int, str]:
    """A block list begins on a line of its own, so that all behind the key's colon is replaced."""
    after = pair.key.span.end
    if node.alias is not None or node.tag or layout.holds_aliased(document, pair):
        raise NotEditable("the list is used elsewhere, or has a tag")
    if any(layout.comments(document.source, after, node.span.end, node)):
        raise NotEditable("a comment stands in the list")
    return document.source.text.index(":", after) + 1, node.span.end, f" {scalar(value)}"


def _cut(document: Document, path: Path, part: str) -> tuple[int, int, str]:
    node = layout.find(document, path)
    if not isinstance(node, Scalar) or node.tag:
        raise NotEditable("the value is no text of its own")
    start = document.source.text.find(part, node.span.start, node.span.end)
    if start < 0 or document.source.text.find(part, start + 1, node.span.end) >= 0 or not part:
        raise NotEditable("the part does not stand there once")
    if "\n" in part and node.style != LITERAL:
        raise NotEditable("the part goes over lines that the value joins")
    return start, start + len(part), ""


def _renamed(document: Document, path: Path, key: str) -> tuple[int, int, str]:
    holder, pair = _holder(document, path)
    _refuse_present(holder, (Entry(key, ""),))
    assert isinstance(pair.key, Scalar)
    return pair.key.span.start, pair.key.span.end, scalar(key, pair.key.style)


def _deleted(document: Document, path: Path) -> tuple[int, int, str]:
    holder, pair = _holder(document, path)
    if len(holder.pairs) == 1:
        raise NotEditable("nothing would be left of the mapping")
    if layout.holds_aliased(document, pair):
        raise NotEditable("something in it is used elsewhere through an alias")
    source, last = document.source, layout.line_end(document.source, pair)
    start = layout.line_start(source, pair.key.span.start)
    kept = list(layout.comments(source, pair.key.span.start, last, pair.value))
    if source.text[start : pair.key.span.start].strip(" "):
        following = holder.pairs[1].key.span.start
        if kept or any(layout.comments(source, last, following, pair.value)):
            raise NotEditable("a comment stands between the entry and the next one")
        return pair.key.span.start, following, ""
    indent, end = " " * layout.column(source, holder), next_line(source, last)
    text = "".join(f"{indent}{comment}{layout.newline(source)}" for comment in kept)
    return start, end, text if source.text[:end].endswith("\n") else text.removesuffix(layout.newline(source))


def _inserted_after(document: Document, path: Path, entries: tuple[Entry, ...]) -> tuple[int, int, str]:
    holder, pair = _holder(document, path)
    _refuse_present(holder, entries)
    source = document.source
    at = next_line(source, layout.line_end(source, pair))
    text = _block(document, holder, entries)
    if at == len(source.text) and not source.text.endswith("\n"):
        return at, at, layout.newline(source) + text.removesuffix(layout.newline(source))
    return at, at, text


def _inserted_first(document: Document, path: Path, entries: tuple[Entry, ...]) -> tuple[int, int, str]:
    holder = layout.find(document, path)
    if not isinstance(holder, Mapping) or not holder.pairs:
        raise NotEditable("there is no mapping to insert into")
    _refuse_present(holder, entries)
    first, text = holder.pairs[0].key.span.start, _block(document, holder, entries)
    start = layout.line_start(document.source, first)
    if not document.source.text[start:first].strip(" "):
        return start, start, text
    indent = " " * layout.column(document.source, holder)
    return first, first, text.removeprefix(indent) + indent


def _holder(document: Document, path: Path) -> tuple[Mapping, Pair]:
    """The mapping that an entry is in, and the entry; both can be edited."""
    holder = layout.find(document, path[:-1])
    if not isinstance(holder, Mapping) or holder.flow:
        raise NotEditable("it is written in flow style")
    layout.column(document.source, holder)
    found = [pair for pair in holder.pairs if nodes.text(pair.key) == path[-1]]
    if len(found) != 1:
        raise NotEditable(f"`{path[-1]}` is there more than once" if found else f"`{path[-1]}` is not there")
    return holder, found[0]


def _refuse_present(holder: Mapping, entries: tuple[Entry, ...]) -> None:
    present = {nodes.text(pair.key) for pair in holder.pairs}
    for entry in entries:
        if entry.key in present:
            raise NotEditable(f"`{entry.key}` is there already")


# --- text of new entries ---------------------------------------------------------------------------------------------


def _block(document: Document, holder: Mapping, entries: tuple[Entry, ...]) -> str:
    """The lines of new entries in a mapping."""
    indent, end = layout.column(document.source, holder), layout.newline(document.source)
    return "".join(line + end for line in _lines(entries, indent, layout.step(document, holder)))


def _lines(entries: tuple[Entry, ...], indent: int, step: int) -> list[str]:
    lines: list[str] = []
    for key, value in entries:
        start = f"{' ' * indent}{scalar(key)}:"
        if isinstance(value, str):
            lines.append(f"{start} {scalar(value)}" if value else start)
        else:
            lines += [start, *_lines(value, indent + step, step)]
    return lines


# --- what the result must be -----------------------------------------------------------------------------------------


# Parts that are tried by themselves, by the lengths of their paths: an item of a list in a job (a step), and a job.
_STEP, _JOB = 4, 2


class _Trial(NamedTuple):
    """A text on which edits are tried, with its tree before them, and the changes with their paths there."""

    source: Source
    tree: _Tree
    changes: tuple[Change, ...]
    made: tuple[Edit, ...]


def _says_what_is_meant(trial: _Trial) -> bool:
    try:
        after = parse(trial.source._replace(text=apply(trial.source, trial.made)))
    except NotYaml:
        return False
    expected = trial.tree
    for change in trial.changes:
        expected = _changed(expected, change.path, change)
    return _tree(after) == expected


def _trials(document: Document, changes: tuple[Change, ...], made: tuple[Edit, ...]) -> Iterator[_Trial]:
    """The one step or job that is changed as a file by itself, which takes a tenth of the time, and then the whole.

    A part that says something else without the rest, as one with an alias does, does not become what is meant.
    """
    for size in (_STEP, _JOB):
        paths = {change.path[:size] for change in changes}
        if len(paths) != 1 or any(len(change.path) <= size for change in changes):
            continue
        try:
            start, end = layout.lines_of(document, path := paths.pop())
            value = _values(layout.find(document, path), document.source.text)
        except NotEditable:
            continue
        if all(start <= edit.at.start and edit.at.end <= end for edit in made):
            source, name = document.source._replace(text=document.source.text[start:end]), path[-1]
            pair: tuple[_Tree, _Tree] = (("scalar", "", str(name)), value)
            tree: _Tree = [value] if isinstance(name, int) else [pair]
            moved = (Edit(Place(source, at.start - start, at.end - start), text) for at, text in made)
            inside = (0,) if isinstance(name, int) else (name,)
            alone = (change._replace(path=(*inside, *change.path[size:])) for change in changes)
            yield _Trial(source, tree, tuple(alone), tuple(moved))
    yield _Trial(document.source, _tree(document), changes, made)


_Tree: TypeAlias = "str | tuple[str, ...] | list[_Tree] | list[tuple[_Tree, _Tree]] | None"


def _tree(document: Document) -> _Tree:
    """The values of a document, with every alias by its name."""
    return _values(document.root, document.source.text) if len(document.roots) == 1 else None


def _values(node: Node | None, text: str) -> _Tree:
    match node:
        case None:
            return None
        case _ if node.alias is not None:
            return ("alias", text[node.alias.start : node.alias.end])
        case Scalar(value=value, tag=tag):
            return ("scalar", tag, value)
        case Sequence(items=members):
            return [_values(member, text) for member in members]
        case Mapping(pairs=pairs):
            return [(_values(key, text), _values(value, text)) for key, value in pairs]


def _changed(tree: _Tree, path: Path, change: Change) -> _Tree:
    """A tree after a change at a path; the edits were made, so the path is there."""
    assert isinstance(tree, list) or not path
    if path and isinstance(path[0], int):
        assert isinstance(tree, list)
        return [*tree[: path[0]], _changed(tree[path[0]], path[1:], change), *tree[path[0] + 1 :]]  # type: ignore[arg-type] # a list of items here
    if path:
        return [part for pair in tree or () for part in _changed_pair(pair, path, change)]  # type: ignore[arg-type] # a list of pairs here
    if isinstance(change, ReplaceScalar):
        return ("scalar", "", change.value)
    if isinstance(change, CutFromScalar):
        assert isinstance(tree, tuple)
        return ("scalar", "", _shortened(str(tree[-1]), change.part))
    assert isinstance(change, InsertFirst)
    assert isinstance(tree, list)
    return [*_new(change.entries), *tree]


def _changed_pair(pair: tuple[_Tree, _Tree], path: Path, change: Change) -> list[tuple[_Tree, _Tree]]:
    key, value = pair
    if not isinstance(key, tuple) or key[-1] != path[0]:
        return [pair]
    if len(path) > 1 or isinstance(change, (ReplaceScalar, CutFromScalar, InsertFirst)):
        return [(key, _changed(value, path[1:], change))]
    match change:
        case RenameKey(_, new):
            return [(("scalar", "", new), value)]
        case InsertAfter(_, entries):
            return [pair, *_new(entries)]
        case _:
            return []


def _shortened(value: str, part: str) -> str:
    """A value without a part that the file writes so, but for the indentation of a block's lines."""
    lines = re.split(r"\r?\n *", part)
    return re.sub(r"\n *".join(map(re.escape, lines)), "", value, count=1)


def _new(entries: tuple[Entry, ...]) -> list[tuple[_Tree, _Tree]]:
    return [
        (("scalar", "", key), ("scalar", "", value) if isinstance(value, str) else _new(value))
        for key, value in entries
    ]
