"""Guides, workflows' comments and scripts → what they tell the reader to register and to run."""

from __future__ import annotations

import os
import re
from itertools import islice

from tplint.discover import GUIDE, TASKS, WORKFLOW, discover, is_file
from tplint.load import Files
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tplint.discover import Input
    from tplint.documents.markdown import Section
    from tplint.documents.source import Source
    from tplint.guides.records import Guide, WorkflowUse


class _Copy(NamedTuple):
    """A page for a version: what its path has before and behind the version's folder."""

    before: str
    rest: str
    version: tuple[float, ...]
    is_of_docusaurus: bool


# More uses of workflows than any document has: what is beyond them is not read.
_MOST_USES = 1_000
_PUBLISHER = ("publisher", "trusted", "oidc", "openid")
# Change logs and records of what once was; a guide in them is not for today's reader. One of the words is in each path.
_PAST_WORDS = (
    "change", "history", "news", "release", "what", "retrospective", "mortem", "archive", "old", "legacy", "obsolete",
    "deprecated", "attic", "blog", "posts", "adr/", "decisions", "rfc", "plans/", "20",
)  # fmt: skip
_PAST = r"""(?x)(?:^|/)(?:[^/]*change-?_?log[^/]*|changes|history|news|releases?[-_ ]?notes?[^/]*
    |release[-_ ]?v?\d[^/]*|what.?s[-_]new[^/]*
    |[^/]*retrospective[^/]*|[^/]*post-?mortem[^/]*)\.(?:md|rst)$
    |(?:^|/)(?:archived?|archives|old|legacy|obsolete|deprecated|attic|blog|posts|news|changelogs?|release-?notes|adr
    |decisions|rfcs?|plans)/
    |(?:^|/)20\d\d-[01]\d-[0-3]\d[-_][^/]*$
    |(?:^|/)_?(?:archived?|old|deprecated)[-_][^/]*$"""
_VERSION = (
    r"(?P<folder>(?:^|/)(?:(?:versioned_docs/version|version|v)-?(?=\d))?)"
    r"(?P<number>(?:(?<=[v-])\d+|\d+(?=\.))(?:\.(?:\d+|x))*)(?=/)"
)
# A comment that has its line for itself, and several of them on lines that follow each other.
_COMMENT = r"(?:^|(?<=[\r\n]))[ \t]*#[ \t]?(?P<said>[^\r\n]*)"
_COMMENTS = r"(?:^|(?<=[\r\n]))[ \t]*#[^\r\n]*(?:(?:\r\n?|\n)[ \t]*#[^\r\n]*)+"


def guides(reader: Files, members: Iterable[str] = (), workflows: Iterable[Input] = ()) -> tuple[Guide, ...]:
    """What the documents of a repository and of its ``members``' folders say of publishing, by path.

    So do the comments of ``workflows``: they are not looked for again, when there may be others. What cannot be read is
    passed over: a guide decides no upload.
    """

    def is_missing(path: str) -> bool:
        return not is_file(reader.root, path, reader.tree.inside)

    own = Files(reader.root)  # neither their number nor their faults count in a report
    own.tree = reader.tree
    found: list[Guide] = []
    documents = {
        *discover(reader.root, frozenset({GUIDE, TASKS}), None, reader.tree),
        *_of_members(reader.root, members),
    }
    for path, kind in sorted({*documents, *(each for each in workflows if each.kind == WORKFLOW)}):
        source = reader.read(path) if kind == WORKFLOW else own.read(path)
        if source is not None and (_mentions_workflow(source.text) or speaks_of_publishers(source.text)):
            guide = _read(source, kind, is_missing) if kind != GUIDE or not _is_past(path, reader.root) else None
            found += [guide] if guide is not None and any(guide[1:]) else []
    return tuple(_newest(found))


def _mentions_workflow(text: str) -> bool:
    """Whether a text can use a workflow file; cheap."""
    return "actions/workflow" in text or "gh workflow" in text


def _used(source: Source, is_missing: Callable[[str], bool]) -> tuple[WorkflowUse, ...]:
    if not _mentions_workflow(source.text):
        return ()
    from tplint.guides.commands import uses  # noqa: PLC0415 - few documents have such a use

    return tuple(islice(uses(source, is_missing), _MOST_USES))


def _of_members(root: str, members: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The guides of the projects below the root: they stand where the root's do, but for `.github`."""
    for folder in members:
        for path, kind in discover(os.path.join(root, folder), frozenset({GUIDE})) if folder else ():
            if not path.startswith("."):
                yield f"{folder}/{path}", kind


def _read(source: Source, kind: str, is_missing: Callable[[str], bool]) -> Guide:
    from tplint.guides.records import Guide  # noqa: PLC0415 - few documents speak of publishing

    used = _used(source, is_missing) if kind != WORKFLOW else ()
    silent = Guide(source.path, (), (), used)
    has_prose = kind != TASKS and (kind != WORKFLOW or next(_comments(source.text), None) is not None)
    if not has_prose or not speaks_of_publishers(source.text):
        return silent
    from tplint.guides.context import about_publisher  # noqa: PLC0415 - few repositories have such a document

    if not about_publisher(source.text):  # as all that follows asks of what a parser makes of it
        return silent
    from tplint.guides.myths import myths  # noqa: PLC0415 - few repositories have such a document
    from tplint.guides.registrations import registrations  # noqa: PLC0415 - the same

    parts = tuple(_sections(source, kind))
    registered = tuple(registrations(parts, is_missing))
    return Guide(source.path, registered, tuple(myths(parts, registered)), used)


def speaks_of_publishers(text: str) -> bool:
    """Whether a text mentions PyPI beside a publisher; cheap, so that most documents are not parsed."""
    lower = text.lower()
    return "pypi" in lower and any(word in lower for word in _PUBLISHER)


def _sections(source: Source, kind: str) -> Iterable[Section]:
    from tplint.documents.markdown import plain, sections  # noqa: PLC0415 - few documents speak of publishers

    if kind != WORKFLOW:
        return sections(source)
    return [plain(source, tuple(block)) for block in _comments(source.text)]


def _comments(text: str) -> Iterator[list[tuple[int, int]]]:
    """Comments of two lines or more that stand alone: what they say, line by line."""
    for block in re.finditer(_COMMENTS, text):
        lines = re.compile(_COMMENT).finditer(text, *block.span())
        yield [line.span("said") for line in lines if line["said"].strip()]


def _is_past(path: str, root: str) -> bool:
    lower = path.lower()
    if any(word in lower for word in _PAST_WORDS) and re.search(_PAST, lower):
        return True
    return _is_outdated(path, root)


def _is_outdated(path: str, root: str) -> bool:
    """Whether a page is the copy for a version, and there is one without a version."""
    copy = _copy(path)
    if copy is None:
        return False
    before, rest = copy.before, copy.rest
    folder = f"{before}/docs" if copy.is_of_docusaurus else before
    return any(
        is_file(root, "/".join(part for part in (place, rest) if part))
        for place in (folder.strip("/"), f"{before}/latest".strip("/"), f"{before}/stable".strip("/"))
    )


def _newest(found: list[Guide]) -> Iterator[Guide]:
    """The guides without the copies of a page for versions before the last one."""
    copies = {guide.path: copy for guide in found if (copy := _copy(guide.path)) is not None}
    last: dict[tuple[str, str], tuple[float, ...]] = {}
    for copy in copies.values():
        page = copy.before, copy.rest
        last[page] = max(copy.version, last.get(page, ()))
    for guide in found:
        own = copies.get(guide.path)
        if own is None or own.version == last[own.before, own.rest]:
            yield guide


def _copy(path: str) -> _Copy | None:
    """The path of a copy of a page for a version, taken apart; None for other paths."""
    match = re.search(_VERSION, path) if any(map(str.isdecimal, path)) else None
    if match is None:
        return None
    version = tuple(float("inf") if part == "x" else int(part) for part in match["number"].split("."))
    is_of_docusaurus = "versioned_docs" in match["folder"]
    return _Copy(path[: match.start()], path[match.end() :].lstrip("/"), version, is_of_docusaurus)
