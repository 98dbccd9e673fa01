"""Troubleshooting: every cause that ``tplint diagnose`` knows, under the messages that lead to it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from generator.markdown import code, table
from messages import MESSAGES, UPLOAD
from tplint.diagnosis import logs
from tplint.pypi import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.pypi.catalogue import Entry

# Who says it → the heading, in the page's order.
_SPEAKERS = {
    "PyPI": "What PyPI answers",
    "PyPI's form": "What PyPI's forms say",
    "GitHub": "What GitHub says",
    "GitLab": "What GitLab says",
    "": "What the uploader says",
}


def messages() -> str:
    """A table that leads from each message to its cause, and the causes."""
    return "\n\n".join(["\n\n".join(_section(speaker, title)) for speaker, title in _SPEAKERS.items()])


def wordings(entry: Entry) -> tuple[str, ...]:
    """The messages that the entry explains, as their programs word them."""
    found = (message for message, _ in MESSAGES if _explains(message) == entry)
    return tuple(_trimmed(message) for message in found if not message.startswith("{"))


@cache
def anchors() -> dict[Entry, str]:
    """The anchor of every entry: its category, with a number where several entries have it."""
    found: dict[Entry, str] = {}
    for entry in catalogue.entries():
        same = sum(other.category == entry.category for other in found)
        found[entry] = f"{entry.category}-{same + 1}" if same else entry.category
    return found


@cache
def _explains(message: str) -> Entry:
    return catalogue.find(logs.flow(logs.read([message]).lines).text)[0].entry


def _trimmed(message: str) -> str:
    """The first line of a message, without what stands before and behind it in every log."""
    start = re.compile(r"^(?:\* |\d{3} (?=[A-Z])|::error title=)")
    text = start.sub("", message.removeprefix(UPLOAD).partition("\n")[0]).replace("`: ", ": ").lstrip("`")
    return re.sub(r" See$", "", text).replace("::", ": ")


def _section(speaker: str, title: str) -> Iterator[str]:
    entries = [entry for entry in catalogue.entries() if _is_by(entry, speaker)]
    yield f"## {title}"
    yield from ("\n\n".join(_entry(entry)) for entry in entries)


def _is_by(entry: Entry, speaker: str) -> bool:
    return entry.who == speaker if speaker else entry.who not in _SPEAKERS


def _entry(entry: Entry) -> Iterator[str]:
    title = catalogue.filled(entry.title, {})
    yield f"### {title} {{ #{anchors()[entry]} }}"
    yield "\n\n".join(f"``` {{ .text .message }}\n{message}\n```" for message in wordings(entry))
    yield catalogue.filled(entry.cause, {})
    yield f"**What to do.** {catalogue.filled(entry.remedy, {})}"
    rules = f"Found before the run by {', '.join(entry.rules)}. " if entry.rules else ""
    yield f"{rules}`tplint diagnose` calls it {code(entry.category)}. [Source]({entry.source})\n{{: .aside }}"


def index() -> str:
    """The messages in alphabetical order, each with a link to its cause."""
    found = {message: entry for entry in catalogue.entries() for message in wordings(entry)}
    linked = (
        (code(message), f"[{found[message].category}](#{anchors()[found[message]]})")
        for message in sorted(found, key=lambda message: re.sub(r"\W+", " ", message).strip().lower())
    )
    return table(("Message", "Cause"), linked)
