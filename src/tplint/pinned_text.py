"""A plan and the configuration's file → its new text, with comments and layout kept. For ``pin``, which loads tomlkit.

tomlkit edits the pieces that change; where a piece begins and ends is decided here, because tomlkit takes a comment
above the next table for the end of the one before it. The result is read again before anyone sees it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tplint.documents import toml
from tplint.documents.source import Source
from tplint.errors import UsageError
from tplint.pinning import as_table
from tplint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tplint.pinning import Change, Plan

    Keys = tuple[str | int, ...]
    Table = dict[str, str]

_HEADER = re.compile(r"^[ \t]*\[", re.MULTILINE)
# How many lines that begin with a bracket are tried as the header that ends a section.
_MAX_TRIES = 500


class _Edit(NamedTuple):
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
    if not _is_kept(source, keys, plan, text):
        raise UsageError(
            f"`{source.path}` cannot be changed with its layout kept: give the configuration a table of its own, "
            f"`[{'.'.join(map(str, keys)) or 'tplint.toml'}]`, and its publishers `[[{_dotted(keys)}]]`"
        )
    return text


def _edits(source: Source, keys: Keys, plan: Plan) -> Iterator[_Edit]:
    array = (*keys, "publishers")
    additions = [as_table(wanted) for wanted in plan.additions]
    start, end = toml.span(source, array)
    if toml.value(toml.parse(source).data, array) is not None and source.text.startswith("[", start) and (
        not source.text.startswith(f"[[", start) or _is_value(source, array)
    ):
        yield _inline(source, (start, end), plan.changes, additions)
        return
    for change in plan.changes:
        yield _changed(source, change)
    if additions:
        yield _added(source, keys, additions)
