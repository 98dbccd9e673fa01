"""An upload → a credential that stands beside it in a place where its tool does not look."""

from __future__ import annotations

from tplint.commands.invocations import invocation
from tplint.model import Action, Known, Unknown
from tplint.records import NamedTuple
from tplint.uploaders.hidden import GITLAB
from tplint.uploaders.pypi_publish_action import NAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tplint.documents.source import Place
    from tplint.model import Step, Upload, Variable

# https://github.com/pypa/gh-action-pypi-publish/blob/release/v1/action.yml has `user` and `password`.
_NO_INPUTS = ("token", "api-token", "api_token", "pypi-token", "pypi_token", "username")
_NO_VARIABLES = ("TWINE_PASSWORD", "TWINE_USERNAME")


class Ignored(NamedTuple):
    """``label`` names the place for people, ``why`` says in a clause why nothing looks there."""

    label: str
    why: str
    at: Place
    instead: str


def ignored(upload: Upload) -> Ignored | None:
    """The first credential that is given in vain; None where there is none, or it may be read after all."""
    if isinstance(upload.run, Action):
        return _by_action(upload.run, upload.step) if upload.uploader.name == NAME == upload.run.name else None
    call = invocation(upload.run)
    if call is None or call.program != "tox" or upload.uploader.name != "twine":
        return None
    return _by_tox(upload)


def _by_action(action: Action, step: Step) -> Ignored | None:
    for name in _NO_INPUTS:
        given = action.inputs.get(name)
        if given is not None and given.value.raw:
            instead = "user" if name == "username" else "password"
            return Ignored(f"input `{name}`", "the action has no such input", given.key, f"rename it to `{instead}`")
    if any("env." in given.value.raw for given in action.inputs.values()):
        return None
    variable = _own(action.env, step, _NO_VARIABLES)
    if variable is None:
        return None
    name, at = variable
    instead = "user" if name == "TWINE_USERNAME" else "password"
    return Ignored(
        f"`{name}`", "the action overwrites it with its inputs", at, f"give it as the input `{instead}` of the action"
    )


def _by_tox(upload: Upload) -> Ignored | None:
    """Had tox passed the password on, twine would sign in with it."""
    if not upload.signs_in_by("oidc", "none") and upload.credential != Unknown(GITLAB):
        return None
    variable = _own(upload.run.env, upload.step, _NO_VARIABLES[:1])
    if variable is None:
        return None
    name, at = variable
    return Ignored(f"`{name}`", "tox does not pass it on", at, f"add `{name}` to `pass_env` of the environment")


def _own(env: Mapping[str, Variable], step: Step, names: Iterable[str]) -> tuple[str, Place] | None:
    """A variable that the step or its script sets, and its place; those of the job are not meant for one step."""
    for name in names:
        variable = env.get(name)
        if variable is None or variable.level not in {"step", "script"} or variable.value.fact == Known(""):
            continue
        at, span = variable.key, step.node.span
        if at.source.path == step.at.source.path and span.start <= at.start < span.end:
            return name, at
    return None
