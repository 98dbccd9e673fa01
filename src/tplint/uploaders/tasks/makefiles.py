"""Targets of `make` and recipes of `just` → their commands; simple variables only, nothing is run."""

from __future__ import annotations

import re
from functools import lru_cache

from tplint.commands.folders import below
from tplint.commands.options import grammar, parse, visible
from tplint.model import Known
from tplint.uploaders.tasks.recipes import Recipe, by_line, joined, lines_of, opened, read_shell, variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from tplint.commands.invocations import Invocation
    from tplint.documents.source import Place, Source
    from tplint.model import Fact, Variable, Word
    from tplint.uploaders.sightings import Surroundings

MAKE = grammar(
    "-C/--directory -f/--file/--makefile -j/--jobs -l -o -W -I", "-s/--silent -k -i -B -n/--dry-run -h/--help"
)
JUST = grammar("-f/--justfile -d/--working-directory --set --shell", "-h/--help -n/--dry-run -l/--list -q/--quiet")
_MAKEFILES = ("GNUmakefile", "makefile", "Makefile")
_JUSTFILES = ("justfile", ".justfile", "Justfile")
_RULE = r"(?m)^([^\s#:=][^:=#\n]*)::?(?!=)([^\n=]*)$((?:\n(?:\t[^\n]*|[ \t]*(?:#[^\n]*)?))*)"
_ASSIGNMENT = r"(?m)^(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*(?:\?|::?)?=[ \t]*([^\n]*)$"
_REFERENCE = r"\$[({]([\w.-]+)[)}]"
_RECIPE = r"(?m)^@?([A-Za-z_][\w-]*)(?:[ \t][^:\n]*)?:(?!=)([^\n]*)$((?:\n(?:[ \t]+[^\n]*|[ \t]*(?=\n|\Z)))*)"
_JUST_ASSIGNMENT = r"(?m)^(?:export[ \t]+)?([A-Za-z_][\w-]*)[ \t]*:=[ \t]*['\"]([^'\"\n]*)['\"][ \t]*$"
# In a recipe's dependencies: `(name "argument")`, `a && b`.
_NO_NAME = re.compile(r"[()&]|\"[^\"\n]*\"|'[^'\n]*'")
_BRACES = r"\{\{\s*([^{}\n]*?)\s*\}\}"
_MAY_FAIL = re.compile(r"[ \t]+[@+]*-")
MAX_DEPTH = 5
MAX_VALUE = 2_000  # of a variable, in code points
MAX_REFERENCES = 2_000


def make(call: Invocation, around: Surroundings) -> tuple[str, Recipe]:
    """The targets of a `make` command for people, and what they run."""
    options = parse(call.words, MAKE)
    names = [word.fact.value for word in options.arguments if isinstance(word.fact, Known)]
    targets = [name for name in names if "=" not in name]
    shown = f"make {' '.join(targets)}".strip()
    if options.flags.keys() & {"--help", "--dry-run", "-n"}:
        return shown, Recipe(())
    folder = below(call.command.folder, options.value("--directory"))
    env = {**call.env, **_exported(options.arguments)}
    moved = call._replace(command=call.command._replace(folder=folder), env=env)
    source = _source(options.value("--makefile"), _MAKEFILES, moved, around)
    if source is None:
        return shown, Recipe((), "there is no Makefile")
    values = dict(re.findall(_ASSIGNMENT, source.text)) | dict(name.split("=", 1) for name in names if "=" in name)
    return shown, _targets(targets, source, values, moved)


def _source(given: Fact[str] | None, names: tuple[str, ...], call: Invocation, around: Surroundings) -> Source | None:
    """The file that a command names, else the first of those that the runner looks for."""
    wanted = (given.value,) if isinstance(given, Known) else names
    return next((found for name in wanted if (found := opened(name, call, around))), None)


def _exported(words: Iterable[Word]) -> dict[str, Variable]:
    """The variables of a command line (`make publish TOKEN=…`), which recipes get in their environment."""
    found = {}
    for word in words:
        name, equals, value = visible(word).partition("=")
        if equals:
            fact = Known(value, word.at) if isinstance(word.fact, Known) else word.fact
            found[name] = variable(value, fact, word.at)
    return found


@lru_cache(maxsize=8)
def _found(rule: str, text: str) -> tuple[tuple[str, str, str, int], ...]:
    """The rules or recipes of a file: name, what it needs, its lines, and where these begin."""
    return tuple((match[1], match[2], match[3], match.start(3)) for match in re.finditer(rule, text))


def _targets(targets: list[str], source: Source, values: dict[str, str], call: Invocation) -> Recipe:
    """The recipes of targets and what they need, each once, needs first."""
    rules: dict[str, tuple[str, str, int]] = {}
    for written, needed, body, start in _found(_RULE, source.text.replace("\\\n", "  ")):
        for name in _expand(written, values).split():
            if name not in rules or body.strip():
                rules[name] = (_expand(needed, values), body, start)
    if not targets:
        targets = [name for name in rules if not name.startswith(".")][:1]
    missing = [name for name in targets if name not in rules]
    needs = {name: _prerequisites(rule[0]) for name, rule in rules.items()}
    found = []
    for name in _in_order(targets, needs):
        body = "\n".join(line.lstrip("\t").lstrip("@-+ ") for line in rules[name][1].splitlines())
        text = _expand(body, values).replace("$$", "$")
        place = by_line(text, lines_of(rules[name][1], source, rules[name][2]))
        found.append(_tolerant(read_shell(text, place, call.env, call.command.folder)))
    if missing:
        found.append(Recipe((), f"`{source.path}` has no rule for `{missing[0]}`"))
    return joined(found)._replace(beside=source)


def _tolerant(recipe: Recipe) -> Recipe:
    """A recipe whose lines with `-` before them may fail."""
    return recipe._replace(
        commands=tuple(each._replace(tolerated=each.tolerated or _may_fail(each.at)) for each in recipe.commands)
    )


def _may_fail(at: Place) -> bool:
    line = at.source.text.rfind("\n", 0, at.start) + 1
    return _MAY_FAIL.match(at.source.text, line) is not None


def _prerequisites(text: str) -> list[str]:
    return text.partition(";")[0].partition("#")[0].replace("|", " ").split()


def _in_order(targets: list[str], needs: dict[str, list[str]]) -> list[str]:
    """The targets and all they need, each once, needs first."""
    order: list[str] = []
    waiting, seen = [(target, False) for target in reversed(targets)], set[str]()
    while waiting:
        name, ready = waiting.pop()
        if ready:
            order.append(name)
        elif name in needs and name not in seen:
            seen.add(name)
            waiting.append((name, True))
            waiting.extend((need, False) for need in reversed(needs[name]))
    return order


def _expand(text: str, values: dict[str, str]) -> str:
    """Variables in place; those that the file does not set are left to the shell."""

    def value(found: re.Match[str]) -> str:
        return "make" if found[1] == "MAKE" else values.get(found[1], "${" + found[1] + "}")[:MAX_VALUE]

    for _ in range(MAX_DEPTH):
        if not 0 < text.count("$") <= MAX_REFERENCES:
            break
        text = re.sub(_REFERENCE, value, text)
    return text


def just(call: Invocation, around: Surroundings) -> tuple[str, Recipe]:
    """The recipes of a `just` command for people, and what they run."""
    options = parse(call.words, JUST)
    names = [word.fact.value for word in options.arguments if isinstance(word.fact, Known)]
    shown = f"just {' '.join(names[:1])}".strip()
    source = _source(options.value("--justfile"), _JUSTFILES, call, around)
    if source is None:
        return shown, Recipe((), "there is no justfile")
    values = dict(re.findall(_JUST_ASSIGNMENT, source.text))
    recipes = {name: (needed, body, start) for name, needed, body, start in _found(_RECIPE, source.text)}
    targets = [name for name in names if name in recipes] if names else list(recipes)[:1]
    if names and names[0] not in recipes:
        return shown, Recipe((), f"`{source.path}` has no recipe `{names[0]}`")
    needs = {name: re.sub(_NO_NAME, " ", recipe[0]).split() for name, recipe in recipes.items()}
    bodies = [_just_body(recipes[name], source, values, call) for name in _in_order(targets, needs)]
    return shown, joined(bodies)._replace(beside=source)


def _just_body(recipe: tuple[str, str, int], source: Source, values: dict[str, str], call: Invocation) -> Recipe:
    lines = [line.strip() for line in recipe[1].splitlines()]
    first = next((line for line in lines if line), "")
    if first.startswith("#!") and not re.search(r"\b(?:ba|z|da)?sh\b", first):
        return Recipe((), f"a recipe of `{source.path}` is no shell script")
    body = "\n".join(line.lstrip("@-") for line in lines)
    text = re.sub(_BRACES, lambda found: values.get(found[1], "${just_" + str(len(found[1])) + "}"), body)
    place = by_line(text, lines_of(recipe[1], source, recipe[2]))
    return _tolerant(read_shell(text, place, call.env, call.command.folder))
