"""`maturin upload` and `maturin publish`, and `PyO3/maturin-action`, which runs them (maturin 1.16.0)."""

from __future__ import annotations

from tplint.commands.folders import folder_of, inside
from tplint.commands.invocations import Invocation
from tplint.commands.options import grammar, parse
from tplint.metadata.versions import capable, pinned
from tplint.model import Known, Unknown, Uploader, Word
from tplint.uploaders import credentials
from tplint.uploaders.hidden import Traces
from tplint.uploaders.indexes import PYPI_URL, TESTPYPI_URL, index_at, index_of
from tplint.uploaders.pins import UNPINNED, specifier
from tplint.uploaders.sightings import Sighting, Suspicion

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.commands.options import Options
    from tplint.model import Action, Credential, Fact, Index, Input
    from tplint.uploaders.credentials import Carrier
    from tplint.uploaders.sightings import Surroundings

ACTION = "pyo3/maturin-action"
TRUSTED_SINCE = (0, 15)
GRAMMAR = grammar(
    "-r/--repository --repository-url -u/--username -p/--password -m/--manifest-path -o/--out -i/--interpreter"
    " -b/--bindings --compatibility/--manylinux --target -F/--features -j/--jobs --profile -Z --color --target-dir"
    " --config --auditwheel --message-format",
    "-h/--help -V/--version --skip-existing --non-interactive --release --strip --sdist --no-sdist --zig --locked"
    " --frozen --offline --all-features --no-default-features -q/--quiet -v/--verbose -f/--find-interpreter",
)
TRACES = Traces(("MATURIN_",), (".pypirc", "keyring set", "keyring.set_password"))


def recognise(call: Invocation, around: Surroundings) -> Iterator[Sighting]:
    """The upload of a `maturin` command, if it is one."""
    yield from _upload("maturin", call, around, specifier("maturin", call, around))


def recognise_action(action: Action, around: Surroundings) -> Iterator[Sighting | Suspicion]:
    """The upload of `PyO3/maturin-action`, if its `command` is `upload` or `publish`."""
    given = action.inputs.get("command")
    command = given.value.fact if given is not None else Known("build")
    if isinstance(command, Unknown):
        yield Suspicion(action.at, f"the `command` of `PyO3/maturin-action` is not known: {command.why}")
        return
    from tplint.model import Command  # noqa: PLC0415 - a command line made of the action's inputs

    words = (*_split(command.value, action.inputs.get("command")), *_arguments(action.inputs.get("args")))
    call = Invocation("maturin", words, action.env, Command(words, action.env, Known("."), action.at))
    yield from _upload("PyO3/maturin-action", call, around, _version(action))


def _arguments(given: Input | None) -> Iterator[Word]:
    """The words of the input `args`; those with an expression in them are not known."""
    if given is None:
        return
    if isinstance(given.value.fact, Known):
        yield from _split(given.value.fact.value, given)
        return
    from tplint.commands.fragments import split_outside_expressions  # noqa: PLC0415 - for expressions only

    for piece in split_outside_expressions(given.value.raw):
        unknown = Unknown(given.value.fact.why, given.value.at, origins=given.value.fact.origins)
        yield Word(piece, unknown if "${{" in piece else Known(piece, given.value.at), given.value.at)


def _split(text: str, given: Input | None) -> Iterator[Word]:
    for piece in text.split():
        if given is not None:
            yield Word(piece, Known(piece.strip("\"'"), given.value.at), given.value.at)


def _version(action: Action) -> Fact[str]:
    """The specifier of the input `maturin-version`; the newest by default."""
    given = action.inputs.get("maturin-version")
    if given is None or given.value.fact in {Known("latest", given.value.at), Known("latest")}:
        return UNPINNED
    fact = given.value.fact
    return Known(f"=={fact.value.removeprefix('v')}", *fact.at) if isinstance(fact, Known) and fact.value else fact


def _upload(name: str, call: Invocation, around: Surroundings, version: Fact[str]) -> Iterator[Sighting]:
    options = parse(call.words, GRAMMAR)
    command = options.subcommand()
    if command not in {"upload", "publish"} or options.flags.keys() & {"--help", "--version"}:
        return
    can = Known(False) if around.platform != "github" else capable("maturin", version, TRUSTED_SINCE)
    yield Sighting(
        Uploader(name, pinned("maturin", version), can),
        index(options, call, around),
        credential(options, call, around, can),
        Known(False),
        folder_of(options.arguments[1:], call.command.folder) if command == "upload" else _built(options, call),
        call.command.at,
    )


def _built(options: Options, call: Invocation) -> Fact[str]:
    """Where `publish` builds its wheels."""
    given = options.values.get("--out")
    if given is None:
        return inside(call.command.folder, "target/wheels")
    return inside(call.command.folder, given.value.value) if isinstance(given.value, Known) else given.value


def index(options: Options, call: Invocation, around: Surroundings) -> Fact[Index]:
    """`--repository-url`, else the name in `--repository`; `pypi` and `testpypi` are built in."""
    if options.unread:
        return Unknown(options.unread, call.command.at)
    url = credentials.filled(
        credentials.of_option(options, "--repository-url"),
        credentials.of_variable("MATURIN_REPOSITORY_URL", call, around),
    )
    if url is not None:
        return index_of(url.fact)
    name = credentials.filled(
        credentials.of_option(options, "--repository"), credentials.of_variable("MATURIN_REPOSITORY", call, around)
    )
    if name is None:
        return Known(index_at(PYPI_URL))
    match name.fact:
        case Known("pypi" | "testpypi" as known, at):
            return Known(index_at(PYPI_URL if known == "pypi" else TESTPYPI_URL), *at)
        case Known(other):
            return Unknown(f"repository `{other}` is defined in a `.pypirc`", *name.at)
        case Unknown(why, origins):
            return Unknown(why, *name.at, origins=origins)


def credential(options: Options, call: Invocation, around: Surroundings, can: Fact[bool]) -> Fact[Credential]:
    """`MATURIN_PYPI_TOKEN` if it is set at all, then trusted publishing, then `.pypirc`, then user and password."""
    if options.unread:
        return Unknown(options.unread, call.command.at)
    token = credentials.of_variable("MATURIN_PYPI_TOKEN", call, around)
    if token is not None:
        return credentials.stored(token, around)
    password = _password(options, call, around)
    if password is None:
        return credentials.without_carrier(call, around, TRACES, can)
    user = credentials.filled(
        credentials.of_option(options, "--username"), credentials.of_variable("MATURIN_USERNAME", call, around)
    )
    if isinstance(can, Known) and not can.value:
        return credentials.stored(password, around, user)
    why = f"trusted publishing wins over {password.label} where the job can mint an identity token"
    return Unknown(why, *password.at)


def _password(options: Options, call: Invocation, around: Surroundings) -> Carrier | None:
    return credentials.filled(
        credentials.of_option(options, "--password"), credentials.of_variable("MATURIN_PASSWORD", call, around)
    )
