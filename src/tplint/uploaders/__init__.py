"""What uploads: actions and commands → sightings of uploads with their facts, one module for each uploader.

Modules are loaded when their uploader is seen: most repositories have one.
"""

from __future__ import annotations

from tplint.model import Action
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from tplint.commands.invocations import Invocation
    from tplint.model import Command
    from tplint.uploaders.sightings import Sighting, Surroundings, Suspicion
    from tplint.uploaders.tasks.indirection import Trail

    Recognise: TypeAlias = Callable[[Action | Invocation, Surroundings], Iterator[Sighting | Suspicion]]

__all__ = ["ACTION_WORDS", "WORDS", "is_candidate", "recognise"]


class Recogniser(NamedTuple):
    """An uploader: its module, the function there, and the words of which one stands beside every use of it.

    An action has one of them in its name.
    """

    module: str
    words: tuple[str, ...]
    function: str = "recognise"


# By the program's name, without its folder.
TOOLS = {
    "curl": Recogniser("curl", ("legacy",)),
    "flit": Recogniser("flit", ("publish",)),
    "hatch": Recogniser("hatch", ("publish",)),
    "maturin": Recogniser("maturin", ("maturin",)),
    "npx": Recogniser("publib", ("pypi",)),
    "pdm": Recogniser("pdm", ("publish",)),
    "poetry": Recogniser("poetry", ("publish", "poetry config")),
    "publib-pypi": Recogniser("publib", ("pypi",)),
    "rye": Recogniser("rye", ("publish",)),
    "semantic-release": Recogniser("semantic_release", ("semantic-release", "semantic_release")),
    "setup.py": Recogniser("setuptools", ("setup.py",)),
    "twine": Recogniser("twine", ("twine",)),
    "uv": Recogniser("uv", ("publish",)),
}
ACTIONS = {
    "pypa/gh-action-pypi-publish": Recogniser("pypi_publish_action", ("gh-action-pypi-publish",)),
    "docker://ghcr.io/pypa/gh-action-pypi-publish": Recogniser("pypi_publish_action", ("gh-action-pypi-publish",)),
    "pyo3/maturin-action": Recogniser("maturin", ("maturin",), "recognise_action"),
    "python-semantic-release/python-semantic-release": Recogniser(
        "semantic_release", ("semantic-release",), "recognise_action"
    ),
    "provider pypi": Recogniser("deploy_settings", ("pypi",), "recognise_provider"),
    "pipe atlassian/pypi-publish": Recogniser("deploy_settings", ("pypi",), "recognise_pipe"),
    "activestate pypi_publisher": Recogniser("deploy_settings", ("pypi",), "recognise_activestate"),
}
OTHER_ACTIONS = Recogniser(
    "third_party_actions", ("pypi", "publish", "jupyter_releaser", "jupyter-releaser", "openastronomy")
)
# Programs that run what stands in other files, and what scripts that upload are called.
RUNNERS = Recogniser(
    "indirection",
    (
        *("tox", "nox", "make", "just", "task", "invoke", "inv ", "poe "),
        *("hatch run", "pdm run", "rye run", "pixi run", ".sh", "publish", "release", "upload", "deploy", "pypi"),
    ),
    "follow",
)

# Lower-case texts, one of which stands in every file with an upload that can be recognised.
WORDS: tuple[str, ...] = tuple(
    sorted({word for known in (*TOOLS.values(), *ACTIONS.values(), OTHER_ACTIONS, RUNNERS) for word in known.words})
)
# The same for actions alone, of which one stands in the name of each that may upload.
ACTION_WORDS: tuple[str, ...] = tuple(
    sorted({word for known in (*ACTIONS.values(), OTHER_ACTIONS) for word in known.words})
)


def recognise(run: Action | Command, around: Surroundings) -> Iterator[Sighting | Suspicion]:
    """The uploads that an action or a command makes, and what it may upload that could not be read."""
    if isinstance(run, Action):
        yield from _loaded(ACTIONS.get(run.name, OTHER_ACTIONS))(run, around)
    else:
        yield from _command(run, around, None)


def is_candidate(action: Action) -> bool:
    """Whether an action's name has a word of those that upload: others need not be looked at by `recognise`."""
    name = action.name.lower()
    return any(word in name for word in ACTIONS.get(action.name, OTHER_ACTIONS).words)


def _command(command: Command, around: Surroundings, trail: Trail | None) -> Iterator[Sighting | Suspicion]:
    """The uploads of a command; ``trail`` is what it is part of, None in a CI file."""
    from tplint.commands.invocations import invocation  # noqa: PLC0415 - for commands only

    call = invocation(command)
    if call is None:
        return
    if call.program in TOOLS:
        yield from _loaded(TOOLS[call.program])(call, around)
    else:
        from tplint.uploaders.tasks import indirection  # noqa: PLC0415 - where no uploader is named

        yield from indirection.follow(call, around, trail, _command)


def _loaded(known: Recogniser) -> Recognise:
    """The function of an uploader's module."""
    from importlib import import_module  # noqa: PLC0415 - not needed where nothing uploads

    found: Recognise = getattr(import_module(f"tplint.uploaders.{known.module}"), known.function)
    return found
