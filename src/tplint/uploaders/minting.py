"""Steps that exchange an identity token for an upload token by hand; what they hand on is trusted publishing."""

from __future__ import annotations

from tplint.model import Action, Script
from tplint.uploaders.hidden import script_so_far

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.model import Step
    from tplint.uploaders.sightings import Surroundings

MARKS = ("/_/oidc/mint-token", "/_/oidc/github/mint-token", "core.getidtoken", "python -m id ", "python3 -m id ")
_ACTION = "tschm/token-mint-action"


def mints(step: Step) -> bool:
    """Whether a step certainly obtains a token by trusted publishing."""
    return has_mark(_text(step)) or (isinstance(step.run, Action) and step.run.name == _ACTION)


def has_mark(text: str) -> bool:
    """Whether a script's text mints."""
    lower = text.lower()
    return any(mark in lower for mark in MARKS)


def is_minted(origins: tuple[str, ...], raw: str, around: Surroundings) -> bool:
    """Whether a value of these origins, written as ``raw``, certainly comes from a mint in this job."""
    return has_mark(raw) or (bool(origins) and all(_from_mint(origin, around) for origin in origins))


def _from_mint(origin: str, around: Surroundings) -> bool:
    kind, _, rest = origin.partition(".")
    if kind == "steps":
        return any(step.id == rest.partition(".")[0] and mints(step) for step in around.steps)
    if kind == "env" or origin.startswith("shell."):  # written to `$GITHUB_ENV` by the step that mints
        return any(mints(step) and rest in _text(step) for step in around.steps)
    return kind == "shell" and has_mark(script_so_far(around))


def _text(step: Step) -> str:
    match step.run:
        case Script(text=text):
            return text
        case Action(inputs=inputs) if "script" in inputs:
            return inputs["script"].value.raw
        case _:
            return ""
