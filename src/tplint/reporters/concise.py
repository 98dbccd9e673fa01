"""Reports → one line per finding, for editors and for people who know the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.reporters.cells import message
from tplint.reporters.locations import locate
from tplint.reporters.paint import painter
from tplint.reporters.text import heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tplint.findings import Report


def render(reports: Iterable[Report], *, colour: bool = False) -> Iterator[str]:
    """Lines ``path:line:column: level CODE name message``, each repository's as soon as it is there."""
    paint = painter(colour=colour)
    for report in reports:
        for finding in report.findings:
            location = locate(report.root, finding.at)
            yield f"{heading(location, finding, paint)} {message(finding.message)}"
