"""Reports → how many findings each rule has. What ``--stats`` prints below the findings."""

from __future__ import annotations

from collections import Counter

from tplint.reporters.paint import painter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Report
    from tplint.reporters.paint import Paint


class Statistics:
    """Counts the findings of reports as they pass."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str, str]] = Counter()

    def add(self, report: Report) -> Report:
        """Count a report's findings; returns the report."""
        self._counts.update((finding.level, finding.code, finding.name) for finding in report.findings)
        return report

    def lines(self, paint: Paint = painter(colour=False)) -> Iterator[str]:  # noqa: B008 - it is a function
        """A line for each rule and level that was reported, the most frequent first."""
        digits = len(str(max(self._counts.values(), default=0)))
        for (level, code, name), number in sorted(self._counts.items(), key=lambda item: (-item[1], item[0][1:])):
            yield f"{number:>{digits}}  {paint(level, f'{level:7}')}  {paint('code', code)}  {name}"
