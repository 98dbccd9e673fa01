"""Environments of `tox` → their commands, with the environment that tox lets through (tox 4.67)."""

from __future__ import annotations

import re
import shlex
from fnmatch import fnmatchcase

from tplint.documents.source import Place
from tplint.model import Command, Known, Unknown, Word
from tplint.uploaders.options import grammar, parse
from tplint.uploaders.recipes import Recipe, joined, opened, variable
from tplint.uploaders.tox_settings import environment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Source
    from tplint.model import Fact, PlatformName, Variable
    from tplint.uploaders.invocations import Invocation
    from tplint.uploaders.sightings import Surroundings
    from tplint.uploaders.tox_settings import Environment

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
MAX_VALUE = 2_000


def tox(call: Invocation, around: Surroundings) -> tuple[str, Recipe]:
    """The environments of a `tox` command for people, and what they run."""
    words = call.words
    cut = next((index for index, word in enumerate(words) if word.raw == "--"), len(words))
    options = parse(words[:cut], GRAMMAR)
    given = options.values.get("-e")
    if given is None:
        listed = call.env.get("TOXENV")
        named = listed.value.fact if listed is not None else Unknown("no environment is named")
    else:
        named = given.value
    if isinstance(named, Unknown) or options.flags.keys() & {"--help", "--listenvs", "--notest", "-n"}:
        return "tox", Recipe(())
    posargs = " ".join(word.raw for word in words[cut + 1 :])
    names = [name.strip() for name in named.value.split(",") if name.strip()]
    return f"tox -e {','.join(names)}", joined([_one(name, posargs, call, around) for name in names])


def _one(name: str, posargs: str, call: Invocation, around: Surroundings) -> Recipe:
    """What one environment runs."""
    for path in CONFIGURATIONS:
        source = opened(path, call, around)
        found = environment(source, name) if source is not None else None
        if source is not None and found is not None:
            return _Reader(found, source, call, posargs).recipe(around.platform)
    return Recipe((), f"no configuration of tox has the environment `{name}`")


class _Reader:
    """One environment with the variables that its commands see."""

    def __init__(self, found: Environment, source: Source, call: Invocation, posargs: str) -> None:
        self.found = found
        self.source = source
        self.call = call
        self.posargs = posargs
        self.env = {name: value for name, value in call.env.items() if self.passes(name)}
        for name, value in found.set_env:
            text = self.expanded(value)
            self.env[name] = variable(value, self.fact(text), source)

    def passes(self, name: str) -> bool:
        """Whether tox lets a variable of the job through."""
        return any(fnmatchcase(name, pattern) for pattern in self.found.pass_env)

    def recipe(self, platform: PlatformName) -> Recipe:
        """The commands, behind an installation of what the environment depends on."""
        lines = [["pip", "install", dependency] for dependency in self.found.dependencies]
        commands = [self.command(line, tolerated=False) for line in lines]
        for line in self.found.commands:
            commands.extend(self.read(line))
        hidden = next((name for name in IDENTITY.get(platform, ()) if not self.passes(name)), "")
        return Recipe(tuple(commands), "", f"tox does not pass `{hidden}` on" if hidden else "")

    def read(self, line: str | tuple[str, ...]) -> Iterator[Command]:
        """One command of the settings: a line, or words."""
        if isinstance(line, tuple):
            yield self.command([self.expanded(word) for word in line], tolerated=False)
            return
        text = self.expanded(line).strip()
        tolerated = text.startswith("-")
        try:
            words = shlex.split(text.lstrip("-!").strip(), comments=True)
        except ValueError:
            return
        if words:
            yield self.command(words, tolerated=tolerated)

    def command(self, texts: list[str], *, tolerated: bool) -> Command:
        """A command of these words."""
        at = Place(self.source, 0, 0)
        words = tuple(Word(text, self.fact(text), at) for text in texts)
        return Command(words, self.env, self.call.command.folder, at, tolerated=tolerated)

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
        if kind.startswith("[") and "]" in kind:
            section, _, key = match[1][1:].partition("]")
            return self.found.sections.get(section, {}).get(key, "")[:MAX_VALUE]
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
