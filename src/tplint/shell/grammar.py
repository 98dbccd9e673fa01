"""A script that is not plain → its commands: the reader of its syntax tree with all kinds of statements."""

from __future__ import annotations

from tplint.shell import control, variables
from tplint.shell.commands import follow_command
from tplint.shell.reader import Context, Output, Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tplint.documents.source import Place
    from tplint.model import Command, Fact
    from tplint.shell.holes import Text
    from tplint.shell.reader import Follow
    from tplint.shell.scope import Scope

KINDS: Mapping[str, Follow] = {
    "command": follow_command,
    "redirected_statement": control.redirected,
    "list": control.follow_list,
    "pipeline": control.pipeline,
    "negated_command": control.negated,
    "compound_statement": control.group,
    "do_group": control.group,
    "subshell": control.subshell,
    "if_statement": control.branch,
    "while_statement": control.loop,
    "for_statement": control.loop,
    "c_style_for_statement": control.loop,
    "case_statement": control.choose,
    "function_definition": control.define,
    "variable_assignment": variables.follow_assignment,
    "variable_assignments": control.group,
    "declaration_command": variables.follow_declaration,
    "unset_command": variables.follow_unset,
}


def read(
    text: Text, place: Callable[[int, int], Place], hole: Callable[[str], Fact[str]], scope: Scope
) -> tuple[tuple[Command, ...], str]:
    """The commands of a script, and why some of it could not be read (or empty)."""
    output = Output()
    Reader(text, place=place, hole=hole, output=output, kinds=KINDS).read(scope, Context())
    return tuple(output.commands), "; ".join(output.unread)
