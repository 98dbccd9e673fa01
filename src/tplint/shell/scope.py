"""What a script has set up at one point of it: variables, environment, folder, options."""

from __future__ import annotations

import posixpath
import re

from tplint.model import Known, Unknown, Value, Variable
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tree_sitter import Node

    from tplint.documents.source import Place
    from tplint.model import Fact, Word

# Set by every shell or runner itself; nothing in the files says to what.
_NOT_SET = "variable `{}` is not set in the files"


class Scope(NamedTuple):
    """The state of a shell.

    ``env`` is what commands see, ``variables`` are those that are not exported, ``folders`` is the stack of ``pushd``.
    ``ended`` is true behind an ``exit``; ``may_have_ended`` where an ``exit`` that reports success may have been
    reached. ``errexit``, ``pipefail`` and ``allexport`` are options of ``set``.
    """

    env: Mapping[str, Variable]
    variables: Mapping[str, Variable]
    functions: Mapping[str, Node]
    folder: Fact[str]
    folders: tuple[Fact[str], ...] = ()
    errexit: bool = True
    pipefail: bool = False
    allexport: bool = False
    ended: bool = False
    may_have_ended: bool = False


def stops_at_failures(call: str) -> bool:
    """Whether a command line that starts a shell, ``bash -e {0}``, has `-e` or `errexit` among its options."""
    return re.search(r"\s-[a-z]*e|errexit", call) is not None


def look_up(scope: Scope, name: str) -> Fact[str]:
    """The value of a variable: the script's own, else the environment's."""
    variable = scope.variables.get(name) or scope.env.get(name)
    if variable is None:
        return Unknown(_NOT_SET.format(name), origins=(f"shell.{name}",))
    return variable.value.fact


def assign(scope: Scope, name: str, variable: Variable, *, exported: bool = False) -> Scope:
    """Set a variable; one that is in the environment already stays there."""
    if exported or scope.allexport or name in scope.env:
        variables = {key: value for key, value in scope.variables.items() if key != name}
        return scope._replace(env={**scope.env, name: variable}, variables=variables)
    return scope._replace(variables={**scope.variables, name: variable})


def export(scope: Scope, name: str) -> Scope:
    """Put a shell variable into the environment; one that is not set stays so."""
    variable = scope.variables.get(name)
    return scope if variable is None else assign(scope, name, variable, exported=True)


def hide(scope: Scope, name: str) -> Scope:
    """Take a variable out of the environment, and keep it as a shell variable (``export -n``)."""
    variable = scope.env.get(name)
    if variable is None:
        return scope
    return unset(scope, name)._replace(variables={**scope.variables, name: variable})


def arguments(words: tuple[Word, ...], at: Place) -> dict[str, Variable]:
    """``$1`` to ``$9`` of what is called with these words at a place, up to one that may be none or several."""
    given: dict[str, Variable] = {}
    for index in range(9):
        word = words[index] if index < len(words) else None
        if word is not None and isinstance(word.fact, Unknown) and (word.raw[:1] != '"' or "@" in word.raw):
            break
        given[str(index + 1)] = variable("", Known(""), at) if word is None else variable(word.raw, word.fact, word.at)
    return given


def without_arguments(scope: Scope) -> Scope:
    """The same, where ``$1`` and its like are not known."""
    return scope._replace(variables={key: value for key, value in scope.variables.items() if not key.isdigit()})


def unset(scope: Scope, name: str) -> Scope:
    """Remove a variable."""
    return scope._replace(
        env={key: value for key, value in scope.env.items() if key != name},
        variables={key: value for key, value in scope.variables.items() if key != name},
    )


def forget(scope: Scope, names: Iterable[str], why: str, at: Place, origins: tuple[str, ...] = ("shell",)) -> Scope:
    """Make variables unknown, set or not."""
    for name in names:
        scope = assign(scope, name, variable(name, Unknown(why, at, origins=origins), at))
    return scope


def variable(raw: str, fact: Fact[str], at: Place, key: Place | None = None) -> Variable:
    """A variable as a script sets it."""
    return Variable(Value(raw, fact, at), key or at, "script")


def enter(folder: Fact[str], target: Fact[str]) -> Fact[str]:
    """The folder after ``cd``: relative to the repository's root, and empty for the root itself."""
    match folder, target:
        case _, Unknown():
            return target
        case _, Known(path) if path.startswith(("/", "~")) or path == "-":
            return Unknown(f"the script changes to `{path}`", *target.at, origins=("shell",))
        case Known(start), Known(path):
            joined = posixpath.normpath(posixpath.join(start, path))
            if joined == ".." or joined.startswith("../"):
                return Unknown(f"the script changes to `{path}`, outside the repository", *target.at)
            return Known("" if joined == "." else joined, *target.at)
        case _:
            return folder


def join(first: Scope, second: Scope) -> Scope:
    """What is certain where two ways through a script meet."""
    ended = first.may_have_ended or second.may_have_ended
    if first.ended or second.ended:
        going_on = second if first.ended else first
        return going_on._replace(may_have_ended=ended)
    if first is second:
        return first
    folder = first.folder
    if folder != second.folder:
        folder = Unknown("the script changes the folder under a condition", origins=("shell",))
    env = _join_variables(first.env, second.env)
    return Scope(
        env=env,
        variables={
            name: value for name, value in _join_variables(first.variables, second.variables).items() if name not in env
        },
        functions={**second.functions, **first.functions},
        folder=folder,
        errexit=first.errexit and second.errexit,
        pipefail=first.pipefail and second.pipefail,
        allexport=first.allexport or second.allexport,
        may_have_ended=ended,
    )


def _join_variables(first: Mapping[str, Variable], second: Mapping[str, Variable]) -> Mapping[str, Variable]:
    if first is second or first == second:
        return first
    joined = {}
    for name in {**first, **second}:
        one, other = first.get(name), second.get(name)
        joined[name] = _join_variable(name, one, other)
    return joined


def _join_variable(name: str, one: Variable | None, other: Variable | None) -> Variable:
    some = one or other
    assert some is not None
    if one is not None and other is not None and _says_the_same(one.value.fact, other.value.fact):
        return one
    facts = [side.value.fact for side in (one, other) if side is not None]
    origins = {origin: None for fact in facts if isinstance(fact, Unknown) for origin in fact.origins}
    if len(facts) == 1 or any(isinstance(fact, Known) for fact in facts):
        origins["shell"] = None
    why = f"`{name}` is set under a condition"
    return some._replace(value=some.value._replace(fact=Unknown(why, *facts[-1].at, origins=tuple(origins))))


def _says_the_same(one: Fact[str], other: Fact[str]) -> bool:
    if isinstance(one, Known) and isinstance(other, Known):
        return one.value == other.value
    return one == other
