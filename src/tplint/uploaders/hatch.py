"""`hatch publish`, which has no trusted publishing and needs a user as well as a password (hatch 1.18.2)."""

from __future__ import annotations

from tplint.commands.folders import folder_of
from tplint.commands.options import grammar, parse
from tplint.metadata.versions import pinned
from tplint.model import Index, Known, Unknown, Uploader
from tplint.uploaders import credentials
from tplint.uploaders.hidden import Traces
from tplint.uploaders.indexes import PYPI_URL, TESTPYPI_URL, index_at
from tplint.uploaders.pins import specifier
from tplint.uploaders.sightings import Sighting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.commands.invocations import Invocation
    from tplint.commands.options import Options
    from tplint.model import Credential, Fact
    from tplint.uploaders.sightings import Surroundings

GRAMMAR = grammar(
    "-r/--repo -u/--user -a/--auth --ca-cert --client-cert --client-key -p/--publisher -o/--option -e/--env"
    " --config --project --data-dir --cache-dir",
    "-h/--help -n/--no-prompt -y/--yes --initialize-auth -v/--verbose -q/--quiet --version --no-color",
)
TRACES = Traces(("HATCH_",), ("hatch config", ".pypirc", "keyring set", "keyring.set_password"))
_NAMES = {"main": PYPI_URL, "test": TESTPYPI_URL}


def recognise(call: Invocation, around: Surroundings) -> Iterator[Sighting]:
    """The upload of a `hatch` command, if it is one."""
    options = parse(call.words, GRAMMAR)
    if options.subcommand() != "publish" or options.flags.keys() & {"--help", "--version"}:
        return
    yield Sighting(
        Uploader("hatch", pinned("hatch", specifier("hatch", call, around)), Known(False)),
        index(options, call, around),
        credential(options, call, around),
        Known(False),
        folder_of(options.arguments[1:], call.command.folder),
        call.command.at,
    )


def index(options: Options, call: Invocation, around: Surroundings) -> Fact[Index]:
    """`main` (PyPI), `test` (TestPyPI) or a URL; another publisher than `index` decides by itself."""
    if options.unread:
        return Unknown(options.unread, call.command.at)
    publisher = credentials.filled(
        credentials.of_option(options, "--publisher"), credentials.of_variable("HATCH_PUBLISHER", call, around)
    )
    if publisher is not None and publisher.text != "index":
        return Unknown("a plugin of hatch publishes", *publisher.at)
    name = credentials.filled(
        credentials.of_option(options, "--repo"), credentials.of_variable("HATCH_INDEX_REPO", call, around)
    )
    if name is None:
        return Known(Index("pypi", PYPI_URL))
    match name.fact:
        case Known(value, at) if value in _NAMES or "://" in value:
            return Known(index_at(_NAMES.get(value, value)), *at)
        case Known(value):
            return Unknown(f"repository `{value}` is defined in hatch's own settings", *name.at)
        case Unknown(why, origins):
            return Unknown(why, *name.at, origins=origins)


def credential(options: Options, call: Invocation, around: Surroundings) -> Fact[Credential]:
    """The password of option or variable; an empty one is none."""
    if options.unread:
        return Unknown(options.unread, call.command.at)
    user = credentials.filled(
        credentials.of_option(options, "--user"), credentials.of_variable("HATCH_INDEX_USER", call, around)
    )
    password = credentials.filled(
        credentials.of_option(options, "--auth"), credentials.of_variable("HATCH_INDEX_AUTH", call, around)
    )
    if password is not None:
        return credentials.stored(password, around, user)
    return credentials.without_carrier(call, around, TRACES, Known(False))
