"""`twine upload`: its options, its variables, and the order in which it looks for a credential (twine 7.0.0)."""

from __future__ import annotations

from tplint.commands.folders import folder_of
from tplint.commands.options import grammar
from tplint.metadata.versions import allowed, capable, pinned
from tplint.model import Known, Unknown, Uploader
from tplint.uploaders import command_lines, credentials
from tplint.uploaders.hidden import Traces
from tplint.uploaders.indexes import ENDPOINTS, index_of
from tplint.uploaders.pins import specifier

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.commands.invocations import Invocation
    from tplint.metadata.versions import Release
    from tplint.model import Credential, Fact, Index
    from tplint.uploaders.command_lines import CommandLine
    from tplint.uploaders.credentials import Carrier
    from tplint.uploaders.sightings import Sighting, Surroundings

TRUSTED_SINCE = (6, 1)
# From which release on which core metadata is the newest that is taken, by runs of `twine check` (November 2026). Up to
# 6.0 `pkginfo` decides, whose newest release takes everything; 5.1.1 asks for an old one. 4.0.1, 4.0.2 and 5.1.0 take
# nothing: they do not start beside importlib-metadata 8 and newer.
_READS: tuple[tuple[Release, tuple[int, int] | None], ...] = (
    ((7,), None),
    ((6, 1), (2, 4)),
    ((6,), None),
    ((5, 1, 1), (2, 3)),
    ((5, 1), (0, 0)),
    ((5,), None),
    ((4, 0, 1), (0, 0)),
    ((0,), None),
)
GRAMMAR = grammar(
    "-r/--repository --repository-url --sign-with -i/--identity -u/--username -p/--password -c/--comment"
    " --config-file --cert --client-cert",
    "-h/--help --version --no-color --attestations -s/--sign --non-interactive --skip-existing --verbose"
    " --disable-progress-bar",
    abbreviates=True,
)
TRACES = Traces(("TWINE_",), (".pypirc", "keyring set", "keyring.set_password", ".netrc"))


def recognise(call: Invocation, around: Surroundings) -> Iterator[Sighting]:
    """The upload of a `twine` command, if it is one."""
    line = command_lines.read(call, around, GRAMMAR, "--help", "--version", subcommands=("upload",))
    if line is None:
        return
    version = specifier("twine", call, around)
    can = capable("twine", version, TRUSTED_SINCE)
    uploader, target = Uploader("twine", pinned("twine", version), can, _reads(version)), _index(line)
    folder = folder_of(line.options.arguments[1:], line.folder)
    yield line.sighting(uploader, target, _credential(line, target, can), folder, _attestations(line))


def _reads(specifier: Fact[str]) -> tuple[int, int] | None:
    """The newest core metadata that the newest twine which a specifier allows takes, where it refuses newer."""
    bounds = allowed(specifier.value) if isinstance(specifier, Known) else None
    if bounds is None:
        return None
    return next((newest for since, newest in _READS if bounds.reaches(since) is not False), None)


def _index(line: CommandLine) -> Fact[Index]:
    """`--repository-url`, `TWINE_REPOSITORY_URL`, else the name in `--repository` or `TWINE_REPOSITORY`.

    A `.pypirc` can define names, and other URLs for the two that are built in.
    """
    url = line.filled("--repository-url", "TWINE_REPOSITORY_URL")
    if url is not None:
        return index_of(url.fact)
    writes_pypirc = credentials.mentions(line.around, ".pypirc") or ".pypirc" in line.call.command.redirected_to
    if "--config-file" in line.options.values or writes_pypirc:
        return Unknown("a `.pypirc` decides where it uploads to", line.at)
    name = line.carrier("--repository", "TWINE_REPOSITORY")
    return command_lines.index_named(name, ENDPOINTS.get, "a `.pypirc`", "Missing '{}' section from ~/.pypirc")


def _credential(line: CommandLine, target: Fact[Index], can: Fact[bool]) -> Fact[Credential]:
    """Command line, environment (an empty password counts), the URL; then files, keyring and trusted publishing."""
    user = line.filled("--username", "TWINE_USERNAME")
    password = line.carrier("--password", "TWINE_PASSWORD")
    if password is not None:
        return credentials.stored(password, line.around, user)
    if isinstance(target, Unknown):
        connection = _connection(line.around) if "--config-file" in line.options.values else None
        return connection or target
    password, login = credentials.of_url(target)
    if password is not None:
        return credentials.stored(password, line.around, login)
    return _without_password(line, user, target.value.url, can)


def _connection(around: Surroundings) -> Known[Credential] | None:
    """The credential in a `.pypirc` that a task of Azure Pipelines has written."""
    from tplint.uploaders.deploy_settings import service_connection  # noqa: PLC0415 - few uploads name a file

    return service_connection(around)


def _without_password(line: CommandLine, user: Carrier | None, url: str, can: Fact[bool]) -> Fact[Credential]:
    if user is not None and user.text != credentials.TOKEN_USER:
        if user.text is None:
            return Unknown(f"{user.label} is not known, and only `__token__` goes with trusted publishing", *user.at)
        doubt = None if credentials.is_given_person(user) else credentials.absent(line.call, line.around, TRACES)
        return doubt or Known(credentials.user_only(user), *user.at)
    trusted = url.startswith(tuple(ENDPOINTS.values()))
    return line.without_carrier(TRACES, can if trusted else Known(False))


def _attestations(line: CommandLine) -> Fact[bool]:
    """Only `--attestations` uploads them."""
    flag = line.options.flags.get("--attestations")
    if flag is None and line.options.unread:
        return Unknown(line.options.unread)
    return Known(True, flag.at) if flag else Known(False)
