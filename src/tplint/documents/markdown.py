"""Markdown and reStructuredText → sections of lines with exact places: what guides are read from."""

from __future__ import annotations

import re
from itertools import pairwise

from tplint.documents.commonmark import blocks
from tplint.documents.source import lines_with_offsets
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal, TypeAlias

    from tplint.documents.source import Source

LineKind: TypeAlias = "Literal['text', 'row', 'code']"


class Line(NamedTuple):
    """A line of a paragraph, a table or a code block from ``start`` to ``end``, without the markup before it.

    ``block`` numbers the paragraphs, tables and code blocks of a document, so that lines that belong together show it.
    """

    source: Source
    start: int
    end: int
    kind: LineKind
    block: int

    @property
    def text(self) -> str:
        """What the line says."""
        return self.source.text[self.start : self.end]


class Section(NamedTuple):
    """What stands under one heading, up to the next one; ``titles`` go from the outermost heading to this one.

    ``heading`` is the line of the last of them, None before the first heading.
    """

    titles: tuple[str, ...]
    lines: tuple[Line, ...]
    heading: Line | None = None

    @property
    def text(self) -> str:
        """Its titles and lines, each on a line."""
        written = self.lines[0].source.text if self.lines else ""
        return "\n".join([*self.titles, *[written[line.start : line.end] for line in self.lines]])


class _Piece(NamedTuple):
    """A heading (``level`` from 1) or lines that belong together (``level`` 0)."""

    lines: list[Line]
    level: int = 0


def sections(source: Source) -> tuple[Section, ...]:
    """The sections of a document in its order; reStructuredText is told by the file's name. Never raises."""
    pieces = _rst(source) if source.path.lower().endswith(".rst") else _markdown(source)
    return tuple(_sections(pieces))


def plain(source: Source, spans: tuple[tuple[int, int], ...]) -> Section:
    """Lines that no markup language orders (comments) as a section without a title; empty ones part its paragraphs."""
    lines: list[Line] = []
    for start, end in spans:
        before = lines[-1] if lines else None
        block = 0 if before is None else before.block + (source.text.count("\n", before.end, start) > 1)
        lines.append(Line(source, start, end, "text", block))
    return Section((), tuple(lines))


def _sections(pieces: Iterator[_Piece]) -> Iterator[Section]:
    titles: dict[int, str] = {}
    lines: list[Line] = []
    heading: Line | None = None
    for piece in pieces:
        if not piece.level:
            lines += piece.lines
            continue
        yield Section(tuple(titles.values()), tuple(lines), heading)
        titles = {level: title for level, title in titles.items() if level < piece.level}
        heading = piece.lines[0]
        titles[piece.level] = heading.text
        lines = []
    yield Section(tuple(titles.values()), tuple(lines), heading)


# --- Markdown -------------------------------------------------------------------------------------------------------


def _markdown(source: Source) -> Iterator[_Piece]:
    for number, (kind, spans, level) in enumerate(blocks(source.text)):
        shown: LineKind = "text" if kind == "heading" else kind
        yield _Piece([Line(source, start, end, shown, number) for start, end in spans], level)


# --- reStructuredText -----------------------------------------------------------------------------------------------

_ADORNMENTS = frozenset("=-`:'\"~^_*+#<>.!")
_SHORTEST_ADORNMENT = 3
_DIRECTIVE = r"\.\. ([\w-]+)::"
# Directives whose content is text that readers see.
_TEXT = frozenset({"note", "tip", "hint", "important", "warning", "attention", "admonition", "seealso", "list-table"})


def _rst(source: Source) -> Iterator[_Piece]:
    """Lines by their indentation: a title has a line of adornments below it, a literal block is indented."""
    styles: list[str] = []
    literal: int | None = None
    block = 0
    for (start, whole), (_, below) in pairwise((*lines_with_offsets(source.text), (len(source.text), ""))):
        written = whole.strip()
        if not written:
            block += 1
            continue
        indent = len(whole) - len(whole.lstrip())
        if literal is not None and indent <= literal:
            literal = None
        if literal is None and _is_adornment(written):
            continue
        line = Line(source, start + indent, start + indent + len(written), "text", block)
        if literal is not None:
            yield _Piece([line._replace(kind="code")])
            continue
        under = below.strip()
        if not indent and _is_adornment(under) and len(under) >= min(len(written), 4):
            if under[0] not in styles:
                styles.append(under[0])
            yield _Piece([line], styles.index(under[0]) + 1)
            continue
        yield _Piece([line])
        directive = re.match(_DIRECTIVE, written) if written.startswith("..") else None
        if (directive and directive[1] not in _TEXT) or (written.endswith("::") and not directive):
            literal = indent


def _is_adornment(written: str) -> bool:
    return len(written) >= _SHORTEST_ADORNMENT and written[0] in _ADORNMENTS and not written.strip(written[0])
