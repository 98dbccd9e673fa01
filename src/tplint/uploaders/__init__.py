"""What uploads: actions and commands → sightings of uploads with their facts, one module for each uploader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.model import Action, Command
from tplint.uploaders import (
    curl,
    flit,
    hatch,
    indirection,
    maturin,
    pdm,
    poetry,
    pypi_publish_action,
    rye,
    semantic_release,
    setuptools,
    third_party_actions,
    twine,
    uv,
)
from tplint.uploaders.invocations import invocation
from tplint.uploaders.sightings import Sighting, Surroundings, Suspicion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tplint.uploaders.invocations import Invocation

__all__ = ["WORDS", "Sighting", "Surroundings", "Suspicion", "recognise"]

_TOOLS: dict[str, Callable[[Invocation, Surroundings], Iterator[Sighting]]] = {
    "curl": curl.recognise,
    "flit": flit.recognise,
    "hatch": hatch.recognise,
    "maturin": maturin.recognise,
    "pdm": pdm.recognise,
    "poetry": poetry.recognise,
    "rye": rye.recognise,
    "semantic-release": semantic_release.recognise,
    "setup.py": setuptools.recognise,
    "twine": twine.recognise,
    "uv": uv.recognise,
}

# Lower-case texts, one of which stands in every file with an upload that can be recognised.
WORDS: tuple[str, ...] = tuple(
    sorted(
        {
            word
            for module in (
                *(curl, flit, hatch, indirection, maturin, pdm, poetry, pypi_publish_action, rye),
                *(semantic_release, setuptools, third_party_actions, twine, uv),
            )
            for word in module.WORDS
        }
    )
)


def recognise(run: Action | Command, around: Surroundings) -> Iterator[Sighting | Suspicion]:
    """The uploads that an action or a command makes, and what it may upload that could not be read."""
    if isinstance(run, Action):
        yield from _action(run, around)
        return
    call = invocation(run)
    if call is not None and call.program in _TOOLS:
        found = tuple(_TOOLS[call.program](call, around))
        yield from found
        if found:
            return
    yield from indirection.follow(run, around, recognise)


def _action(action: Action, around: Surroundings) -> Iterator[Sighting | Suspicion]:
    if action.name in {pypi_publish_action.NAME, pypi_publish_action.IMAGE}:
        yield from pypi_publish_action.recognise(action, around)
    elif action.name == maturin.ACTION:
        yield from maturin.recognise_action(action, around)
    elif action.name in semantic_release.ACTIONS:
        yield from semantic_release.recognise_action(action, around)
    else:
        yield from third_party_actions.recognise(action, around)
