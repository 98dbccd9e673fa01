"""``tplint check``: repositories → their reports → the chosen format → an exit status."""

from __future__ import annotations

import os
import sys
from itertools import chain

from tplint.cli import FINDINGS, INTERNAL, USAGE, formats, terminal
from tplint.cli.options import options as parsed
from tplint.cli.options import parser
from tplint.discover import has_many_workflows, refuse_closed, repository_root
from tplint.errors import UsageError
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from tplint.cli.accepted import Accepted
    from tplint.cli.options import Options
    from tplint.config import Config
    from tplint.findings import Fault, Report, Rule, Unread
    from tplint.load import Files
    from tplint.model import Repository

__all__ = ["parser", "run"]

_COMMANDS = ("check", "diagnose", "explain", "pin", "rules", "show")
_RANKS = {"note": 1, "warning": 2, "error": 3, "never": 4}


class _Asked(NamedTuple):
    """What holds for every repository: the command line, the codes and names of rules, and the baseline if any."""

    options: Options
    known: Collection[str]
    accepted: Accepted | None

    def sift(self, report: Report) -> Report:
        """A report without what the baseline accepts."""
        return self.accepted.sift(report) if self.accepted else report


class _Result(NamedTuple):
    """What comes of one repository: its report, and the level of findings that fails it.

    ``files`` are those that the report is limited to, if any. With `--diff`, ``diff`` has the lines of that. ``broken``
    is true where a fix was wrong.
    """

    report: Report
    fail_on: str
    files: tuple[str, ...] = ()
    diff: Sequence[str] | None = None
    broken: bool = False


def run(words: Sequence[str]) -> int:
    """Lint; returns 0, 1, 2 or 3 as the worst of all repositories says, and raises ``UsageError`` for bad options."""
    from tplint.rules import Names  # noqa: PLC0415 - the arguments may be wrong

    options = parsed(words)
    known = Names(_rules)
    _refuse_unknown([*(options.select or ()), *options.extend_select, *(options.ignore or ())], known)
    asked = _Asked(options, known, _accepted(options))
    statuses = [0]
    faults: list[Fault] = []
    unread: list[Unread] = []
    results = _judged(_results(asked, statuses, unread), asked.accepted, statuses, faults)
    if options.diff:
        shown = list(results)
        formats.write([line for result in shown for line in result.diff or ()], options, is_document=True)
        _tell_unsafe(shown, options)
    else:
        reports = (result.report for result in results)
        first = next(reports, None)
        if first is not None:
            formats.write_reports(chain([first], reports), options, unread)
        if asked.accepted:
            asked.accepted.finish(options, _rules)
    if faults:
        from tplint.cli import crash  # noqa: PLC0415 - only where a rule failed

        crash.report_faults(faults, ["check", *options.paths])
    worst = max(statuses)
    return 0 if options.exit_zero and worst == FINDINGS else worst


def _tell_unsafe(results: Iterable[_Result], options: Options) -> None:
    """Say how many findings have a fix that the diff leaves out for being unsafe."""
    fixes = [finding.fix for result in results for finding in result.report.findings if finding.fix is not None]
    left = sum(fix.safety == "unsafe" for fix in fixes)
    if left and not (options.unsafe_fixes or options.quiet):
        they, them = ("1 unsafe fix is", "it") if left == 1 else (f"{left} unsafe fixes are", "them")
        terminal.say(f"{they} not shown: `--diff --unsafe-fixes` shows {them}")


def _accepted(options: Options) -> Accepted | None:
    """The baseline, where one is named or to be written; raises ``UsageError``."""
    if not options.write_baseline and options.baseline is None:
        return None
    from tplint.cli.accepted import Accepted  # noqa: PLC0415 - only with a baseline

    return Accepted(options)


def _judged(
    results: Iterable[_Result], accepted: Accepted | None, statuses: list[int], faults: list[Fault]
) -> Iterator[_Result]:
    """The results as they are to be reported; the status of each is added to the statuses."""
    for result in results:
        faults += result.report.faults
        taken = result._replace(report=accepted.take(result.report, result.files)) if accepted else result
        statuses.append(_status(taken))
        yield taken


def _status(result: _Result) -> int:
    if result.broken or result.report.faults:
        return INTERNAL
    if result.diff is not None:
        return FINDINGS if result.diff else 0
    worst = max((_RANKS[finding.level] for finding in result.report.findings), default=0)
    return FINDINGS if worst >= _RANKS[result.fail_on] else 0


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
        files = () if whole else _named(path, root)
        before = targets.get(root)
        targets[root] = () if whole or before == () else (*(before or ()), *files)
    return targets


def _named(path: str, root: str) -> tuple[str, ...]:
    """The file that a path names; one that leads over a link means also what is at its end."""
    named = _relative(path, root), _relative(os.path.realpath(path), os.path.realpath(root))
    return tuple(dict.fromkeys(named))


def _relative(path: str, start: str) -> str:
    """A path from a folder, with ``/``; unchanged where none leads there (another drive of Windows)."""
    try:
        return os.path.relpath(path, start).replace(os.sep, "/")
    except ValueError:
        return path.replace(os.sep, "/")


def _results(asked: _Asked, statuses: list[int], unread: list[Unread]) -> Iterator[_Result]:
    """Lint each repository on its own; a mistake in one is said and added to the lists, and the next one follows."""
    options = asked.options
    paths = options.paths or [os.curdir]
    missing = [path for path in paths if not os.path.lexists(path)]
    for path in missing:
        terminal.complain(f"no such path: `{path}`{_command_meant(path)}")
        statuses.append(USAGE)
    targets = _targets([path for path in paths if path not in missing])
    for shown, outcome in _outcomes(targets, asked):
        if isinstance(outcome, _Result):
            is_empty = not outcome.report.files and not outcome.report.findings
            if is_empty and len(targets) == 1 and not options.quiet:
                terminal.say(f"nothing to read in `{shown}`: no workflow, pipeline, project file or guide")
            yield outcome._replace(report=outcome.report._replace(root=shown))
        elif isinstance(outcome, UsageError):
            terminal.complain(str(outcome) if shown == os.curdir else f"{shown}: {outcome}")
            statuses.append(USAGE)
            unread.append(_unread(shown, str(outcome)))
        else:
            from tplint.checking.faults import told  # noqa: PLC0415 - only after one
            from tplint.cli import crash  # noqa: PLC0415 - the same

            crash.report(outcome, ["check", shown])
            statuses.append(INTERNAL)
            unread.append(_unread(shown, told(outcome)))


def _unread(path: str, error: str) -> Unread:
    from tplint.findings import Unread  # noqa: PLC0415 - only after a mistake

    return Unread(path, error)


def _command_meant(path: str) -> str:
    """A hint for a path that is not there and is a command, or nearly one."""
    if path in _COMMANDS:
        return f" (a command stands first: `tplint {path} …`)"
    from tplint.config import did_you_mean  # noqa: PLC0415 - only after a mistake

    return did_you_mean(path, (*_COMMANDS, "--help"))


def _outcomes(targets: Mapping[str, tuple[str, ...]], asked: _Asked) -> Iterator[tuple[str, _Result | Exception]]:
    """What comes of each repository, or what was raised; many repositories are shared out to all cores."""

    def work(root: str) -> _Result | Exception:
        try:
            refuse_closed(root)
            return _result(root, _relative(root, os.curdir), targets[root], asked)
        except Exception as error:  # noqa: BLE001 - whatever it is, the other repositories are still linted
            return error

    outcomes: Iterator[_Result | Exception] = map(work, targets)
    options = asked.options
    tell = None
    if len(targets) > 1 and not options.fix:
        from tplint.checking.spread import cores, spread  # noqa: PLC0415 - for several repositories
        from tplint.cli.progress import progress  # noqa: PLC0415 - the same

        outcomes = spread(work, tuple(targets), cores())
        tell = progress("repositories", quiet=options.quiet or sys.stdout.isatty())
    for done, (root, outcome) in enumerate(zip(targets, outcomes, strict=True), start=1):
        if tell is not None:
            tell(done, len(targets))
        yield _relative(root, os.curdir), outcome


def _result(root: str, shown: str, files: tuple[str, ...], asked: _Asked) -> _Result:
    """Lint a repository, and fix what is not accepted where that is asked for; raises ``UsageError``."""
    options = asked.options
    config = _config(root, asked)
    if not (options.fix or options.diff):
        return _Result(asked.sift(_lint(root, files, config, quiet=options.quiet)), config.fail_on, files)
    from tplint import engine  # noqa: PLC0415 - loads all rules, and the arguments may be wrong
    from tplint.cli import fixes  # noqa: PLC0415 - only with these options

    def lint(reader: Files) -> Report:
        return asked.sift(engine.lint(root, config=_config(root, asked, reader), files=files, reader=reader))

    def read(reader: Files) -> Repository:
        return engine.read(reader, _config(root, asked, reader))

    # A configuration that the user names is read for the repository, but is not a part of it.
    kept = config.source.path if options.config and config.source else ""
    if options.diff:
        alone = len(options.paths) <= 1
        lines, outcome = fixes.diff(root, shown, lint, unsafe=options.unsafe_fixes, kept=kept, alone=alone)
    else:
        lines, outcome = None, fixes.fix(root, shown, lint, read, unsafe=options.unsafe_fixes, kept=kept)
    return _Result(outcome.report, config.fail_on, files, lines, bool(outcome.refused))


def _rules() -> tuple[Rule, ...]:
    from tplint import engine  # noqa: PLC0415 - loads all rules, and the arguments may be wrong

    return engine.rules()


def _lint(root: str, files: tuple[str, ...], config: Config, *, quiet: bool) -> Report:
    from tplint import engine  # noqa: PLC0415 - loads all rules, and the arguments may be wrong

    if not has_many_workflows(root):
        return engine.lint(root, config=config, files=files)
    from tplint.checking.spread import cores  # noqa: PLC0415 - few repositories have that many workflows
    from tplint.cli.progress import progress  # noqa: PLC0415 - the same

    return engine.lint(root, config=config, files=files, jobs=cores(), tell=progress("workflows", quiet=quiet))


def _config(root: str, asked: _Asked, reader: Files | None = None) -> Config:
    """A repository's configuration, with what the command line says instead; raises ``UsageError``."""
    from tplint.config import load  # noqa: PLC0415 - the arguments may be wrong
    from tplint.load import Files  # noqa: PLC0415 - the same

    options = asked.options
    config = load(root, (reader or Files(root)).read, options.config, isolated=options.isolated, known=asked.known)
    select = config.select if options.select is None else tuple(options.select)
    wanted = (*(options.select or ()), *options.extend_select)
    ignore = tuple(each for each in config.ignore if each not in wanted)
    return config._replace(
        select=(*select, *options.extend_select),
        ignore=ignore if options.ignore is None else tuple(options.ignore),
        fail_on=options.fail_on or config.fail_on,
    )
