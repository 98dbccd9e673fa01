"""An upload → the user name that it is given in so many words, and where."""

from __future__ import annotations

from tplint.model import Action, Known
from tplint.uploaders.action_release import is_since
from tplint.uploaders.pypi_publish_action import ATTESTATIONS_SINCE, NAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.model import Command, Fact, Upload

_INPUTS = ("user", "repository_username", "publish_registry_username", "username", "PYPI_USERNAME")
_FLAGS = ("--username", "--user", "-u")
_VARIABLES = (
    "TWINE_USERNAME", "UV_PUBLISH_USERNAME", "PDM_PUBLISH_USERNAME", "MATURIN_USERNAME", "HATCH_INDEX_USER",
    "FLIT_USERNAME", "POETRY_HTTP_BASIC_PYPI_USERNAME", "REPOSITORY_USERNAME", "PYPI_USERNAME",
)  # fmt: skip


def user_name(upload: Upload) -> tuple[str, Place] | None:
    """A user name other than ``__token__`` that the upload certainly signs in with, and its place.

    The empty string counts for the action alone, which takes it for a person's name (since v1.10 at the latest).
    """
    if upload.signs_in_by("password"):
        return next(_written(upload.run), None)
    if upload.uploader.name == NAME and isinstance(upload.run, Action) and upload.signs_in_by("token"):
        user = upload.run.inputs.get("user")
        if (
            user is not None
            and user.value.fact == Known("")
            and is_since(upload.run, ATTESTATIONS_SINCE) == Known(True)
        ):
            return "", user.value.at
    return None


def _written(run: Action | Command) -> Iterator[tuple[str, Place]]:
    """The names in inputs, in flags, in variables, in the order in which they win."""
    if isinstance(run, Action):
        for name in _INPUTS:
            if name in run.inputs:
                yield from _known(run.inputs[name].value.fact, run.inputs[name].value.at)
    else:
        yield from _flags(run)
    for name in _VARIABLES:
        if name in run.env:
            yield from _known(run.env[name].value.fact, run.env[name].value.at)


def _flags(command: Command) -> Iterator[tuple[str, Place]]:
    words = command.words
    for word, following in zip(words, (*words[1:], None), strict=True):
        if word.raw in _FLAGS and following is not None:
            yield from _known(following.fact, following.at)
        elif isinstance(word.fact, Known) and word.fact.value.startswith(tuple(f"{flag}=" for flag in _FLAGS)):
            yield word.fact.value.partition("=")[2], word.at


def _known(fact: Fact[str], at: Place) -> Iterator[tuple[str, Place]]:
    if isinstance(fact, Known) and fact.value != "__token__":
        yield fact.value, at
