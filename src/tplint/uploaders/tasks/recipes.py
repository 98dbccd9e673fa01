"""What a target of a task runner runs, as commands; the runners' modules make these of their own files."""

from __future__ import annotations

import posixpath
import re
from functools import partial
from itertools import islice

from tplint.documents.source import Place
from tplint.model import Known, Unknown, Value, Variable
from tplint.records import NamedTuple
from tplint.remembered import by_identity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tplint.commands.invocations import Invocation
    from tplint.documents.source import Source
    from tplint.model import Command, Fact, Word
    from tplint.uploaders.sightings import Surroundings

MAX_TEXT = 300_000  # longer files were not written by people
MAX_KEPT = 1_024  # scripts
MAX_FILES = 2_048  # whose shares are kept: that of a file that is forgotten would begin anew
MAX_SHARE = 600_000  # characters of the scripts that a file runs; no real one was seen with half of them
COMMAND = 40  # characters, which take as long to read as a command
MAX_COMMANDS = 1_000  # that may have been read of a script of which none are left
SPENT = f"scripts of more than {MAX_SHARE:,} characters run before it in the file"
# What a script has that uploads, and that is not read.
UPLOADS = r"twine|uv publish|poetry publish|flit publish|hatch publish|pdm publish|/legacy/"
MAX_WORDS = 50  # of a command, to find its place


class Recipe(NamedTuple):
    """The commands of a target in order, with the environment they see.

    ``unread`` says why some could not be read; ``hides_identity`` why they do not get the job's identity token, or with
    ``hides_in_part`` some of them. ``beside`` is the file where it may say more of the environment than was read.
    """

    commands: tuple[Command, ...]
    unread: str = ""
    hides_identity: str = ""
    hides_in_part: bool = False
    beside: Source | None = None


def opened(name: str, call: Invocation, around: Surroundings) -> Source | None:
    """A file beside the command's working directory; None where there is none or it is not known which."""
    folder = call.command.folder
    if isinstance(folder, Unknown) or posixpath.isabs(name):
        return None
    source = around.read(posixpath.normpath(posixpath.join(folder.value, name)))
    return source if source is not None and len(source.text) <= MAX_TEXT else None


def read_shell(
    text: str,
    place: Callable[[int, int], Place],
    env: Mapping[str, Variable],
    folder: Fact[str],
    arguments: tuple[Word, ...] | None = None,
) -> Recipe:
    """Read shell text of a file; ``place`` leads from offsets in it to places, ``arguments`` are those of a script."""
    from tplint.shell import read_script  # noqa: PLC0415 - only for tasks that may upload

    script = read_script(text, place=place, env=env, folder=folder, arguments=arguments)
    return Recipe(script.commands, script.unread)


@by_identity(MAX_KEPT)
def read_script_of(
    command: Command, source: Source, env: Mapping[str, Variable], arguments: tuple[Word, ...] | None
) -> Recipe:
    """Read the script that a command runs: it does the same under each assignment of its job.

    Scripts may be long, and thousands of steps may run one with other arguments: what a file runs beyond its share is
    not read.
    """
    share = _share(command.at.source)
    if share[0] <= 0:
        named = re.search(UPLOADS, source.text)
        return Recipe((), SPENT + (f", and it names `{named[0]}`" if named else ""))
    found = read_shell(source.text, partial(Place, source), env, command.folder, arguments)
    share[0] -= len(source.text) + COMMAND * (len(found.commands) or (MAX_COMMANDS if found.unread else 0))
    return found


@by_identity(MAX_FILES)
def _share(_: Source) -> list[int]:
    """What may still be read of the scripts that a file runs, in one number."""
    return [MAX_SHARE]


def by_line(text: str, lines: Sequence[Place]) -> Callable[[int, int], Place]:
    """From offsets in a text to places, where its lines were changed after they were read: one place for each line."""
    from bisect import bisect  # noqa: PLC0415 - only for tasks that may upload

    breaks = [index for index, character in enumerate(text) if character == "\n"]
    return lambda start, end: within(lines[min(bisect(breaks, start - 1), len(lines) - 1)], text[start:end])


def lines_of(body: str, source: Source, start: int) -> tuple[Place, ...]:
    """The places of the lines of a body that begins at an offset, without the space around them; at least one."""
    found = []
    for line in body.splitlines(keepends=True):
        text = line.strip()
        first = start + line.find(text)
        found.append(Place(source, first, first + len(text)))
        start += len(line)
    return tuple(found) or (Place(source, start, start),)


def written(source: Source, words: Iterable[str], start: int = 0) -> Place | None:
    """Where a file first has these words behind an offset, else anywhere: on one line or several, or in a list."""
    known = re.compile(r"[\"'\s,\\]*".join(map(re.escape, islice(words, MAX_WORDS))))
    found = known.search(source.text, start) or known.search(source.text)
    return Place(source, *found.span()) if found is not None else None


def joined(recipes: list[Recipe]) -> Recipe:
    """Several recipes one after the other."""
    return Recipe(
        tuple(command for recipe in recipes for command in recipe.commands),
        next((recipe.unread for recipe in recipes if recipe.unread), ""),
        next((recipe.hides_identity for recipe in recipes if recipe.hides_identity), ""),
        not all(recipe.hides_identity for recipe in recipes),
        next((recipe.beside for recipe in recipes if recipe.beside), None),
    )


def within(line: Place, text: str) -> Place:
    """The first place of a text in a line; the whole line where it is written in another way."""
    start = line.source.text.find(text, line.start, line.end) if text else -1
    return Place(line.source, start, start + len(text)) if start >= 0 else line


def variable(value: str, fact: Fact[str] | None, at: Place) -> Variable:
    """A variable that a task runner's file sets."""
    return Variable(Value(value, fact or Known(value), at), at, "script")
