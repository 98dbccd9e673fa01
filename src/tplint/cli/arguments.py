"""A command's arguments → their values, with every mistake as one line. Used by all commands."""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial

from tplint import __version__
from tplint.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

_COLUMNS = 80


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
        formatter_class=partial(argparse.RawDescriptionHelpFormatter, width=_width() - 2),
    )
    made.add_argument("-V", "--version", action="version", version=f"tplint {__version__}")
    return made


def _width() -> int:
    """The columns of the terminal, as ``shutil`` finds them, which argparse would load for it, with compressors."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or _COLUMNS  # type: ignore[union-attr] # see below
    except (AttributeError, ValueError, OSError):  # there is no standard output, or it is no terminal
        return _COLUMNS


def _without_mark(words: list[str]) -> list[str]:
    """Arguments without ``--``, and the paths behind it such that none looks like an option.

    ``parse_known_intermixed_args`` drops the mark before it comes to the paths.
    """
    if "--" not in words:
        return words
    mark = words.index("--")
    return words[:mark] + [f"./{word}" if word.startswith("-") and word != "-" else word for word in words[mark + 1 :]]


def parse(by: Parser, arguments: Sequence[str]) -> argparse.Namespace:
    """The values of arguments, options and paths in any order, after ``--`` paths alone; raises ``UsageError``."""
    values, unknown = by.parse_known_intermixed_args(_without_mark(list(arguments)))
    if unknown:
        from tplint.config import did_you_mean, quoted  # noqa: PLC0415 - only after a mistake

        if not unknown[0].startswith("-"):
            raise UsageError(f"one argument too many: {quoted(unknown[0])}")
        option = unknown[0].partition("=")[0]
        known = [name for action in by._actions for name in action.option_strings]  # noqa: SLF001 - argparse has no other way
        raise UsageError(f"unknown option {quoted(option)}{did_you_mean(option, known)}")
    return values
