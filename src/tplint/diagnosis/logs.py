"""A log's text → its lines that can matter, without what terminals, runners and Markdown put around them.

The first step of ``tplint diagnose``. A log can be of any size: what is kept of it is bounded.
"""

from __future__ import annotations

import re
from collections import deque
from operator import itemgetter

from tplint.pypi.catalogue import signs
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeAlias

# In characters. An error and its claims are some thousand; the rest of these is for several jobs in one log.
KEPT_FIRST, KEPT_LAST = 100_000, 300_000
MAX_LINE = 4_000
_WINDOW = 1_500
_PIECE = 1_000_000
# Messages are wrapped, so lines around one with a sign belong to it; claims stand below the error.
_BEFORE, _AFTER = 6, 60

CLAIM_SIGNS = (
    "job_workflow_ref", "workflow_ref", "repository_owner", "ci_config_ref_uri", "project_path",
    "upload.pypi.org", "test.pypi.org",
)  # fmt: skip

# Words of publishing itself, which no other program's messages have.
_TELLING = (
    "invalid-", "corresponding", "strategies", "identities", "scoped", "trusted", "oidc", "id-token", "id_token",
    "attestation", "claims", "workflow_ref", "non-existent", "file-name-reuse", "pypi.org",
)  # fmt: skip

_Numbered: TypeAlias = "tuple[int, str]"

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
# A command's title is part of its message.
_COMMAND = re.compile(
    r"##\[\w{1,20}\]"
    r"|::(?:error|warning|notice|debug|group)(?: (?:[^:]{0,200}?\btitle=([^:,]{0,200}))?[^:]{0,200})?::"
)
# Boxes of rich and of Rust's error reports, Markdown's quotes.
_FRAME = re.compile(r"^[\s│┃║|>╭╮╰╯├└─▶\xd7]{1,40}(?=[^|\s])|[\s│┃║╮╯]{1,40}$")
_LINK = re.compile(r"!?\[([^\[\]]{0,400})\]\([^()\s]{0,1000}(?: \"[^\"]{0,200}\")?\)")
_TAG = re.compile(
    r"</?(?:a|b|br|code|em|i|li|p|pre|span|strong|td|th|tr|ul)(?:\s[^<>]{0,600})?/?>|<(?=https?://)|(?<=[\w/])>"
)
_ENTITIES = {
    "&quot;": '"', "&#34;": '"', "&#39;": "'", "&#x27;": "'", "&apos;": "'", "&lt;": "<", "&gt;": ">", "&amp;": "&",
}  # fmt: skip
_ENCODED = {"%0A": " ", "%0a": " ", "%0D": " ", "%0d": " ", "%25": "%"}
# Line ends of a text in JSON, as `gh api` and other tools hand on logs; a line with a path of Windows has none.
_LINE_END = re.compile(r"(?<!dist)(?:\\r)?\\n")
_WINDOWS_PATH = re.compile(r"(?i)(?:(?<!\w)[a-z]:|(?<!\S)\.{1,2})\\\w")
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})[\w-]{0,20}\s*")
# Emphasis and bullets; what stands behind a slash is a pattern for files.
_ASTERISKS = re.compile(r"(/\*+)|\*+")
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
    """The lines around everything that the catalogue or a claim could be in; of many, the first and the last.

    Lines near a telling sign are counted apart, so that many that only look like errors do not displace them.
    """
    near: dict[bool, tuple[list[_Numbered], deque[_Numbered]]] = {tell: ([], deque()) for tell in (False, True)}
    sizes = {False: [0, 0], True: [0, 0]}
    number = 0
    for number, text, tells in _near_signs(blocks):
        if text is None:
            continue
        (first, last), size, length = near[tells], sizes[tells], len(text) + 1
        if not last and size[0] + length <= KEPT_FIRST:
            first.append((number, text))
            size[0] += length
            continue
        last.append((number, text))
        size[1] += length
        while size[1] > KEPT_LAST:
            size[1] -= len(last.popleft()[1]) + 1
    kept = sorted((line for pair in near.values() for lines in pair for line in lines), key=itemgetter(0))
    return Log(tuple(Line(at, clean(text)) for at, text in kept), number)


def flow(lines: Iterable[Line]) -> Flow:
    """One text with single spaces, without backticks and Markdown's asterisks, as the catalogue's patterns want it.

    Where Markdown's blocks of code begin and end there is a bar: what stands behind it does not go on.
    """
    kept = tuple(lines)
    pieces, starts, offset = [], [], 0
    for line in kept:
        text = "|" if _FENCE.fullmatch(line.text) else _ASTERISKS.sub(r"\1", line.text.replace("`", ""))
        piece = " ".join(text.split())
        starts.append(offset)
        pieces.append(piece)
        offset += len(piece) + (1 if piece else 0)
    return Flow(" ".join(piece for piece in pieces if piece), tuple(starts), kept)


def clean(text: str) -> str:
    """A line as its program wrote it: no escapes, times, runner's prefixes, frames, links, tags or entities."""
    text = _ESCAPES.sub("", text.translate(_TYPOGRAPHY).replace("\r", " "))
    if "\\n" in text and not _WINDOWS_PATH.search(text):
        text = _LINE_END.sub(" ", text).replace('\\"', '"')
    text = _JOB_AND_STEP.sub("", text, count=1)
    text = _RUNNER_TIME.sub("", _TIME.sub("", text, count=1) if _TIME.match(text) else text)
    text = _COMMAND.sub(r" \1 ", text)
    for table in (_ENCODED, _ENTITIES):
        for code, char in table.items():
            text = text.replace(code, char)
    text = _LINK.sub(r"\1", _LINK.sub(r"\1", text))
    return _FRAME.sub("", _TAG.sub("", text))


# --- from blocks to lines ---------------------------------------------------------------------------------------------


def _near_signs(blocks: Iterable[str]) -> Iterator[tuple[int, str | None, bool]]:
    """Each line that is near one with a sign: number, text, whether the sign is a telling one.

    Where lines were left out there is a number without a text.
    """
    words = _shortest((*signs(), *CLAIM_SIGNS))
    before: deque[_Numbered] = deque(maxlen=_BEFORE)
    number = after = 0
    tells = False
    for piece, is_continued in _pieces(blocks):
        lower = piece.lower()
        found = [word for word in words if word in lower]
        telling = [word for word in _TELLING if word in lower]
        lines = piece.split("\n")
        start = number + 1 - is_continued
        number = start + len(lines) - 1
        if not found and not after:
            tail = [line[-MAX_LINE:] for line in lines[-_BEFORE:]]
            before.extend(zip(range(number - len(tail) + 1, number + 1), tail, strict=True))
            yield number, None, False
            continue
        has_sign = re.compile("|".join(map(re.escape, found)), re.IGNORECASE).search if found else None
        for at, line in enumerate(lines, start):
            if has_sign and has_sign(line):
                low = line.lower()
                tells = any(word in low for word in telling) or (tells and after > 0)
                yield from ((*numbered, tells) for numbered in before)
                yield from ((at, part, tells) for part in _windows(line, found))
                before.clear()
                after = _AFTER
            elif after:
                after -= 1
                yield at, line[:MAX_LINE], tells
            else:
                before.append((at, line[:MAX_LINE]))
                yield at, None, False


def _shortest(words: Iterable[str]) -> tuple[str, ...]:
    """The words without those that have another in them: where one of these is, that other is too."""
    every = frozenset(words)
    return tuple(sorted(word for word in every if not any(other in word for other in every - {word})))


def _pieces(blocks: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Many lines at a time, without the last line end, and whether the first goes on where the piece before ended.

    A line that is longer than a piece is cut; what stands at the cut is in both parts.
    """
    rest, is_continued = "", False
    for block in blocks:
        rest += block
        end = rest.rfind("\n")
        if end >= 0:
            yield rest[:end], is_continued
            rest, is_continued = rest[end + 1 :], False
        elif len(rest) > _PIECE:
            yield rest, is_continued
            rest, is_continued = rest[-_WINDOW:], True
    if rest:
        yield rest, is_continued


def _windows(line: str, words: Iterable[str]) -> Iterator[str]:
    """The line; of one that is too long, what stands around its signs, where each is for the first and last time."""
    if len(line) <= MAX_LINE:
        yield line
        return
    lower = line.lower()
    places = {place for word in words for place in (lower.find(word), lower.rfind(word)) if place >= 0}
    end = 0
    for place in sorted(places):
        start = max(place - _WINDOW, end)
        if start < place + _WINDOW:
            end = place + _WINDOW
            yield line[start:end]
