"""``tplint --print-completion``: the commands' parsers → a shell's completions, by shtab."""

from __future__ import annotations

import argparse

from tplint.cli import arguments, terminal
from tplint.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tplint.cli.arguments import Parser

SHELLS = ("bash", "zsh", "tcsh")
# Which arguments are files, and which are rules, by what the help calls them.
_FILES = frozenset({"FILE", "LOG", "PATH"})
_RULES = frozenset({"CODE|NAME", "CODES"})
# zsh would offer the program's own options behind a command too, and for those of one name the program's choices.
_ZSH = ("_arguments -C -s $_shtab_tplint_options", '_arguments -A "-*" -C -s $_shtab_tplint_options')


def run(words: Sequence[str]) -> int:
    """Print the completions; returns 0, raises ``UsageError`` where shtab is not installed."""
    shell = arguments.parse(parser(), words).print_completion
    try:
        import shtab  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError("completions need shtab, which is not installed: pip install 'tplint[completion]'") from error
    terminal.write_document([shtab.complete(_whole(shtab.FILE), shell).replace(*_ZSH)])
    return 0


def parser() -> Parser:
    """What the option takes, which stands alone."""
    made = arguments.parser("tplint", "Print the completions of a shell.")
    made.add_argument(
        "--print-completion", choices=SHELLS, required=True, help="print what completes commands and options in a shell"
    )
    return made


def _whole(files: Mapping[str, object]) -> argparse.ArgumentParser:
    """One parser of all commands, which also takes what ``check`` takes beside paths: that needs no name."""
    from tplint import engine  # noqa: PLC0415 - loads all rules
    from tplint.cli.commands import parsers  # noqa: PLC0415 - loads all commands

    names = [name for rule in engine.rules() for name in (rule.code, rule.name)]
    found = parsers()
    whole = argparse.ArgumentParser("tplint", add_help=False)
    for action in found["check"]._actions:  # noqa: SLF001 - argparse has no other way
        if action.option_strings:
            whole._add_action(_offering(action, names, files))  # noqa: SLF001 - the same
    commands = whole.add_subparsers()
    for name, parser in found.items():
        made = commands.add_parser(name, add_help=False, help=(parser.description or "").partition("\n")[0])
        for action in parser._actions:  # noqa: SLF001 - the same
            made._add_action(_offering(action, names, files))  # noqa: SLF001 - the same
    return whole


def _offering(action: argparse.Action, rules: Iterable[str], files: Mapping[str, object]) -> argparse.Action:
    """An argument with what a shell can offer for it."""
    if action.metavar in _RULES:
        action.choices = tuple(rules)
    elif action.metavar in _FILES:
        action.complete = files  # type: ignore[attr-defined] # this is how shtab is told
    return action
