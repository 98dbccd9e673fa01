"""Reports → the numbers of their summary, and its line. For all reports that have one."""

from __future__ import annotations

from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.findings import Report
    from tplint.reporters.paint import Paint


class Tally(NamedTuple):
    """How many of each; ``undecided`` counts places, however many reasons there are at one.

    ``accepted`` are those of the suppressed findings that the baseline has.
    """

    repositories: int = 0
    files: int = 0
    uploads: int = 0
    undecided: int = 0
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    suppressed: int = 0
    accepted: int = 0


def tally(report: Report) -> Tally:
    """The numbers of one report."""
    levels = [finding.level for finding in report.findings]
    return Tally(
        repositories=1,
        files=report.files,
        uploads=report.uploads,
        undecided=len({(entry.at.source.path, entry.at.start) for entry in report.undecided}),
        errors=levels.count("error"),
        warnings=levels.count("warning"),
        notes=levels.count("note"),
        suppressed=len(report.suppressed),
        accepted=sum(1 for each in report.suppressed if each.suppression and each.suppression.by == "baseline"),
    )


def add(one: Tally, other: Tally) -> Tally:
    """The sum of two tallies."""
    return Tally(*(mine + theirs for mine, theirs in zip(one, other, strict=True)))


def summary(total: Tally, paint: Paint) -> str:
    """The last line: what was found, and in how much."""
    accepted = f", {total.accepted} by the baseline" if total.accepted else ""
    suppressed = f" ({total.suppressed} suppressed{accepted})" if total.suppressed else ""
    repositories = f" of {total.repositories} repositories" if total.repositories > 1 else ""
    undecided = f", {total.undecided} could not be decided (tplint show)" if total.undecided else ""
    uploads = counted(total.uploads, "upload") if total.uploads else "no uploads"
    found = f"{_found(total, paint)}{suppressed} in {counted(total.files, 'file')}{repositories}"
    return f"{found} · {uploads}{undecided}"


def _found(total: Tally, paint: Paint) -> str:
    levels = (("error", total.errors), ("warning", total.warnings), ("note", total.notes))
    return ", ".join(paint(level, counted(number, level)) for level, number in levels if number) or "no findings"


def counted(number: int, noun: str) -> str:
    """A number with its noun, in the plural where it is not one."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
