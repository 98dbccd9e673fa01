"""`publib-pypi`, with which jsii libraries upload, mostly by `npx -p publib publib-pypi` (publib 0.2.1817).

It signs in by trusted publishing where `PYPI_TRUSTED_PUBLISHER` asks for it, and stops without user and password where
not (https://github.com/cdklabs/publib/blob/main/bin/publib-pypi).
"""

from __future__ import annotations

from tplint.commands.folders import below
from tplint.commands.options import grammar, parse
from tplint.model import Credential, Hindrance, Known, Unknown, Uploader
from tplint.uploaders import command_lines, credentials
from tplint.uploaders.command_lines import CommandLine
from tplint.uploaders.hidden import Traces
from tplint.uploaders.indexes import ENDPOINTS, index_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.commands.invocations import Invocation
    from tplint.commands.options import Options
    from tplint.model import Fact, Index
    from tplint.uploaders.sightings import Sighting, Surroundings

SWITCH = "PYPI_TRUSTED_PUBLISHER"
GRAMMAR = grammar("-p/--package -w/--workspace", "-y/--yes --no -q/--quiet")
TRACES = Traces(("TWINE_", "PYPI_"), (".pypirc",))
_VERSION = Unknown("npm decides which version runs")
_NOT_ASKED_FOR = Hindrance(f"`{SWITCH}` is not set", f"set `{SWITCH}` to `true`")


def recognise(call: Invocation, around: Surroundings) -> Iterator[Sighting]:
    """The upload of a `publib-pypi`; none of what else npx runs, nor where nothing is to be uploaded."""
    options = _options(call)
    if options is None:
        return
    line = CommandLine(call, options, around)
    dry = line.variable("PUBLIB_DRYRUN")
    if dry is not None and dry.text == "true":
        return
    trusted = _asks_for_trusted_publishing(line)
    uploader = Uploader("publib", _VERSION, trusted, hindered=_NOT_ASKED_FOR if trusted == Known(False) else None)
    yield line.sighting(uploader, _index(line), _credential(line, trusted), _folder(line), _attestations(line, trusted))


def _options(call: Invocation) -> Options | None:
    """The command line; None for other programs of npx, and where an option makes it stop."""
    options = parse(call.words, GRAMMAR)
    if call.program != "npx":
        return options if not options.flags else None
    return options._replace(arguments=options.arguments[1:]) if options.subcommand() == "publib-pypi" else None


def _asks_for_trusted_publishing(line: CommandLine) -> Fact[bool]:
    """Any value but `false` does (publib 0.2.1755; before that, `false` did, too)."""
    switch = line.variable(SWITCH)
    if switch is None:
        return credentials.absent(line.call, line.around, TRACES) or Known(False)
    if switch.text is None:
        return Unknown(f"{switch.label} is not known", *switch.at)
    return Known(switch.text not in {"", "false"})


def _index(line: CommandLine) -> Fact[Index]:
    """Twine's variables decide."""
    url = credentials.filled(line.variable("TWINE_REPOSITORY_URL"))
    if url is not None:
        return index_of(url.fact)
    if credentials.mentions(line.around, ".pypirc"):
        return Unknown("a `.pypirc` decides where it uploads to", line.at)
    name = credentials.filled(line.variable("TWINE_REPOSITORY"))
    return command_lines.index_named(name, ENDPOINTS.get, "a `.pypirc`", "Missing '{}' section from ~/.pypirc")


def _credential(line: CommandLine, trusted: Fact[bool]) -> Fact[Credential]:
    """Trusted publishing puts its own token over user and password."""
    if isinstance(trusted, Unknown):
        return trusted
    if trusted.value:
        return Known(Credential("oidc"), line.at)
    password = credentials.filled(line.variable("TWINE_PASSWORD"))
    if password is None:
        return line.without_carrier(TRACES)
    return line.needing_user(password, credentials.filled(line.variable("TWINE_USERNAME")), TRACES)


def _folder(line: CommandLine) -> Fact[str]:
    """The argument, else `dist/python`."""
    given = line.options.arguments
    return below(line.folder, given[0].fact.placed(given[0].at) if given else Known("dist/python"))


def _attestations(line: CommandLine, trusted: Fact[bool]) -> Fact[bool]:
    """It signs what it uploads by trusted publishing, unless `PYPI_DISABLE_ATTESTATIONS` is set."""
    if isinstance(trusted, Unknown) or not trusted.value:
        return trusted
    off = line.variable("PYPI_DISABLE_ATTESTATIONS")
    if off is not None and off.text is None:
        return Unknown(f"{off.label} is not known", *off.at)
    return Known(off is None or not off.text)
