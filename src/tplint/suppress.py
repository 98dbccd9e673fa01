"""Findings → findings that are not silenced by a comment; ignores hold by structure, not by line.

`# tplint: ignore[TP101] reason` works on any line that starts the finding's place or something that encloses it, or on
the line above. Code and name are both understood; several are separated by commas.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tplint.documents.nodes import LITERAL, Mapping, Scalar, Sequence, enclosing
from tplint.documents.source import Place, line_text, position
from tplint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tplint.documents.nodes import Document, Node
    from tplint.documents.source import Source
    from tplint.findings import Finding

MARK = "tplint:"
_IGNORE = r"#[ \t]*tplint:[ \t]*ignore(?:\[(?P<rules>[^\]\n]*)\])?[ \t]*(?P<reason>[^\n\r]*)"


class Ignore(NamedTuple):
    """An ignore comment: the rules as written, each with its place, and the line it speaks for.

    That is its own line, or the next one where nothing else stands on its own.
    """

    rules: tuple[tuple[str, Place], ...]
    line: int
    at: Place


def ignores(source: Source, document: Document | None) -> tuple[Ignore, ...]:
    """The ignore comments of a file; text inside a scalar is none, unless the scalar is a script's block."""
    if MARK not in source.text:
        return ()
    found = re.finditer(_IGNORE, source.text)
    return tuple(_ignore(source, match) for match in found if not _in_text(document, match.start()))


def _ignore(source: Source, match: re.Match[str]) -> Ignore:
    rules = []
    start = match.start("rules")
    for written in (match["rules"] or "").split(","):
        name = written.strip()
        if name:
            offset = start + written.index(name)
            rules.append((name, Place(source, offset, offset + len(name))))
        start += len(written) + 1
    at = Place(source, match.start(), match.start() + len(match[0].rstrip()))
    line = position(source, match.start()).line
    alone = line_text(source, line).lstrip().startswith("#")
    return Ignore(tuple(rules), line + alone, at)


def _in_text(document: Document | None, offset: int) -> bool:
    """Whether an offset lies inside a scalar that is no block: there a `#` begins no comment."""
    if document is None:
        return False
    return any(_scalar_at(root, offset) for root in document.roots if root is not None)


def _scalar_at(node: Node, offset: int) -> bool:
    stack: list[Node] = [node]
    while stack:
        current = stack.pop()
        match current:
            case Scalar(span=span, style=style):
                if span.start <= offset < span.end and style != LITERAL:
                    return True
            case Sequence(items=items):
                stack += [item for item in items if item.span.start <= offset]
            case Mapping(pairs=pairs):
                stack += [part for pair in pairs for part in pair if part.span.start <= offset]
    return False


class Silencer:
    """Applies the ignore comments of all files, and remembers which rules of which comment were of use."""

    def __init__(self, comments: Iterable[Ignore], document: Callable[[str], Document | None]) -> None:
        self.comments: dict[tuple[str, int], list[Ignore]] = {}
        for comment in comments:
            self.comments.setdefault((comment.at.source.path, comment.line), []).append(comment)
        self._paths = {path for path, _ in self.comments}
        self._document = document
        self._used: set[Place] = set()

    def silences(self, finding: Finding, at: Place) -> bool:
        """Whether a comment silences a finding whose place is `at`."""
        if at.source.path not in self._paths:
            return False
        for line in self._lines(at):
            for comment in self.comments.get((at.source.path, line), ()):
                for name, where in comment.rules:
                    if name in {finding.code, finding.name}:
                        self._used.add(where)
                        return True
        return False

    def _lines(self, at: Place) -> Iterator[int]:
        """The lines where the place and all that encloses it begin, from the inside out."""
        starts = [at.start]
        document = self._document(at.source.path)
        if document is not None:
            for root in document.roots:
                starts += [span.start for span in enclosing(root, at.start)][1:]
        for start in reversed(starts):
            yield position(at.source, start).line

    def unused(self, known: frozenset[str]) -> Iterator[tuple[str, Place, bool]]:
        """The rules named in comments that silenced nothing: name, place, and whether there is such a rule."""
        for comment in (comment for comments in self.comments.values() for comment in comments):
            if not comment.rules:
                yield "", comment.at, False
            for name, where in comment.rules:
                if where not in self._used:
                    yield name, where, name in known
