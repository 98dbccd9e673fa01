"""Reports → the text that people read: each finding with the lines it is about, and a summary. The default format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.reporters.cells import message, visible
from tplint.reporters.frame import frame, mark, rule
from tplint.reporters.locations import locate
from tplint.reporters.paint import painter
from tplint.reporters.tally import Tally, add, tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tplint.findings import Finding, Fix, Report
    from tplint.reporters.frame import Mark
    from tplint.reporters.locations import Location
    from tplint.reporters.paint import Paint

_APPLIED_BY = {"safe": " (safe, --fix)", "unsafe": " (unsafe, --fix --unsafe-fixes)", "manual": ""}


def render(reports: Iterable[Report], *, colour: bool = False, quiet: bool = False) -> Iterator[str]:
    """The lines of the report, each repository's as soon as it is there; ``quiet`` leaves the summary out."""
    paint = painter(colour=colour)
    total = Tally()
    separate = False
    for report in reports:
        total = add(total, tally(report))
        for finding in report.findings:
            if separate:
                yield ""
            separate = True
            yield from _finding(report.root, finding, paint)
    if not quiet:
        if separate:
            yield ""
        yield summary(total, paint)


def heading(location: Location, finding: Finding, paint: Paint) -> str:
    """``path:line:column: level CODE name``."""
    address = paint("path", visible(location.address))
    return f"{address}: {paint(finding.level, finding.level)} {paint('code', finding.code)} {finding.name}"


def _finding(root: str, finding: Finding, paint: Paint) -> Iterator[str]:
    location = locate(root, finding.at)
    yield heading(location, finding, paint)
    yield f"  {message(finding.message)}"
    frames = _frames(root, finding, location)
    gutter = max(len(str(mark.line)) for _, marks in frames for mark in marks)
    if location.source.text:
        yield from _drawn(frames, gutter, paint)
    yield from _remedies(finding, gutter, paint)


def _frames(root: str, finding: Finding, location: Location) -> list[tuple[Location, list[Mark]]]:
    """The finding's places by file, its own file first; each with the location that a frame's head names."""
    frames = {location.path: (location, [mark(location, finding.label, finding.level)])}
    for related in finding.related:
        other = locate(root, related.at)
        frames.setdefault(other.path, (other, []))[1].append(mark(other, related.message))
    return list(frames.values())


def _drawn(frames: list[tuple[Location, list[Mark]]], gutter: int, paint: Paint) -> Iterator[str]:
    yield rule(gutter, paint, "│")
    for number, (location, marks) in enumerate(frames):
        if number:
            yield rule(gutter, paint, "│")
            yield rule(gutter, paint, "├─", visible(location.address))
        yield from frame(location.source, marks, gutter, paint)


def _remedies(finding: Finding, gutter: int, paint: Paint) -> Iterator[str]:
    """What would happen, and what to do."""
    if finding.consequence or finding.fix:
        yield rule(gutter, paint, "│")
    if finding.consequence:
        yield rule(gutter, paint, "=", message(finding.consequence))
    if finding.fix:
        yield rule(gutter, paint, "=", _fix(finding.fix))


def _fix(fix: Fix) -> str:
    return f"fix: {message(fix.title)}{_APPLIED_BY[fix.safety]}"


def summary(total: Tally, paint: Paint) -> str:
    """The last line: what was found, and in how much."""
    suppressed = f" ({total.suppressed} suppressed)" if total.suppressed else ""
    repositories = f" of {total.repositories} repositories" if total.repositories > 1 else ""
    undecided = f", {total.undecided} could not be decided" if total.undecided else ""
    uploads = _count(total.uploads, "upload") if total.uploads else "no uploads"
    found = f"{_found(total, paint)}{suppressed} in {_count(total.files, 'file')}{repositories}"
    return f"{found} · {uploads}{undecided}"


def _found(total: Tally, paint: Paint) -> str:
    levels = (("error", total.errors), ("warning", total.warnings), ("note", total.notes))
    return ", ".join(paint(level, _count(count, level)) for level, count in levels if count) or "no findings"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
