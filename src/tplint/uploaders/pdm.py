"""`pdm publish`: an empty password is none, a user name alone does not stop trusted publishing (pdm 2.29.4)."""

from __future__ import annotations

from tplint.commands.folders import inside
from tplint.commands.options import grammar, parse
from tplint.metadata.versions import capable, pinned
from tplint.model import Index, Known, Unknown, Uploader
from tplint.uploaders import credentials
from tplint.uploaders.hidden import Traces
from tplint.uploaders.indexes import PYPI_URL, TESTPYPI_URL, index_at
from tplint.uploaders.pins import specifier
from tplint.uploaders.sightings import Sighting
from tplint.uploaders.tables import read_table, table, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.commands.invocations import Invocation
    from tplint.commands.options import Options
    from tplint.model import Credential, Fact
    from tplint.uploaders.sightings import Surroundings

TRUSTED_SINCE = {"github": (2, 6), "gitlab": (2, 23, 1)}
GRAMMAR = grammar(
    "-r/--repository -u/--username -P/--password -i/--identity -c/--comment --ca-certs -d/--dest -p/--project",
    "-h/--help -S/--sign --no-build --no-very-ssl --skip-existing -q/--quiet -v/--verbose",
)
TRACES = Traces(("PDM_",), ("pdm config", "keyring set", "keyring.set_password"))


def recognise(call: Invocation, around: Surroundings) -> Iterator[Sighting]:
    """The upload of a `pdm` command, if it is one."""
    options = parse(call.words, GRAMMAR)
    if options.subcommand() != "publish" or "--help" in options.flags:
        return
    version = specifier("pdm", call, around)
    can = capable("pdm", version, TRUSTED_SINCE.get(around.platform, TRUSTED_SINCE["gitlab"]))
    target = index(options, call, around)
    yield Sighting(
        Uploader("pdm", pinned("pdm", version), can),
        target,
        credential(options, call, around, target, can),
        Known(False),
        _folder(options, call),
        call.command.at,
    )


def index(options: Options, call: Invocation, around: Surroundings) -> Fact[Index]:
    """`--repository` or `PDM_PUBLISH_REPO`: a URL, or a name; `pypi` and `testpypi` are built in."""
    if options.unread:
        return Unknown(options.unread, call.command.at)
    name = credentials.filled(
        credentials.of_option(options, "--repository"), credentials.of_variable("PDM_PUBLISH_REPO", call, around)
    )
    if name is None:
        return Known(Index("pypi", PYPI_URL))
    match name.fact:
        case Known(value, at):
            url = value if "://" in value else _named(value, around)
            if url is None:
                return Unknown(f"repository `{value}` is defined in pdm's own settings", *name.at)
            return Known(index_at(url), *at)
        case Unknown(why, origins):
            return Unknown(why, *name.at, origins=origins)


def _named(name: str, around: Surroundings) -> str | None:
    """The URL of a repository's name: of the project's `pdm.toml`, or built in."""
    configured = text(table(read_table(around, "pdm.toml"), "repository", name), "url")
    return configured or {"pypi": PYPI_URL, "testpypi": TESTPYPI_URL}.get(name)


def credential(
    options: Options, call: Invocation, around: Surroundings, target: Fact[Index], can: Fact[bool]
) -> Fact[Credential]:
    """The password of option or variable, of the URL, the settings or the keyring, else trusted publishing."""
    if options.unread:
        return Unknown(options.unread, call.command.at)
    user = credentials.filled(
        credentials.of_option(options, "--username"), credentials.of_variable("PDM_PUBLISH_USERNAME", call, around)
    )
    password = credentials.filled(
        credentials.of_option(options, "--password"), credentials.of_variable("PDM_PUBLISH_PASSWORD", call, around)
    )
    if password is not None:
        return credentials.stored(password, around, user)
    if isinstance(target, Unknown):
        return target
    password, login = credentials.of_url(target)
    if password is not None:
        return credentials.stored(password, around, login)
    if table(read_table(around, "pdm.toml"), "repository"):
        return Unknown("`pdm.toml` configures repositories", call.command.at)
    return credentials.without_carrier(call, around, TRACES, can)


def _folder(options: Options, call: Invocation) -> Fact[str]:
    """`--dest` below the project's folder."""
    base, dest = call.command.folder, "dist"
    for name in ("--project", "--dest"):
        given = options.values.get(name)
        if given is None:
            continue
        if isinstance(given.value, Unknown):
            return given.value
        if name == "--project":
            base = inside(base, given.value.value, given.at)
        else:
            dest = given.value.value
    return inside(base, dest)
