"""python-semantic-release up to 7, which uploads with a stored token; from 8 on it uploads nothing to PyPI."""

from __future__ import annotations

from tplint.commands.folders import inside
from tplint.commands.options import grammar, visible
from tplint.metadata.versions import allowed, pinned, release
from tplint.model import Known, Unknown, Uploader
from tplint.uploaders import command_lines, credentials
from tplint.uploaders.hidden import Traces
from tplint.uploaders.indexes import index_of
from tplint.uploaders.pins import specifier
from tplint.uploaders.sightings import Sighting
from tplint.uploaders.tables import read_table, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.commands.invocations import Invocation
    from tplint.model import Action, Credential, Fact, Word
    from tplint.uploaders.sightings import Surroundings

UPLOADS_BEFORE = (8,)
GRAMMAR = grammar("-D/--define --config", "-h/--help --version --noop --major --minor --patch --post --retry")
TRACES = Traces(("PYPI_", "REPOSITORY_"), (".pypirc",))
_SWITCHES = ("upload_to_pypi", "upload_to_repository")


def recognise(call: Invocation, around: Surroundings) -> Iterator[Sighting]:
    """The upload of a `semantic-release publish`, where a version before 8 is pinned."""
    line = command_lines.read(call, around, GRAMMAR, "--help", "--noop")
    if line is None or _is_off(around) or any(map(_switches_off, call.words)):
        return
    version = specifier("python-semantic-release", call, around)
    bounds = allowed(version.value) if isinstance(version, Known) else None
    if bounds is None or bounds.reaches(UPLOADS_BEFORE) is not False:
        return
    secret = credentials.filled(*map(line.variable, ("PYPI_TOKEN", "REPOSITORY_PASSWORD", "PYPI_PASSWORD")))
    url = credentials.filled(line.variable("REPOSITORY_URL"))
    yield Sighting(
        Uploader("python-semantic-release", pinned("python-semantic-release", version), Known(False)),
        index_of(url.fact if url else None),
        credentials.stored(secret, around) if secret is not None else line.without_carrier(TRACES),
        Known(False),
        inside(line.folder, "dist"),
        line.at,
    )


def recognise_action(action: Action, around: Surroundings) -> Iterator[Sighting]:
    """The upload of the action up to 7, which takes the credential from inputs or from the environment."""
    version = release(action.ref)
    if version is None or version >= UPLOADS_BEFORE or not action.ref.startswith("v") or _is_off(around):
        return
    url = credentials.filled(credentials.of_input(action, "repository_url"))
    yield Sighting(
        Uploader("python-semantic-release", Known(action.ref.removeprefix("v"), action.at), Known(False)),
        index_of(url.fact if url else None),
        _credential_of_action(action, around),
        Known(False),
        Known("dist"),
        action.at,
    )


def _credential_of_action(action: Action, around: Surroundings) -> Fact[Credential]:
    token = credentials.filled(credentials.of_input(action, "pypi_token"))
    if token is not None:
        return credentials.stored(token, around)
    password = credentials.filled(credentials.of_input(action, "repository_password"))
    if password is not None:
        return credentials.stored(password, around, credentials.of_input(action, "repository_username"))
    return Unknown("variables of the job may hold its credential", action.at)


def _switches_off(word: Word) -> bool:
    """Whether a word of the command line, such as one behind `-D`, switches the upload off."""
    return any(f"{name}=false" in visible(word).lower() for name in _SWITCHES)


def _is_off(around: Surroundings) -> bool:
    """Whether the settings switch the upload off."""
    settings = table(read_table(around, "pyproject.toml"), "tool", "semantic_release")
    if any(settings.get(name) in (False, "false") for name in _SWITCHES):
        return True
    source = around.read("setup.cfg")
    lines = source.text.replace(" ", "").lower().splitlines() if source else []
    return any(f"{name}=false" in lines for name in _SWITCHES)
