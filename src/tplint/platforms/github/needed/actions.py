"""A repository → the actions that have to run well before an upload to PyPI or TestPyPI, on github.com."""

from __future__ import annotations

from tplint.model import Action, Known
from tplint.platforms.github.needed.jobs import awaited
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.model import Repository, Step
    from tplint.platforms.github.needed.jobs import Awaited


class NeededAction(NamedTuple):
    """An action in a step of a job that an upload waits for, or of its own."""

    of: Awaited
    step: Step
    action: Action


def needed_actions(repository: Repository, *words: str) -> Iterator[NeededAction]:
    """Each action once, of the jobs in which one of these words stands."""
    seen: set[Place] = set()
    for each in awaited(repository, *words):
        for step in each.job.steps:
            if isinstance(step.run, Action) and step.condition != Known(False) and step.run.at not in seen:
                seen.add(step.run.at)
                yield NeededAction(each, step, step.run)
