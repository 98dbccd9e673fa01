"""The errors that publishing to PyPI ends in, as logs word them: pattern → cause → what to do. For ``diagnosis``.

The tables stand in the modules beside this one: what PyPI answers to a token, to an upload and on its pages, what is
said of attestations, what the uploaders say themselves, and what GitHub and GitLab say.
"""

from __future__ import annotations

import re

from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

# How much an error tells: PyPI's own answer, what a tool or platform stopped for, or only that something failed.
ANSWER, FATAL, SYMPTOM = 3, 2, 1

_HOLE = re.compile(r"\{(\w+)\|([^{}]*)\}")


class Entry(NamedTuple):
    """An error, and what it means.

    ``category`` names the cause and is stable; several entries can have the same. ``who`` says it. ``pattern`` is a
    regular expression for text in lower case, with single spaces, without backticks and asterisks (``logs.flow``); its
    named groups fill the holes ``{name|what stands there else}`` of ``title``, ``cause`` and ``remedy``; a digit at the
    end of a group's name does not count, so that alternatives fill the same hole. Each of its matches has one of the
    ``signs`` in it: words without spaces, so that no line end can stand in them. ``source`` documents the error,
    ``rules`` are tplint's that find the cause in the files.
    """

    category: str
    who: str
    title: str
    signs: tuple[str, ...]
    pattern: str
    cause: str
    remedy: str
    source: str
    rank: int = FATAL
    rules: tuple[str, ...] = ()


class Hit(NamedTuple):
    """An entry that a text matches, where it does for the last time, and the values of the pattern's named groups."""

    entry: Entry
    start: int
    end: int
    values: Mapping[str, str]


def entries() -> tuple[Entry, ...]:
    """All entries; of those that match at one place, the first is meant."""
    from tplint.pypi import (  # noqa: PLC0415 - the tables import this module's record
        catalogue_access,
        catalogue_attestations,
        catalogue_distributions,
        catalogue_exchange,
        catalogue_forms,
        catalogue_platforms,
        catalogue_publish_action,
        catalogue_tokens,
        catalogue_uploaders,
        catalogue_uploads,
    )

    tables = (
        catalogue_exchange,
        catalogue_attestations,
        catalogue_access,
        catalogue_uploads,
        catalogue_forms,
        catalogue_tokens,
        catalogue_distributions,
        catalogue_uploaders,
        catalogue_publish_action,
        catalogue_platforms,
    )
    return tuple(entry for table in tables for entry in table.ENTRIES)


def signs() -> tuple[str, ...]:
    """The words of which at least one is in every error that the catalogue knows."""
    return tuple(dict.fromkeys(sign for entry in entries() for sign in entry.signs))


def find(text: str) -> tuple[Hit, ...]:
    """The errors in a text that ``logs.flow`` has made: what PyPI answered first, and of equals the last first."""
    lower = text.lower()
    if len(lower) != len(text):  # a few letters are two in lower case: their place in the text would not be known
        text = lower
    found: list[Hit] = []
    taken: list[tuple[int, int]] = []
    for entry in entries():
        if not any(sign in lower for sign in entry.signs):
            continue
        matches = [
            match
            for match in re.finditer(entry.pattern, lower)
            if not any(start < match.end() and match.start() < end for start, end in taken)
        ]
        if matches:
            taken += [match.span() for match in matches]
            found.append(_hit(entry, matches[-1], text))
    found.sort(key=lambda hit: (-hit.entry.rank, -hit.start))
    return tuple(found)


def _hit(entry: Entry, match: re.Match[str], text: str) -> Hit:
    values = {
        name.rstrip("0123456789"): text[match.start(name) : match.end(name)]
        for name, value in match.groupdict().items()
        if value
    }
    return Hit(entry, match.start(), match.end(), values)


def filled(text: str, values: Mapping[str, str]) -> str:
    """A title, cause or remedy with its holes filled."""
    return _HOLE.sub(lambda hole: f"`{values[hole[1]]}`" if values.get(hole[1]) else hole[2], text)
