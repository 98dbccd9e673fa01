"""What a target of a task runner runs, as commands; the runners' modules make these of their own files."""

from __future__ import annotations

import posixpath

from tplint.documents.source import Place
from tplint.model import Known, Unknown, Value, Variable
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from tplint.documents.source import Source
    from tplint.model import Command, Fact, Word
    from tplint.uploaders.invocations import Invocation
    from tplint.uploaders.sightings import Surroundings

MAX_TEXT = 300_000  # longer files were not written by people


class Recipe(NamedTuple):
    """The commands of a target in order, with the environment they see.

    ``unread`` says why some could not be read; ``hides_identity`` why they do not get the job's identity token.
    """

    commands: tuple[Command, ...]
    unread: str = ""
    hides_identity: str = ""


def opened(name: str, call: Invocation, around: Surroundings) -> Source | None:
    """A file beside the command's working directory; None where there is none or it is not known which."""
    folder = call.command.folder
    if isinstance(folder, Unknown) or posixpath.isabs(name):
        return None
    source = around.read(posixpath.normpath(posixpath.join(folder.value, name)))
    return source if source is not None and len(source.text) <= MAX_TEXT else None


def read_shell(
    text: str,
    source: Source,
    env: Mapping[str, Variable],
    folder: Fact[str],
    at: int | None = None,
    arguments: tuple[Word, ...] | None = None,
) -> Recipe:
    """Read shell text of a file; ``at`` is where it stands, None where the offsets of the text are the file's own.

    ``arguments`` are those of a script of its own.
    """
    from tplint.shell import read_script  # noqa: PLC0415 - only for tasks that may upload

    def place(start: int, end: int) -> Place:
        return Place(source, start, end) if at is None else Place(source, at, at)

    script = read_script(text, place=place, env=env, hole=_no_value, folder=folder, arguments=arguments)
    return Recipe(script.commands, script.unread)


def _no_value(inner: str) -> Fact[str]:
    return Unknown(f"`{inner.strip()}` is not known")


def joined(recipes: list[Recipe]) -> Recipe:
    """Several recipes one after the other."""
    return Recipe(
        tuple(command for recipe in recipes for command in recipe.commands),
        next((recipe.unread for recipe in recipes if recipe.unread), ""),
        next((recipe.hides_identity for recipe in recipes if recipe.hides_identity), ""),
    )


def within(line: Place, text: str) -> Place:
    """The first place of a text in a line; the whole line where it is written in another way."""
    start = line.source.text.find(text, line.start, line.end) if text else -1
    return Place(line.source, start, start + len(text)) if start >= 0 else line


def variable(value: str, fact: Fact[str] | None, at: Place) -> Variable:
    """A variable that a task runner's file sets."""
    return Variable(Value(value, fact or Known(value), at), at, "script")
