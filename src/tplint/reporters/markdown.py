"""Reports → Markdown, as for the summary of a job on GitHub: a table for each file.

Nothing that a linted file says becomes markup, a link, a formula or a mention: in texts all signs are entities.
"""

from __future__ import annotations

import re

from tplint.reporters.cells import message, visible
from tplint.reporters.locations import locate, repository_root, shown_path
from tplint.reporters.paint import painter
from tplint.reporters.tally import Tally, add, counted, summary, tally

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tplint.findings import Finding, Report

# GitHub refuses a step's summary of more than 1 MiB as a whole; a rest is left for what else the step writes there.
MAX_BYTES = 1_000_000
# What can be markup, a formula, or within words an address or the name of an emoji.
_SIGNS = r"[\\`*_{}\[\]<>#+!|~$@&^]|:(?=[\w/+-])|(?<=[wW])\."
_TABLE = ("| Place | Rule | Finding |", "| --- | --- | --- |")


def render(
    reports: Iterable[Report], *, quiet: bool = False, warn: Callable[[str], None] | None = None
) -> Iterator[str]:
    """The document; what GitHub would not show is left out and said, there and to ``warn``.

    ``quiet`` leaves the summary out.
    """
    total, left, size, file = Tally(), 0, 0, ""
    lines: list[str] = []
    for report in reports:
        total = add(total, tally(report))
        root = repository_root(report.root)
        for finding in report.findings:
            path = shown_path(root, finding.at.source.path)
            head = [] if path == file else ["", f"### {_code(path)}", "", *_TABLE]
            added = [*head, _row(root, finding)]
            more = sum(len(line.encode("utf-8", "replace")) + 1 for line in added)
            if left or size + more > MAX_BYTES:
                left += 1
                continue
            size, file = size + more, path
            lines += added
    yield "## tplint"
    if not quiet:
        yield ""
        yield _text(summary(total, painter(colour=False)))
    yield from lines
    if left:
        said = f"{counted(left, 'more finding')} not shown here: GitHub takes a summary of at most 1 MiB"
        yield ""
        yield f"**{said}**"
        if warn:
            warn(said)


def _row(root: str, finding: Finding) -> str:
    location = locate(root, finding.at)
    parts = [finding.message, finding.label, finding.consequence, f"fix: {finding.fix.title}" if finding.fix else ""]
    said = "<br>".join(_with_code(message(part)) for part in parts if part)
    rule = f"[{finding.code}]({finding.help}) {finding.name}"
    return f"| {location.start.line}:{location.start.column} | {finding.level} {rule} | {said} |"


def _with_code(text: str) -> str:
    """A message, whose backticks mark code as far as they come in pairs."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return _text(text)
    return "".join(_code(piece) if number % 2 else _text(piece) for number, piece in enumerate(pieces))


def _code(text: str) -> str:
    return f"<code>{_escaped(visible(text))}</code>"


def _text(text: str) -> str:
    """A text without markup; an invisible space keeps GitHub from taking it for a mention or a number of an issue."""
    return re.sub("(&#(?:64|35);)", r"\1&#8203;", _escaped(text))


def _escaped(text: str) -> str:
    return re.sub(_SIGNS, lambda found: f"&#{ord(found[0])};", text)
