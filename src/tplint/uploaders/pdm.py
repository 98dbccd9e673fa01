"""`pdm publish`: an empty password is none, a user name alone does not stop trusted publishing (pdm 2.29.4)."""

from __future__ import annotations

from tplint.commands.folders import below
from tplint.commands.options import grammar
from tplint.metadata.versions import capable, pinned
from tplint.model import Known, Unknown, Uploader
from tplint.uploaders import command_lines, credentials
from tplint.uploaders.hidden import Traces
from tplint.uploaders.indexes import ENDPOINTS
from tplint.uploaders.pins import specifier
from tplint.uploaders.tables import read_table, table, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.commands.invocations import Invocation
    from tplint.model import Credential, Fact, Index
    from tplint.uploaders.command_lines import CommandLine
    from tplint.uploaders.sightings import Sighting, Surroundings

TRUSTED_SINCE = {"github": (2, 6), "gitlab": (2, 23, 1)}
GRAMMAR = grammar(
    "-r/--repository -u/--username -P/--password -i/--identity -c/--comment --ca-certs -d/--dest -p/--project",
    "-h/--help -S/--sign --no-build --no-very-ssl --skip-existing -q/--quiet -v/--verbose",
)
TRACES = Traces(("PDM_",), ("pdm config", "keyring set", "keyring.set_password"))


def recognise(call: Invocation, around: Surroundings) -> Iterator[Sighting]:
    """The upload of a `pdm` command, if it is one."""
    line = command_lines.read(call, around, GRAMMAR, "--help")
    if line is None:
        return
    version = specifier("pdm", call, around)
    can = capable("pdm", version, TRUSTED_SINCE.get(around.platform, TRUSTED_SINCE["gitlab"]))
    target = _index(line)
    uploader = Uploader("pdm", pinned("pdm", version), can)
    yield line.sighting(uploader, target, _credential(line, target, can), _folder(line))


def _index(line: CommandLine) -> Fact[Index]:
    """`--repository` or `PDM_PUBLISH_REPO`: a URL, or a name of the project's `pdm.toml`, or one that is built in."""

    def url_of(name: str) -> str | None:
        configured = text(table(read_table(line.around, "pdm.toml"), "repository", name), "url")
        return name if "://" in name else configured or ENDPOINTS.get(name)

    name = line.filled("--repository", "PDM_PUBLISH_REPO")
    return command_lines.index_named(name, url_of, "pdm's own settings", "Missing repository config of {}")


def _credential(line: CommandLine, target: Fact[Index], can: Fact[bool]) -> Fact[Credential]:
    """The password of option or variable, of the URL, the settings or the keyring, else trusted publishing."""
    password = line.filled("--password", "PDM_PUBLISH_PASSWORD")
    if password is not None:
        return credentials.stored(password, line.around, line.filled("--username", "PDM_PUBLISH_USERNAME"))
    if isinstance(target, Unknown):
        return target
    password, login = credentials.of_url(target)
    if password is not None:
        return credentials.stored(password, line.around, login)
    if table(read_table(line.around, "pdm.toml"), "repository"):
        return Unknown("`pdm.toml` configures repositories", line.at)
    return line.without_carrier(TRACES, can)


def _folder(line: CommandLine) -> Fact[str]:
    """`--dest` below the project's folder."""
    project = below(line.folder, line.options.value("--project"))
    return below(project, line.options.value("--dest") or Known("dist"))
