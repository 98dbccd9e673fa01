"""A finding → its lines with the places it is about, what would happen and what to do. For the text report."""

from __future__ import annotations

from tplint.records import NamedTuple
from tplint.reporters.cells import message, visible, wrapped
from tplint.reporters.frame import frame, mark, rule
from tplint.reporters.locations import locate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding, Fix
    from tplint.reporters.frame import Mark
    from tplint.reporters.locations import Location
    from tplint.reporters.paint import Paint

_APPLIED_BY = {"safe": " (safe, --fix)", "unsafe": " (unsafe, --fix --unsafe-fixes)", "manual": ""}


class Look(NamedTuple):
    """How findings are drawn: with which colours, and how many columns wide, None for any."""

    paint: Paint
    columns: int | None


def heading(location: Location, finding: Finding, paint: Paint) -> str:
    """``path:line:column: level CODE name``."""
    address = paint("path", visible(location.address))
    return f"{address}: {paint(finding.level, finding.level)} {paint('code', finding.code)} {finding.name}"


def drawn(root: str, finding: Finding, look: Look) -> Iterator[str]:
    """The lines of a finding; ``root`` is the report's."""
    location = locate(root, finding.at)
    yield heading(location, finding, look.paint)
    yield from (f"  {line}" for line in wrapped(message(finding.message), look.columns and look.columns - 2))
    frames = _frames(root, finding, location)
    gutter = max(len(str(mark.line)) for _, marks in frames for mark in marks)
    if location.source.text:
        yield from _framed(frames, gutter, look)
    yield from _remedies(finding, gutter, look)


def _frames(root: str, finding: Finding, location: Location) -> list[tuple[Location, list[Mark]]]:
    """The finding's places by file, its own file first; each with the location that a frame's head names."""
    frames = {location.path: (location, [mark(location, finding.label, finding.level)])}
    for related in finding.related:
        other = locate(root, related.at)
        frames.setdefault(other.path, (other, []))[1].append(mark(other, related.message))
    return list(frames.values())


def _framed(frames: list[tuple[Location, list[Mark]]], gutter: int, look: Look) -> Iterator[str]:
    yield rule(gutter, look.paint, "│")
    for number, (location, marks) in enumerate(frames):
        if number:
            yield rule(gutter, look.paint, "│")
            yield rule(gutter, look.paint, "├─", visible(location.address))
        yield from frame(location.source, marks, gutter, look.paint, look.columns)


def _remedies(finding: Finding, gutter: int, look: Look) -> Iterator[str]:
    """What would happen, and what to do."""
    if finding.consequence or finding.fix:
        yield rule(gutter, look.paint, "│")
    for text in (message(finding.consequence), _fix(finding.fix) if finding.fix else ""):
        lines = wrapped(text, look.columns and look.columns - gutter - 3) if text else []
        yield from (rule(gutter, look.paint, " " if number else "=", line) for number, line in enumerate(lines))


def _fix(fix: Fix) -> str:
    return f"fix: {message(fix.title)}{_APPLIED_BY[fix.safety]}"
