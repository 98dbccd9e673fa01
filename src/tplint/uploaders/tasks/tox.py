"""Environments of `tox` → their commands, with the environment that tox lets through (tox 4.67)."""

from __future__ import annotations

import posixpath
import re
import shlex
from fnmatch import fnmatchcase
from functools import lru_cache

from tplint.commands.folders import inside
from tplint.commands.options import grammar, parse
from tplint.documents.source import Place
from tplint.model import Command, Known, Unknown, Word
from tplint.uploaders.tasks.recipes import Recipe, joined, opened, variable, within, written
from tplint.uploaders.tasks.tox_settings import environment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tplint.commands.invocations import Invocation
    from tplint.documents.source import Source
    from tplint.model import Fact, PlatformName, Variable
    from tplint.uploaders.sightings import Surroundings
    from tplint.uploaders.tasks.tox_settings import Environment

GRAMMAR = grammar(
    "-e -c/--conf --workdir --root -x/--override -p/--parallel -f -m -o/--result-json --skip-pkg-install",
    "-h/--help --version -l/--listenvs -r/--recreate -v -q --notest -n",
)
CONFIGURATIONS = ("tox.ini", "setup.cfg", "pyproject.toml", "tox.toml")
# What a tool needs to see to ask for an identity token.
IDENTITY: dict[PlatformName, tuple[str, ...]] = {
    "github": ("GITHUB_ACTIONS", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"),
    "gitlab": ("GITLAB_CI", "PYPI_ID_TOKEN"),
}
_SUBSTITUTION = r"\{([^{}]*)\}"
_VARIABLE = r"\$\{([^{}]*)\}"
_ROOTS = frozenset({"toxinidir", "tox_root", "package_root", "config_dir"})
MAX_LENGTH = 20_000


def tox(call: Invocation, around: Surroundings) -> tuple[str, Recipe]:
    """The environments of a `tox` command for people, and what they run."""
    words = call.words
    cut = next((index for index, word in enumerate(words) if word.raw == "--"), len(words))
    options = parse(words[:cut], GRAMMAR)
    named = options.value("-e")
    if named is None:
        listed = call.env.get("TOXENV")
        named = listed.value.fact if listed is not None else Unknown("no environment is named")
    if isinstance(named, Unknown) or options.flags.keys() & {"--help", "--listenvs", "--notest", "-n"}:
        return "tox", Recipe(())
    names = [name.strip() for name in named.value.split(",") if name.strip()]
    shown = f"tox -e {','.join(names)}"
    if options.values.keys() & {"--override", "--root"} or _passed_besides(call) is None:
        return shown, Recipe((), "the command changes its configuration")
    posargs = " ".join(word.raw for word in words[cut + 1 :])
    paths, moved = _configurations(options.value("--conf"), call)
    return shown, joined([_one(name, paths, posargs, moved, around) for name in names])


def _configurations(given: Fact[str] | None, call: Invocation) -> tuple[tuple[str, ...], Invocation]:
    """The files that may configure tox, and the command in their folder, where tox runs what they say.

    ``-c`` names a file or a folder.
    """
    if given is None:
        return CONFIGURATIONS, call
    if isinstance(given, Unknown):
        return (), call
    folder, name = given.value, ""
    if folder.endswith((".ini", ".cfg", ".toml")):
        folder, name = posixpath.split(folder)
    moved = call._replace(command=call.command._replace(folder=inside(call.command.folder, folder)))
    return (name,) if name else CONFIGURATIONS, moved


def _passed_besides(call: Invocation) -> tuple[str, ...] | None:
    """What `TOX_OVERRIDE` adds to some `pass_env`; None where it may do something else."""
    given = call.env.get("TOX_OVERRIDE")
    if given is None:
        return ()
    text = "".join(given.value.fact.value.split()) if isinstance(given.value.fact, Known) else "?"
    added = [re.fullmatch(r"[\w:-]+\.pass_?env\+=([\w*?,]*)", each) for each in text.split(";")]
    return tuple(pattern for each in added if each for pattern in each[1].split(",")) if all(added) else None


def _one(name: str, paths: tuple[str, ...], posargs: str, call: Invocation, around: Surroundings) -> Recipe:
    """What one environment runs."""
    for path in paths:
        source = opened(path, call, around)
        found = environment(source, name) if source is not None else None
        if source is not None and found is not None:
            if unread := found.unread:
                return Recipe((), unread)
            return _Reader(name, found, source, call, posargs, around.platform).recipe()
    return Recipe((), f"no configuration of tox that is read has the environment `{name}`")


def _fits(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name.lower(), pattern.lower()) for pattern in patterns)


def _header(source: Source, name: str) -> Place:
    """Where the settings of an environment begin: a section's header, or a key; else the file's start."""
    own = rf"\b{re.escape(name)}\b"
    for start, end in _headers(source.text):
        if name in source.text[start:end] and re.search(own, source.text[start:end]):
            return Place(source, start, end)
    return Place(source, 0, 0)


@lru_cache(maxsize=16)
def _headers(text: str) -> tuple[tuple[int, int], ...]:
    """Where the headers of sections stand, and keys of environments in TOML."""
    found = re.finditer(r"(?m)^\[[^\]\n]{1,300}\]|\benv\.[\w.-]{1,300}", text)
    return tuple(each.span() for each in found)


@lru_cache(maxsize=256)
def _written(source: Source, words: tuple[str, ...], start: int) -> Place | None:
    """Where the file has these words; hundreds of environments may have the same settings."""
    return written(source, words, start)


class _Reader:
    """One environment with the variables that its commands see."""

    def __init__(
        self,
        name: str,
        found: Environment,
        source: Source,
        call: Invocation,
        posargs: str,
        platform: PlatformName,
    ) -> None:
        self.found = found
        self.source = source
        self.call = call
        self.posargs = posargs
        self.header = _header(source, name)
        self.env = {name: value for name, value in call.env.items() if self.passes(name)}
        besides = _passed_besides(call) or ()
        for key in call.env.keys() - self.env.keys():
            if _fits(key, besides):
                self.env[key] = variable("", Unknown(f"`TOX_OVERRIDE` may pass `{key}` on"), self.header)
        self.hidden = tuple(
            key
            for key in IDENTITY.get(platform, ())
            if not self.passes(key) and not _fits(key, besides) and key not in dict(found.set_env)
        )
        for key, value in found.set_env:
            text = self.expanded(value)
            self.env[key] = variable(value, self.fact(text), self.at([key, "="]))

    def passes(self, name: str) -> bool:
        """Whether tox lets a variable of the job through; it ignores the letters' case."""
        return _fits(name, self.found.pass_env)

    def recipe(self) -> Recipe:
        """The commands, behind an installation of what the environment depends on."""
        lines = [["pip", "install", dependency] for dependency in self.found.dependencies]
        commands = [self.command(line, self.header, tolerated=False) for line in lines]
        for line in self.found.commands:
            commands.extend(self.read(line))
        return Recipe(tuple(commands), "", f"tox does not pass `{self.hidden[0]}` on" if self.hidden else "")

    def read(self, line: str | tuple[str, ...]) -> Iterator[Command]:
        """One command of the settings: a line, or words."""
        if isinstance(line, tuple):
            yield self.command([self.expanded(word) for word in line], self.at(line), tolerated=False)
            return
        at = self.at(line.split())
        text = self.expanded(line).strip()
        tolerated = text.startswith("-")
        try:
            words = shlex.split(text.lstrip("-!").strip(), comments=True)
        except ValueError:
            return
        if words:
            yield self.command(words, at, tolerated=tolerated)

    def command(self, texts: list[str], at: Place, *, tolerated: bool) -> Command:
        """A command of these words, each at its place where the file has it as it is."""
        words = tuple(Word(text, self.fact(text), within(at, text)) for text in texts)
        return Command(words, self.env, self.call.command.folder, at, tolerated=tolerated)

    def at(self, words: Iterable[str]) -> Place:
        """Where the file has these words, first behind the environment's header; the header where it has them not."""
        return _written(self.source, tuple(words), self.header.end) or self.header

    def expanded(self, text: str) -> str:
        """Substitutions in place; what is not known stays as `${NAME}`."""
        for _ in range(5):
            replaced = re.sub(_SUBSTITUTION, self.substitute, text.replace("${", "\0"))
            replaced = replaced.replace("\0", "${")
            if replaced == text or len(replaced) > MAX_LENGTH:
                break
            text = replaced
        return text

    def substitute(self, match: re.Match[str]) -> str:
        """What stands for `{…}`."""
        kind, _, rest = match[1].partition(":")
        if kind == "posargs":
            return self.posargs or rest
        if kind in _ROOTS:
            return "."
        if kind == "/":
            return "/"
        if kind in {"envpython", "env_python", "base_python"}:
            return "python"
        if kind == "env":
            name, _, default = rest.partition(":")
            return "${" + name + "}" if name in self.call.env or not default else default
        return "\0" + match[1] + "}"

    def fact(self, text: str) -> Fact[str]:
        """The value of a word with its variables; not known where one of them is not."""
        names = re.findall(_VARIABLE, text)
        if not names:
            return Known(text)
        held: list[Variable | None] = [self.call.env.get(name) for name in names]
        if len(names) == 1 and held[0] is not None and text == "${" + names[0] + "}":
            return held[0].value.fact
        origins = tuple(f"env.{name}" for name in names)
        return Unknown(f"`{text}` is set where tox runs", origins=origins)
