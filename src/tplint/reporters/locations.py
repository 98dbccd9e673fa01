"""A finding's place → the path to show, and lines and columns. For all reports."""

from __future__ import annotations

import posixpath

from tplint.documents.source import Pointer, line_text, position, resolve
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tplint.documents.source import Place, Position, Source
    from tplint.findings import Finding, Report
    from tplint.model import Publisher


class Location(NamedTuple):
    """Where something stands: ``path`` as the report shows it, ``source`` for the text, both ends as positions."""

    path: str
    source: Source
    start: Position
    end: Position

    @property
    def address(self) -> str:
        """``path:line:column``, which terminals and editors link."""
        return f"{self.path}:{self.start.line}:{self.start.column}"


class Region(NamedTuple):
    """A part of one line; columns count from 1, and ``end`` is the one behind the last."""

    line: int
    start: int
    end: int


def region(location: Location) -> Region:
    """The first line of a place, at least a column of it: what lies in one line can be shown beside a change."""
    start, line = location.start, location.start.line
    last = len(line_text(location.source, line)) + 1
    end = location.end.column if location.end.line == line else last
    return Region(line, start.column, max(end, min(start.column + 1, last), start.column))


def locate(root: str, at: Place | Pointer) -> Location:
    """Find a place; ``root`` is the report's, which the path is shown below."""
    place = resolve(at)
    source = place.source
    return Location(shown_path(root, source.path), source, position(source, place.start), position(source, place.end))


def declared_at(publisher: Publisher) -> Location:
    """Where a publisher is declared."""
    return locate("", Pointer(publisher.source, publisher.keys))


def shown_path(root: str, path: str) -> str:
    """A path from a report's root, with ``/`` between its parts; a configuration that is named may lie outside."""
    if root in {"", "."}:
        return path
    shown = f"{root.rstrip('/')}/{path}"
    return posixpath.normpath(shown) if path.startswith("../") else shown


def repository_root(root: str) -> str:
    """The root that paths begin with for a platform, which takes them from the repository's own.

    So they do where the current folder is inside the repository, or elsewhere.
    """
    return "." if root == ".." or root.startswith(("../", "/")) else root


def with_paths(report: Report, real: Callable[[str], str]) -> Report:
    """The report with other paths of its files: platforms show nothing at a path that leads over a link."""

    def moved(at: Place) -> Place:
        return at._replace(source=at.source._replace(path=real(at.source.path)))

    def all_moved(finding: Finding) -> Finding:
        fix = finding.fix
        if fix:
            fix = fix._replace(edits=tuple(edit._replace(at=moved(edit.at)) for edit in fix.edits))
        related = tuple(each._replace(at=moved(resolve(each.at))) for each in finding.related)
        return finding._replace(at=moved(resolve(finding.at)), related=related, fix=fix)

    if all(real(path) == path for path in _paths(report)):
        return report
    findings, suppressed = (tuple(map(all_moved, each)) for each in (report.findings, report.suppressed))
    return report._replace(findings=findings, suppressed=suppressed)


def _paths(report: Report) -> Iterator[str]:
    for finding in (*report.findings, *report.suppressed):
        yield finding.at.source.path
        yield from (each.at.source.path for each in finding.related)
        yield from (edit.at.source.path for edit in (finding.fix.edits if finding.fix else ()))
