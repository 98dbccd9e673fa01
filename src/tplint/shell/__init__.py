"""Scripts → commands: the words that each command gets, its environment, its folder, and its place in the file.

``read_script`` reads, ``unwrap`` peels ``env``, ``sudo``, ``uvx`` … off a command. Nothing is ever run. The grammar is
loaded only for a script that has more than plain lines.
"""

from __future__ import annotations

import re

from tplint.model import Script, Unknown
from tplint.shell.wrappers import tool_name, unwrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tplint.documents.source import Place
    from tplint.model import Command, Fact, Variable, Word

__all__ = ["not_known", "read_script", "tool_name", "unwrap"]

# GitHub refuses expressions beyond 21,000 characters; a script of this size was made to hurt.
MAX_LENGTH = 200_000
MAX_COMMANDS = 1_000
_POSIX = re.compile(r"(?:^|[\s/\\])(?:ba|da|z|k)?sh(?:\.exe)?(?:\s|$)")
_POWERSHELL = re.compile(r"(?:.*/)?(?:pwsh|powershell)(?:\.exe)?")


def not_known(inside: str) -> Fact[str]:
    """The value of an expression that nothing is known of."""
    return Unknown(f"`{inside.strip()}` is not known")


def read_script(
    text: str,
    *,
    place: Callable[[int, int], Place],
    env: Mapping[str, Variable],
    hole: Callable[[str], Fact[str]] = not_known,
    folder: Fact[str],
    shell: str = "bash",
    arguments: tuple[Word, ...] | None = None,
) -> Script:
    """Read the commands of a script.

    ``text`` is the script's value, ``place`` turns offsets in it into places. ``hole`` gives the value of the inside of
    a ``${{ }}`` or ``$[[ ]]``, by default that it is not known. ``env`` and ``folder`` are what the script starts with.
    ``shell`` is what the file says: ``bash`` stops at errors and in pipelines (as GitHub runs it where ``shell: bash``
    is written, and GitLab always), the empty string stands for GitHub's default, which does not look into pipelines
    (https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell).
    A template such as ``bash -l {0}`` stops only if its options say so.

    ``arguments`` are the words behind a script's name, None where they are not known; tests and ``case`` that they and
    what the script assigns decide are decided.

    Commands come in the order in which they run; those of functions that nothing calls come last. A command inside
    ``$(…)`` comes before the one that uses it.

    A command behind ``&&`` counts as conditional unless what stands before it sets up, builds or speaks (``cd``,
    ``export``, ``echo``, ``pip install``, ``python -m build``, ``twine check`` …), where a failure would stop the
    script on separate lines too; one behind ``||`` always does. ``tolerated`` looks at what the script does after a
    failure: ``|| true`` and ``|| echo`` hide it, ``|| exit 1``, another attempt and anything unclear do not.
    """
    program = shell.strip().partition(" ")[0]
    commands: tuple[Command, ...] = ()
    unread = ""
    if len(text) > MAX_LENGTH:
        unread = f"it is longer than {MAX_LENGTH:,} characters"
    elif "${{" in shell:
        unread = "its shell is set from an expression"
    elif not program or _POSIX.search(shell):
        from tplint.shell import bash  # noqa: PLC0415 - loaded only for a script that is read

        commands, unread = bash.read(text, place=place, env=env, hole=hole, folder=folder, shell=shell, words=arguments)
    elif _POWERSHELL.fullmatch(program):
        from tplint.shell import powershell  # noqa: PLC0415 - likewise

        commands, unread = powershell.read(text, place=place, env=env, hole=hole, folder=folder)
    else:
        unread = f"script for `{program}`"
    if len(commands) > MAX_COMMANDS:
        commands, unread = (), unread or f"it has more than {MAX_COMMANDS:,} commands"
    return Script(commands, text, place(0, len(text)), env, shell or "bash", unread)
