"""`variables:` → the environment of a job's scripts, and values with variables in them → facts.

Variables of the project's, group's or instance's settings win over those of the file, and are not in the files
(https://docs.gitlab.com/ci/variables/#cicd-variable-precedence).
"""

from __future__ import annotations

import re

from tplint.model import Known, Unknown, Value, Variable
from tplint.platforms.gitlab.trees import Table, Text, get, place, text
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Literal, TypeAlias

    from tplint.documents.source import Place
    from tplint.model import Fact
    from tplint.platforms.gitlab.trees import Entry

MAX_LENGTH = 10_000
MAX_DEPTH = 50
_NAME = re.compile(r"\$(?:(?P<escaped>\$)|(?P<plain>[A-Za-z_]\w*)|\{(?P<braced>[A-Za-z_]\w*)\})")
# The instance that runs the job, which is no index of PyPI, whatever it is called.
_INSTANCE = r"\$\{?(?:CI_API_V4_URL|CI_SERVER_URL|CI_API_GRAPHQL_URL)\b\}?"
_TESTED = r"""(?:-[nz]\s+|\[\s*)["']?\$\{?(\w+)"""
_SET = r"(?<![$\w{-])(\w+)\+?="
_OF_SHELL = frozenset({"HOME", "HOSTNAME", "IFS", "OLDPWD", "PATH", "PWD", "SHELL", "TERM", "TMPDIR", "USER"})
# In the names of variables that projects call as GitLab does its own; none of GitLab's has these words.
_OWN = "PYPI|TWINE"
_SHOWN = {
    "CI_API_V4_URL": "https://$CI_SERVER_HOST/api/v4",
    "CI_SERVER_URL": "https://$CI_SERVER_HOST",
    "CI_PROJECT_ID": "$CI_PROJECT_ID",
}

Level: TypeAlias = "Literal['workflow', 'job', 'step']"


class Definition(NamedTuple):
    """A variable as a file defines it; ``level`` is that of the file's part."""

    value: Text
    key: Text
    level: Level
    expand: bool = True


class Surroundings(NamedTuple):
    """What gives values to a job's variables, beside the files.

    ``tokens`` are the names of its identity tokens. ``handed`` is true where other jobs or a vault hand it variables.
    ``forwarded`` are the variables that the job which starts the pipeline gives to it: they win over those of settings.
    """

    tokens: frozenset[str] = frozenset()
    handed: bool = False
    forwarded: frozenset[str] = frozenset()


NOTHING_AROUND = Surroundings()


def definitions(entries: Iterable[tuple[str, Entry]], level: Level) -> dict[str, Definition]:
    """The variables of a mapping, in both forms: a text, or a mapping with `value`."""
    found: dict[str, Definition] = {}
    for name, entry in entries:
        value = entry.value
        if isinstance(value, Text):
            found[name] = Definition(value, entry.key, level)
        elif isinstance(value, Table) and isinstance(inner := get(value, "value"), Text):
            found[name] = Definition(inner, entry.key, level, expand=text(get(value, "expand")) != "false")
    return found


class Expansion:
    """The variables of one job, each looked up once, and the values of texts with variables in them."""

    def __init__(self, defined: Mapping[str, Definition], around: Surroundings) -> None:
        self.defined = defined
        self.around = around
        self.known: dict[str, Fact[str]] = {}
        self.open: list[str] = []

    def of(self, written: Text) -> Fact[str]:
        """The value of a text, as GitLab expands it before the job starts."""
        at = place(written)
        if "$" not in written.value:
            return Known(written.value, at)
        if "$[[" in written.value:
            return Unknown("it is set from an input that is not known", at)
        parts: list[str] = []
        missing: list[Unknown] = []
        position = length = 0
        for match in _NAME.finditer(written.value):
            fact: Fact[str] = Known("$") if match["escaped"] else self.variable(match["plain"] or match["braced"])
            value = fact.value if isinstance(fact, Known) else ""
            if isinstance(fact, Unknown):
                missing.append(fact)
            parts += [written.value[position : match.start()], value]
            position = match.end()
            length += len(value)
            if length > MAX_LENGTH:
                return Unknown("its variables expand to a very long text", at)
        if missing:
            origins = dict.fromkeys(origin for fact in missing for origin in fact.origins)
            return Unknown(missing[0].why, at, origins=tuple(origins))
        return Known("".join([*parts, written.value[position:]]), at)

    def variable(self, name: str) -> Fact[str]:
        """The value of a variable."""
        definition = self.defined.get(name)
        if definition is None or name in self.around.tokens:
            return undefined(name, self.around)
        if name in self.known:
            return self.known[name]
        written = definition.value
        if not definition.expand:
            return Known(written.value, place(written))
        if name in self.open or len(self.open) > MAX_DEPTH:
            # A variable may add to one of its own name, which GitLab then takes from its settings.
            return Unknown(f"variable `{name}` is made of itself", place(written), origins=(f"env.{name}",))
        self.open.append(name)
        fact = self.known[name] = self.of(written)
        self.open.pop()
        return fact


def expanded(written: Text, defined: Mapping[str, Definition], around: Surroundings) -> Fact[str]:
    """The value of a text with variables in it, as GitLab expands it before the job starts."""
    return Expansion(defined, around).of(written)


def names_in(written: str) -> set[str]:
    """The variables that stand in a text."""
    return {name for match in _NAME.finditer(written) if (name := match["plain"] or match["braced"])}


def undefined(name: str, around: Surroundings) -> Unknown:
    """A variable that the files do not define.

    Its origin tells identity tokens (``id_tokens.X``), what GitLab sets itself (``ci.X``), settings (``vars.X``), and
    what another job may hand on (``env.X``) from each other.
    """
    if name in around.tokens:
        return Unknown(f"`{name}` is an identity token", origins=(f"id_tokens.{name}",))
    if name == "CI" or (name.startswith(("CI_", "GITLAB_")) and not re.search(_OWN, name)):
        return Unknown(f"GitLab sets `{name}` when the pipeline runs", origins=(f"ci.{name}",))
    kind = "env" if around.handed else "vars"
    return Unknown(f"variable `{name}` is not set in the files", origins=(f"{kind}.{name}",))


def environment(defined: Mapping[str, Definition], around: Surroundings, script: str, at: Place) -> dict[str, Variable]:
    """The environment that a script starts with; ``at`` is the script's place.

    It has the variables of the file, and of the others those that the script takes from settings without looking
    whether they are there; which other variables settings bring is not known.
    """
    expansion = Expansion(defined, around)
    found = {name: _variable(definition, expansion) for name, definition in defined.items()}
    for name in _taken(script):
        if name not in found:
            found[name] = Variable(Value(f"${name}", _shown(name, around), at), at, "job")
    return found


def _taken(script: str) -> dict[str, None]:
    """The variables that a script reads, and neither tests nor sets."""
    read = [match["plain"] or match["braced"] or "" for match in _NAME.finditer(script)]
    tested = {match[1] for pattern in (_TESTED, _SET) for match in re.finditer(pattern, script)} if read else ()
    return {name: None for name in read if name.isupper() and name not in tested and name not in _OF_SHELL}


def _shown(name: str, around: Surroundings) -> Fact[str]:
    return Known(_SHOWN[name]) if name in _SHOWN else undefined(name, around)


def _variable(definition: Definition, expansion: Expansion) -> Variable:
    written = definition.value
    if not definition.expand:
        fact: Fact[str] = Known(written.value, place(written))
    elif written.value.startswith(("$CI_", "${CI_")) and re.match(_INSTANCE, written.value):
        shown = _NAME.sub(lambda match: _SHOWN.get(match["plain"] or match["braced"] or "", match[0]), written.value)
        fact = Known(shown, place(written))
    else:
        fact = expansion.of(written)
    return Variable(Value(written.value, fact, place(written)), place(definition.key), definition.level)
