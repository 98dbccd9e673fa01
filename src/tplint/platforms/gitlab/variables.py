"""`variables:` → the environment of a job's scripts, and values with variables in them → facts.

Variables of the project's, group's or instance's settings win over those of the file, and are not in the files
(https://docs.gitlab.com/ci/variables/#cicd-variable-precedence).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from tplint.model import Known, Unknown, Value, Variable
from tplint.platforms.gitlab.trees import Table, Text, get, place, text
from tplint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tplint.documents.source import Place
    from tplint.model import Fact
    from tplint.platforms.gitlab.trees import Entry

MAX_LENGTH = 10_000
MAX_DEPTH = 20
_NAME = re.compile(r"\$(?:(?P<escaped>\$)|(?P<plain>[A-Za-z_]\w*)|\{(?P<braced>[A-Za-z_]\w*)\})")
# The instance that runs the job, which is no index of PyPI, whatever it is called.
_INSTANCE = re.compile(r"\$\{?(?:CI_API_V4_URL|CI_SERVER_URL|CI_API_GRAPHQL_URL)\b\}?")
_TESTED = re.compile(r"""(?:-[nz]\s+|\[\s*)["']?\$\{?(\w+)""")
_SET = re.compile(r"(?<![$\w{-])(\w+)\+?=")
_OF_SHELL = frozenset({"HOME", "HOSTNAME", "IFS", "OLDPWD", "PATH", "PWD", "SHELL", "TERM", "TMPDIR", "USER"})
_SHOWN = {
    "CI_API_V4_URL": "https://$CI_SERVER_HOST/api/v4",
    "CI_SERVER_URL": "https://$CI_SERVER_HOST",
    "CI_PROJECT_ID": "$CI_PROJECT_ID",
}

Level = Literal["workflow", "job", "step"]


class Definition(NamedTuple):
    """A variable as a file defines it; ``level`` is that of the file's part."""

    value: Text
    key: Text
    level: Level
    expand: bool = True


class Surroundings(NamedTuple):
    """What gives values to a job's variables, beside the files.

    ``tokens`` are the names of its identity tokens. ``handed`` is true where other jobs or a vault hand it variables.
    """

    tokens: frozenset[str] = frozenset()
    handed: bool = False


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


def expanded(written: Text, defined: Mapping[str, Definition], around: Surroundings) -> Fact[str]:
    """The value of a text with variables in it, as GitLab expands it before the job starts."""
    return _expanded(written.value, place(written), lambda name: _looked_up(name, defined, around, ()))


def _expanded(written: str, at: Place, look_up: Callable[[str], Fact[str]]) -> Fact[str]:
    if "$[[" in written:
        return Unknown("it is set from an input that is not known", at)
    parts, position, length, missing = [], 0, 0, []
    for match in _NAME.finditer(written):
        fact: Fact[str] = Known("$") if match["escaped"] else look_up(match["plain"] or match["braced"])
        value = ""
        if isinstance(fact, Known):
            value = fact.value
        else:
            missing.append(fact)
        parts += [written[position : match.start()], value]
        position = match.end()
        length += len(value)
        if length > MAX_LENGTH:
            return Unknown("its variables expand to a very long text", at)
    if missing:
        origins = dict.fromkeys(origin for fact in missing for origin in fact.origins)
        return Unknown(missing[0].why, at, origins=tuple(origins))
    return Known("".join([*parts, written[position:]]), at)


def _looked_up(name: str, defined: Mapping[str, Definition], around: Surroundings, seen: tuple[str, ...]) -> Fact[str]:
    definition = defined.get(name)
    if definition is None or name in around.tokens:
        return undefined(name, around)
    if name in seen or len(seen) > MAX_DEPTH:
        # A job's variable may add to the outer one of the same name, which GitLab looks for in its settings.
        return Unknown(f"variable `{name}` is made of itself", place(definition.value), origins=(f"env.{name}",))
    if not definition.expand:
        return Known(definition.value.value, place(definition.value))
    return _expanded(
        definition.value.value,
        place(definition.value),
        lambda inner: _looked_up(inner, defined, around, (*seen, name)),
    )


def undefined(name: str, around: Surroundings) -> Unknown:
    """A variable that the files do not define.

    Its origin tells identity tokens (``id_tokens.X``), what GitLab sets itself (``ci.X``), settings (``vars.X``), and
    what another job may hand on (``env.X``) from each other.
    """
    if name in around.tokens:
        return Unknown(f"`{name}` is an identity token", origins=(f"id_tokens.{name}",))
    if name.startswith(("CI_", "GITLAB_")) or name == "CI":
        return Unknown(f"GitLab sets `{name}` when the pipeline runs", origins=(f"ci.{name}",))
    kind = "env" if around.handed else "vars"
    return Unknown(f"variable `{name}` is not set in the files", origins=(f"{kind}.{name}",))


def environment(defined: Mapping[str, Definition], around: Surroundings, script: str, at: Place) -> dict[str, Variable]:
    """The environment that a script starts with; ``at`` is the script's place.

    It has the variables of the file, and of the others those that the script takes from settings without looking
    whether they are there; which other variables settings bring is not known.
    """
    found = {name: _variable(definition, defined, around) for name, definition in defined.items()}
    for name in _taken(script):
        if name not in found:
            found[name] = Variable(Value(f"${name}", _shown(name, around), at), at, "job")
    return found


def _taken(script: str) -> dict[str, None]:
    """The variables that a script reads, and neither tests nor sets."""
    read = (match["plain"] or match["braced"] for match in _NAME.finditer(script))
    tested = {match[1] for match in _TESTED.finditer(script)} | {match[1] for match in _SET.finditer(script)}
    return {name: None for name in read if name and name.isupper() and name not in tested and name not in _OF_SHELL}


def _shown(name: str, around: Surroundings) -> Fact[str]:
    return Known(_SHOWN[name]) if name in _SHOWN else undefined(name, around)


def _variable(definition: Definition, defined: Mapping[str, Definition], around: Surroundings) -> Variable:
    written = definition.value
    if not definition.expand:
        fact: Fact[str] = Known(written.value, place(written))
    elif _INSTANCE.match(written.value):
        shown = _NAME.sub(lambda match: _SHOWN.get(match["plain"] or match["braced"] or "", match[0]), written.value)
        fact = Known(shown, place(written))
    else:
        fact = expanded(written, defined, around)
    return Variable(Value(written.value, fact, place(written)), place(definition.key), definition.level)
