"""``tplint check``: repositories → their reports → the chosen format → an exit status."""

from __future__ import annotations

import os
from itertools import chain
from typing import TYPE_CHECKING

from tplint.cli import terminal
from tplint.discover import repository_root
from tplint.errors import UsageError
from tplint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from tplint.cli.arguments import Parser
    from tplint.cli.terminal import ColourChoice
    from tplint.config import Config
    from tplint.findings import Report, Rule
    from tplint.load import Files

_COMMANDS = ("check", "diagnose", "explain", "pin", "rules", "show")
_EPILOG = """\
other commands:
  tplint diagnose [LOG]      explain the log of a run that could not publish
  tplint show [PATH]         print what every upload presents, and the values for PyPI's form
  tplint pin [PATH]          declare the publishers that the uploads need in pyproject.toml
  tplint explain CODE|NAME   print a rule's page
  tplint rules               print the table of all rules

exit status:
  0 nothing at or above --fail-on   1 findings   2 a mistake in the call or the configuration   3 a fault of tplint
"""
FINDINGS, USAGE, INTERNAL = 1, 2, 3
_DOCUMENTS = frozenset({"json", "sarif"})
_RANKS = {"note": 1, "warning": 2, "error": 3, "never": 4}


class Options(NamedTuple):
    """The command's arguments; what is None is as the configuration has it."""

    paths: Sequence[str]
    select: Sequence[str] | None = None
    extend_select: Sequence[str] = ()
    ignore: Sequence[str] | None = None
    format: str = "text"
    output: str | None = None
    fail_on: str | None = None
    config: str | None = None
    isolated: bool = False
    color: ColourChoice = "auto"
    quiet: bool = False
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False


class _Result(NamedTuple):
    """What comes of one repository: its report, its exit status, and with `--diff` the lines of that."""

    report: Report
    status: int
    diff: Sequence[str] = ()


def run(words: Sequence[str]) -> int:
    """Lint; returns 0, 1, 2 or 3 as the worst of all repositories says, and raises ``UsageError`` for bad options."""
    from tplint.rules import Names  # noqa: PLC0415 - the arguments may be wrong

    options = _options(words)
    known = Names(_rules)
    _refuse_unknown([*(options.select or ()), *options.extend_select, *(options.ignore or ())], known)
    if options.unsafe_fixes and not (options.fix or options.diff):
        raise UsageError("`--unsafe-fixes` goes with `--fix` or `--diff`")
    if options.diff and options.format != "text":
        raise UsageError(
            f"`--diff` is a format of its own; `--format {options.format}` has the fixes' edits without it"
        )
    statuses = [0]
    results = _results(options, known, statuses)
    if options.diff:
        _write(iter([line for result in results for line in result.diff]), options, is_document=True)
        return max(statuses)
    reports = (result.report for result in results)
    first = next(reports, None)
    if first is not None:
        _write(_rendered(chain([first], reports), options), options)
    return max(statuses)


def _options(words: Sequence[str]) -> Options:
    """The arguments' values; raises ``UsageError``. Paths alone need no parser, which takes 10 ms to set up."""
    if not any(word.startswith("-") for word in words):
        return Options(words)
    from tplint.cli import arguments  # noqa: PLC0415 - only for options

    return Options(**vars(arguments.parse(_parser(), words)))


def _parser() -> Parser:
    from functools import partial  # noqa: PLC0415 - only for options

    from tplint.cli import arguments  # noqa: PLC0415 - the same

    parser = arguments.parser(
        "tplint",
        "Find what would make publishing to PyPI with Trusted Publishing fail, before a tag is pushed.",
        _EPILOG,
    )
    parser.usage = "tplint [check] [option …] [PATH …]"
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="a repository, or files to limit the report to (default: here)")
    add_codes = partial(add, action="extend", type=_codes, metavar="CODES")
    add_codes("--select", help="only these rules: codes, prefixes or names, with commas between")
    add_codes("--extend-select", default=[], help="these rules too")
    add_codes("--ignore", help="not these rules")
    add("--format", choices=("text", "concise", "json", "sarif"), default="text", help="default: text")
    add("--output", metavar="FILE", help="write the report there, as a whole or not at all")
    add("--fix", action="store_true", help="repair what can be repaired safely, and report the rest")
    add(
        "--unsafe-fixes", action="store_true", help="with --fix or --diff: also fixes that something outside depends on"
    )
    add(
        "--diff",
        action="store_true",
        help="show what --fix would change, and change nothing; exit status 1 if anything",
    )
    add("--fail-on", choices=("error", "warning", "note", "never"), help="default: warning")
    add("--config", metavar="FILE", help="read this configuration instead of the repository's")
    add("--isolated", action="store_true", help="read no configuration")
    add("--color", choices=("auto", "always", "never"), default="auto", help="default: auto")
    add("-q", "--quiet", action="store_true", help="only findings, no summary")
    return parser


def _codes(text: str) -> list[str]:
    return [code.strip() for code in text.split(",") if code.strip()]


def _refuse_unknown(selectors: Sequence[str], known: Collection[str]) -> None:
    """Raise ``UsageError`` for a selector that is no rule's code, name or beginning of a code."""
    from tplint.config import did_you_mean, is_selector, quoted  # noqa: PLC0415 - the arguments may be wrong

    for selector in selectors:
        if not is_selector(selector, known):
            raise UsageError(f"there is no rule {quoted(selector)}{did_you_mean(selector, sorted(known))}")


def _targets(paths: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The repositories that paths belong to, each with the files to limit its report to, none for all of it."""
    targets: dict[str, tuple[str, ...]] = {}
    for path in paths:
        root = repository_root(path)
        whole = os.path.isdir(path)
        files = () if whole else (_relative(path, root),)
        before = targets.get(root)
        targets[root] = () if whole or before == () else (*(before or ()), *files)
    return targets


def _relative(path: str, start: str) -> str:
    """A path from a folder, with ``/``; unchanged where none leads there (another drive of Windows)."""
    try:
        return os.path.relpath(path, start).replace(os.sep, "/")
    except ValueError:
        return path.replace(os.sep, "/")


def _results(options: Options, known: Collection[str], statuses: list[int]) -> Iterator[_Result]:
    """Lint each repository on its own; a mistake in one is said and added to the statuses, and the next one follows."""
    paths = options.paths or [os.curdir]
    missing = [path for path in paths if not os.path.lexists(path)]
    for path in missing:
        hint = f" (a command stands first: `tplint {path} …`)" if path in _COMMANDS else ""
        terminal.complain(f"no such path: `{path}`{hint}")
        statuses.append(USAGE)
    targets = _targets([path for path in paths if path not in missing])
    for root, files in targets.items():
        shown = _relative(root, os.curdir)
        try:
            result = _result(root, shown, files, options, known)
        except UsageError as error:
            terminal.complain(str(error) if len(targets) == 1 else f"{shown}: {error}")
            statuses.append(USAGE)
        except Exception as error:  # noqa: BLE001 - whatever it is, the other repositories are still linted
            from tplint.cli import crash  # noqa: PLC0415 - only after one

            crash.report(error, ["check", shown])
            statuses.append(INTERNAL)
        else:
            statuses.append(result.status)
            yield result._replace(report=result.report._replace(root=shown))


def _result(root: str, shown: str, files: tuple[str, ...], options: Options, known: Collection[str]) -> _Result:
    """Lint a repository, and fix it where that is asked for; raises ``UsageError``."""
    config = _config(root, options, known)
    if not (options.fix or options.diff):
        report = _lint(root, files, config)
        return _Result(report, _status(report, config.fail_on))
    from tplint.cli import fixes  # noqa: PLC0415 - only with these options

    def lint(reader: Files) -> Report:
        from tplint import engine  # noqa: PLC0415 - loads all rules, and the arguments may be wrong

        return engine.lint(root, config=_config(root, options, known, reader), files=files, reader=reader)

    # A configuration that the user names is read for the repository, but is not a part of it.
    kept = config.source.path if options.config and config.source else ""
    if options.diff:
        lines, outcome = fixes.diff(root, shown, lint, unsafe=options.unsafe_fixes, kept=kept)
        status = FINDINGS if lines else 0
    else:
        lines, outcome = [], fixes.fix(root, shown, lint, unsafe=options.unsafe_fixes, kept=kept)
        status = _status(outcome.report, config.fail_on)
    return _Result(outcome.report, INTERNAL if outcome.refused else status, lines)


def _status(report: Report, fail_on: str) -> int:
    worst = max((_RANKS[finding.level] for finding in report.findings), default=0)
    return FINDINGS if worst >= _RANKS[fail_on] else 0


def _rules() -> tuple[Rule, ...]:
    from tplint import engine  # noqa: PLC0415 - loads all rules, and the arguments may be wrong

    return engine.rules()


def _lint(root: str, files: tuple[str, ...], config: Config) -> Report:
    from tplint import engine  # noqa: PLC0415 - loads all rules, and the arguments may be wrong

    return engine.lint(root, config=config, files=files)


def _config(root: str, options: Options, known: Collection[str], reader: Files | None = None) -> Config:
    """A repository's configuration, with what the command line says instead; raises ``UsageError``."""
    from tplint.config import load  # noqa: PLC0415 - the arguments may be wrong
    from tplint.load import Files  # noqa: PLC0415 - the same

    config = load(root, (reader or Files(root)).read, options.config, isolated=options.isolated, known=known)
    select = config.select if options.select is None else tuple(options.select)
    return config._replace(
        select=(*select, *options.extend_select),
        ignore=config.ignore if options.ignore is None else tuple(options.ignore),
        fail_on=options.fail_on or config.fail_on,
    )


def _rendered(reports: Iterator[Report], options: Options) -> Iterator[str]:
    """The report's lines; only the chosen format's reporter is loaded."""
    colour = terminal.colours_output(options.color, to_file=options.output is not None)
    match options.format:
        case "json":
            from tplint.reporters import json  # noqa: PLC0415 - one format of several

            return json.render(reports)
        case "sarif":
            from tplint.reporters import sarif  # noqa: PLC0415 - one format of several
            from tplint.rules import page  # noqa: PLC0415 - the same

            return sarif.render(reports, _rules(), page)
        case "concise":
            from tplint.reporters import concise  # noqa: PLC0415 - one format of several

            return concise.render(reports, colour=colour)
        case _:
            from tplint.reporters import text  # noqa: PLC0415 - one format of several

            return text.render(reports, colour=colour, quiet=options.quiet)


def _write(lines: Iterator[str], options: Options, *, is_document: bool = False) -> None:
    if options.output is not None:
        terminal.write_file(options.output, lines)
    elif is_document or options.format in _DOCUMENTS:
        terminal.write_document(lines)
    else:
        terminal.write(lines)
