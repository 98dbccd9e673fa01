"""`rye publish`, which passes a token to twine and so never gets to trusted publishing (rye is unmaintained)."""

from __future__ import annotations

from tplint.commands.folders import folder_of
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
    "-r/--repository --repository-url -u/--username --token --sign-with -i/--identity --cert",
    "-h/--help -s/--sign --skip-existing -y/--yes -v/--verbose -q/--quiet",
)
TRACES = Traces(("RYE_",), (".rye/credentials", "rye config"))


def recognise(call: Invocation, around: Surroundings) -> Iterator[Sighting]:
    """The upload of a `rye` command, if it is one."""
    options = parse(call.words, GRAMMAR)
    if options.subcommand() != "publish" or "--help" in options.flags:
        return
    yield Sighting(
        Uploader("rye", pinned("rye", specifier("rye", call, around)), Known(False)),
        index(options, call),
        credential(options, call, around),
        Known(False),
        folder_of(options.arguments[1:], call.command.folder),
        call.command.at,
    )


def index(options: Options, call: Invocation) -> Fact[Index]:
    """`--repository-url`, else PyPI; other names are in rye's credentials file."""
    if options.unread:
        return Unknown(options.unread, call.command.at)
    if (url := options.values.get("--repository-url")) is not None:
        return index_of(url.value)
    name = options.values.get("--repository")
    if name is None or (isinstance(name.value, Known) and name.value.value == "pypi"):
        return Known(Index("pypi", PYPI_URL))
    return Unknown(f"repository `{name.raw}` is defined in rye's own settings", name.at)


def credential(options: Options, call: Invocation, around: Surroundings) -> Fact[Credential]:
    """`--token`, else what rye has stored."""
    if options.unread:
        return Unknown(options.unread, call.command.at)
    token = credentials.of_option(options, "--token")
    if token is not None:
        return credentials.stored(token, around, credentials.of_option(options, "--username"))
    return credentials.without_carrier(call, around, TRACES, Known(False))
