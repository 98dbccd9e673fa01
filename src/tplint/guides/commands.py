"""The text of a guide or script → the workflow files that its commands, badges and links use for publishing."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from tplint.documents.source import Place
from tplint.guides.records import WorkflowUse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tplint.documents.source import Source

_COMMAND = re.compile(r"\bgh[ \t]+workflow[ \t]+run(?P<rest>[^\n`;&|]*)")
_FILE = re.compile(r"""(?<![\w./-])["']?(?P<file>[\w.-]+\.ya?ml)["']?(?![\w./-])""")
_ELSEWHERE = re.compile(r"""[ \t](?:-R|--repo)[ \t=]*["']?(?:[\w.-]+/(?=[\w.-]+/))?(?P<repository>[\w.-]+/[\w.-]+)?""")
_LINK = re.compile(
    r"(?:https?://(?:www\.)?github\.com/(?P<repository>[\w.-]+/[\w.-]+)/|(?<=[(\"' ])(?:\.\./)+)"
    r"actions/workflows/(?P<file>[\w.-]+?\.ya?ml)(?![\w-])"
)
_PUBLISHING = re.compile(r"publish|pypi|releas", re.IGNORECASE)
_HEADING = re.compile(r"^#{1,6}[ \t]+(?P<title>.*)$|^(?P<rst>\S.*)\n[=~^\"'*+-]{3,}[ \t]*$", re.MULTILINE)


def uses(source: Source, is_missing: Callable[[str], bool]) -> Iterator[WorkflowUse]:
    """The uses of workflow files where the file's name or the section is about publishing.

    Of links only those to files that are missing: what is there can be linked.
    """
    for use in _commands(source):
        if _is_about_publishing(source, use):
            yield use._replace(missing=is_missing(f".github/workflows/{use.workflow}"))
    for use in _links(source):
        if is_missing(f".github/workflows/{use.workflow}") and _is_about_publishing(source, use):
            yield use


def _commands(source: Source) -> Iterator[WorkflowUse]:
    for command in _COMMAND.finditer(source.text):
        elsewhere, file = _ELSEWHERE.search(command["rest"]), _FILE.search(command["rest"])
        if file is None or (elsewhere and not elsewhere["repository"]):
            continue
        start = command.start("rest")
        at = Place(source, start + file.start("file"), start + file.end("file"))
        yield WorkflowUse(file["file"], elsewhere["repository"] if elsewhere else "", at)


def _links(source: Source) -> Iterator[WorkflowUse]:
    for link in _LINK.finditer(source.text):
        yield WorkflowUse(link["file"], link["repository"] or "", Place(source, *link.span("file")))


def _is_about_publishing(source: Source, use: WorkflowUse) -> bool:
    if _PUBLISHING.search(use.workflow):
        return True
    starts, titles = _headings(source.text)
    number = bisect_left(starts, use.at.start) - 1
    return number >= 0 and _PUBLISHING.search(titles[number]) is not None


@lru_cache(maxsize=4)
def _headings(text: str) -> tuple[list[int], list[str]]:
    """Where the headings of a document begin, and what they say."""
    found = list(_HEADING.finditer(text))
    return [heading.start() for heading in found], [heading["title"] or heading["rst"] or "" for heading in found]
