"""Sessions of `nox` and tasks of `invoke`, read from Python's syntax tree and never run → their commands."""

from __future__ import annotations

import ast
import re

from tplint.commands.options import grammar, parse, visible
from tplint.documents import python
from tplint.documents.source import Place
from tplint.model import Command, Known, Unknown, Word
from tplint.remembered import by_identity
from tplint.uploaders.tasks.recipes import Recipe, by_line, joined, lines_of, opened, read_shell, variable, within

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tplint.commands.invocations import Invocation
    from tplint.documents.source import Source
    from tplint.model import Variable
    from tplint.uploaders.sightings import Surroundings

NOX = grammar(
    "-s/-e/--session/--sessions -f/--noxfile -p/--python/--pythons -k/--keywords -t/--tag/--tags --envdir -db"
    " --default-venv-backend",
    "-h/--help -l/--list -r -R -x -v/--verbose",
)
INVOKE = grammar("-c/--collection -r/--search-root -f/--config", "-h/--help -l/--list -e/--echo")
_INSTALLS = frozenset({"install", "conda_install"})
_RUNS = frozenset({"run", "run_always", "run_install"})
MAX_DEPTH = 3


def nox(call: Invocation, around: Surroundings) -> tuple[str, Recipe]:
    """The sessions of a `nox` command for people, and what they run."""
    before, posargs = _without_posargs(call.words)
    options = parse(before, NOX)
    given = options.value("--sessions")
    if not isinstance(given, Known):
        return "nox", Recipe(())
    names = [given.value, *(visible(word) for word in options.arguments)]
    shown = f"nox -s {' '.join(names)}"
    file = options.value("--noxfile")
    return shown, _functions(file.value if isinstance(file, Known) else "noxfile.py", names, call, around, posargs)


def invoke(call: Invocation, around: Surroundings) -> tuple[str, Recipe]:
    """The tasks of an `invoke` command for people, and what they run."""
    options = parse(call.words, INVOKE)
    names = [visible(word) for word in options.arguments]
    shown = f"invoke {' '.join(names)}".strip()
    return shown, _functions("tasks.py", names, call, around, ()) if names else Recipe(())


def _without_posargs(words: tuple[Word, ...]) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    for index, word in enumerate(words):
        if word.raw == "--":
            return words[:index], words[index + 1 :]
    return words, ()


def _functions(
    path: str, names: list[str], call: Invocation, around: Surroundings, posargs: tuple[Word, ...]
) -> Recipe:
    source = opened(path, call, around)
    if source is None:
        return Recipe((), f"there is no `{path}`")
    functions = _defined(source)
    if functions is None:
        return Recipe((), f"`{path}` is no Python")
    found = []
    for name in names:
        wanted = _named(name, functions)
        if wanted is None:
            return Recipe((), f"`{path}` has no session or task `{name}`")
        found.append(_Reader(source, call, functions, posargs).recipe(wanted, 0))
    return joined(found)._replace(beside=source)


@by_identity(16)
def _defined(source: Source) -> Mapping[str, ast.FunctionDef] | None:
    """The functions of a file by their names; None where it is no Python."""
    try:
        tree = python.parse(source)
    except python.NotPython:
        return None
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def _named(name: str, functions: Mapping[str, ast.FunctionDef]) -> ast.FunctionDef | None:
    """The function of a session or task: by the name in its decorator, else by its own name."""
    spelled = re.sub(r"[-_]", "_", name.rpartition(".")[2] if "(" not in name else name.partition("(")[0])
    for function in functions.values():
        for decorator in function.decorator_list:
            for keyword in decorator.keywords if isinstance(decorator, ast.Call) else ():
                if keyword.arg == "name" and isinstance(keyword.value, ast.Constant) and keyword.value.value == name:
                    return function
    plain = re.sub(r"_?\d[\d.]*$", "", spelled)
    return functions.get(spelled) or functions.get(plain)


class _Reader:
    """The walk over one function and those that it calls."""

    def __init__(
        self,
        source: Source,
        call: Invocation,
        functions: Mapping[str, ast.FunctionDef],
        posargs: tuple[Word, ...],
    ) -> None:
        self.source = source
        self.call = call
        self.functions = functions
        self.posargs = posargs
        self.seen: set[str] = set()

    def recipe(self, function: ast.FunctionDef, depth: int) -> Recipe:
        """The commands of a function, in the order of its text."""
        if function.name in self.seen or depth > MAX_DEPTH:
            return Recipe(())
        self.seen.add(function.name)
        calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
        calls.sort(key=lambda node: (node.lineno, node.col_offset))
        return joined([found for node in calls for found in self.called(node, depth)])

    def called(self, node: ast.Call, depth: int) -> Iterator[Recipe]:
        """What a call in the function runs."""
        match node.func:
            case ast.Name(id=name) if name in self.functions:
                yield self.recipe(self.functions[name], depth + 1)
            case ast.Attribute(attr=name) if name in _INSTALLS:
                pip = tuple(self.literal(word, node) for word in ("pip", "install"))
                yield Recipe((self.command((*pip, *self.words(node)), {}),))
            case ast.Attribute(attr=name) if name in _RUNS:
                yield self.run(node)

    def run(self, node: ast.Call) -> Recipe:
        """``session.run("twine", "upload")`` has words, ``c.run("twine upload")`` a command line."""
        words = tuple(self.words(node))
        if len(words) == 1 and isinstance(words[0].fact, Known) and " " in words[0].fact.value:
            text, at = words[0].fact.value, words[0].at
            place = by_line(text, lines_of(at.text, self.source, at.start))
            return read_shell(text, place, self.call.env, self.call.command.folder)
        return Recipe((self.command(words, self.env(node)),)) if words else Recipe(())

    def words(self, node: ast.Call) -> Iterator[Word]:
        """The positional arguments as words."""
        for argument in node.args:
            match argument:
                case ast.Constant(value=str(value)):
                    yield self.literal(value, argument)
                case ast.Starred(value=ast.Attribute(attr="posargs")):
                    yield from self.posargs
                case _:
                    yield Word("an expression", Unknown("computed in Python", origins=("shell",)), self.at(argument))

    def env(self, node: ast.Call) -> dict[str, Variable]:
        """The variables of ``env={…}``."""
        found = {}
        for keyword in node.keywords:
            if keyword.arg != "env" or not isinstance(keyword.value, ast.Dict):
                continue
            for key, value in zip(keyword.value.keys, keyword.value.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    known = value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None
                    fact = None if known is not None else Unknown("computed in Python", origins=("shell",))
                    found[key.value] = variable(known or "", fact, self.at(value))
        return found

    def command(self, words: tuple[Word, ...], env: Mapping[str, Variable]) -> Command:
        """A command of these words."""
        at = words[0].at if words else Place(self.source, 0, 0)
        return Command(words, {**self.call.env, **env}, self.call.command.folder, at)

    def literal(self, value: str, node: ast.expr) -> Word:
        """A word that an expression of the file writes."""
        place = within(self.at(node), value)
        return Word(value, Known(value, place), place)

    def at(self, node: ast.expr) -> Place:
        """Where an expression stands."""
        return python.place(self.source, node)
