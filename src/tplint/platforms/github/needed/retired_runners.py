"""Jobs that an upload waits for → the labels of hosted runners that GitHub has taken out of service, or will.

https://github.com/actions/runner-images/issues?q=label%3AAnnouncement
"""

from __future__ import annotations

import re

from tplint.documents.nodes import get, place
from tplint.documents.source import Place
from tplint.model import Known
from tplint.platforms.github.matrix import rows
from tplint.platforms.github.needed.jobs import awaited
from tplint.platforms.github.runners import runner
from tplint.platforms.github.scope import NOTHING_CHOSEN, Scope
from tplint.records import NamedTuple
from tplint.remembered import by_identity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Node
    from tplint.documents.source import Source
    from tplint.model import Job, Repository
    from tplint.platforms.github.needed.jobs import Awaited

# Labels by the image that they stand for: since when it is gone, and what GitHub names in its place.
_IMAGES = {
    "macos-10.15": ("March 2023", "macos-15-intel"),
    "macos-11": ("June 2024", "macos-15-intel"),
    "macos-12": ("December 2024", "macos-15-intel"),
    "macos-13": ("December 2025", "macos-15-intel"),
    "macos-14": ("November 2026", "macos-15"),
    "ubuntu-16.04": ("September 2021", "ubuntu-22.04"),
    "ubuntu-18.04": ("April 2023", "ubuntu-22.04"),
    "ubuntu-20.04": ("April 2025", "ubuntu-22.04"),
    "windows-2016": ("April 2022", "windows-2022"),
    "windows-2019": ("June 2025", "windows-2022"),
}
# Announced, and nobody has been seen to wait for it in vain: https://github.com/actions/runner-images/issues/13518
_ANNOUNCED = frozenset({"macos-14"})
_LARGER = r"(macos-[\d.]+)-(large|xlarge|xl)"
# One of them stands in each of these labels.
WORDS = ("macos-1", "ubuntu-1", "ubuntu-20", "windows-201")


class Retired(NamedTuple):
    """A label that a job asks for, and where it is written; ``gone`` is false where it is only announced."""

    label: str
    at: Place
    since: str
    successor: str
    gone: bool


def retired_runners(repository: Repository) -> Iterator[tuple[Awaited, Retired]]:
    """The jobs without which uploads do not start, with each such label that one of their rows asks for.

    The rows of an upload's own job start without each other.
    """
    for each in awaited(repository, *WORDS):
        if not each.is_own or get(each.job.node, "strategy", "matrix") is None:
            for retired in _asked_for(each.job):
                yield each, retired


@by_identity(64)
def _asked_for(job: Job) -> tuple[Retired, ...]:
    source, on, matrix = job.at.source, get(job.node, "runs-on"), get(job.node, "strategy", "matrix")
    if on is None:
        return ()
    found: dict[str, Retired | None] = {}
    for row in rows(matrix) or (None,):
        chosen = NOTHING_CHOSEN if row is None else NOTHING_CHOSEN.choose("matrix 0", row)
        asked = runner(source, on, Scope(source, matrix=matrix, assignment=chosen).value)
        if isinstance(asked, Known) and asked.value.hosted and asked.value.label not in found:
            at = _written(asked.value.label, matrix, source) or place(source, on)
            found[asked.value.label] = _retired(asked.value.label, at)
    return tuple(each for each in found.values() if each is not None)


def _retired(label: str, at: Place) -> Retired | None:
    """What is known of a label; names of larger runners on Linux and Windows are the users' own."""
    larger = re.fullmatch(_LARGER, label.lower())
    image = larger[1] if larger else label.lower()
    if image not in _IMAGES:
        return None
    since, successor = _IMAGES[image]
    if larger:
        successor = "macos-15-large" if larger[2] == "large" else "macos-15-xlarge"
    return Retired(label, at, since, successor, image not in _ANNOUNCED)


def _written(label: str, matrix: Node | None, source: Source) -> Place | None:
    """Where a label stands in a matrix."""
    start, end = (0, 0) if matrix is None else matrix.bounds
    found = re.search(rf"(?<![\w.-]){re.escape(label)}(?![\w.-])", source.text[start:end])
    return Place(source, start + found.start(), start + found.end()) if found else None
