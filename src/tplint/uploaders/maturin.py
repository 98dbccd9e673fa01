"""`maturin upload` and `maturin publish`, and `PyO3/maturin-action`, which runs them (maturin 1.16.0)."""

from __future__ import annotations

from tplint.commands.folders import below, folder_of
from tplint.commands.invocations import Invocation
from tplint.commands.options import grammar
from tplint.metadata.versions import capable, pinned
from tplint.model import Known, Unknown, Uploader, Word
from tplint.uploaders import command_lines, credentials
from tplint.uploaders.hidden import Traces
from tplint.uploaders.indexes import ENDPOINTS, index_of
from tplint.uploaders.pins import UNPINNED, specifier
from tplint.uploaders.sightings import Suspicion

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.model import Action, Credential, Fact, Index, Input
    from tplint.uploaders.command_lines import CommandLine
    from tplint.uploaders.sightings import Sighting, Surroundings

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
    line = command_lines.read(call, around, GRAMMAR, "--help", "--version", subcommands=("upload", "publish"))
    if line is not None:
        can = Known(False) if around.platform != "github" else capable("maturin", version, TRUSTED_SINCE)
        uploader = Uploader(name, pinned("maturin", version), can)
        yield line.sighting(uploader, _index(line), _credential(line, can), _folder(line))


def _folder(line: CommandLine) -> Fact[str]:
    """The folder of the files that `upload` is given, or into which `publish` builds its wheels."""
    if line.options.subcommand() == "upload":
        return folder_of(line.options.arguments[1:], line.folder)
    return below(line.folder, line.options.value("--out") or Known("target/wheels"))


def _index(line: CommandLine) -> Fact[Index]:
    """`--repository-url`, else the name in `--repository`; `pypi` and `testpypi` are built in."""
    url = line.filled("--repository-url", "MATURIN_REPOSITORY_URL")
    if url is not None:
        return index_of(url.fact)
    name = line.filled("--repository", "MATURIN_REPOSITORY")
    return command_lines.index_named(name, ENDPOINTS.get, "a `.pypirc`")


def _credential(line: CommandLine, can: Fact[bool]) -> Fact[Credential]:
    """`MATURIN_PYPI_TOKEN` if it is set at all, then trusted publishing, then `.pypirc`, then user and password."""
    token = line.variable("MATURIN_PYPI_TOKEN")
    if token is not None:
        return credentials.stored(token, line.around)
    password = line.filled("--password", "MATURIN_PASSWORD")
    if password is None:
        return line.without_carrier(TRACES, can)
    if can == Known(False):
        return credentials.stored(password, line.around, line.filled("--username", "MATURIN_USERNAME"))
    why = f"trusted publishing wins over {password.label} where the job can mint an identity token"
    return Unknown(why, *password.at)
