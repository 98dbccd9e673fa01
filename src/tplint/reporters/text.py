"""Reports → the text that people read: each finding with the lines it is about, and a summary. The default format."""

from __future__ import annotations

from tplint.reporters.paint import painter
from tplint.reporters.tally import Tally, add, summary, tally

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tplint.findings import Report
    from tplint.reporters.paint import Paint
    from tplint.reporters.statistics import Statistics

# What is narrower is no window to read in: there lines are as long as they would be in this.
MIN_COLUMNS = 40


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
    paint, columns = painter(colour=colour), columns and max(columns, MIN_COLUMNS)
    total, statistics = Tally(), _statistics() if stats else None
    separate = False
    for report in reports:
        total = add(total, tally(report))
        if statistics is not None:
            statistics.add(report)
        for block in _blocks(report, paint, columns):
            if separate:
                yield ""
            separate = True
            yield from block
    for part in (statistics.lines(paint) if statistics else (), () if quiet else (summary(total, paint),)):
        for number, line in enumerate(part):
            if separate and not number:
                yield ""
            separate = True
            yield line


def _statistics() -> Statistics:
    from tplint.reporters.statistics import Statistics  # noqa: PLC0415 - only with `--stats`

    return Statistics()


def _blocks(report: Report, paint: Paint, columns: int | None) -> Iterator[Iterator[str]]:
    """The lines of each finding."""
    if report.findings:
        from tplint.reporters.drawing import Look, drawn  # noqa: PLC0415 - most runs find nothing

        look = Look(paint, columns)
        yield from (drawn(report.root, finding, look) for finding in report.findings)
