"""`flit publish`, which has no trusted publishing and reads user and password from the environment (flit 4.2.0)."""

from __future__ import annotations

import posixpath

from tplint.commands.folders import below
from tplint.commands.options import grammar
from tplint.model import Known, Unknown
from tplint.uploaders import command_lines, credentials
from tplint.uploaders.hidden import Traces
from tplint.uploaders.indexes import PYPI, index_of, undefined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.commands.invocations import Invocation
    from tplint.model import Credential, Fact, Index
    from tplint.uploaders.command_lines import CommandLine
    from tplint.uploaders.sightings import Sighting, Surroundings

GRAMMAR = grammar(
    "--repository --pypirc --format -f/--ini-file",
    "-h/--help --setup-py --no-setup-py --use-vcs --no-use-vcs --debug --logo -V/--version",
    abbreviates=True,
)
TRACES = Traces(("FLIT_",), (".pypirc", "keyring set", "keyring.set_password"))


def recognise(call: Invocation, around: Surroundings) -> Iterator[Sighting]:
    """The upload of a `flit` command, if it is one."""
    line = command_lines.read(call, around, GRAMMAR, "--help", "--version")
    if line is not None:
        yield line.sighting(line.untrusting("flit"), _index(line), _credential(line), _folder(line))


def _folder(line: CommandLine) -> Fact[str]:
    """`dist` beside the project's file."""
    match line.options.value("--ini-file"):
        case Known(path):
            return below(line.folder, Known(posixpath.join(posixpath.dirname(path), "dist")))
        case given:
            return below(line.folder, given or Known("dist"))


def _index(line: CommandLine) -> Fact[Index]:
    """`FLIT_INDEX_URL`, else PyPI; names come from a `.pypirc` alone."""
    url = credentials.filled(line.variable("FLIT_INDEX_URL"))
    if url is not None:
        return index_of(url.fact)
    name = line.options.values.get("--repository")
    if name is not None and name.value != Known("pypi"):
        return undefined(name.raw, "is defined in a `.pypirc`", "", name.at)
    if credentials.mentions(line.around, ".pypirc") or "--pypirc" in line.options.values:
        return Unknown("a `.pypirc` decides where it uploads to", line.at)
    return PYPI


def _credential(line: CommandLine) -> Fact[Credential]:
    """`FLIT_PASSWORD`, which is none where it is empty; else `.pypirc` and keyring."""
    password = credentials.filled(line.variable("FLIT_PASSWORD"))
    if password is not None:
        return line.needing_user(password, credentials.filled(line.variable("FLIT_USERNAME")), TRACES)
    if "--pypirc" in line.options.values:
        return Unknown("`--pypirc` names a file with credentials", line.at)
    return line.without_carrier(TRACES)
