"""Every command's parser, for what is made of all of them: the completions of shells and the man page."""

from __future__ import annotations

from tplint.cli import check, diagnose, explain, pin, rules, show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from tplint.cli.arguments import Parser


def parsers() -> Mapping[str, Parser]:
    """The parser of each command by its name; that of ``check`` is also the program's, which runs it without a name."""
    modules = {"check": check, "diagnose": diagnose, "explain": explain, "pin": pin, "rules": rules, "show": show}
    return {name: module.parser() for name, module in modules.items()}
