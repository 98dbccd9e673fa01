"""Commands that run other commands: ``env``, ``sudo``, ``uvx``, ``pipx run`` … are peeled off, with what they change.

Where a wrapper's own words are not understood, nothing is peeled.
"""

from __future__ import annotations

import re

from tplint.model import Known, Unknown, Word
from tplint.records import NamedTuple
from tplint.shell.known_wrappers import BY_FIRST_NAME
from tplint.shell.scope import variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from tplint.model import Variable
    from tplint.shell.known_wrappers import Wrapper

MAX_WRAPPERS = 20


class Peeled(NamedTuple):
    """A command without its wrappers.

    ``env`` is what ``env NAME=value`` adds, ``removed`` what ``env -u`` takes away. ``requested`` is the requirement
    that a runner was asked for (``twine==5.1.1`` of ``pipx run twine==5.1.1``, also of ``--from`` and ``--with``).
    ``isolated`` is a clause that says why the command does not get the environment around it, or empty.
    """

    words: tuple[Word, ...]
    env: Mapping[str, Variable]
    requested: str = ""
    isolated: str = ""
    removed: tuple[str, ...] = ()


# Programs that have another name than their project.
_PROJECTS = {"semantic-release": "python-semantic-release"}
_PYTHON = re.compile(r"(?:python|pypy)[\d.]*|py")
_MODULES = frozenset({"uv", "pipx", "poetry", "pdm", "hatch"})
_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][\w.-]*?)\s*(?:\[[^\]]*\])?\s*(?:(?:@|[=<>!~]=?|===).*)?\s*", re.DOTALL)
_SHELLS = frozenset({"sh", "bash", "dash", "zsh", "ksh"})
_ASSIGNMENT = re.compile(r"[\"']?([A-Za-z_]\w*)=")
_FILE_WHY = "`--env-file` adds variables that are not in the files"


def unwrap(words: tuple[Word, ...]) -> Peeled:
    """Peel all wrappers off a command; a command without any comes back as it is."""
    peeled = Peeled(words, {})
    for _ in range(MAX_WRAPPERS):
        inner = _peel_one(peeled)
        if inner is None:
            break
        peeled = inner
    return peeled._replace(requested=_chosen(peeled)) if peeled.requested else peeled


def is_shell(name: str) -> bool:
    """Whether a command name is that of a shell."""
    return name.rpartition("/")[2] in _SHELLS


def script_word(words: tuple[Word, ...]) -> Word | None:
    """The word of ``bash -c '…'`` (behind wrappers, too) that is a script."""
    inner = unwrap(words).words if any(is_shell(word.raw) for word in words) else ()
    if not inner or not is_shell(inner[0].raw):
        return None
    takes_script = skip = False
    for word in inner[1:]:
        if skip:
            skip = False
        elif word.raw.startswith(("-", "+")):
            takes_script = takes_script or ("c" in word.raw and not word.raw.startswith("--"))
            skip = "o" in word.raw and not word.raw.startswith("--")
        else:
            return word if takes_script else None
    return None


def _chosen(peeled: Peeled) -> str:
    """Of several requirements (``--with a --with b``) the one for the tool that is run."""
    tool = tool_name(peeled.words)
    for requested in reversed(peeled.requested.split("\n")):
        if requested and _brings(requested, tool):
            return requested
    return ""


def tool_name(words: tuple[Word, ...]) -> str:
    """The program that words run: of ``python -m twine`` it is ``twine``. Empty where it is not known."""
    name = _program(words[0]) if words else ""
    if _PYTHON.fullmatch(name):
        for word, following in zip(words[1:], words[2:] or (), strict=False):
            if word.raw == "-m":
                return _value(following)
            if word.raw.startswith("-m"):
                return word.raw[2:]
    return name


def requirement_name(requirement: str) -> str:
    """The project of a requirement as runners take it: ``twine`` of ``twine[x]>=6``, ``twine@6.0``, ``twine``."""
    found = _REQUIREMENT.fullmatch(requirement)
    return found[1] if found else ""


def _brings(requirement: str, tool: str) -> bool:
    """Whether a requirement is that of a program's own project."""
    return _normal(requirement_name(requirement)) == _normal(_PROJECTS.get(tool, tool))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _value(word: Word) -> str:
    return word.fact.value if isinstance(word.fact, Known) else ""


def _program(word: Word) -> str:
    """The name of a program without its folder and ``.exe``."""
    return _value(word).replace("\\", "/").rpartition("/")[2].removesuffix(".exe")


def _peel_one(peeled: Peeled) -> Peeled | None:
    """Take the outermost wrapper off, or None where there is none."""
    words = peeled.words
    if len(words) > 3 and words[1].raw == "-m" and _PYTHON.fullmatch(_program(words[0])):  # noqa: PLR2004 - python -m X run Y
        words = words[2:] if _value(words[2]) in _MODULES else words
    if len(words) < 2:  # noqa: PLR2004 - a wrapper and a command at least
        return None
    for wrapper in BY_FIRST_NAME.get(_program(words[0]), ()):
        start = _after_names(wrapper, words)
        if start is not None:
            return _Peeling(wrapper, peeled).peel(words[start[0] :], start[1])
    return None


def _after_names(wrapper: Wrapper, words: tuple[Word, ...]) -> tuple[int, tuple[Word, ...]] | None:
    """Where the words behind a wrapper's names start, and the options among the names; None for another command."""
    position, options = 1, []
    for name in wrapper.names[1:]:
        while position < len(words) and words[position].raw.startswith("-"):
            options.append(words[position])
            position += 2 if words[position].raw in wrapper.valued else 1
        if position >= len(words) or _value(words[position]) != name:
            return None
        position += 1
    return position, tuple(options)


class _Peeling:
    """The walk over one wrapper's options."""

    def __init__(self, wrapper: Wrapper, before: Peeled) -> None:
        self.wrapper = wrapper
        self.env = dict(before.env)
        self.removed = list(before.removed)
        self.requested = before.requested
        self.isolated = before.isolated
        self.why = wrapper.isolated
        self.module: Word | None = None
        self.filler = ""

    def peel(self, words: tuple[Word, ...], early: tuple[Word, ...]) -> Peeled | None:
        """Take the wrapper's options, assignments and positional words; None where nothing is left to run."""
        for option in early:
            self.option(option, None)
        rest = self.behind_mark(words) if self.wrapper.marks else self.behind_options(words)
        if not rest:
            return None
        rest = self.without_requirement(tuple(map(self.filled, rest)))
        if self.wrapper.names[0] == "hatch":
            rest = (_without_environment(rest[0]), *rest[1:])
        isolated = self.isolated or self.why
        return Peeled(rest, self.env, self.requested, isolated, tuple(self.removed))

    def behind_mark(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        """The words behind ``--`` or ``-c``."""
        for index, word in enumerate(words):
            if word.raw in self.wrapper.marks:
                return words[index + 1 :]
        return ()

    def behind_options(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        """The words behind the options, the assignments and the positional words."""
        position, positional = 0, self.wrapper.positional
        while position < len(words):
            word = words[position]
            if word.raw == "--":
                position += 1
            elif word.raw.startswith("-") and len(word.raw) > 1:
                if word.raw.partition("=")[0] in self.wrapper.stops:
                    return ()
                takes = word.raw in self.wrapper.valued
                self.option(word, words[position + 1] if takes and position + 1 < len(words) else None)
                position += 2 if takes else 1
                if self.module is not None:
                    return (self.module, *words[position - 1 :])
            elif self.wrapper.assigns and _ASSIGNMENT.match(word.raw):
                self.add_variable(word)
                position += 1
            elif positional or (self.wrapper.counts and word.raw.isdigit()):
                positional = max(positional - 1, 0)
                position += 1
            else:
                break
        return words[position:]

    def option(self, word: Word, value: Word | None) -> None:
        """Note what an option of the wrapper says."""
        name, equals, given = word.raw.partition("=")
        text = _value(value) if value is not None else _value(word).partition("=")[2] or given
        if name in self.wrapper.requests and text:
            self.requested = f"{self.requested}\n{text}" if self.requested else text
        if name in self.wrapper.keeps or (
            self.wrapper.names == ("sudo",) and re.fullmatch(r"-[A-Za-z]*E[A-Za-z]*", name)
        ):
            self.why = f"`sudo {word.raw}` keeps only some variables" if equals else ""
        if name == "--env-file":
            self.why = self.why or _FILE_WHY
        match self.wrapper.names[0], name:
            case "env", "-u" | "--unset":
                self.removed.append(text)
                self.env.pop(text, None)
            case "env", "-i" | "--ignore-environment" | "-":
                self.env.clear()
                self.why = "`env -i` clears the environment"
            case "xargs", _ if name[:2] in {"-I", "-i"} or name == "--replace":
                self.filler = text or name[2:].removeprefix("replace") or "{}"
            case "docker" | "podman" | "docker-compose", "-e" | "--env" if value is not None:
                self.add_variable(value)
            case "uv", "-m" | "--module" if self.wrapper.names == ("uv", "run"):
                self.module = Word("python", Known("python", word.at), word.at)
            case _:
                pass

    def filled(self, word: Word) -> Word:
        """A word in which `xargs` puts what it reads."""
        if not self.filler or self.filler not in word.raw:
            return word
        return word._replace(fact=Unknown("`xargs` reads it", word.at, origins=("shell",)))

    def add_variable(self, word: Word) -> None:
        """``NAME=value``; a name alone (``docker run -e NAME``) passes what is there."""
        found = _ASSIGNMENT.match(word.raw)
        if found is None:
            return
        fact = word.fact
        if isinstance(fact, Known):
            fact = Known(fact.value.partition("=")[2], *fact.at)
        self.env[found[1]] = variable(word.raw[found.end() :], fact, word.at)

    def without_requirement(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        """The name alone of ``uvx twine@6.0`` and ``pipx run twine==5.1.1``; what was asked for is noted."""
        if not self.wrapper.runs_requirement:
            return words
        value = _value(words[0])
        name = requirement_name(value)
        if not name:
            return words
        if self.requested:
            # `--from 'twine[keyring]' twine`: the requirement may have another name than the tool.
            self.requested = self.requested if _brings(self.requested, name) else ""
            return words
        self.requested = value
        return (words[0]._replace(fact=Known(name, *words[0].fact.at)), *words[1:])


def _without_environment(word: Word) -> Word:
    """``hatch run env:command`` names the environment first."""
    match word.fact:
        case Known(value, at) if ":" in value and "/" not in value.partition(":")[0]:
            return word._replace(fact=Known(value.partition(":")[2], *at))
        case Known() | Unknown():
            return word
