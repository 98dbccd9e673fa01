"""`before_script`, `script`, `after_script` → the scripts that a runner's shell gets, each line with its place.

GitLab runs `before_script` and `script` in one shell, and `after_script` in another, whose failure counts for nothing
(https://docs.gitlab.com/ci/yaml/#after_script).
"""

from __future__ import annotations

import re

from tplint.model import Known, Script, Step, Unknown
from tplint.platforms.gitlab.trees import Gap, Text, get, leaves, place, place_in
from tplint.platforms.gitlab.variables import environment
from tplint.platforms.joined_lines import places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tplint.documents.nodes import Mapping as Node
    from tplint.documents.source import Place
    from tplint.model import Command, Fact
    from tplint.platforms.gitlab.trees import Table, Value
    from tplint.platforms.gitlab.variables import Definition, Surroundings

# What may set variables that the script's text does not show.
_READS_IN = r"(?m)(?:^|[;&|(])[ \t]*(?:(?:source|\.)[ \t]+(?!(?:\S*/)?activate\b)\S|eval\b|(?:while[ \t]+)?read\b)"

# A variable to `cmd`, which runners on Windows can have for a shell; the files do not say which one a runner has.
_OF_CMD = re.compile(r"%[A-Za-z_]\w+%")


def steps(job: Table, node: Node, defined: Mapping[str, Definition], around: Surroundings) -> tuple[Step, ...]:
    """The scripts of a job as steps: the one that counts, and the one that runs after it."""
    found = []
    for name, keys in (("script", ("before_script", "script")), ("after_script", ("after_script",))):
        parts = tuple(value for key in keys if (value := get(job, key)) is not None)
        if parts:
            ignored: Fact[bool] = Known(False)
            if name == "after_script":
                ignored = Unknown("what runs after a job does not fail it")
            at = place(parts[-1])
            found.append(Step(name, "", _script(parts, defined, around), Known(True), at, node, ignored))
    return tuple(found)


def _script(parts: tuple[Value, ...], defined: Mapping[str, Definition], around: Surroundings) -> Script:
    """One shell's script; only one that may hold something of interest is taken apart, the others keep their text."""
    from tplint.uploaders import WORDS  # noqa: PLC0415 - the recognisers load their tables

    written = [leaf for part in parts for leaf in leaves(part)]
    lines = [leaf for leaf in written if isinstance(leaf, Text)]
    gap = next((leaf for leaf in written if not isinstance(leaf, Text)), None)
    text = "\n".join(line.value for line in lines)
    unread = _why(gap) if gap is not None else ""
    lower = text.lower()
    places = _places(lines, place(parts[-1]))
    if not any(word in lower for word in WORDS):
        return Script((), text, place(parts[-1]), {}, "bash", unread, places)
    handed = around.handed or re.search(_READS_IN, text) is not None
    env = environment(defined, around._replace(handed=handed), text, place(parts[-1]))
    from tplint.shell import read_script  # noqa: PLC0415 - loads tree-sitter

    script = read_script(text, place=places, env=env, hole=_hole, folder=Known("."))
    commands = tuple(map(_in_any_shell, script.commands)) if _OF_CMD.search(text) else script.commands
    return script._replace(commands=commands, unread=unread or script.unread, places=places)


def _in_any_shell(command: Command) -> Command:
    """Take `%NAME%` in words for something that is not known."""
    words = (
        word._replace(fact=Unknown(f"`{word.raw}` is a variable to `cmd`", word.at, origins=("shell",)))
        if _OF_CMD.search(word.raw)
        else word
        for word in command.words
    )
    return command._replace(words=tuple(words))


def _why(gap: Value) -> str:
    return gap.why if isinstance(gap, Gap) else "a part of the script is not in the files"


def _hole(inner: str) -> Fact[str]:
    return Unknown(f"the input `{inner.strip()}` is not known")


def _places(lines: list[Text], whole: Place) -> Callable[[int, int], Place]:
    """Make the function from offsets in the joined lines to the place in the file of the first of them."""
    return places([len(line.value) for line in lines], lambda index: place_in(lines[index]), whole)
