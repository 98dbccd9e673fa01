"""The commands of a step's script, also of one that was not taken apart because nothing in it uploads."""

from __future__ import annotations

from tplint.documents.nodes import Scalar, get
from tplint.model import Script, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.model import Command, Fact, Step


def commands(step: Step, word: str) -> tuple[Command, ...]:
    """The commands of a script in which a word stands; nothing for other steps.

    Expressions in a script that was not taken apart before are not known.
    """
    script = step.run
    if not isinstance(script, Script) or word not in script.text:
        return ()
    node = get(step.node, "run")
    if script.commands or script.unread or not isinstance(node, Scalar):
        return script.commands
    from tplint.documents.scalar_map import place_in  # noqa: PLC0415 - only for scripts that matter
    from tplint.shell import read_script  # noqa: PLC0415 - loads tree-sitter

    read = read_script(
        script.text,
        place=place_in(script.at.source, node),
        env=script.env,
        hole=_hole,
        folder=Unknown("the step's folder was not evaluated"),
        shell=script.shell,
    )
    return read.commands


def _hole(inner: str) -> Fact[str]:
    return Unknown(f"it is set from the expression `{inner.strip()}`")
