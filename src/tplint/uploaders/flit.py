"""`flit publish`, which has no trusted publishing and reads user and password from the environment (flit 4.2.0)."""

from __future__ import annotations

import posixpath

from tplint.commands.folders import inside
from tplint.commands.options import grammar, parse
from tplint.metadata.versions import pinned
from tplint.model import Index, Known, Unknown, Uploader
from tplint.uploaders import credentials
from tplint.uploaders.hidden import Traces
from tplint.uploaders.indexes import PYPI_URL, index_of
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
    "--repository --pypirc --format -f/--ini-file",
    "-h/--help --setup-py --no-setup-py --use-vcs --no-use-vcs --debug --logo -V/--version",
    abbreviates=True,
)
TRACES = Traces(("FLIT_",), (".pypirc", "keyring set", "keyring.set_password"))


def recognise(call: Invocation, around: Surroundings) -> Iterator[Sighting]:
    """The upload of a `flit` command, if it is one."""
    options = parse(call.words, GRAMMAR)
    if options.subcommand() != "publish" or options.flags.keys() & {"--help", "--version"}:
        return
    yield Sighting(
        Uploader("flit", pinned("flit", specifier("flit", call, around)), Known(False)),
        index(options, call, around),
        credential(options, call, around),
        Known(False),
        _folder(options, call),
        call.command.at,
    )


def _folder(options: Options, call: Invocation) -> Fact[str]:
    """`dist` beside the project's file."""
    given = options.values.get("--ini-file")
    if given is None:
        return inside(call.command.folder, "dist")
    if isinstance(given.value, Unknown):
        return given.value
    return inside(call.command.folder, posixpath.join(posixpath.dirname(given.value.value), "dist"), given.at)


def index(options: Options, call: Invocation, around: Surroundings) -> Fact[Index]:
    """`FLIT_INDEX_URL`, else PyPI; names come from a `.pypirc` alone."""
    if options.unread:
        return Unknown(options.unread, call.command.at)
    url = credentials.filled(credentials.of_variable("FLIT_INDEX_URL", call, around))
    if url is not None:
        return index_of(url.fact)
    name = options.values.get("--repository")
    if name is not None and not (isinstance(name.value, Known) and name.value.value == "pypi"):
        return Unknown(f"repository `{name.raw}` is defined in a `.pypirc`", name.at)
    if credentials.mentions(around, ".pypirc") or "--pypirc" in options.values:
        return Unknown("a `.pypirc` decides where it uploads to", call.command.at)
    return Known(Index("pypi", PYPI_URL))


def credential(options: Options, call: Invocation, around: Surroundings) -> Fact[Credential]:
    """`FLIT_PASSWORD`, which is none where it is empty; else `.pypirc` and keyring."""
    if options.unread:
        return Unknown(options.unread, call.command.at)
    password = credentials.filled(credentials.of_variable("FLIT_PASSWORD", call, around))
    if password is not None:
        return credentials.stored(password, around, credentials.of_variable("FLIT_USERNAME", call, around))
    if "--pypirc" in options.values:
        return Unknown("`--pypirc` names a file with credentials", call.command.at)
    return credentials.without_carrier(call, around, TRACES, Known(False))
