"""A script for a POSIX shell → its commands: by its lines where they are plain, else by the grammar."""

from __future__ import annotations

from tplint.shell import plain
from tplint.shell.holes import fill
from tplint.shell.scope import Scope, arguments, stops_at_failures

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tplint.documents.source import Place
    from tplint.model import Command, Fact, Variable, Word


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
        errexit=not template or stops_at_failures(shell),
        pipefail="pipefail" in shell if template else shell == "bash",
    )
    filled = fill(text, hole)
    found = plain.read(filled, place, scope)
    if found is not None:
        return found
    from tplint.shell import grammar  # noqa: PLC0415 - loads tree-sitter, which most scripts do not need

    return grammar.read(filled, place, hole, scope)
