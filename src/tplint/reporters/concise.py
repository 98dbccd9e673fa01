"""Reports → one line per finding, for editors and for people who know the rules."""

from __future__ import annotations

from tplint.reporters.cells import message
from tplint.reporters.drawing import heading
from tplint.reporters.locations import locate
from tplint.reporters.paint import painter
from tplint.reporters.statistics import Statistics

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tplint.findings import Report


def render(reports: Iterable[Report], *, colour: bool = False, stats: bool = False) -> Iterator[str]:
    """Lines ``path:line:column: level CODE name message``, each repository's as soon as it is there.

    With ``stats`` the counts of each rule follow.
    """
    paint = painter(colour=colour)
    statistics = Statistics()
    for report in map(statistics.add, reports):
        for finding in report.findings:
            location = locate(report.root, finding.at)
            yield f"{heading(location, finding, paint)} {message(finding.message)}"
    if stats:
        yield from statistics.lines(paint)
