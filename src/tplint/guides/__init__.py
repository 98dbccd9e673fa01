"""Guides, workflows' comments and scripts → what they tell the reader to register and to run."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from tplint.discover import GUIDE, TASKS, WORKFLOW, discover, is_file
from tplint.guides.commands import mentions_workflow, uses
from tplint.guides.records import Guide
from tplint.load import Files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tplint.documents.markdown import Section
    from tplint.documents.source import Source

_PUBLISHER = re.compile(r"publisher|trusted|oidc|openid", re.IGNORECASE)
# Change logs and records of what once was; a guide in them is not for today's reader.
_PAST = re.compile(
    r"""(?:^|/)(?:[^/]*change-?_?log[^/]*|changes|history|news|releases?[-_ ]?notes?[^/]*
    |release[-_ ]?v?\d[^/]*|what.?s[-_]new[^/]*
    |[^/]*retrospective[^/]*|[^/]*post-?mortem[^/]*)\.(?:md|rst)$
    |(?:^|/)(?:archived?|archives|old|legacy|obsolete|deprecated|attic|blog|posts|news|changelogs?|release-?notes|adr
    |decisions|rfcs?)/
    |(?:^|/)_?(?:archived?|old|deprecated)[-_][^/]*$""",
    re.IGNORECASE | re.VERBOSE,
)
_VERSION = re.compile(r"(?P<folder>(?:^|/)(?:versioned_docs/version|version|v)?-?)(?P<number>\d+(?:\.(?:\d+|x))+)(?=/)")
_COMMENTS = re.compile(r"(?:^[ \t]*#[^\n]*(?:\n|$)){2,}", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*#[ \t]?(?P<text>[^\r\n]*)", re.MULTILINE)


def guides(reader: Files, members: Iterable[str] = ()) -> tuple[Guide, ...]:
    """What the documents of a repository, and those of its ``members``' folders, say of publishing, by path.

    What cannot be read is passed over: a guide decides no upload.
    """

    def is_missing(path: str) -> bool:
        return not is_file(reader.root, path)

    own = Files(reader.root)  # neither their number nor their faults count in a report
    found: list[Guide] = []
    for path, kind in sorted(
        {*discover(reader.root, frozenset({GUIDE, TASKS, WORKFLOW})), *_of_members(reader.root, members)}
    ):
        if kind == GUIDE and (_PAST.search(path) or _is_outdated(path, reader.root)):
            continue
        source = reader.read(path) if kind == WORKFLOW else own.read(path)
        if source is not None:
            guide = _read(source, kind, is_missing)
            found += [guide] if any(guide[1:]) else []
    return tuple(found)


def _of_members(root: str, members: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The guides of the projects below the root: they stand where the root's do, but for `.github`."""
    for folder in members:
        for path, kind in discover(os.path.join(root, folder), frozenset({GUIDE})) if folder else ():
            if not path.startswith("."):
                yield f"{folder}/{path}", kind


def _read(source: Source, kind: str, is_missing: Callable[[str], bool]) -> Guide:
    from tplint.guides.myths import myths  # noqa: PLC0415 - its patterns are compiled only for documents that need them
    from tplint.guides.registrations import registrations  # noqa: PLC0415 - the same

    used = tuple(uses(source, is_missing)) if kind != WORKFLOW and mentions_workflow(source.text) else ()
    if kind == TASKS or not speaks_of_publishers(source.text):
        return Guide(source.path, (), (), used)
    parts = tuple(_sections(source, kind))
    registered = tuple(registrations(parts, is_missing))
    return Guide(source.path, registered, tuple(myths(parts, registered)), used)


def speaks_of_publishers(text: str) -> bool:
    """Whether a text mentions PyPI beside a publisher; cheap, so that most documents are not parsed."""
    return re.search("pypi", text, re.IGNORECASE) is not None and _PUBLISHER.search(text) is not None


def _sections(source: Source, kind: str) -> Iterable[Section]:
    from tplint.documents.markdown import plain, sections  # noqa: PLC0415 - as above

    if kind != WORKFLOW:
        return sections(source)
    return [plain(source, tuple(_comment_lines(*block.span(), source))) for block in _COMMENTS.finditer(source.text)]


def _comment_lines(start: int, end: int, source: Source) -> Iterator[tuple[int, int]]:
    for comment in _COMMENT.finditer(source.text, start, end):
        if comment["text"].strip():
            yield comment.span("text")


def _is_outdated(path: str, root: str) -> bool:
    """Whether a page is the copy for a version, and there is one without a version."""
    match = _VERSION.search(path)
    if match is None:
        return False
    rest = path[match.end() :].lstrip("/")
    before = path[: match.start()]
    folder = f"{before}/docs" if "versioned_docs" in match["folder"] else before
    return any(
        is_file(root, "/".join(part for part in (place, rest) if part))
        for place in (folder.strip("/"), f"{before}/latest".strip("/"))
    )
