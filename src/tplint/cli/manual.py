"""The commands' parsers → the man page, which `python tests/update_generated.py` writes and wheels install."""

from __future__ import annotations

from tplint import __version__
from tplint.cli import completion

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Action
    from collections.abc import Iterator, Mapping

    from tplint.cli.arguments import Parser

_SITE = "https://github.com/tplint/tplint"
_FILES = (
    ("pyproject.toml", "the configuration, in the table `[tool.tplint]`"),
    ("tplint.toml, .tplint.toml", "the configuration, in a file of its own, which is read first"),
)
_ENVIRONMENT = (("NO_COLOR, FORCE_COLOR, CLICOLOR, CLICOLOR_FORCE", "whether to colour, without --color"),)


def page(parsers: Mapping[str, Parser]) -> str:
    """The page as text for `man`; ``parsers`` are the commands', the program's own the first."""
    first, *others = parsers.values()
    lines = [
        f'.TH TPLINT 1 "" "tplint {__version__}" "User Commands"',
        ".SH NAME",
        r"tplint \- the linter for PyPI Trusted Publishing",
        ".SH SYNOPSIS",
        *(line for parser in parsers.values() for line in _synopsis(parser)),
        ".SH DESCRIPTION",
        *_text(first.description),
        ".SH OPTIONS",
        *_arguments(first),
        *_arguments(completion.parser(), shared=False),
        ".SH COMMANDS",
        *(line for parser in others for line in _command(parser)),
        ".SH EXIT STATUS",
        *_exit_statuses(first.epilog),
        ".SH FILES",
        *(line for pair in _FILES for line in _entry(*pair)),
        ".SH ENVIRONMENT",
        *(line for pair in _ENVIRONMENT for line in _entry(*pair)),
        ".SH SEE ALSO",
        *_text(_SITE),
    ]
    return "\n".join(lines) + "\n"


def _synopsis(parser: Parser) -> Iterator[str]:
    program, _, rest = parser.format_usage().removeprefix("usage: ").partition(" ")
    yield f".SY {program}"
    yield from _text(" ".join(rest.split()))
    yield ".YS"


def _command(parser: Parser) -> Iterator[str]:
    yield f'.SS "{_escaped(parser.prog)}"'
    yield from _text(parser.description)
    yield from _arguments(parser, shared=False)


def _arguments(parser: Parser, *, shared: bool = True) -> Iterator[str]:
    """What a parser takes, with what all parsers share or without."""
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way
        if shared or not {"--help", "--version"} & set(action.option_strings):
            yield from _argument(action)


def _argument(action: Action) -> Iterator[str]:
    """An option or a path, with what the help says of it."""
    value = action.metavar or "|".join(map(str, action.choices or ()))
    takes = f" {value}" if value and action.nargs != 0 else ""
    names = [f"{name}{takes}" for name in action.option_strings] or [str(value)]
    yield from _entry(", ".join(names), action.help or "")


def _entry(term: str, text: str) -> Iterator[str]:
    yield ".TP"
    yield f".B {_escaped(term)}"
    yield from _text(text)


def _exit_statuses(epilog: str | None) -> Iterator[str]:
    """The last paragraph of the help: statuses, each behind its number."""
    for part in (epilog or "").rpartition("exit status:")[2].strip().split("   "):
        status, _, meaning = part.strip().partition(" ")
        yield from _entry(status, meaning)


def _text(text: str | None) -> Iterator[str]:
    """Lines of running text; none begins as a request does, an empty one begins a paragraph."""
    for line in (text or "").splitlines():
        shown = _escaped(line)
        yield (rf"\&{shown}" if shown.startswith((".", "'")) else shown) or ".PP"


def _escaped(text: str) -> str:
    for sign, escape in (("\\", r"\e"), ("-", r"\-"), ('"', r"\(dq"), ("'", r"\(aq"), ("`", r"\(ga"), ("…", "...")):
        text = text.replace(sign, escape)
    return text
