"""Places of one file → its lines with carets under them. For the text report."""

from __future__ import annotations

from tplint.documents.source import line_text
from tplint.records import NamedTuple
from tplint.reporters.cells import masked, message, source_text, width, wrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tplint.documents.source import Source
    from tplint.model import Level
    from tplint.reporters.locations import Location
    from tplint.reporters.paint import Paint

# Lines shown before the finding's own, so that its job or step can be recognised.
CONTEXT = 2
# Code points of a line that are shown; a minified file has lines of megabytes.
WINDOW = 120
# What is left out of a line shows at both ends.
_ELLIPSES = 2


class Mark(NamedTuple):
    """What to underline on a line: code points ``start`` up to ``end``, counted from 0.

    ``level`` is the finding's for its primary place, and empty for related ones.
    """

    line: int
    start: int
    end: int
    label: str
    level: Level | None = None


class Window(NamedTuple):
    """The part of a line that is shown."""

    start: int
    end: int
    length: int


def mark(location: Location, label: str, level: Level | None = None) -> Mark:
    """A place as a mark on its first line."""
    line, start = location.start.line, location.start.column - 1
    length = len(line_text(location.source, line))
    end = location.end.column - 1 if location.end.line == line else length
    return Mark(line, min(start, length), max(start, min(end, length)), label, level)


def frame(source: Source, marks: Sequence[Mark], gutter: int, paint: Paint, columns: int | None) -> Iterator[str]:
    """The rows of a file's frame; ``gutter`` is how many digits the line numbers may take.

    With ``columns`` rows are no wider than that, but for words that are.
    """
    room = None if columns is None else columns - gutter - 3
    previous = None
    for line in _lines(source, marks):
        if previous is not None and line > previous + 1:
            yield rule(gutter, paint, "┆")
        previous = line
        yield from _line_rows(source, line, [mark for mark in marks if mark.line == line], gutter, paint, room)


def rule(gutter: int, paint: Paint, sign: str, text: str = "") -> str:
    """A row without a line number: the frame's border and what stands right of it."""
    row = f"{'':{gutter}} {paint('frame', sign)}"
    return f"{row} {text}" if text else row


def _lines(source: Source, marks: Sequence[Mark]) -> list[int]:
    """The numbers of the lines to show: those with marks, some before the primary one, and gaps of a single line."""
    lines = {mark.line for mark in marks}
    lines.update(line for mark in marks if mark.level for line in _context(source, mark.line))
    return sorted(lines | {line + 1 for line in lines if line + 2 in lines})


def _context(source: Source, line: int) -> Iterator[int]:
    """The lines before one that it belongs to, nearest first, as far as no other block stands between."""
    depth = _indent(line_text(source, line))
    for before in range(line - 1, max(0, line - 1 - CONTEXT), -1):
        text = line_text(source, before)
        if not text.strip() or _indent(text) > depth:
            return
        depth = _indent(text)
        yield before


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _line_rows(
    source: Source, line: int, marks: Sequence[Mark], gutter: int, paint: Paint, room: int | None
) -> Iterator[str]:
    text = masked(line_text(source, line))
    window = _window(len(text), [mark.start for mark in marks], min(WINDOW, room or WINDOW))
    shown = _shown(text, window)
    yield f"{paint('frame', f'{line:>{gutter}} │')} {shown}".rstrip()
    for mark in sorted(marks, key=lambda mark: (mark.level is None, mark.start)):
        for row in _underline(text, mark, window, paint, room):
            yield rule(gutter, paint, "│", row)


def _window(length: int, starts: Sequence[int], most: int) -> Window:
    """The part of a line to show: around its first mark, the whole line where it is short."""
    if length <= most:
        return Window(0, length, length)
    most -= _ELLIPSES if most < WINDOW else 0
    start = max(0, min(min(starts, default=0) - most // 4, length - most))
    return Window(start, start + most, length)


def _shown(text: str, window: Window) -> str:
    before, after = "…" if window.start else "", "…" if window.end < window.length else ""
    return f"{before}{source_text(text[window.start : window.end])}{after}"


def _underline(text: str, mark: Mark, window: Window, paint: Paint, room: int | None) -> Iterator[str]:
    """Carets under a primary place, dashes under a related one, and the label beside them, or below without room."""
    start, end = (max(window.start, min(offset, window.end)) for offset in (mark.start, mark.end))
    indent = (1 if window.start else 0) + width(source_text(text[window.start : start]))
    length = max(1, width(source_text(text[start:end])))
    style, sign = (mark.level, "^") if mark.level else ("related", "-")
    label = message(mark.label)
    signs = " " * indent + paint(style, sign * length)
    if room is None or not label or indent + length + 1 + width(label) <= room:
        yield f"{signs} {label}".rstrip()
        return
    yield signs
    below = min(indent, room // 3)
    yield from (" " * below + line for line in wrapped(label, room - below))
