"""An upload → where it is given its stored credential: what has to go so that its tool tries trusted publishing.

Places of the file, not changes: other uploads and other steps may need what stands there (see ``credentials``).
"""

from __future__ import annotations

import re

from tplint.documents.source import Place
from tplint.fixing.layout import NotEditable
from tplint.model import Action, Known
from tplint.records import NamedTuple
from tplint.uploaders.credentials import TOKEN_USER
from tplint.uploaders.pypi_publish_action import NAME
from tplint.uploaders.third_party_actions import DEPLOY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tplint.model import Command, Credential, Fact, Input, Upload, Variable

# The variables that each tool reads for a credential; one that is left would still switch trusted publishing off.
_VARIABLES = {
    "twine": ("TWINE_USERNAME", "TWINE_PASSWORD"),
    "uv": ("UV_PUBLISH_TOKEN", "UV_PUBLISH_USERNAME", "UV_PUBLISH_PASSWORD"),
    "pdm": ("PDM_PUBLISH_USERNAME", "PDM_PUBLISH_PASSWORD"),
    "maturin": ("MATURIN_PYPI_TOKEN", "MATURIN_USERNAME", "MATURIN_PASSWORD"),
    "PyO3/maturin-action": ("MATURIN_PYPI_TOKEN", "MATURIN_USERNAME", "MATURIN_PASSWORD"),
}
# User names that do no harm beside trusted publishing, so they may stay where other jobs read them.
_HARMLESS = frozenset({"TWINE_USERNAME", "PDM_PUBLISH_USERNAME"})
# The options of each that give one.
_FLAGS = {
    "twine": ("-u", "--username", "-p", "--password"),
    "uv": ("-t", "--token", "-u", "--username", "-p", "--password"),
    "pdm": ("-u", "--username", "-P", "--password"),
    "maturin": ("-u", "--username", "-p", "--password"),
}
_LONG = {"-p": "--password", "-P": "--password", "-t": "--token", "-u": "--username"}
_USERS = frozenset({"-u", "--username"})
# Actions that mint where their inputs give no credential; others are wrappers around tools that cannot.
_MINTING = frozenset({NAME, DEPLOY})


class Carriers(NamedTuple):
    """What gives an upload its credential, and the user name beside it.

    ``names`` are all of them as people call them: variables, inputs and options. ``variables`` are entries of the file
    by their names, ``inputs`` those of the action, ``parts`` stretches of the command with the white space that goes
    with them.
    """

    names: tuple[str, ...]
    variables: Mapping[str, Variable]
    inputs: tuple[Input, ...]
    parts: tuple[Place, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """All that goes, without the names of entries."""
        values = [variable.value.at for variable in self.variables.values()] + [each.value.at for each in self.inputs]
        return (*values, *self.parts)


class _Part(NamedTuple):
    """A stretch of a command that gives a credential, by the name of its option or variable."""

    name: str
    at: Place


def carriers(upload: Upload) -> Carriers:
    """Where an upload's credential stands; raises ``NotEditable`` where it cannot be told, or its tool needs one."""
    assert isinstance(upload.credential, Known)
    if upload.uploader.can_trusted_publish != Known(True):
        raise NotEditable("the tool cannot do without")
    run, variables = upload.run, of_tool(upload)
    inputs = _inputs(upload) if isinstance(run, Action) else ()
    parts = [] if isinstance(run, Action) else list(_parts(run, upload.uploader.name))
    _refuse_persons(upload, variables)
    if any(name in command.at.source.text for name in variables for command in upload.through):
        raise NotEditable("what the job runs speaks of the variable, and may need it")
    names = (*variables, *(given.key.text.strip("\"'") for given in inputs), *(part.name for part in parts))
    if _name(upload.credential.value) not in {_LONG.get(name, name) for name in names}:
        raise NotEditable("the credential is no variable or option of the tool")
    return Carriers(tuple(dict.fromkeys(names)), variables, inputs, tuple(part.at for part in parts))


def of_tool(upload: Upload) -> dict[str, Variable]:
    """The variables that an upload's tool reads for a credential, where a file sets them, and not the script.

    On GitLab a script may read some from the project's settings, too; those stand in no file.
    """
    env = upload.run.env
    found = {name: env[name] for name in _VARIABLES.get(upload.uploader.name, ()) if name in env}
    return {name: each for name, each in found.items() if each.level != "script" and is_written(name, each)}


def is_written(name: str, variable: Variable) -> bool:
    """Whether a variable is an entry of a file."""
    return variable.key.text.strip("\"'") == name


def may_stay(name: str) -> bool:
    """Whether a variable that the tool reads does not keep it from trusted publishing."""
    return name in _HARMLESS


def mentions(text: str, name: str) -> int:
    """How often a text has a name."""
    return len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", text)) if name in text else 0


def _name(credential: Credential) -> str:
    """A credential's carrier by its name alone: of ``input `password` `` what stands in quotes."""
    return credential.carrier.removeprefix("input ").strip("`")


def _inputs(upload: Upload) -> tuple[Input, ...]:
    if upload.uploader.name not in _MINTING or not isinstance(upload.run, Action):
        return ()
    return tuple(upload.run.inputs[name] for name in ("user", "password") if name in upload.run.inputs)


def _parts(command: Command, tool: str) -> Iterator[_Part]:
    """The options of a command and the assignments before it that give a credential, or the user name of tokens."""
    yield from _assignments(command, _VARIABLES.get(tool, ()))
    words = command.words
    for before, word, following in zip(words, words[1:], (*words[2:], None), strict=False):
        name, is_joined, value = word.raw.partition("=")
        if name not in _FLAGS.get(tool, ()):
            continue
        last = word if is_joined else following
        if last is None:
            raise NotEditable("the option has no value")
        if name in _USERS:
            _refuse_person(Known(value.strip("\"'")) if is_joined else last.fact)
        yield _Part(name, Place(last.at.source, before.at.end, last.at.end))


def _assignments(command: Command, names: tuple[str, ...]) -> Iterator[_Part]:
    """The variables that are set for the command alone, each up to what follows it."""
    start, end = command.at.start, command.words[0].at.start if command.words else command.at.end
    set_here = [variable for variable in command.env.values() if variable.level == "script"]
    starts = sorted(v.key.start for v in set_here if v.key.source == command.at.source and start <= v.key.start < end)
    for name in names:
        variable = command.env.get(name)
        if variable is None or variable.level != "script":
            continue
        if variable.key.start not in starts or variable.key.source != command.at.source:
            raise NotEditable("the script sets the variable")
        if name.endswith("USERNAME"):
            _refuse_person(variable.value.fact)
        until = next((other for other in starts if other > variable.key.start), end)
        yield _Part(name, Place(command.at.source, variable.key.start, until))


def _refuse_persons(upload: Upload, variables: Mapping[str, Variable]) -> None:
    for name, variable in variables.items():
        if name.endswith("USERNAME"):
            _refuse_person(variable.value.fact)
    user = upload.run.inputs.get("user") if isinstance(upload.run, Action) else None
    if user is not None and user.value.fact != Known(""):
        _refuse_person(user.value.fact)


def _refuse_person(user: Fact[str]) -> None:
    """Only the user name of tokens signs in to PyPI, so one that is not known is that one."""
    if isinstance(user, Known) and user.value != TOKEN_USER:
        raise NotEditable("the user name is not the one of tokens")
