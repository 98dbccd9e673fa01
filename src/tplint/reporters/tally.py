"""Reports → the numbers of their summary. For the text and JSON reports."""

from __future__ import annotations

from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.findings import Report


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
