"""A section → its paragraphs as text on one line, whose parts have places and stand in sentences."""

from __future__ import annotations

import re
from bisect import bisect_right

from tplint.documents.source import Place
from tplint.guides.labels import lower_case
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.markdown import Line, Section

# Lines of one paragraph that are read together.
_MOST_LINES = 12
_REACH = 1_000  # characters around a part of a text that are looked at
_ENDS = r"[.!?](?=[\s\"'”\u2019`*_)\]]|$)"
_OPENINGS = r"[,;:.!?(\u2013\u2014][\s*_`\"'(]|\s(?:-|but|aber)\s"
# After such a line, and before such a one, another sentence begins: ends, breaks and items of lists.
_CLOSED = r"(?:[.!?:;|]|\\|[.!?:;][)\"'”\u2019`*_]+)$"
_ITEM = r"(?:[-*+•]|\d+[.)]|#\.|\.\.)\s|[^\w\s\"'`“\u2018(\[*_<@$]|:\w|\*\*[^*]*(?::\*\*|\*\*:)"


class Paragraph(NamedTuple):
    """Lines that go on with each other, from line ``number`` of a section (its heading: -1); ``text`` in lower case.

    ``starts`` say where each line begins in the text.
    """

    number: int
    lines: tuple[Line, ...]
    starts: tuple[int, ...]
    text: str

    def place(self, start: int, end: int) -> Place:
        """Where a part of the text stands in the document."""
        return Place(self.lines[0].source, self._offset(start), self._offset(end - 1) + 1)

    def is_question(self, end: int) -> bool:
        """Whether the sentence that goes on at a part's end is a question."""
        match = re.compile(_ENDS).search(self.text, end, end + _REACH)
        return match is not None and match[0] == "?"

    def clause(self, start: int, end: int) -> str:
        """A part of the text with what stands before it in the same clause."""
        return self.text[self._behind_last(_OPENINGS, start) : end]

    def around(self, start: int, end: int) -> str:
        """The sentence and the lines that have a part of the text."""
        first, last = bisect_right(self.starts, start) - 1, bisect_right(self.starts, end - 1)
        begin = min(self._behind_last(_ENDS, start), self.starts[first])
        match = re.compile(_ENDS).search(self.text, end, end + _REACH)
        closes = match.end() if match else len(self.text)
        closes = max(closes, self.starts[last] if last < len(self.starts) else len(self.text))
        return self.text[max(begin, start - _REACH) : min(closes, end + _REACH)]

    def _behind_last(self, pattern: str, end: int) -> int:
        first = max(0, end - _REACH)
        return max((match.end() for match in re.compile(pattern).finditer(self.text, first, end)), default=first)

    def _offset(self, at: int) -> int:
        number = bisect_right(self.starts, at) - 1
        return self.lines[number].start + at - self.starts[number]


def paragraphs(section: Section) -> Iterator[Paragraph]:
    """The paragraphs of a section, its heading first; rows of tables stand alone, and code is left out."""
    if section.heading is not None:
        yield _paragraph(-1, [section.heading])
    together: list[Line] = []
    for number, line in enumerate(section.lines):
        if together and not _goes_on(together, line):
            yield _paragraph(number - len(together), together)
            together = []
        if line.kind != "code":
            together.append(line)
    if together:
        yield _paragraph(len(section.lines) - len(together), together)


def _goes_on(together: list[Line], line: Line) -> bool:
    before = together[-1]
    if line.kind != "text" or before.kind != "text" or line.block != before.block or len(together) >= _MOST_LINES:
        return False
    is_broken = line.source.text.startswith("  ", before.end)
    return not is_broken and not re.search(_CLOSED, before.text) and not re.match(_ITEM, line.text)


def _paragraph(number: int, lines: list[Line]) -> Paragraph:
    starts, length = [], 0
    for line in lines:
        starts.append(length)
        length += line.end - line.start + 1
    return Paragraph(number, tuple(lines), tuple(starts), lower_case(" ".join(line.text for line in lines)))
