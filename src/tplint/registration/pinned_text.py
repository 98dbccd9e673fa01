"""A plan and the configuration's file → its new text, with comments and layout kept. For ``pin``, which loads tomlkit.

tomlkit edits the pieces that change; where a piece begins and ends is decided here, because tomlkit takes a comment
above the next table for the end of the one before it. The result is read again before anyone sees it.
"""

from __future__ import annotations

import re
from itertools import islice

import tomlkit

from tplint.documents import toml
from tplint.documents.source import Source, line_text, next_line, position
from tplint.errors import UsageError
from tplint.records import NamedTuple
from tplint.registration.pinning import as_table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    from tplint.registration.pinning import Change, Plan

    Keys = tuple[str | int, ...]
    Tables = Iterable[Mapping[str, str]]

_ARRAY = "publishers"
_HEADER = re.compile(r"^[ \t]*\[", re.MULTILINE)
_LONE_LINE_FEED = re.compile(r"(?<!\r)\n")
# How many lines that begin with a bracket are tried as the header that ends a section.
_MAX_TRIES = 500


class _Edit(NamedTuple):
    """Replace the text from ``start`` to ``end``."""

    start: int
    end: int
    text: str


def pinned(source: Source, keys: Keys, plan: Plan) -> str:
    """The file's text after a plan; ``keys`` lead to the configuration's table.

    Raises ``UsageError`` where the file is laid out in a way that cannot be kept.
    """
    text = source.text
    for edit in sorted(_edits(source, keys, plan), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    if not _is_as_planned(source, text, keys, plan):
        tables = ".".join(map(str, (*keys, _ARRAY)))
        raise UsageError(
            f"`{source.path}` is laid out in a way that cannot be kept: write publishers as `[[{tables}]]`"
        )
    return text


def _edits(source: Source, keys: Keys, plan: Plan) -> Iterator[_Edit]:
    additions = [as_table(wanted) for wanted in plan.additions]
    array = (*keys, _ARRAY)
    start, end = toml.span(source, array)
    is_declared = toml.value(toml.parse(source).data, array) is not None
    if is_declared and source.text.startswith("[", start) and not source.text.startswith("[[", start):
        yield _in_array(source, _Edit(start, end, ""), plan.changes, additions)
        return
    for change in plan.changes:
        yield _in_table(source, change)
    if additions:
        yield _new_tables(source, keys, additions)


# --- publishers that are there --------------------------------------------------------------------------------------


def _in_table(source: Source, change: Change) -> _Edit:
    """The table of a publisher with other values: from its header to the end of its last value's line."""
    keys = change.declared.keys
    start, end = toml.span(source, keys)
    for name in toml.value(toml.parse(source).data, keys) or ():
        end = max(end, toml.span(source, (*keys, name))[1])
    end = next_line(source, end)
    document: Any = tomlkit.parse(source.text[start:end])
    table = toml.value(document, (*keys[:-1], 0))
    if table is not None:
        table.update(change.values)
    return _Edit(start, end, _with_line_ends(source, tomlkit.dumps(document)))


def _in_array(source: Source, at: _Edit, changes: tuple[Change, ...], additions: Tables) -> _Edit:
    """An array of inline tables with other values and more tables; one that has lines of its own gets more lines."""
    name = f"{_ARRAY} = "
    document: Any = tomlkit.parse(name + source.text[at.start : at.end])
    array = document[_ARRAY]
    for change in changes:
        array[change.declared.keys[-1]].update(change.values)
    lines = re.search(r"\n([ \t]*)[^\s#\]]", source.text[at.start : at.end])
    for addition in additions:
        table = tomlkit.inline_table()
        table.update(addition)
        if lines:
            array.add_line(table, indent=lines[1])
        else:
            array.append(table)
    return _Edit(at.start, at.end, _with_line_ends(source, tomlkit.dumps(document).removeprefix(name)))


# --- new publishers -------------------------------------------------------------------------------------------------


def _new_tables(source: Source, keys: Keys, additions: Tables) -> _Edit:
    """New tables where the configuration ends, or at the end of a file that has none."""
    at = _section_end(source, keys)
    before, after = source.text[:at], source.text[at:]
    block = "\n".join(_rendered(addition, keys) for addition in additions)
    if before.strip():
        block = f"\n{block}" if before.endswith(("\n", "\r")) else f"\n\n{block}"
    if after.strip() and not after.startswith(("\n", "\r")):
        block += "\n"
    return _Edit(at, at, _with_line_ends(source, block))


def _rendered(addition: Mapping[str, str], keys: Keys) -> str:
    table = tomlkit.table()
    table.update(addition)
    array = tomlkit.aot()
    array.append(table)
    value: Any = array
    for key in reversed((*keys, _ARRAY)):
        outer = tomlkit.table(is_super_table=True)
        outer.append(str(key), value)
        value = outer
    document = tomlkit.document()
    document.update(value)
    return tomlkit.dumps(document)


def _section_end(source: Source, keys: Keys) -> int:
    """Where the tables of the configuration end: before empty lines, and the comments of the table that follows."""
    text = source.text
    start = _last_in_section(source, keys)
    end = len(text) if start is None else _next_header(text, start)
    first = 0 if start is None else next_line(source, start)
    if end < len(text):
        end = _before_lines(source, end, first, lambda line: line.startswith("#"))
    return _before_lines(source, end, first, lambda line: not line)


def _last_in_section(source: Source, keys: Keys) -> int | None:
    """The end of the last thing that belongs to the configuration; None where that is not told."""
    table = toml.value(toml.parse(source).data, keys)
    if not keys or not isinstance(table, dict):
        return None
    paths: list[Keys] = [keys, *((*keys, name) for name in table)]
    publishers = table.get(_ARRAY)
    if isinstance(publishers, list):
        paths = [(*keys, _ARRAY, number) for number in range(len(publishers))] or paths
    return max(toml.span(source, path)[1] for path in paths) or None


def _next_header(text: str, start: int) -> int:
    """Where the next table's header stands, or the end: what is before a header is TOML by itself."""
    for found in islice(_HEADER.finditer(text, start), _MAX_TRIES):
        try:
            toml.parse(Source("", text[: found.start()]))
        except toml.NotToml:
            continue
        return found.start()
    return len(text)


def _before_lines(source: Source, end: int, first: int, belongs: Callable[[str], bool]) -> int:
    """Go back over lines, not further than ``first``, as long as they belong to what follows."""
    text = source.text
    while end > first:
        line = position(source, end - 1).line
        begin = end - len(line_text(source, line)) - len(_line_end(text[:end]))
        if begin < first or not belongs(line_text(source, line).strip()):
            break
        end = begin
    return end


def _line_end(text: str) -> str:
    return next((end for end in ("\r\n", "\n", "\r") if text.endswith(end)), "")


def _with_line_ends(source: Source, text: str) -> str:
    """A text with the line ends of the file, if all of them are Windows's."""
    if "\r\n" not in source.text or _LONE_LINE_FEED.search(source.text):
        return text
    return _LONE_LINE_FEED.sub("\r\n", text)


# --- reading it again -----------------------------------------------------------------------------------------------


def _is_as_planned(source: Source, text: str, keys: Keys, plan: Plan) -> bool:
    """Whether a new text has exactly the planned publishers, and all else of the old one as it was."""
    try:
        after = toml.parse(Source(source.path, text)).data
    except toml.NotToml:
        return False
    before = toml.parse(source).data
    expected = [dict(table) for table in toml.value(before, (*keys, _ARRAY)) or ()]
    for change in plan.changes:
        expected[_number(change)].update(change.values)
    expected += (as_table(wanted) for wanted in plan.additions)
    return repr(toml.value(after, (*keys, _ARRAY))) == repr(expected) and repr(
        _without(before, (*keys, _ARRAY))
    ) == repr(_without(after, (*keys, _ARRAY)))


def _number(change: Change) -> int:
    number = change.declared.keys[-1]
    assert isinstance(number, int)
    return number


def _without(data: dict[str, Any], keys: Keys) -> dict[str, Any]:
    """Values without the one at a path, and without the tables that hold nothing else; sorted, as tables may move."""
    first, *rest = keys
    kept = {name: value for name, value in data.items() if name != first}
    inner = data.get(str(first))
    if rest and isinstance(inner, dict) and (left := _without(inner, tuple(rest))):
        kept[str(first)] = left
    return dict(sorted(kept.items()))
