"""Scripts in tables of `pyproject.toml` and its siblings (hatch, PDM, poe, rye, pixi, taskipy) → their commands."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tplint.commands.options import visible
from tplint.documents.source import Place
from tplint.model import Known
from tplint.records import NamedTuple
from tplint.shell.known_wrappers import valued_options
from tplint.uploaders.tables import read_table, table
from tplint.uploaders.tasks.recipes import Recipe, by_line, joined, lines_of, opened, read_shell, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.commands.invocations import Invocation
    from tplint.documents.source import Source
    from tplint.model import Word
    from tplint.uploaders.sightings import Surroundings
    from tplint.uploaders.tables import Table


class Runner(NamedTuple):
    """Where a runner keeps its scripts: keys in `pyproject.toml`, and files of its own with the keys in them."""

    keys: tuple[str, ...]
    files: tuple[tuple[str, tuple[str, ...]], ...] = ()


RUNNERS = {
    "pdm": Runner(("tool", "pdm", "scripts")),
    "poe": Runner(
        ("tool", "poe", "tasks"), (("poe_tasks.toml", ("tasks",)), ("poe_tasks.toml", ("tool", "poe", "tasks")))
    ),
    "rye": Runner(("tool", "rye", "scripts")),
    "pixi": Runner(("tool", "pixi", "tasks"), (("pixi.toml", ("tasks",)),)),
    "task": Runner(("tool", "taskipy", "tasks")),
}
# Commands that run a script by name behind `run`; `poe NAME` and `task NAME` need no `run`.
_RUN = ("hatch", "pdm", "rye", "pixi")
# Where a script has the arguments of its call, with what stands there else; and other values of the runner's.
_ARGUMENTS = r"\{args(?::([^{}]*))?\}|\$\{?@\}?"
_OTHERS = r"\{(?:pdm|project_root|root)[^{}]*\}"
_NEEDS = ("depends-on", "depends_on", "deps")
_BODIES = ("cmd", "shell", "composite", "chain", "sequence", "ref")
MAX_DEPTH = 5


class Call(NamedTuple):
    """A command such as `hatch run release:publish`, wrappers included: the runner, the script, what is given to it."""

    runner: str
    name: str
    arguments: tuple[Word, ...]


def script_of(words: tuple[Word, ...]) -> Call | None:
    """The script that a command runs by name; None where it is no runner."""
    for index, word in enumerate(words):
        text = visible(word).rpartition("/")[2]
        following = list(_without_options(words[index + 1 :], frozenset()))
        if text in _RUN and following and visible(words[following[0] + index + 1]) == "run":
            start = index + following[0] + 2
            following = list(_without_options(words[start:], valued_options(text, "run")))
        elif text == "poe":
            start = index + 1
        else:
            continue
        if following:
            at = start + following[0]
            return Call(text, visible(words[at]), words[at + 1 :])
    return None


def _without_options(words: tuple[Word, ...], valued: frozenset[str]) -> Iterator[int]:
    """The places of the words that are neither options nor the values of these."""
    is_value = False
    for index, word in enumerate(words):
        text = visible(word)
        if not is_value and not text.startswith("-"):
            yield index
        is_value = not is_value and text in valued


def recipe(of: Call, call: Invocation, around: Surroundings) -> Recipe | None:
    """What a script runs; None where no table has it, so that it is a program of that name."""
    for path, scripts in _scripts(of, call, around):
        key = of.name if of.name in scripts else of.name.rpartition(":")[2]
        source = opened(path, call, around)
        if key in scripts and source is not None:
            lines = list(_Lines(scripts).of(scripts[key]))
            return _made(of, scripts[key], lines, source, call)._replace(beside=source)
    return None


def _made(of: Call, script: object, lines: list[str], source: Source, call: Invocation) -> Recipe:
    """The lines of a script with the arguments of its call: where it says so, else behind its command.

    hatch leaves them out where a script does not name them.
    """
    appended = bool(of.arguments) and of.runner != "hatch" and not any(re.search(_ARGUMENTS, line) for line in lines)
    if appended and (len(lines) != 1 or (isinstance(script, Mapping) and "args" in script)):
        return Recipe((), "it is not known where its arguments go")
    return joined([_read(line, of.arguments, source, call, appended=appended) for line in lines])


def _scripts(of: Call, call: Invocation, around: Surroundings) -> Iterator[tuple[str, Table]]:
    """The tables that may hold a script."""
    if of.runner == "hatch":
        yield from _hatch(of.name, call, around)
        return
    known = RUNNERS[of.runner]
    for path, keys in (("pyproject.toml", known.keys), *known.files):
        if (source := opened(path, call, around)) is not None:
            held = read_table(around, source.path)
            yield path, table(held, *keys)
            if of.runner == "pixi":
                yield from ((path, scripts) for scripts in _of_features(of.name, table(held, *keys[:-1], "feature")))


def _of_features(name: str, features: Table) -> list[Table]:
    """The tasks of a feature of pixi's that has the script; none where several do that differ."""
    found = [scripts for feature in features if name in (scripts := table(features, feature, "tasks"))]
    return found[:1] if all(scripts[name] == found[0][name] for scripts in found) else []


def _hatch(name: str, call: Invocation, around: Surroundings) -> Iterator[tuple[str, Table]]:
    """Scripts of the named environment, or of the one called `default`, which others inherit."""
    environment = name.rpartition(":")[0].lstrip("+") or "default"
    for path, keys in (("hatch.toml", ("envs",)), ("pyproject.toml", ("tool", "hatch", "envs"))):
        source = opened(path, call, around)
        if source is None:
            continue
        environments = table(read_table(around, source.path), *keys)
        for each in (environment, "default"):
            yield path, table(environments, each, "scripts")


class _Lines:
    """The walk over a script and those that it refers to, each of which is read once."""

    def __init__(self, scripts: Table) -> None:
        self.scripts = scripts
        self.seen: set[str] = set()

    def of(self, value: object, depth: int = 0) -> Iterator[str]:
        """The command lines of a script."""
        if depth > MAX_DEPTH:
            return
        if isinstance(value, str):
            yield from self.of_text(value, depth)
        elif isinstance(value, list):
            if depth and _is_argv(value):
                yield " ".join(map(str, value))
                return
            for each in value:
                yield from self.of(each, depth + 1)
        elif isinstance(value, Mapping):
            yield from self.of_table(value, depth)

    def of_text(self, value: str, depth: int) -> Iterator[str]:
        """A command line, or inside a list the name of another script."""
        first = value.split(maxsplit=1)[0] if value.split() else ""
        if not depth or first not in self.scripts:
            yield value
        elif first not in self.seen:
            self.seen.add(first)
            other = self.scripts[first]
            yield from self.of(other, depth if isinstance(other, list) else 0)

    def of_table(self, value: Mapping[str, object], depth: int) -> Iterator[str]:
        """What a script needs, and its own commands."""
        for key in _NEEDS:
            needed = value.get(key, [])
            yield from self.of([needed] if isinstance(needed, str) else needed, depth)
        for key in _BODIES:
            body = value.get(key)
            if key == "cmd" and isinstance(body, list):
                yield " ".join(word for word in body if isinstance(word, str))
            elif key in {"cmd", "shell"}:
                yield from self.of(body)
            elif body is not None:
                yield from self.of(body, depth + 1)


def _is_argv(words: list[object]) -> bool:
    """Whether a list holds one command's words rather than several commands."""
    return len(words) > 1 and all(isinstance(word, str) and " " not in word for word in words) and "-" in str(words)


def _read(line: str, arguments: tuple[Word, ...], source: Source, call: Invocation, *, appended: bool) -> Recipe:
    given = " ".join(f'"${{{number}}}"' for number in range(1, len(arguments) + 1))
    filled = re.sub(_ARGUMENTS, lambda found: given or found[1] or "", re.sub(_OTHERS, "", line))
    text = f"{filled} {given}" if appended else filled
    at = written(source, line.split()) or Place(source, 0, 0)
    folder = call.command.folder if isinstance(call.command.folder, Known) else Known(".")
    return read_shell(text, by_line(text, lines_of(at.text, source, at.start)), call.env, folder, arguments)
