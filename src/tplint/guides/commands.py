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

_COMMAND = r"\bgh[ \t]+workflow[ \t]+run(?P<rest>[^\n`;&|]*)"
# Not behind `<name>` or `${NAME}`, which stand for a part of the name.
_FILE = r"""(?<![\w./>})*?-])["']?(?P<file>[\w.-]+\.ya?ml)["']?(?![\w./-])"""
_ELSEWHERE = r"""[ \t](?:-R|--repo)[ \t=]*["']?(?:[\w.-]+/(?=[\w.-]+/))?(?P<repository>[\w.-]+/[\w.-]+)?"""
_WORKFLOWS = "actions/workflow"
_LINK = (
    r"(?:(?:https?://(?:www\.)?github\.com/(?P<repository>[\w.-]+/[\w.-]+)/|(?<=[(\"' ])(?:\.\./)+)actions/workflows/"
    r"|img\.shields\.io/github/actions/workflow/status/(?P<badge>[\w.-]+/[\w.-]+)/)"
    r"(?P<file>[\w.-]+?\.ya?ml)(?![\w-])"
)
_PUBLISHING = r"(?i)publish|pypi|releas"
_HEADING = r"""(?m)^#{1,6}[ \t]+(?P<title>.*)$|^(?P<rst>\S.*)\n[=~^\"'*+-]{3,}[ \t]*$"""


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
    if "gh" not in source.text or "run" not in source.text:
        return
    for command in re.finditer(_COMMAND, source.text):
        elsewhere, file = re.search(_ELSEWHERE, command["rest"]), re.search(_FILE, command["rest"])
        if file is None or (elsewhere and not elsewhere["repository"]):
            continue
        start = command.start("rest")
        at = Place(source, start + file.start("file"), start + file.end("file"))
        yield WorkflowUse(file["file"], elsewhere["repository"] if elsewhere else "", at, is_command=True)


def _links(source: Source) -> Iterator[WorkflowUse]:
    for start, end in _lines_with(_WORKFLOWS, source.text):
        for link in re.compile(_LINK).finditer(source.text, start, end):
            yield WorkflowUse(
                link["file"], link["repository"] or link["badge"] or "", Place(source, *link.span("file"))
            )


def _lines_with(word: str, text: str) -> Iterator[tuple[int, int]]:
    """The lines of a text that have a word."""
    end = 0
    while (found := text.find(word, end)) >= 0:
        start, end = text.rfind("\n", 0, found) + 1, text.find("\n", found)
        end = end if end >= 0 else len(text)
        yield start, end


def _is_about_publishing(source: Source, use: WorkflowUse) -> bool:
    if re.search(_PUBLISHING, use.workflow):
        return True
    starts, titles = _headings(source.text)
    number = bisect_left(starts, use.at.start) - 1
    return number >= 0 and re.search(_PUBLISHING, titles[number]) is not None


@lru_cache(maxsize=4)
def _headings(text: str) -> tuple[list[int], list[str]]:
    """Where the headings of a document begin, and what they say."""
    found = list(re.finditer(_HEADING, text))
    return [heading.start() for heading in found], [heading["title"] or heading["rst"] or "" for heading in found]
