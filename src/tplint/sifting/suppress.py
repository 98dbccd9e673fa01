"""Ignore comments → which findings they silence. They hold for every place that a node encloses, not for one line.

``# tplint: ignore[TP101] reason`` works on any line that starts the finding's place or something that encloses it, or
on the line above. Code and name are both understood; several are separated by commas. ``until 2026-12-31`` before the
reason is the last day on which the comment holds. In guides the comment is Markdown's or reStructuredText's own,
``<!-- tplint: ignore[TP602] reason -->``, and holds for a line, a paragraph, a block or all below a heading.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import islice

from tplint.documents.nodes import LITERAL, Mapping, Scalar, Sequence, enclosing
from tplint.documents.source import Place, line_starts, line_text, position
from tplint.findings import MARK
from tplint.records import NamedTuple
from tplint.remembered import by_identity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from typing import Literal

    from tplint.documents.nodes import Document
    from tplint.documents.source import Source
    from tplint.findings import Finding

# Of a file, of a comment, and lines looked past: what goes beyond was made to hurt, and silences nothing.
_MOST_COMMENTS, _MOST_RULES, _MOST_LINES = 1_000, 20, 100
_DIRECTIVE = r"tplint:[ \t]*ignore(?:\[(?P<rules>[^\]\n<]*)\])?[ \t]*(?P<rest>{rest})"
_IN_CODE = r"#[ \t]*" + _DIRECTIVE.format(rest=r"[^\n\r]*")
_IN_MARKDOWN = r"<!--\s*" + _DIRECTIVE.format(rest=r"(?:(?!-->|<!--)[\s\S]){0,1000}") + "-->"
_IN_RST = r"(?m)^[ \t]*\.\.[ \t]*" + _DIRECTIVE.format(rest=r"[^\n\r]*")
# A string without an end goes on to that of its line, or of the file.
_IN_TOML = (
    r"\"{3}(?:[^\\]|\\[\s\S])*?(?:\"{3}|\Z)|'{3}[\s\S]*?(?:'{3}|\Z)|\"(?:[^\"\\\n]|\\.)*\"?|'[^'\n]*'?"
    r"|(?P<comment>#[^\n]*)"
)
_UNTIL = r"until\b[ \t]*(?P<end>[^\s,:;]*)[ \t,:;]*"
_DATE = r"\d{4}-\d{2}-\d{2}"
# Lines that a comment on a line of its own looks past: further comments, and what belongs to no text.
_PASSED = {
    "code": r"[ \t]*#",
    "markdown": r"[ \t]*(?:<!--.*-->[ \t]*)?$",
    "rst": r"[ \t]*(?:\.\.[ \t].*|([^\w\s])\1*)?$",
}

# Files of tables that begin with a header, and what one looks like.
_TABLES = (".toml", ".cfg", ".ini")
_HEADER = r"[ \t]*\[{1,2}[^\[\]\n]+\]{1,2}[ \t]*(?:[#;]|\r?$)"


class Ignore(NamedTuple):
    """An ignore comment: the rules as written, each with its place, and the lines it speaks for.

    Those are its own line, or what follows where nothing else stands on its own. ``ends`` is the last day on which it
    holds, as it is written, with its place.
    """

    rules: tuple[tuple[str, Place], ...]
    lines: range
    at: Place
    reason: str = ""
    ends: tuple[str, Place] | None = None


class Fault(NamedTuple):
    """What is wrong with an ignore comment; ``text`` is the name or date in question."""

    kind: Literal["nameless", "unknown", "unused", "expired", "no day", "no date"]
    text: str
    at: Place


def ignores(source: Source, document: Document | None) -> tuple[Ignore, ...]:
    """The ignore comments of a file; text inside a scalar is none, unless the scalar is a script's block."""
    if MARK not in source.text:
        return ()
    kind = _kind(source)
    pattern = {"code": _IN_CODE, "markdown": _IN_MARKDOWN, "rst": _IN_RST}[kind]
    found = islice(re.finditer(pattern, source.text), _MOST_COMMENTS)
    if kind != "code":
        shown = _shown_code(source)
        return tuple(_ignore(source, match, kind) for match in found if not shown(match.start()))
    if source.path.endswith(".toml"):
        comments = _comments_of_toml(source.text)
        return tuple(_ignore(source, match, kind) for match in found if comments[match.start()])
    return tuple(_ignore(source, match, kind) for match in found if not _in_text(document, match.start()))


def _comments_of_toml(text: str) -> bytearray:
    """For each offset of a TOML file whether it stands in a comment, not in a string."""
    found = bytearray(len(text))
    for match in re.finditer(_IN_TOML, text):
        if match["comment"]:
            found[match.start() : match.end()] = b"\1" * len(match[0])
    return found


def _kind(source: Source) -> Literal["code", "markdown", "rst"]:
    path = source.path.lower()
    return "markdown" if path.endswith(".md") else "rst" if path.endswith(".rst") else "code"


def _shown_code(source: Source) -> Callable[[int], bool]:
    """Tells of an offset of a guide whether code is shown there."""
    from tplint.documents.markdown import sections  # noqa: PLC0415 - few guides have such a comment

    lines = [line for section in sections(source) for line in section.lines if line.kind == "code"]
    code = {position(source, line.start).line for line in lines}
    return lambda offset: source.text[offset - 1 : offset] == "`" or position(source, offset).line in code


def _ignore(source: Source, match: re.Match[str], kind: str) -> Ignore:
    rules = []
    start = match.start("rules")
    for written in (match["rules"] or "").split(",", _MOST_RULES)[:_MOST_RULES]:
        name = written.strip()
        if name:
            offset = start + written.index(name)
            rules.append((name, Place(source, offset, offset + len(name))))
        start += len(written) + 1
    begin = match.start() + len(match[0]) - len(match[0].lstrip())
    end = match.start() + len(match[0].rstrip())
    until = re.match(_UNTIL, match["rest"])
    ends, reason = None, match["rest"]
    if until is not None:
        first = match.start("rest") + until.start("end")
        ends, reason = (until["end"], Place(source, first, first + len(until["end"]))), reason[until.end() :]
    return Ignore(
        tuple(rules), _lines(source, begin, end, kind), Place(source, begin, end), " ".join(reason.split()), ends
    )


def _lines(source: Source, start: int, end: int, kind: str) -> range:
    """The lines that a comment speaks for: those up to the first one that is no comment, where it stands alone."""
    line, last = position(source, start).line, position(source, end).line
    before = line_text(source, line)[: start - line_starts(source.text)[line - 1]]
    after = line_text(source, last)[end - line_starts(source.text)[last - 1] :]
    if before.strip() or after.strip():
        return range(line, line + 1)
    count = len(line_starts(source.text))
    stop = last + 1
    while stop < min(count, last + _MOST_LINES) and re.match(_PASSED[kind], line_text(source, stop)):
        stop += 1
    return range(last + 1, stop + 1)


def _in_text(document: Document | None, offset: int) -> bool:
    """Whether an offset lies inside a scalar that is no block: there a `#` begins no comment."""
    if document is None:
        return False
    starts, ends = _texts(document)
    number = bisect_right(starts, offset) - 1
    return number >= 0 and offset < ends[number]


@by_identity(16)
def _texts(document: Document) -> tuple[list[int], list[int]]:
    """Where the scalars that are no block begin, in order, and where each ends."""
    spans = []
    stack = [root for root in document.roots if root is not None]
    while stack:
        match stack.pop():
            case node if node.alias is not None:
                pass
            case Scalar(bounds=(start, end), style=style):
                spans += [(start, end)] if style != LITERAL and start < end else []
            case Sequence(items=items):
                stack += items
            case Mapping(pairs=pairs):
                stack += [part for pair in pairs for part in pair]
    spans.sort()
    return [start for start, _ in spans], [end for _, end in spans]


class Silencer:
    """Applies the ignore comments of all files, and remembers which rules of which comment were of use.

    ``document`` gives a YAML file's trees by its path; ``today`` is asked only where a comment has a last day.
    """

    def __init__(
        self, comments: Iterable[Ignore], document: Callable[[str], Document | None], today: Callable[[], date]
    ) -> None:
        self.comments = tuple(comments)
        self._document = document
        self._used: set[Place] = set()
        self._undated = tuple(each for each in self.comments if each.ends and not _is_date(each.ends[0]))
        dated = [each for each in self.comments if each.ends and each not in self._undated]
        now = today().isoformat() if dated else ""
        self._expired = tuple(each for each in dated if each.ends and each.ends[0] < now)
        self._at: dict[tuple[str, int], list[Ignore]] = {}
        for comment in self.comments:
            for line in comment.lines if comment not in self._expired else ():
                self._at.setdefault((comment.at.source.path, line), []).append(comment)
        self._paths = {path for path, _ in self._at}

    def silences(self, finding: Finding, at: Place) -> Ignore | None:
        """The comment that silences a finding whose place is `at`, if there is one."""
        if at.source.path not in self._paths:
            return None
        for line in self._starts(at):
            for comment in self._at.get((at.source.path, line), ()):
                for name, where in comment.rules:
                    if name in {finding.code, finding.name}:
                        self._used.add(where)
                        return comment
        return None

    def _starts(self, at: Place) -> Iterator[int]:
        """The lines where the place and all that encloses it begin, from the inside out."""
        yield position(at.source, at.start).line
        if _kind(at.source) != "code":
            yield from _prose_around(at)
            return
        if at.source.path.lower().endswith(_TABLES):
            yield from _header_above(at)
            return
        document = self._document(at.source.path)
        spans = [span for root in (document.roots if document else ()) for span in enclosing(root, at.start)]
        for span in reversed(spans):
            yield position(at.source, span.start).line

    def faults(self, known: frozenset[str]) -> Iterator[Fault]:
        """What is wrong with the comments, and the rules in them that silenced nothing; ``known`` are all rules."""
        for comment in self.comments:
            if not comment.rules:
                yield Fault("nameless", "", comment.at)
            if comment.ends and comment in self._undated:
                yield Fault("no date", *comment.ends) if comment.ends[0] else Fault("no day", "", comment.at)
            if comment.ends and comment in self._expired:
                yield Fault("expired", *comment.ends)
                continue
            for name, where in comment.rules:
                if where not in self._used:
                    yield Fault("unused" if name in known else "unknown", name, where)


def _header_above(at: Place) -> Iterator[int]:
    """The line of the header of the table, or section, in which a place is, if there is one."""
    line = position(at.source, at.start).line
    while line and not re.match(_HEADER, line_text(at.source, line)):
        line -= 1
    if line:
        yield line


def _is_date(text: str) -> bool:
    from datetime import date  # noqa: PLC0415 - only for comments with a last day

    try:
        return re.fullmatch(_DATE, text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


class _Outline(NamedTuple):
    """The lines of a guide where the blocks of each line begin; and of each heading its line, with those above it."""

    blocks: dict[int, tuple[int, ...]]
    headings: list[tuple[int, ...]]


def _prose_around(at: Place) -> Iterator[int]:
    """The lines where the block of a place in a guide and the headings above it stand, from the inside out."""
    own = position(at.source, at.start).line
    outline = _outline(at.source)
    yield from outline.blocks.get(own, ())
    above = bisect_right(outline.headings, own, key=lambda lines: lines[-1])
    if above:
        yield from reversed(outline.headings[above - 1])


@lru_cache(maxsize=4)
def _outline(source: Source) -> _Outline:
    from tplint.documents.markdown import sections  # noqa: PLC0415 - only for findings in guides with such a comment

    blocks: dict[int, tuple[int, ...]] = {}
    firsts: dict[int, int] = {}
    headings: list[tuple[int, ...]] = []
    for section in sections(source):
        if section.heading:
            above = headings[-1][: len(section.titles) - 1] if headings else ()
            headings.append((*above, position(source, section.heading.start).line))
        for line in section.lines:
            number = position(source, line.start).line
            first = firsts.setdefault(line.block, number)
            blocks[number] = (first, first - 1) if line.kind == "code" else (first,)  # the fence stands above
    return _Outline(blocks, headings)
