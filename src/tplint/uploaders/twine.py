"""`twine upload`: its options, its variables, and the order in which it looks for a credential (twine 7.0.0)."""

from __future__ import annotations

from tplint.commands.folders import folder_of
from tplint.commands.options import grammar, parse
from tplint.metadata.versions import allowed, capable, pinned
from tplint.model import Index, Known, Unknown, Uploader
from tplint.uploaders import credentials
from tplint.uploaders.hidden import Traces
from tplint.uploaders.indexes import ENDPOINTS, PYPI_URL, TESTPYPI_URL, index_of
from tplint.uploaders.pins import specifier
from tplint.uploaders.sightings import Sighting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.commands.invocations import Invocation
    from tplint.commands.options import Options
    from tplint.metadata.versions import Release
    from tplint.model import Credential, Fact
    from tplint.uploaders.credentials import Carrier
    from tplint.uploaders.sightings import Surroundings

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
    options = parse(call.words, GRAMMAR)
    if options.subcommand() != "upload" or options.flags.keys() & {"--help", "--version"}:
        return
    version = specifier("twine", call, around)
    can = capable("twine", version, TRUSTED_SINCE)
    target = index(options, call, around)
    yield Sighting(
        Uploader("twine", pinned("twine", version), can, _reads(version)),
        target,
        credential(options, call, around, target, can),
        attestations(options),
        folder_of(options.arguments[1:], call.command.folder),
        call.command.at,
    )


def _reads(specifier: Fact[str]) -> tuple[int, int] | None:
    """The newest core metadata that the newest twine which a specifier allows takes, where it refuses newer."""
    bounds = allowed(specifier.value) if isinstance(specifier, Known) else None
    if bounds is None:
        return None
    return next((newest for since, newest in _READS if bounds.reaches(since) is not False), None)


def index(options: Options, call: Invocation, around: Surroundings) -> Fact[Index]:
    """`--repository-url`, `TWINE_REPOSITORY_URL`, else the name in `--repository` or `TWINE_REPOSITORY`."""
    if options.unread:
        return Unknown(options.unread, call.command.at)
    url = credentials.filled(
        credentials.of_option(options, "--repository-url"),
        credentials.of_variable("TWINE_REPOSITORY_URL", call, around),
    )
    if url is not None:
        return index_of(url.fact)
    name = credentials.first(
        credentials.of_option(options, "--repository"), credentials.of_variable("TWINE_REPOSITORY", call, around)
    )
    return _named(name, options, call, around)


def _named(name: Carrier | None, options: Options, call: Invocation, around: Surroundings) -> Fact[Index]:
    """The index of a repository's name; a `.pypirc` can define names, and other URLs for the two that are built in."""
    if "--config-file" in options.values or _writes_pypirc(call, around):
        return Unknown("a `.pypirc` decides where it uploads to", call.command.at)
    if name is None:
        return Known(Index("pypi", PYPI_URL))
    match name.fact:
        case Known("pypi" | "testpypi" as known, at):
            return Known(Index(known, ENDPOINTS[known]), *at)
        case Known(other):
            return Unknown(f"repository `{other}` is defined in a `.pypirc`", *name.at)
        case Unknown(why, origins):
            return Unknown(why, *name.at, origins=origins)


def _writes_pypirc(call: Invocation, around: Surroundings) -> bool:
    return credentials.mentions(around, ".pypirc") or ".pypirc" in call.command.redirected_to


def credential(
    options: Options, call: Invocation, around: Surroundings, target: Fact[Index], can: Fact[bool]
) -> Fact[Credential]:
    """Command line, environment (an empty password counts), the URL; then files, keyring and trusted publishing."""
    if options.unread:
        return Unknown(options.unread, call.command.at)
    user = credentials.filled(
        credentials.of_option(options, "--username"), credentials.of_variable("TWINE_USERNAME", call, around)
    )
    password = credentials.first(
        credentials.of_option(options, "--password"), credentials.of_variable("TWINE_PASSWORD", call, around)
    )
    if password is not None:
        return credentials.stored(password, around, user)
    if isinstance(target, Unknown):
        connection = _connection(around) if "--config-file" in options.values else None
        return connection or Unknown(target.why, *target.at, origins=target.origins)
    password, login = credentials.of_url(target)
    if password is not None:
        return credentials.stored(password, around, login)
    return _without_password(call, around, user, target.value.url, can)


def _connection(around: Surroundings) -> Known[Credential] | None:
    """The credential in a `.pypirc` that a task of Azure Pipelines has written."""
    from tplint.uploaders.deploy_settings import service_connection  # noqa: PLC0415 - few uploads name a file

    return service_connection(around)


def _without_password(
    call: Invocation, around: Surroundings, user: Carrier | None, url: str, can: Fact[bool]
) -> Fact[Credential]:
    if user is not None and user.text != credentials.TOKEN_USER:
        if user.text is None:
            return Unknown(f"{user.label} is not known, and only `__token__` goes with trusted publishing", *user.at)
        doubt = None if credentials.is_given_person(user) else credentials.absent(call, around, TRACES)
        return doubt or Known(credentials.user_only(user), *user.at)
    trusted = url.startswith((PYPI_URL, TESTPYPI_URL))
    return credentials.without_carrier(call, around, TRACES, can if trusted else Known(False))


def attestations(options: Options) -> Fact[bool]:
    """Only `--attestations` uploads them."""
    flag = options.flags.get("--attestations")
    if flag is None and options.unread:
        return Unknown(options.unread)
    return Known(True, flag.at) if flag else Known(False)
