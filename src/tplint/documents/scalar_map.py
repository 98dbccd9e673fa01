"""From a YAML scalar's value back to the file: where in the source each character of the value is written.

The value is aligned with the source character by character. What cannot be aligned is placed at the scalar's start,
never at a guess.
"""

from __future__ import annotations

import re

from tplint.documents.nodes import DOUBLE, FOLDED, LITERAL, PLAIN, SINGLE
from tplint.documents.source import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tplint.documents.nodes import Scalar
    from tplint.documents.source import Source

_UNKNOWN = -1
# What YAML 1.1 counts as a line break (https://yaml.org/spec/1.1/#b-char); values have `\n` for the first three.
_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_FOLD = re.compile(r"[ \t]*(?:\r\n|[\n\r\x85\u2028\u2029])[ \t\r\n\x85\u2028\u2029]*")
_VALUE_BREAKS = frozenset("\n\u2028\u2029")
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "\t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    " ": " ",
    '"': '"',
    "/": "/",
    "\\": "\\",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}


def place_in(source: Source, scalar: Scalar) -> Callable[[int, int], Place]:
    """Make the function from ``start, end`` in the scalar's value to the place in the source.

    Where either end cannot be placed it is the whole scalar.
    """
    offsets = _offsets(source.text, scalar)
    whole = Place(source, scalar.span.start, scalar.span.end)
    length = len(scalar.value)

    def place(start: int, end: int) -> Place:
        if not 0 <= start <= end <= length or not length:
            return whole
        if start == end:
            at = offsets[start] if start < length else offsets[-1] + 1
            return whole if offsets[min(start, length - 1)] == _UNKNOWN else Place(source, at, at)
        first, last = offsets[start], offsets[end - 1]
        return whole if _UNKNOWN in {first, last} else Place(source, first, last + 1)

    return place


def _offsets(text: str, scalar: Scalar) -> Sequence[int]:
    """The source offset of every character of the value, -1 for each that cannot be placed."""
    if scalar.style in {LITERAL, FOLDED}:
        return _block_offsets(text, scalar)
    if scalar.style == PLAIN and text[slice(*scalar.bounds)] == scalar.value:
        return range(*scalar.bounds)
    pairs = list(_flow_characters(text, scalar))
    if "".join(character for character, _ in pairs) != scalar.value:
        return [_UNKNOWN] * len(scalar.value)
    return [offset for _, offset in pairs]


def _flow_characters(text: str, scalar: Scalar) -> Iterator[tuple[str, int]]:
    """Read a plain or quoted scalar again: its characters, each with the offset of the one that stands for it."""
    start, end = scalar.span
    if scalar.style in {SINGLE, DOUBLE}:
        start, end = start + 1, end - 1
    position = start
    while position < end:
        character = text[position]
        if character in " \t\r\n\x85\u2028\u2029" and (fold := _FOLD.match(text, position, end)):
            yield from _folded(text, fold)
            position = fold.end()
        elif scalar.style == DOUBLE and character == "\\":
            value, position = _unescaped(text, position, end)
            if value:
                yield value, position - 1
        elif scalar.style == SINGLE and text.startswith("''", position):
            yield "'", position + 1
            position += 2
        else:
            yield character, position
            position += 1


def _folded(text: str, fold: re.Match[str]) -> Iterator[tuple[str, int]]:
    """What a line break with the blanks around it becomes: one break a space, more of them one line end less."""
    breaks = [found.start() for found in _BREAK.finditer(text, fold.start(), fold.end())]
    if len(breaks) == 1:
        yield " ", breaks[0]
    else:
        yield from (("\n", offset) for offset in breaks[1:])


def _unescaped(text: str, position: int, end: int) -> tuple[str, int]:
    """The character of an escape sequence in double quotes and the offset behind it; empty for an escaped line end."""
    escape = _ESCAPE.match(text, position, end)
    if escape is None:
        return "\\", position + 1
    code = escape[1] or escape[2] or escape[3]
    if code:
        number = int(code, 16)
        return (chr(number) if number <= 0x10FFFF else "\ufffd"), escape.end()  # noqa: PLR2004 - the last code point
    if fold := _FOLD.match(text, position + 1, end):
        return "", fold.end()
    return _ESCAPED.get(escape[4], "\ufffd"), escape.end()


def _block_offsets(text: str, scalar: Scalar) -> list[int]:
    """Align the lines of a literal or folded block with the lines of its value."""
    value, offsets = scalar.value, [_UNKNOWN] * len(scalar.value)
    header = _BREAK.search(text, scalar.span.start)
    if header is None:
        return offsets
    indentation, position = None, 0
    for first, end in _lines(text, header.end(), scalar.span.end):
        if indentation is None and text[first:end].strip(" "):
            indentation = _indentation(text[first:end], value[position:])
        start = end - _blanks(value, position) if indentation is None else min(first + indentation, end)
        if not value.startswith(text[start:end], position):
            break
        offsets[position : position + end - start] = range(start, end)
        position += end - start
        after = _after_line(value, position, folds=scalar.style == FOLDED and start < end)
        offsets[position:after] = [end] * (after - position)
        position = after
    return offsets


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The lines of a stretch of the source without their ends, the last one whole."""
    for found in _BREAK.finditer(text, start):
        yield start, found.start()
        start = found.end()
        if start > end:
            return
    yield start, max(start, len(text))


def _indentation(line: str, value: str) -> int:
    """How far a block is indented: what its first line has more than the value (which an indicator may leave)."""
    content = value.lstrip("\n\u2028\u2029")
    return max((len(line) - len(line.lstrip(" "))) - (len(content) - len(content.lstrip(" "))), 0)


def _blanks(value: str, position: int) -> int:
    """How many blanks a value's line of nothing else has: those that an indicator leaves."""
    end = min((at for sign in _VALUE_BREAKS if (at := value.find(sign, position)) >= 0), default=position)
    return 0 if value[position:end].strip(" ") else end - position


def _after_line(value: str, position: int, *, folds: bool) -> int:
    """Where the next line starts in the value: behind the line end, or behind what folding made of several."""
    if folds and value[position : position + 1] == " ":
        return position + 1
    after = position
    while value[after : after + 1] in _VALUE_BREAKS:
        after += 1
        if not folds:
            break
    return after
