"""`maturin upload` and `maturin publish`, and `PyO3/maturin-action`, which runs them (maturin 1.16.0)."""

from __future__ import annotations

import re

from tplint.commands.folders import below, folder_of
from tplint.commands.invocations import Invocation
from tplint.commands.options import grammar
from tplint.metadata.versions import capable, pinned
from tplint.model import Command, Known, Unknown, Uploader, Word
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
# Words of an input: spaces within `${{ }}` do not separate.
PIECES = r"(?:\$\{\{(?s:.*?)(?:\}\}|\Z)|\S)+"
TRACES = Traces(("MATURIN_",), (".pypirc", "keyring set", "keyring.set_password"))


def recognise(call: Invocation, around: Surroundings) -> Iterator[Sighting]:
    """The upload of a `maturin` command, if it is one."""
    yield from _upload("maturin", call, around, specifier("maturin", call, around))


def recognise_action(action: Action, around: Surroundings) -> Iterator[Sighting | Suspicion]:
    """The upload of `PyO3/maturin-action`, if its `command` is `upload` or `publish`."""
    given = action.inputs.get("command")
    if given is not None and isinstance(given.value.fact, Unknown):
        yield Suspicion(action.at, f"the `command` of `PyO3/maturin-action` is not known: {given.value.fact.why}")
        return
    words = words_of(action)
    within = action.inputs.get("working-directory")
    folder = below(Known("."), within.value.fact if within is not None else None)
    call = Invocation("maturin", words, action.env, Command(words, action.env, folder, action.at))
    yield from _upload("PyO3/maturin-action", call, around, _version(action))


def words_of(action: Action) -> tuple[Word, ...]:
    """What `PyO3/maturin-action` writes behind `maturin`."""
    return (*_words(action.inputs.get("command")), *_words(action.inputs.get("args")))


def _words(given: Input | None) -> Iterator[Word]:
    """The words of an input; those with an expression in them are not known."""
    if given is None:
        return
    fact, at = given.value.fact, given.value.at
    for piece in fact.value.split() if isinstance(fact, Known) else re.findall(PIECES, given.value.raw):
        is_open = isinstance(fact, Unknown) and "${{" in piece
        yield Word(piece, fact.placed(at) if is_open else Known(piece.strip("\"'"), at), at)


def _version(action: Action) -> Fact[str]:
    """The specifier of the input `maturin-version`; the newest by default."""
    given = action.inputs.get("maturin-version")
    if given is None or given.value.fact == Known("latest"):
        return UNPINNED
    return given.value.fact.map(lambda version: f"=={version.removeprefix('v')}" if version else "")


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
    if Known(False) in {can, line.around.can_mint}:
        return credentials.stored(password, line.around, line.filled("--username", "MATURIN_USERNAME"))
    why = f"trusted publishing wins over {password.label} where the job can mint an identity token"
    return Unknown(why, *password.at)
