"""A file's text, and places in it: spans of code points, turned into lines and columns only to be shown."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate, pairwise

from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class Source(NamedTuple):
    """A decoded file.

    ``path`` is relative to the repository's root, with ``/`` between its parts. ``text`` has no byte order mark
    (``bom`` remembers it) and keeps its line ends as they are.
    """

    path: str
    text: str
    bom: bool = False


class Place(NamedTuple):
    """The code points ``start`` up to, not including, ``end`` of a source."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        """What the file says there."""
        return self.source.text[self.start : self.end]


class Pointer(NamedTuple):
    """A place in a TOML or INI file, named by the keys that lead to it and looked up only when it is to be shown.

    ``keys`` go from the root: names of tables and keys, and positions in arrays. ``part`` says whether the last
    key itself or its value is meant.
    """

    source: Source
    keys: tuple[str | int, ...]
    part: str = "value"


class Position(NamedTuple):
    """Where a code point stands: line and column from 1, offset from 0."""

    line: int
    column: int
    offset: int


class Unreadable(Exception):  # noqa: N818 - it is an answer about a file, not an error of the program
    """A text is not of the format that its file has by its name: ``message`` says why, ``offset`` where it stopped."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


INI_ENDINGS = (".cfg", ".ini")
# The line ends that editors, GitHub and SARIF viewers count; form feeds and U+2028 are not among them.
_LINE_END = r"\r\n|\n|\r"


def resolve(at: Place | Pointer) -> Place:
    """Give the place that is meant; a key that the file does not write out is shown at the nearest table around it."""
    if isinstance(at, Place):
        return at
    if at.source.path.endswith(INI_ENDINGS):
        from tplint.documents import ini  # noqa: PLC0415 - only for such a place

        return Place(at.source, *ini.span(at.source, at.keys, at.part))
    from tplint.documents import toml  # noqa: PLC0415 - only for such a place

    return Place(at.source, *toml.span(at.source, at.keys, at.part))


def decode(path: str, data: bytes) -> Source:
    """Decode a file as UTF-8, without its byte order mark; raises ``UnicodeDecodeError``."""
    text = data.decode("utf-8")
    if text.startswith("\ufeff"):
        return Source(path, text[1:], bom=True)
    return Source(path, text)


@lru_cache(maxsize=32)
def line_starts(text: str) -> tuple[int, ...]:
    """The offset of each line's first code point; one line at least."""
    if "\r" in text:
        return (0, *(end.end() for end in re.finditer(_LINE_END, text)))
    *before, _ = text.split("\n")
    return tuple(accumulate([len(line) + 1 for line in before], initial=0))


def lines_with_offsets(text: str) -> Iterator[tuple[int, str]]:
    """Each line without its end, behind the offset where it begins."""
    if "\r" in text:
        for start, end in pairwise((*line_starts(text), len(text))):
            yield start, text[start:end].rstrip("\r\n")
        return
    start = 0
    for written in text.split("\n"):
        yield start, written
        start += len(written) + 1


def position(source: Source, offset: int) -> Position:
    """Line and column of an offset; past the end of the text it is the end."""
    offset = min(offset, len(source.text))
    starts = line_starts(source.text)
    line = bisect_right(starts, offset)
    return Position(line, offset - starts[line - 1] + 1, offset)


def next_line(source: Source, offset: int) -> int:
    """Where the line begins that follows the one of an offset; the text's end where there is none."""
    end = source.text.find("\n", offset)
    return len(source.text) if end < 0 else end + 1


def line_text(source: Source, line: int) -> str:
    """The text of a line (counted from 1) without its line end."""
    starts = line_starts(source.text)
    end = starts[line] if line < len(starts) else len(source.text)
    return source.text[starts[line - 1] : end].rstrip("\r\n")
