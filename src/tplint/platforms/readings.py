"""What the readers of all platforms share: what recognisers say of a job's steps, and what files come to."""

from __future__ import annotations

from itertools import islice

from tplint.model import Action, Script, Undecided
from tplint.records import NamedTuple
from tplint.uploaders import recognise
from tplint.uploaders.sightings import Sighting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tplint.model import Command, Pipeline, Step, Upload
    from tplint.uploaders.sightings import Surroundings, Suspicion


class Reading(NamedTuple):
    """What files of a platform do; the parts are those of `tplint.model.Repository`."""

    pipelines: tuple[Pipeline, ...] = ()
    uploads: tuple[Upload, ...] = ()
    alternatives: tuple[Upload, ...] = ()
    unreachable: tuple[Upload, ...] = ()
    undecided: tuple[Undecided, ...] = ()


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
        runs: tuple[Action | Command, ...] = (step.run,) if isinstance(step.run, Action) else commands
        if runs:
            beside = around(position)._replace(steps=steps[:position], within=step.within)
        for index, run in enumerate(runs):
            for seen in recognise(run, beside._replace(commands=commands[:index])):
                yield step, run, seen
