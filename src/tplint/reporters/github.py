"""Reports → workflow commands of GitHub Actions, which it shows as annotations at the lines that they name.

How they are written: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands. What must be
escaped follows from how the runner takes them apart (actions/runner, `ActionCommand.cs`).
"""

from __future__ import annotations

from collections import Counter

from tplint.reporters.cells import message, visible
from tplint.reporters.locations import locate, region, repository_root
from tplint.reporters.paint import painter
from tplint.reporters.tally import Tally, add, counted, summary, tally

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tplint.findings import Finding, Report

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
# GitHub shows ten annotations of a level for each step, and drops the others without a word. The tenth notice is the
# one that says how many more findings there are.
SHOWN = {"error": 10, "warning": 10, "note": 9}


def render(reports: Iterable[Report], *, quiet: bool = False) -> Iterator[str]:
    """The commands, as many as GitHub shows, then a notice if there are more; ``quiet`` leaves the summary out."""
    total = Tally()
    seen: Counter[str] = Counter()
    for report in reports:
        total = add(total, tally(report))
        for finding in report.findings:
            seen[finding.level] += 1
            if seen[finding.level] <= SHOWN[finding.level]:
                yield _annotation(repository_root(report.root), finding)
    hidden = {level: seen[level] - shown for level, shown in SHOWN.items() if seen[level] > shown}
    if hidden:
        levels = ", ".join(counted(number, f"more {level}") for level, number in hidden.items())
        text = f"{levels}: GitHub shows ten annotations of a level for each step; `tplint` lists all findings"
        yield command("notice", {"title": "tplint"}, text)
    if not quiet:
        yield summary(total, painter(colour=False))


def _annotation(root: str, finding: Finding) -> str:
    location = locate(root, finding.at)
    place = region(location)
    properties: dict[str, object] = {
        "file": visible(location.path),
        "line": place.line,
        "endLine": place.line,
        "col": place.start,
        "endColumn": place.end,
        "title": f"{finding.code} {finding.name}",
    }
    remedy = f"fix: {finding.fix.title}" if finding.fix else ""
    said = f"{finding.message}: {finding.label}" if finding.label else finding.message
    lines = [message(text) for text in (said, finding.consequence, remedy) if text]
    return command(_COMMANDS[finding.level], properties, "\n".join(lines))


def command(name: str, properties: Mapping[str, object], data: str) -> str:
    """A workflow command on one line, whatever its values hold."""
    values = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name} {values}::{_data(data)}"


def _data(text: str) -> str:
    """A text that the runner reads as it is: it turns `%0A` and the like back."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A value among others: a comma would begin the next one, and colons the message."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
