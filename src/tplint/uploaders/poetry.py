"""`poetry publish`, which has no trusted publishing: a token, a user with password, or no credential at all (2.5.1)."""

from __future__ import annotations

import posixpath
import re

from tplint.commands.folders import below, upwards
from tplint.commands.invocations import invocation
from tplint.commands.options import grammar, visible
from tplint.model import Known, Script, Unknown
from tplint.uploaders import command_lines, credentials
from tplint.uploaders.credentials import Carrier
from tplint.uploaders.hidden import Traces, script_so_far
from tplint.uploaders.indexes import PYPI, index_at, index_of, undefined
from tplint.uploaders.tables import read_table, table, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.commands.invocations import Invocation
    from tplint.model import Command, Credential, Fact, Index, Word
    from tplint.uploaders.command_lines import CommandLine
    from tplint.uploaders.sightings import Sighting, Surroundings
    from tplint.uploaders.tables import Table

GRAMMAR = grammar(
    "-r/--repository -u/--username -p/--password --cert --client-cert --dist-dir -C/--directory -P/--project",
    "-h/--help --build --dry-run --skip-existing -n/--no-interaction -q/--quiet -v/--verbose --no-plugins --no-cache"
    " -V/--version --ansi --no-ansi",
)
TRACES = Traces(("POETRY_",), ("keyring set", "keyring.set_password", "auth.toml"))
# A setting that is a credential; its group is the repository that it is for, where that is written out.
_CONFIG = r"poetry\s+config\s+(?:-[\w-]+\s+)*[\"']?(?:(?:pypi-token|http-basic)(?:\.([\w-]+)(?=[\"'\s]))?|\$)"


def recognise(call: Invocation, around: Surroundings) -> Iterator[Sighting]:
    """The upload of a `poetry` command, if it is one."""
    line = command_lines.read(call, around, GRAMMAR, "--help", "--dry-run")
    if line is not None:
        yield line.sighting(line.untrusting("poetry"), _index(line), _credential(line), _folder(line))


def _folder(line: CommandLine) -> Fact[str]:
    return below(_project(line), line.options.value("--dist-dir") or Known("dist"))


def _project(line: CommandLine) -> Fact[str]:
    """Where Poetry begins to look for the project."""
    base = line.folder
    for name in ("--directory", "--project"):
        base = below(base, line.options.value(name))
    return base


def _index(line: CommandLine) -> Fact[Index]:
    """PyPI, or the repository of that name in poetry's settings; `testpypi` is not built in."""
    name = line.options.values.get("--repository")
    if name is None:
        return PYPI
    if isinstance(name.value, Unknown):
        return name.value
    repository = name.value.value
    if (carrier := line.variable(f"POETRY_REPOSITORIES_{_upper(repository)}_URL")) is not None:
        return index_of(carrier.fact)
    if (configured := _configured(f"repositories.{repository}", 1, line.around)) is not None:
        return index_of(configured.fact)
    project = _project(line)
    if isinstance(project, Unknown):
        return project
    url = text(table(_settings(project.value, line.around), "repositories", repository), "url")
    if url:
        return Known(index_at(url))
    return undefined(repository, "is not defined here", "Repository {} is not defined", name.at)


def _settings(folder: str, around: Surroundings) -> Table | None:
    """The project's `poetry.toml`: Poetry reads the one beside the nearest `pyproject.toml`."""
    for parent in upwards(folder):
        settings = read_table(around, posixpath.normpath(f"{parent}/poetry.toml"))
        if settings is not None or around.read(posixpath.normpath(f"{parent}/pyproject.toml")) is not None:
            return settings
    return None


def _upper(name: str) -> str:
    return name.upper().replace("-", "_")


def _configurations(around: Surroundings) -> Iterator[tuple[Word, ...]]:
    """The key and values of every `poetry config` before the upload, the last one first."""
    earlier = [command for step in around.steps if isinstance(step.run, Script) for command in step.run.commands]
    for command in reversed((*earlier, *around.commands)):
        if (words := _configuration(command)) is not None:
            yield words


def _configuration(command: Command) -> tuple[Word, ...] | None:
    call = invocation(command)
    if call is None or call.program != "poetry":
        return None
    words = tuple(word for word in call.words if not visible(word).startswith("-"))
    return words[1:] if len(words) > 1 and visible(words[0]) == "config" else None


def _credential(line: CommandLine) -> Fact[Credential]:
    """User and password of the command line, if both are given, else a token, else http-basic; an empty one is none."""
    password, user = line.filled("--password"), line.filled("--username")
    if password is not None and user is not None:
        return credentials.stored(password, line.around, user)
    name = line.options.value("--repository") or Known("pypi")
    if isinstance(name, Unknown):
        return name
    token = credentials.filled(line.variable(f"POETRY_PYPI_TOKEN_{_upper(name.value)}"))
    token = token or _configured(f"pypi-token.{name.value}", 1, line.around)
    if token is not None:
        return credentials.stored(token, line.around)
    user, secret = _basic(name.value, line)
    if secret is not None:
        return credentials.stored(secret, line.around, user)
    if _may_configure(name.value, line.around):
        return Unknown("a `poetry config` before it could not be read", line.at)
    return line.without_carrier(TRACES)


def _basic(name: str, line: CommandLine) -> tuple[Carrier | None, Carrier | None]:
    """The user and password of http-basic: variables, else settings."""
    variable = f"POETRY_HTTP_BASIC_{_upper(name)}"
    secret = credentials.filled(line.variable(f"{variable}_PASSWORD"))
    if secret is not None:
        return line.variable(f"{variable}_USERNAME"), secret
    return _configured(f"http-basic.{name}", 1, line.around), _configured(f"http-basic.{name}", 2, line.around)


def _configured(key: str, position: int, around: Surroundings) -> Carrier | None:
    """A value that `poetry config` stored before under a key."""
    for words in _configurations(around):
        if isinstance(words[0].fact, Known) and words[0].fact.value == key and len(words) > position:
            word = words[position]
            return Carrier(f"`poetry config {key}`", word.fact, word.raw, (word.at,))
    return None


def _may_configure(repository: str, around: Surroundings) -> bool:
    """Whether a script may store a credential for a repository in a way that was not read as a command."""
    texts = [step.run.text for step in around.steps if isinstance(step.run, Script)]
    found = (match for text in (*texts, script_so_far(around)) for match in re.finditer(_CONFIG, text))
    return any(match[1] in {None, repository} for match in found)
