"""`runs-on:` → the runner: its system where the label tells, and whether GitHub hosts it."""

from __future__ import annotations

import re
from functools import lru_cache

from tplint.documents.nodes import Mapping, Scalar, Sequence, get, items, place, text
from tplint.model import Known, Runner, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

    from tplint.documents.nodes import Node
    from tplint.documents.source import Source
    from tplint.model import Fact, Value

# Users may name larger runners as they like: of Windows and macOS only those versions count that GitHub has had.
_HOSTED = (
    r"(?i)(ubuntu|windows|macos)-(?:latest|slim|(?<=ubuntu-)\d[\w.]*|(?<=windows-)(?:11|20(?:16|19|22|25))"
    r"|(?<=macos-)[12]\d(?:\.\d+)?)(?:-\w+)*"
)
_SYSTEMS: dict[str, Literal["linux", "windows", "macos"]] = {
    "ubuntu": "linux",
    "linux": "linux",
    "windows": "windows",
    "macos": "macos",
}


def runner(source: Source, node: Node | None, value: Callable[[Scalar], Value]) -> Fact[Runner]:
    """The runner of a job; ``value`` evaluates a scalar."""
    if node is None:
        return Unknown("the job has no `runs-on`")
    where = place(source, node)
    match node:
        case Scalar():
            labels = [value(node).fact]
        case Sequence(items=members):
            labels = [value(item).fact for item in members if isinstance(item, Scalar)]
        case Mapping():
            labels = _labels(node, value)
            if text(get(node, "group")) is not None:
                return Unknown("the job runs on a group of runners", where)
    known = [label.value for label in labels if isinstance(label, Known)]
    for label in labels:
        if isinstance(label, Unknown):
            return Unknown(label.why, where, origins=label.origins)
    return Known(_runner(tuple(known)), where)


def _labels(node: Mapping, value: Callable[[Scalar], Value]) -> list[Fact[str]]:
    labels = get(node, "labels")
    members = (labels,) if isinstance(labels, Scalar) else items(labels)
    return [value(item).fact for item in members if isinstance(item, Scalar)]


@lru_cache(maxsize=64)
def _runner(labels: tuple[str, ...]) -> Runner:
    shown = ", ".join(labels)
    if len(labels) == 1 and (match := re.fullmatch(_HOSTED, labels[0])):
        return Runner(_SYSTEMS[match[1].lower()], hosted=True, label=shown)
    systems = {system for label in labels if (system := _SYSTEMS.get(label.lower()))}
    hosted = [match for label in labels if (match := re.fullmatch(_HOSTED, label))]
    systems |= {_SYSTEMS[match[1].lower()] for match in hosted}
    return Runner(systems.pop() if len(systems) == 1 else "", hosted=False, label=shown)
