"""What goes into an uploader's recogniser and what comes out: the surroundings of a step, sightings, suspicions."""

from __future__ import annotations

from itertools import islice

from tplint.model import Action, Script, Undecided, Unknown
from tplint.records import NamedTuple
from tplint.uploaders import is_candidate, recognise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tplint.documents.source import Place, Source
    from tplint.model import Command, Credential, Fact, Index, PlatformName, Step, Uploader


NOT_ASKED = Unknown("what the job may mint is not looked at")


class Surroundings(NamedTuple):
    """What an uploader may ask of the job around it.

    ``hosted`` is true for a hosted runner without ``container:``. ``steps`` are the job's earlier steps, ``commands``
    the earlier commands of the same script, both in order. ``unread`` says why something in the scripts of those steps,
    or in its own, could not be read, and is empty if all was. ``read`` opens a file of the repository by its relative
    path; None if there is none.
    ``is_before`` says that it certainly stands in earlier steps alone, which change no variable of a step's own `env`.
    ``image`` is the container's where the files name it, else empty. ``tasks`` are the files of the tasks that the
    command is part of, as far as these may say more of the environment than was read; ``within`` is the file of the
    local composite action that it is part of, or empty. ``can_mint`` says whether the job can obtain an identity token.
    """

    platform: PlatformName
    hosted: bool
    unread: str
    read: Callable[[str], Source | None]
    steps: tuple[Step, ...] = ()
    commands: tuple[Command, ...] = ()
    image: str = ""
    tasks: tuple[Source, ...] = ()
    within: str = ""
    is_before: bool = False
    can_mint: Fact[bool] = NOT_ASKED


class Sighting(NamedTuple):
    """An upload that was recognised, with its facts; ``folder`` is relative to the repository's root (``.``).

    ``through`` are the commands of tasks and scripts on the way to it, the last of which uploads.
    """

    uploader: Uploader
    target: Fact[Index]
    credential: Fact[Credential]
    attestations: Fact[bool]
    folder: Fact[str]
    at: Place
    through: tuple[Command, ...] = ()


class Suspicion(NamedTuple):
    """Something that may upload and could not be read (```make publish`: there is no Makefile``)."""

    at: Place
    why: str


class Sighted(NamedTuple):
    """An action or a command of a step, and the upload that is recognised in it."""

    step: Step
    run: Action | Command
    sighting: Sighting


class Found(NamedTuple):
    """What the steps of a job upload, and what of them may be an upload."""

    sighted: tuple[Sighted, ...]
    doubts: tuple[Undecided, ...]


NOTHING_FOUND = Found((), ())


def found_in(steps: tuple[Step, ...], around: Callable[[int], Surroundings], most: int | None = None) -> Found:
    """What recognisers say of steps, up to a number of things.

    ``around`` gives what surrounds the step at a position, but for the steps and the commands before it.
    """
    said = tuple(islice(_said(steps, around), most))
    return Found(
        tuple(Sighted(step, run, seen) for step, run, seen in said if isinstance(seen, Sighting)),
        tuple(Undecided(seen.at, seen.why) for _, _, seen in said if not isinstance(seen, Sighting)),
    )


def _said(
    steps: tuple[Step, ...], around: Callable[[int], Surroundings]
) -> Iterator[tuple[Step, Action | Command, Sighting | Suspicion]]:
    for position, step in enumerate(steps):
        commands = step.run.commands if isinstance(step.run, Script) else ()
        runs: tuple[Action | Command, ...] = commands
        if isinstance(step.run, Action) and is_candidate(step.run):
            runs = (step.run,)
        if runs:
            beside = around(position)._replace(steps=steps[:position], within=step.within)
        for index, run in enumerate(runs):
            for seen in recognise(run, beside._replace(commands=commands[:index])):
                yield step, run, seen


def unread_in(steps: Iterable[Step]) -> str:
    """Why something in the scripts of these steps could not be read; empty where all was."""
    return next((step.run.unread for step in steps if isinstance(step.run, Script) and step.run.unread), "")
