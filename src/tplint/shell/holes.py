"""A script's text as the shell gets it: the platform's expressions replaced before anything is parsed.

Platforms paste the values of ``${{ }}`` (GitHub) and ``$[[ ]]`` (GitLab) into the text before a shell sees it. So does
this: a known value is pasted, an unknown one becomes a placeholder. Offsets lead back to the script as written.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from tplint.model import Known, Unknown
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tplint.model import Fact

_OPEN = re.compile(r"\$\{\{|\$\[\[")
_CLOSE = {"${{": re.compile(r"'|\}\}"), "$[[": re.compile(r"'|\]\]")}
_NAME_BEFORE = re.compile(r"[$\w]\Z")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
# A pattern of bash's `extglob`, which tree-sitter's grammar has only in `case`.
_EXTGLOB = re.compile(r"(?<=[\w/.*?}\"-])[!@+]\([^()\n]*\)")


class Hole(NamedTuple):
    """An expression: ``start`` and ``end`` in the filled text, ``written`` and ``written_end`` in the script."""

    start: int
    end: int
    written: int
    written_end: int
    fact: Fact[str]


class Text(NamedTuple):
    """A script with its expressions filled in; offsets are those of ``filled`` unless said otherwise.

    ``ascii`` has as many characters, each one byte long, so that the parser's byte offsets are these offsets.
    """

    script: str
    filled: str
    ascii: str
    holes: tuple[Hole, ...]

    def written(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the script as written of a stretch of the filled text."""
        if not self.holes:
            return start, max(start, end)
        return self._start(start), max(self._end(end), self._start(start))

    def _start(self, offset: int) -> int:
        index = bisect_right(self.holes, offset, key=lambda hole: hole.start) - 1
        if index < 0:
            return offset
        hole = self.holes[index]
        return hole.written if offset < hole.end else hole.written_end + offset - hole.end

    def _end(self, offset: int) -> int:
        index = bisect_left(self.holes, offset, key=lambda hole: hole.start) - 1
        if index < 0:
            return offset
        hole = self.holes[index]
        return hole.written_end if offset <= hole.end else hole.written_end + offset - hole.end

    def within(self, start: int, end: int) -> tuple[Hole, ...]:
        """The expressions that overlap a stretch."""
        if not self.holes:
            return ()
        first = bisect_left(self.holes, start, key=lambda hole: hole.end)
        last = bisect_left(self.holes, end, key=lambda hole: hole.start)
        return tuple(hole for hole in self.holes[first:last] if hole.end > start or hole.start == hole.end)


def expressions(script: str) -> Iterator[tuple[int, int]]:
    """The spans of ``${{ }}`` and ``$[[ ]]``; strings in them may hold the closing brackets."""
    position = 0
    while opened := _OPEN.search(script, position):
        quoted = False
        for found in _CLOSE[opened[0]].finditer(script, opened.end()):
            if found[0] == "'":
                quoted = not quoted
            elif not quoted:
                yield opened.start(), found.end()
                position = found.end()
                break
        else:
            return


def fill(script: str, hole: Callable[[str], Fact[str]]) -> Text:
    """Replace the expressions of a script by their values, or by placeholders where these are not known."""
    parts: list[str] = []
    holes: list[Hole] = []
    position = length = 0
    for start, end in expressions(script):
        before = script[position:start]
        fact = hole(script[start + 3 : end - 2])
        value = fact.value if isinstance(fact, Known) else _placeholder(before, end - start)
        length += len(before)
        holes.append(Hole(length, length + len(value), start, end, fact))
        length += len(value)
        parts += [before, value]
        position = end
    filled = "".join([*parts, script[position:]])
    return Text(script, filled, _NOT_ASCII.sub(",", filled), tuple(holes))


def _placeholder(before: str, length: int) -> str:
    """Behind ``$`` or a name, characters that names may have would become part of the name."""
    return ("," if _NAME_BEFORE.search(before[-1:]) else "_") * length


def without_patterns(text: Text) -> Text:
    """The same text with its ``extglob`` patterns made plain for the parser; one with variables in it is not known."""
    patterns = [found.span() for found in _EXTGLOB.finditer(text.ascii) if "$" in found[0]]
    starts = [start for start, _ in patterns]
    holes = [hole for hole in text.holes if not _is_inside(hole.start, starts, patterns)]
    for start, end in patterns:
        fact = Unknown("a pattern with variables", origins=("shell",))
        holes.append(Hole(start, end, *text.written(start, end), fact))
    plain = _EXTGLOB.sub(lambda found: "_" * len(found[0]), text.ascii)
    return text._replace(ascii=plain, holes=tuple(sorted(holes, key=lambda hole: (hole.start, hole.end))))


def _is_inside(offset: int, starts: list[int], spans: list[tuple[int, int]]) -> bool:
    index = bisect_right(starts, offset) - 1
    return index >= 0 and offset < spans[index][1]
