"""`rye publish`, which passes a token to twine and so never gets to trusted publishing (rye is unmaintained)."""

from __future__ import annotations

from tplint.commands.folders import folder_of
from tplint.commands.options import grammar
from tplint.model import Known, Unknown
from tplint.uploaders import command_lines, credentials
from tplint.uploaders.hidden import Traces
from tplint.uploaders.indexes import PYPI, index_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.commands.invocations import Invocation
    from tplint.model import Credential, Fact, Index
    from tplint.uploaders.command_lines import CommandLine
    from tplint.uploaders.sightings import Sighting, Surroundings

GRAMMAR = grammar(
    "-r/--repository --repository-url -u/--username --token --sign-with -i/--identity --cert",
    "-h/--help -s/--sign --skip-existing -y/--yes -v/--verbose -q/--quiet",
)
TRACES = Traces(("RYE_",), (".rye/credentials", "rye config"))


def recognise(call: Invocation, around: Surroundings) -> Iterator[Sighting]:
    """The upload of a `rye` command, if it is one."""
    line = command_lines.read(call, around, GRAMMAR, "--help")
    if line is not None:
        folder = folder_of(line.options.arguments[1:], line.folder)
        yield line.sighting(line.untrusting("rye"), _index(line), _credential(line), folder)


def _index(line: CommandLine) -> Fact[Index]:
    """`--repository-url`, else PyPI; other names are in rye's credentials file."""
    url, name = line.options.value("--repository-url"), line.options.values.get("--repository")
    if url is not None:
        return index_of(url)
    if name is None or name.value == Known("pypi"):
        return PYPI
    return Unknown(f"repository `{name.raw}` is defined in rye's own settings", name.at)


def _credential(line: CommandLine) -> Fact[Credential]:
    """`--token`, else what rye has stored."""
    token = line.carrier("--token")
    if token is not None:
        return credentials.stored(token, line.around, line.carrier("--username"))
    return line.without_carrier(TRACES)
