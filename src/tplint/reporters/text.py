"""Reports → the text that people read: each finding with the lines it is about, and a summary. The default format."""

from __future__ import annotations

from tplint.records import NamedTuple
from tplint.reporters.cells import message, visible, wrapped
from tplint.reporters.frame import frame, mark, rule
from tplint.reporters.locations import locate
from tplint.reporters.paint import painter
from tplint.reporters.statistics import Statistics
from tplint.reporters.tally import Tally, add, tally

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tplint.findings import Finding, Fix, Report
    from tplint.reporters.frame import Mark
    from tplint.reporters.locations import Location
    from tplint.reporters.paint import Paint

# What is narrower is no window to read in: there lines are as long as they would be in this.
MIN_COLUMNS = 40
_APPLIED_BY = {"safe": " (safe, --fix)", "unsafe": " (unsafe, --fix --unsafe-fixes)", "manual": ""}


class _Look(NamedTuple):
    """How findings are drawn: with which colours, and how many columns wide, None for any."""

    paint: Paint
    columns: int | None


def render(
    reports: Iterable[Report],
    *,
    colour: bool = False,
    quiet: bool = False,
    stats: bool = False,
    columns: int | None = None,
) -> Iterator[str]:
    """The lines of the report, each repository's as soon as it is there; ``quiet`` leaves the summary out.

    With ``stats`` the counts of each rule stand before it. With ``columns`` lines are wrapped or cut to that width.
    """
    look = _Look(painter(colour=colour), columns and max(columns, MIN_COLUMNS))
    total = Tally()
    statistics = Statistics()
    separate = False
    for report in map(statistics.add, reports):
        total = add(total, tally(report))
        for finding in report.findings:
            if separate:
                yield ""
            separate = True
            yield from _finding(report.root, finding, look)
    for part in (statistics.lines(look.paint) if stats else (), () if quiet else (summary(total, look.paint),)):
        for number, line in enumerate(part):
            if separate and not number:
                yield ""
            separate = True
            yield line


def heading(location: Location, finding: Finding, paint: Paint) -> str:
    """``path:line:column: level CODE name``."""
    address = paint("path", visible(location.address))
    return f"{address}: {paint(finding.level, finding.level)} {paint('code', finding.code)} {finding.name}"


def _finding(root: str, finding: Finding, look: _Look) -> Iterator[str]:
    location = locate(root, finding.at)
    yield heading(location, finding, look.paint)
    yield from (f"  {line}" for line in wrapped(message(finding.message), look.columns and look.columns - 2))
    frames = _frames(root, finding, location)
    gutter = max(len(str(mark.line)) for _, marks in frames for mark in marks)
    if location.source.text:
        yield from _drawn(frames, gutter, look)
    yield from _remedies(finding, gutter, look)


def _frames(root: str, finding: Finding, location: Location) -> list[tuple[Location, list[Mark]]]:
    """The finding's places by file, its own file first; each with the location that a frame's head names."""
    frames = {location.path: (location, [mark(location, finding.label, finding.level)])}
    for related in finding.related:
        other = locate(root, related.at)
        frames.setdefault(other.path, (other, []))[1].append(mark(other, related.message))
    return list(frames.values())


def _drawn(frames: list[tuple[Location, list[Mark]]], gutter: int, look: _Look) -> Iterator[str]:
    yield rule(gutter, look.paint, "│")
    for number, (location, marks) in enumerate(frames):
        if number:
            yield rule(gutter, look.paint, "│")
            yield rule(gutter, look.paint, "├─", visible(location.address))
        yield from frame(location.source, marks, gutter, look.paint, look.columns)


def _remedies(finding: Finding, gutter: int, look: _Look) -> Iterator[str]:
    """What would happen, and what to do."""
    if finding.consequence or finding.fix:
        yield rule(gutter, look.paint, "│")
    for text in (message(finding.consequence), _fix(finding.fix) if finding.fix else ""):
        lines = wrapped(text, look.columns and look.columns - gutter - 3) if text else []
        yield from (rule(gutter, look.paint, " " if number else "=", line) for number, line in enumerate(lines))


def _fix(fix: Fix) -> str:
    return f"fix: {message(fix.title)}{_APPLIED_BY[fix.safety]}"


def summary(total: Tally, paint: Paint) -> str:
    """The last line: what was found, and in how much."""
    accepted = f", {total.accepted} by the baseline" if total.accepted else ""
    suppressed = f" ({total.suppressed} suppressed{accepted})" if total.suppressed else ""
    repositories = f" of {total.repositories} repositories" if total.repositories > 1 else ""
    undecided = f", {total.undecided} could not be decided" if total.undecided else ""
    uploads = counted(total.uploads, "upload") if total.uploads else "no uploads"
    found = f"{_found(total, paint)}{suppressed} in {counted(total.files, 'file')}{repositories}"
    return f"{found} · {uploads}{undecided}"


def _found(total: Tally, paint: Paint) -> str:
    levels = (("error", total.errors), ("warning", total.warnings), ("note", total.notes))
    return ", ".join(paint(level, counted(number, level)) for level, number in levels if number) or "no findings"


def counted(number: int, noun: str) -> str:
    """A number with its noun, in the plural where it is not one."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
