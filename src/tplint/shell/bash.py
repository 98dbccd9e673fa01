"""A script for a POSIX shell → its commands: puts the reader and its kinds of statements together."""

from __future__ import annotations

import re

from tplint.shell import control, variables
from tplint.shell.commands import follow_command
from tplint.shell.reader import Context, Output, Reader
from tplint.shell.scope import Scope, arguments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tplint.documents.source import Place
    from tplint.model import Command, Fact, Variable, Word
    from tplint.shell.reader import Follow

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
_ERREXIT = re.compile(r"\s-[a-z]*e|errexit")


def read(
    text: str,
    *,
    place: Callable[[int, int], Place],
    env: Mapping[str, Variable],
    hole: Callable[[str], Fact[str]],
    folder: Fact[str],
    shell: str,
    words: tuple[Word, ...] | None,
) -> tuple[tuple[Command, ...], str]:
    """The commands of a script, and why some of it could not be read (or empty); ``words`` are its arguments."""
    template = " " in shell.strip()
    scope = Scope(
        env=env,
        variables=arguments(words, place(0, 0)) if words is not None else {},
        functions={},
        folder=folder,
        errexit=not template or _ERREXIT.search(shell) is not None,
        pipefail="pipefail" in shell if template else shell == "bash",
    )
    output = Output()
    Reader(text, place=place, hole=hole, output=output, kinds=KINDS).read(scope, Context())
    return tuple(output.commands), "; ".join(output.unread)
