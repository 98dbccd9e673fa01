"""The words behind ``tplint check`` → its options. Contradictions are mistakes of the user's."""

from __future__ import annotations

from tplint.errors import UsageError
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from tplint.cli.arguments import Parser
    from tplint.cli.terminal import ColourChoice

FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "markdown")
_EPILOG = """\
other commands:
  tplint diagnose [LOG]      explain the log of a run that could not publish
  tplint show [PATH]         print what every upload presents, and the values for PyPI's form
  tplint pin [PATH]          declare the publishers that the uploads need in pyproject.toml
  tplint explain CODE|NAME   print a rule's page
  tplint rules               print the table of all rules
  tplint --print-completion bash|zsh|tcsh
                             print what completes commands and options in a shell

exit status:
  0 nothing at or above --fail-on   1 findings   2 a mistake in the call or the configuration   3 a fault of tplint
"""


class Options(NamedTuple):
    """The command's arguments; what is None is as the configuration has it."""

    paths: Sequence[str]
    select: Sequence[str] | None = None
    extend_select: Sequence[str] = ()
    ignore: Sequence[str] | None = None
    format: str = "text"
    output: str | None = None
    fail_on: str | None = None
    exit_zero: bool = False
    config: str | None = None
    isolated: bool = False
    color: ColourChoice = "auto"
    quiet: bool = False
    stats: bool = False
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    baseline: str | None = None
    write_baseline: bool = False


def options(words: Sequence[str]) -> Options:
    """The words' values; raises ``UsageError``. Paths alone need no parser, which takes 10 ms to set up."""
    if not any(word.startswith("-") for word in words):
        return Options(words)
    from tplint.cli import arguments  # noqa: PLC0415 - only for options

    found = Options(**vars(arguments.parse(parser(), words)))
    _refuse_contradictions(found)
    return found


def _refuse_contradictions(found: Options) -> None:
    if found.unsafe_fixes and not (found.fix or found.diff):
        raise UsageError("`--unsafe-fixes` goes with `--fix` or `--diff`")
    if found.diff and found.format != "text":
        raise UsageError(f"`--diff` is a format of its own, and `--format {found.format}` another")
    if found.isolated and found.config is not None:
        raise UsageError("`--isolated` reads no configuration, and `--config` names one")
    if found.select == [] and not found.extend_select:
        raise UsageError("`--select` names no rule")
    for option, path in (("--baseline", found.baseline), ("--config", found.config), ("--output", found.output)):
        if path == "":
            raise UsageError(f"`{option}` names no file")
    for option, given in (("--stats", found.stats), ("--write-baseline", found.write_baseline)):
        if found.diff and given:
            raise UsageError(f"`{option}` is about findings, and `--diff` reports none")


def parser() -> Parser:
    """What the command takes."""
    from tplint.cli import arguments  # noqa: PLC0415 - only for options

    made = arguments.parser(
        "tplint",
        "Find what would make publishing to PyPI with Trusted Publishing fail, before a tag is pushed.",
        _EPILOG,
    )
    made.usage = "tplint [check] [option …] [PATH …]"
    made.add_argument(
        "paths", nargs="*", metavar="PATH", help="a repository, or files to limit the report to (default: here)"
    )
    _add_selection(made)
    _add_reporting(made)
    _add_fixing(made)
    _add_baseline(made)
    return made


def _add_selection(made: Parser) -> None:
    from functools import partial  # noqa: PLC0415 - only for options

    add_codes = partial(made.add_argument, action="extend", type=_codes, metavar="CODES")
    add_codes("--select", help="only these rules: codes, prefixes or names, with commas between")
    add_codes("--extend-select", default=[], help="these rules too")
    add_codes("--ignore", help="not these rules")
    made.add_argument("--config", metavar="FILE", help="read this configuration instead of the repository's")
    made.add_argument("--isolated", action="store_true", help="read no configuration")


def _add_reporting(made: Parser) -> None:
    add = made.add_argument
    add("--format", choices=FORMATS, default="text", help="default: text")
    add("--output", metavar="FILE", help="write the report there, as a whole or not at all")
    add("--fail-on", choices=("error", "warning", "note", "never"), help="default: as configured, else warning")
    add("--exit-zero", action="store_true", help="exit status 0 in spite of findings; mistakes and faults keep theirs")
    add("--stats", action="store_true", help="count the findings of each rule, below them or on standard error")
    add("--color", choices=("auto", "always", "never"), default="auto", help="default: auto")
    add("-q", "--quiet", action="store_true", help="only findings, no summary")


def _add_fixing(made: Parser) -> None:
    add = made.add_argument
    add("--fix", action="store_true", help="repair what can be repaired safely, and report the rest")
    add(
        "--unsafe-fixes",
        action="store_true",
        help="with --fix or --diff: also fixes that something outside the file has to fit",
    )
    add(
        "--diff",
        action="store_true",
        help="show what --fix would change, and change nothing; exit status 1 if anything",
    )


def _add_baseline(made: Parser) -> None:
    made.add_argument("--baseline", metavar="FILE", help="report only findings that this file does not accept")
    made.add_argument(
        "--write-baseline",
        action="store_true",
        help="accept all findings, in the file of --baseline (default: tplint-baseline.json)",
    )


def _codes(text: str) -> list[str]:
    return [code.strip() for code in text.split(",") if code.strip()]
