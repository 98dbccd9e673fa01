"""`poetry publish`, which has no trusted publishing: a token, a user with password, or no credential at all (2.5.1)."""

from __future__ import annotations

import re

from tplint.commands.folders import inside
from tplint.commands.invocations import invocation
from tplint.commands.options import grammar, parse, visible
from tplint.metadata.versions import pinned
from tplint.model import Index, Known, Script, Unknown, Uploader
from tplint.uploaders import credentials
from tplint.uploaders.credentials import Carrier
from tplint.uploaders.hidden import Traces, script_so_far
from tplint.uploaders.indexes import PYPI_URL, index_at, index_of
from tplint.uploaders.pins import specifier
from tplint.uploaders.sightings import Sighting
from tplint.uploaders.tables import read_table, table, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.commands.invocations import Invocation
    from tplint.commands.options import Options
    from tplint.model import Command, Credential, Fact, Word
    from tplint.uploaders.sightings import Surroundings

GRAMMAR = grammar(
    "-r/--repository -u/--username -p/--password --cert --client-cert --dist-dir -C/--directory -P/--project",
    "-h/--help --build --dry-run --skip-existing -n/--no-interaction -q/--quiet -v/--verbose --no-plugins --no-cache"
    " -V/--version --ansi --no-ansi",
)
TRACES = Traces(("POETRY_",), ("keyring set", "keyring.set_password", "auth.toml"))
_CONFIG = r"poetry\s+config\s+(?:-[\w-]+\s+)*[\"']?(pypi-token|http-basic|\$)[^\n]*"


def recognise(call: Invocation, around: Surroundings) -> Iterator[Sighting]:
    """The upload of a `poetry` command, if it is one."""
    options = parse(call.words, GRAMMAR)
    if options.subcommand() != "publish" or options.flags.keys() & {"--help", "--dry-run"}:
        return
    yield Sighting(
        Uploader("poetry", pinned("poetry", specifier("poetry", call, around)), Known(False)),
        index(options, call, around),
        credential(options, call, around),
        Known(False),
        _folder(options, call),
        call.command.at,
    )


def _folder(options: Options, call: Invocation) -> Fact[str]:
    base = call.command.folder
    for name, default in (("--directory", "."), ("--project", "."), ("--dist-dir", "dist")):
        given = options.values.get(name)
        if given is not None and isinstance(given.value, Unknown):
            return given.value
        value = given.value.value if given is not None and isinstance(given.value, Known) else default
        base = inside(base, value)
    return base


def index(options: Options, call: Invocation, around: Surroundings) -> Fact[Index]:
    """PyPI, or the repository of that name in poetry's settings; `testpypi` is not built in."""
    if options.unread:
        return Unknown(options.unread, call.command.at)
    name = options.values.get("--repository")
    if name is None:
        return Known(Index("pypi", PYPI_URL))
    if isinstance(name.value, Unknown):
        return name.value
    variable = f"POETRY_REPOSITORIES_{_upper(name.value.value)}_URL"
    if (carrier := credentials.of_variable(variable, call, around)) is not None:
        return index_of(carrier.fact)
    for words in _configurations(around):
        if words[0].fact == Known(f"repositories.{name.value.value}", *words[0].fact.at) and len(words) > 1:
            return index_of(words[1].fact)
    url = text(table(read_table(around, "poetry.toml"), "repositories", name.value.value), "url")
    return Known(index_at(url)) if url else Unknown(f"repository `{name.value.value}` is not defined here", name.at)


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


def credential(options: Options, call: Invocation, around: Surroundings) -> Fact[Credential]:
    """User and password of the command line, else a token, else http-basic; an empty one is none."""
    if options.unread:
        return Unknown(options.unread, call.command.at)
    password = credentials.filled(credentials.of_option(options, "--password"))
    if password is not None:
        return credentials.stored(password, around, credentials.of_option(options, "--username"))
    name = options.values.get("--repository")
    if name is not None and isinstance(name.value, Unknown):
        return name.value
    repository = name.value.value if name is not None and isinstance(name.value, Known) else "pypi"
    token = credentials.filled(credentials.of_variable(f"POETRY_PYPI_TOKEN_{_upper(repository)}", call, around))
    user, secret = _basic(repository, call, around)
    for carrier in (token, _configured(f"pypi-token.{repository}", 1, around)):
        if carrier is not None:
            return credentials.stored(carrier, around)
    if secret is not None:
        return credentials.stored(secret, around, user)
    if _configures_more(around):
        return Unknown("a `poetry config` before it could not be read", call.command.at)
    return credentials.without_carrier(call, around, TRACES, Known(False))


def _basic(name: str, call: Invocation, around: Surroundings) -> tuple[Carrier | None, Carrier | None]:
    """The user and password of http-basic: variables, else settings."""
    variable = f"POETRY_HTTP_BASIC_{_upper(name)}"
    secret = credentials.filled(credentials.of_variable(f"{variable}_PASSWORD", call, around))
    if secret is not None:
        return credentials.of_variable(f"{variable}_USERNAME", call, around), secret
    return _configured(f"http-basic.{name}", 1, around), _configured(f"http-basic.{name}", 2, around)


def _configured(key: str, position: int, around: Surroundings) -> Carrier | None:
    """A value that `poetry config` stored before under a key."""
    for words in _configurations(around):
        if isinstance(words[0].fact, Known) and words[0].fact.value == key and len(words) > position:
            word = words[position]
            return Carrier(f"`poetry config {key}`", word.fact, word.raw, (word.at,))
    return None


def _configures_more(around: Surroundings) -> bool:
    """Whether a script stores a credential in a way that was not read as a command."""
    texts = [step.run.text for step in around.steps if isinstance(step.run, Script)]
    return any(re.search(_CONFIG, text) for text in (*texts, script_so_far(around)))
