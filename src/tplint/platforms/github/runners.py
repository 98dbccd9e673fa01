"""`runs-on:` → the runner: its system where the label tells, and whether GitHub hosts it."""

from __future__ import annotations

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
_WINDOWS = frozenset({"11", "2016", "2019", "2022", "2025"})
_IN_LABELS = str.maketrans("", "", "-._")
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
            if text(get(node, "group")) is not None and Known("self-hosted") not in labels:
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
    if len(labels) == 1 and (system := _system_of_hosted(labels[0].lower())):
        return Runner(system, hosted=True, label=shown)
    found = (_SYSTEMS.get(label.lower()) or _system_of_hosted(label.lower()) for label in labels)
    systems = {system for system in found if system}
    return Runner(systems.pop() if len(systems) == 1 else "", hosted=False, label=shown)


def _system_of_hosted(label: str) -> Literal["linux", "windows", "macos", ""]:
    """The system of a hosted runner's label, `ubuntu-24.04-arm`; empty for one that it may not be."""
    name, _, rest = label.partition("-")
    version, dash, more = rest.partition("-")
    if not rest.translate(_IN_LABELS).isalnum() or (dash and not more):
        return ""
    number = version.partition(".")[0]
    is_known = version in {"latest", "slim"} or {
        "ubuntu": version[:1].isdigit(),
        "windows": version in _WINDOWS,
        "macos": len(number) == 2 and number[0] in "12" and number.isdigit(),  # noqa: PLR2004 - as in 14 and 26
    }.get(name, False)
    return _SYSTEMS[name] if is_known and name in _SYSTEMS else ""
