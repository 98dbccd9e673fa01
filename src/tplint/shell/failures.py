"""What a failure of a command does to its script, and which commands do not fail.

Bash's ``errexit`` ignores a failure on the left of ``&&`` and ``||``, in conditions and behind ``!``
(https://www.gnu.org/software/bash/manual/html_node/The-Set-Builtin.html). Whether that hides the failure depends on
what the script does then: ``|| true`` hides it, ``|| exit 1`` and another attempt do not.
"""

from __future__ import annotations

import re

from tplint.shell.syntax import descendants, statements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from tplint.shell.holes import Text
    from tplint.shell.syntax import Arm

_SAYS = frozenset({"true", ":", "echo", "printf"})
_SETS_UP = re.compile(
    r"cd|pushd|popd|set|shopt|source|\.|ls|pwd|mkdir|rm|cp|mv|touch|cat|tee|chmod|ln|which|pip3?|apt|apt-get|apk|brew|"
    r"npm|yarn|dnf|yum|conda"
)
# `python -m build && twine upload` stops where the same two lines would stop under `errexit`: the second is no
# more conditional than there. A command that asks something (`test`, `grep`, `git diff --quiet`) is another matter.
_BUILDS = re.compile(
    r"(?:uv\s+(?:build|sync|pip|lock|version|venv|tool\s+install)|(?:poetry|pdm|hatch|flit|maturin|rye)\s+"
    r"(?:build|install|config|version|env|self|lock|sync)|python[\d.]*\s+(?:-m\s+(?:build|pip|venv|twine\s+check)|"
    r"setup\.py)|twine\s+check|pipx\s+(?:install|run\s+build)|git\s+(?:fetch|checkout|pull|config|clone))\b"
)
_HARMLESS_EXIT = re.compile(r"(?:exit|return)(?:\s+0)?")
_COMMAND = frozenset({"command"})
_OTHER_STATEMENTS = frozenset({
    "variable_assignment", "variable_assignments", "declaration_command", "unset_command", "test_command", "pipeline",
    "if_statement", "while_statement", "for_statement", "c_style_for_statement", "case_statement", "negated_command",
    "function_definition", "ERROR",
})  # fmt: skip


def name_of(node: Node, text: Text) -> str:
    """The name of a command as written, empty for anything else."""
    if node.type == "redirected_statement" and node.children:
        node = node.children[0]
    name = next((child for child in node.children if child.type == "command_name"), None)
    return text.filled[name.start_byte : name.end_byte] if node.type == "command" and name else ""


def passes(node: Node, text: Text) -> bool:
    """Whether a command sets things up, so that what follows behind ``&&`` runs as it would on a new line."""
    if node.type in {"variable_assignment", "variable_assignments", "declaration_command", "unset_command"}:
        return True
    name = name_of(node, text)
    return (
        name in _SAYS
        or bool(_SETS_UP.fullmatch(name))
        or bool(_BUILDS.match(text.filled, node.start_byte, node.end_byte))
    )


def hides(nodes: list[Node], text: Text) -> bool:
    """Whether commands that run after a failure do nothing but speak of it, so that the script goes on."""
    found = statements(nodes)
    for node in found:
        for part in (node, *descendants(node, into=_COMMAND)):
            if part.type in _OTHER_STATEMENTS or (part.type == "command" and not _only_speaks(part, text)):
                return False
    return bool(found)


def _only_speaks(command: Node, text: Text) -> bool:
    """Whether a command is `true`, `echo` or the like, or ends the script well."""
    written = text.filled[command.start_byte : command.end_byte].strip()
    return name_of(command, text) in _SAYS or bool(_HARMLESS_EXIT.fullmatch(written))


def step_hides(steps: list[tuple[str, Node]], index: int, text: Text) -> bool:
    """Whether, in ``a && b || c``, a failure of the step at ``index`` ends in a step that hides it."""
    if any(name_of(node, text) in {"break", "continue"} for _, node in steps):
        return False  # a loop that tries again
    for later, (operator, node) in enumerate(steps[index + 1 :], index + 1):
        if operator == "||":
            behind = [each for joined, each in steps[later + 1 :] if joined == "&&"]
            return hides([node, *behind], text) or step_hides(steps, later, text)
    return False


def condition_hides(condition: list[Node], arm: Arm, following: Arm | None, text: Text) -> bool:
    """Whether a failure of the command that an ``if`` asks about goes unnoticed."""
    asked = statements(condition)
    if asked and is_negated(asked[-1]):
        return hides(arm.body, text)
    if following is None:
        return True
    return not following.condition and hides(following.body, text)


def is_negated(node: Node) -> bool:
    """Whether a command or pipeline starts with ``!``."""
    first = node.children[0] if node.type == "pipeline" and node.children else node
    return first.type == "negated_command"
