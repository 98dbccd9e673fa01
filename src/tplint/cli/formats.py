"""Reports → the lines of the chosen format → where they go. Part of ``tplint check``; only that reporter is loaded."""

from __future__ import annotations

import os

from tplint.cli import terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tplint.cli.options import Options
    from tplint.findings import Report, Unread

_FOR_PEOPLE = frozenset({"text", "concise"})
# Their readers show nothing at a path that leads over a link.
_FOR_PLATFORMS = frozenset({"sarif", "github", "gitlab"})
_FROM_REPOSITORY = _FOR_PLATFORMS | {"markdown"}  # paths are the repository's own


def write_reports(reports: Iterable[Report], options: Options, unread: Sequence[Unread]) -> None:
    """Render reports in the chosen format as they come, and print or write them.

    ``unread``, which may grow meanwhile, are the repositories that have no report; documents for programs name them.
    """
    if options.format in _FOR_PLATFORMS:
        reports = map(_with_real_paths, reports)
    if options.format in _FROM_REPOSITORY and len(options.paths) > 1:
        reports = _told_apart(reports, options.paths)
    if not options.stats or options.format in _FOR_PEOPLE:
        write(_rendered(reports, options, unread), options)
        return
    from tplint.reporters.statistics import Statistics  # noqa: PLC0415 - only with `--stats`

    statistics = Statistics()
    write(_rendered(map(statistics.add, reports), options, unread), options)
    for line in statistics.lines():
        terminal.say(line)


def write(lines: Iterable[str], options: Options, *, is_document: bool = False) -> None:
    """Print lines, or write them to the file that was asked for."""
    if options.output is not None:
        terminal.write_file(options.output, lines)
    elif is_document or options.format not in _FOR_PEOPLE:
        terminal.write_document(lines)
    else:
        terminal.write(lines)


def _rendered(reports: Iterable[Report], options: Options, unread: Sequence[Unread]) -> Iterator[str]:
    match options.format:
        case "json":
            from tplint.reporters import json  # noqa: PLC0415 - one format of several

            return json.render(reports, unread)
        case "sarif":
            return _sarif(reports, unread)
        case "github":
            from tplint.reporters import github  # noqa: PLC0415 - one format of several

            return github.render(reports, quiet=options.quiet)
        case "gitlab":
            from tplint.reporters import gitlab  # noqa: PLC0415 - one format of several

            return gitlab.render(reports)
        case "markdown":
            from tplint.reporters import markdown  # noqa: PLC0415 - one format of several

            return markdown.render(reports, quiet=options.quiet, warn=_warn)
    return _for_people(reports, options)


def _sarif(reports: Iterable[Report], unread: Sequence[Unread]) -> Iterator[str]:
    from tplint.reporters import sarif  # noqa: PLC0415 - one format of several
    from tplint.rules import named, page  # noqa: PLC0415 - the same

    with_suppressed = os.environ.get("GITHUB_ACTIONS") != "true"
    return sarif.render(reports, named, page, with_suppressed=with_suppressed, unread=unread, warn=_warn)


def _for_people(reports: Iterable[Report], options: Options) -> Iterator[str]:
    colour = terminal.colours_output(options.color, to_file=options.output is not None)
    if options.format == "concise":
        from tplint.reporters import concise  # noqa: PLC0415 - one format of several

        return concise.render(reports, colour=colour, stats=options.stats)
    from tplint.reporters import text  # noqa: PLC0415 - one format of several

    columns = None if options.output else terminal.columns()
    return text.render(reports, colour=colour, quiet=options.quiet, stats=options.stats, columns=columns)


def _warn(text: str) -> None:
    terminal.say(f"tplint: warning: {text}")


def _told_apart(reports: Iterable[Report], paths: Sequence[str]) -> Iterable[Report]:
    """The reports of several repositories: where some lie outside, all are named from the folder that holds them."""
    absolute = [os.path.abspath(path) for path in paths]
    try:
        common = os.path.commonpath([*absolute, os.getcwd()])
        if common == os.getcwd():
            return reports
        common = os.path.commonpath(absolute)
    except ValueError:  # on several drives of Windows
        return reports
    return (each._replace(root=os.path.relpath(each.root, common).replace(os.sep, "/")) for each in reports)


def _with_real_paths(report: Report) -> Report:
    """The report with paths inside the repository that lead over no link."""
    from tplint.reporters.locations import with_paths  # noqa: PLC0415 - some formats of several

    root = os.path.realpath(report.root)
    known: dict[str, str] = {}

    def real(path: str) -> str:
        if path not in known:
            found = os.path.relpath(os.path.realpath(os.path.join(root, path)), root).replace(os.sep, "/")
            known[path] = path if found.startswith("../") else found
        return known[path]

    return with_paths(report, real)
