"""A log's text → its lines that can matter, without what terminals, runners and Markdown put around them.

The first step of ``tplint diagnose``. A log can be of any size: what is kept of it is bounded.
"""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from tplint.pypi.catalogue import signs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# In characters. An error and its claims are some thousand; the rest of these is for several jobs in one log.
KEPT_FIRST, KEPT_LAST = 100_000, 300_000
MAX_LINE = 4_000
_WINDOW = 1_500
_MAX_WINDOWS = 8
_PIECE = 1_000_000
# Messages are wrapped, so lines around one with a sign belong to it; claims stand below the error.
_BEFORE, _AFTER = 6, 60

CLAIM_SIGNS = (
    "job_workflow_ref", "workflow_ref", "repository_owner", "ci_config_ref_uri", "project_path",
    "upload.pypi.org", "test.pypi.org",
)  # fmt: skip

_ESCAPES = re.compile(
    r"\x1b\][^\x07\x1b]{0,2000}(?:\x07|\x1b\\)"  # titles and links
    r"|\x1b\[[0-?]{0,40}[ -/]{0,8}[@-~]|\x1b[@-Z\\-_]"
    r"|\[(?:\d{1,3}(?:;\d{1,3}){0,5})?m"  # colours whose escape was lost on the way
    r"|[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff]"
)
_JOB_AND_STEP = re.compile(r"(?:[^\t]{0,300}\t){1,2}(?=\d{4}-\d\d-\d\dT)")  # `gh run view --log`
_TIME = re.compile(
    r"\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\]?(?: \d\d[OE][ +]?)?(?:\s|$)"
    r"|[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT(?:\s|$)"
)
_RUNNER_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6,9}Z\s?")
_COMMAND = re.compile(r"##\[\w{1,20}\]|::(?:error|warning|notice|debug|group)(?: [^:]{0,400})?::")
_FRAME = re.compile(r"^[\s│┃║|>╭╮╰╯├└─▶×]{1,40}(?=[^|\s])|[\s│┃║╮╯]{1,40}$")
_LINK = re.compile(r"!?\[([^\[\]]{0,400})\]\([^()\s]{0,1000}(?: \"[^\"]{0,200}\")?\)")
_TAG = re.compile(
    r"</?(?:a|b|br|code|em|i|li|p|pre|span|strong|td|th|tr|ul)(?:\s[^<>]{0,600})?/?>|<(?=https?://)|(?<=[\w/])>"
)
_ENTITIES = {"&quot;": '"', "&#34;": '"', "&#39;": "'", "&apos;": "'", "&lt;": "<", "&gt;": ">", "&amp;": "&"}
_ENCODED = {"%0A": " ", "%0a": " ", "%0D": " ", "%0d": " ", "%25": "%"}
_TYPOGRAPHY = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\xa0": " ", "\u0130": "I"})


class Line(NamedTuple):
    """A line of the log, cleaned; ``number`` counts from 1."""

    number: int
    text: str


class Log(NamedTuple):
    """What was kept of a log, and how many lines it has."""

    lines: tuple[Line, ...]
    length: int


class Flow(NamedTuple):
    """Lines as one text, in which a message that was wrapped is whole; ``starts`` are the offsets of the lines."""

    text: str
    starts: tuple[int, ...]
    lines: tuple[Line, ...]

    def line_number(self, offset: int) -> int:
        """The number, in the log, of the line in which an offset is."""
        from bisect import bisect_right  # noqa: PLC0415 - only where something was found

        return self.lines[max(bisect_right(self.starts, offset) - 1, 0)].number if self.lines else 0


def read(blocks: Iterable[str]) -> Log:
    """The lines around everything that the catalogue or a claim could be in; of many, the first and the last."""
    first: list[Line] = []
    last: deque[Line] = deque()
    size_first = size_last = number = 0
    for number, text in _near_signs(blocks):
        if text is None:
            continue
        for line in _cut(number, text):
            size = len(line.text) + 1
            if not last and size_first + size <= KEPT_FIRST:
                first.append(line)
                size_first += size
                continue
            last.append(line)
            size_last += size
            while size_last > KEPT_LAST:
                size_last -= len(last.popleft().text) + 1
    return Log((*first, *last), number)


def flow(lines: Iterable[Line]) -> Flow:
    """One text with single spaces and without backticks and asterisks, as the catalogue's patterns want it."""
    kept = tuple(lines)
    pieces, starts, offset = [], [], 0
    for line in kept:
        piece = " ".join(line.text.replace("`", "").replace("*", "").split())
        starts.append(offset)
        pieces.append(piece)
        offset += len(piece) + (1 if piece else 0)
    return Flow(" ".join(piece for piece in pieces if piece), tuple(starts), kept)


def clean(text: str) -> str:
    """A line as its program wrote it: no escapes, times, runner's prefixes, frames, links, tags or entities."""
    text = _ESCAPES.sub("", text.translate(_TYPOGRAPHY))
    text = _JOB_AND_STEP.sub("", text, count=1)
    text = _RUNNER_TIME.sub("", _TIME.sub("", text, count=1) if _TIME.match(text) else text)
    text = _COMMAND.sub(" ", text)
    for table in (_ENCODED, _ENTITIES):
        for code, char in table.items():
            text = text.replace(code, char)
    text = _LINK.sub(r"\1", _LINK.sub(r"\1", text))
    return _FRAME.sub("", _TAG.sub("", text))


# --- from blocks to lines ---------------------------------------------------------------------------------------------


def _near_signs(blocks: Iterable[str]) -> Iterator[tuple[int, str | None]]:
    """Number and text of each line that is near one with a sign; a number without a text where many were left out."""
    words = (*signs(), *CLAIM_SIGNS)
    before: deque[tuple[int, str]] = deque(maxlen=_BEFORE)
    number = after = 0
    for piece in _pieces(blocks):
        lower = piece.lower()
        found = [word for word in words if word in lower]
        lines = piece.splitlines()
        if not found and not after:
            number += len(lines)
            before.extend(zip(range(number - len(lines[-_BEFORE:]) + 1, number + 1), lines[-_BEFORE:], strict=True))
            yield number, None
            continue
        for line in lines:
            number += 1
            low = line.lower()
            if any(word in low for word in found):
                yield from before
                before.clear()
                after = _AFTER
                yield number, line
            elif after:
                after -= 1
                yield number, line
            else:
                before.append((number, line))
                yield number, None


def _pieces(blocks: Iterable[str]) -> Iterator[str]:
    """Whole lines, many at a time. A line that is too long for that is cut, with what stands at the cut in both parts."""
    rest = ""
    for block in blocks:
        rest += block
        end = max(rest.rfind("\n"), rest.rfind("\r", 0, -1)) + 1
        if end:
            yield rest[:end]
            rest = rest[end:]
        elif len(rest) > _PIECE:
            yield rest
            rest = rest[-_WINDOW:]
    if rest:
        yield rest


def _cut(number: int, text: str) -> Iterator[Line]:
    """The line, cleaned; of one that is too long, what stands around its signs."""
    if len(text) <= MAX_LINE:
        yield Line(number, clean(text))
        return
    lower, end = text.lower(), 0
    places = sorted(place for word in (*signs(), *CLAIM_SIGNS) if (place := lower.find(word)) >= 0)
    places += sorted(place for word in CLAIM_SIGNS if (place := lower.rfind(word)) >= 0)
    for place in places[:_MAX_WINDOWS]:
        start = max(place - _WINDOW, end)
        if start < place + _WINDOW:
            end = place + _WINDOW
            yield Line(number, clean(text[start:end]))
