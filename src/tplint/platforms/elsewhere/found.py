"""What a system's module finds in its file: jobs, each with its scripts and tasks in order. For `read` beside it."""

from __future__ import annotations

from tplint.documents.source import Place
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tplint.documents.nodes import Scalar
    from tplint.documents.source import Source
    from tplint.model import Action, Input

# More jobs and steps, or a longer file, were not written by people.
MAX_JOBS = 200
MAX_STEPS = 500
MAX_TEXT = 300_000
# How deep steps may stand in conditions, groups and commands of the file's own.
MAX_DEPTH = 6


class Written(NamedTuple):
    """A piece of a script as the shell gets it, and the way from offsets in it to places in the file."""

    text: str
    place: Callable[[int, int], Place]


class Lines(NamedTuple):
    """Pieces of a script that run one after the other in one shell; ``env`` are the step's own variables."""

    pieces: tuple[Written, ...]
    at: Place
    env: Mapping[str, Input] = {}
    shell: str = "bash"


class FoundJob(NamedTuple):
    """A job; ``hosted`` is false where the file says that it runs on a machine of the user's own."""

    name: str
    at: Place
    steps: tuple[Lines | Action, ...]
    env: Mapping[str, Input] = {}
    hosted: bool = True


def written(source: Source, scalar: Scalar, prepared: Callable[[str], str] = str) -> Written:
    """A scalar of a file as a piece of a script; one that ``prepared`` changes is placed as a whole."""
    from tplint.documents.scalar_map import place_in  # noqa: PLC0415 - only where there is a script

    text = prepared(scalar.value)
    if text == scalar.value:
        return Written(text, place_in(source, scalar))
    return Written(text, lambda _start, _end: Place(source, scalar.span.start, scalar.span.end))
