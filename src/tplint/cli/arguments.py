"""A command's arguments → their values, with every mistake as one line. Used by all commands."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, NoReturn

from tplint import __version__
from tplint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Parser(argparse.ArgumentParser):
    """argparse's parser, but for mistakes, which it would print with the usage and exit."""

    def error(self, message: str) -> NoReturn:
        """Raise the mistake instead."""
        raise UsageError(message.replace("\n", " "))


def parser(prog: str, description: str, epilog: str | None = None) -> Parser:
    """A parser that knows ``--version`` and does not guess abbreviated options."""
    made = Parser(
        prog=prog,
        description=description,
        epilog=epilog,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("-V", "--version", action="version", version=f"tplint {__version__}")
    return made


def parse(by: Parser, arguments: Sequence[str]) -> argparse.Namespace:
    """The values of arguments, options and paths in any order; raises ``UsageError``."""
    values, unknown = by.parse_known_intermixed_args(list(arguments))
    if unknown:
        option = unknown[0].partition("=")[0]
        known = [name for action in by._actions for name in action.option_strings]  # noqa: SLF001 - argparse has no other way
        raise UsageError(f"unknown option `{option}`{did_you_mean(option, known)}")
    return values


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A half sentence that names the nearest known word, or nothing."""
    from difflib import get_close_matches  # noqa: PLC0415 - only after a mistake

    by_lower = {name.lower(): name for name in known}
    nearest = get_close_matches(word.lower(), by_lower, n=1)
    return f"; did you mean `{by_lower[nearest[0]]}`?" if nearest else ""
