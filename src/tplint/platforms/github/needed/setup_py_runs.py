"""Jobs of uploads → the commands in them that run the `setup.py` which a plain checkout leaves at the root."""

from __future__ import annotations

from tplint.commands.invocations import invocation
from tplint.commands.options import visible
from tplint.jobs.workspace import effects
from tplint.model import Action, Command, Known
from tplint.platforms.github.needed.jobs import awaited, stops

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.jobs.workspace import Effect
    from tplint.model import Job, Repository, Step
    from tplint.platforms.github.needed.jobs import Awaited

_FILE = "setup.py"
# With one of these inputs it leaves other files, or leaves them elsewhere.
_OTHERWISE = frozenset({"path", "ref", "repository", "sparse-checkout"})
_BRINGS_NOTHING = frozenset({"build", "nothing", "project", "tool"})


def setup_py_runs(repository: Repository) -> Iterator[tuple[Awaited, Command]]:
    """The first such command of each job that certainly runs before an upload, and of which a failure counts."""
    for each in awaited(repository, _FILE):
        ends = {each.upload.at, each.upload.run.at} if each.is_own else set()
        command = _called(each.job, ends)
        if command is not None:
            yield each, command


def _called(job: Job, ends: set[Place]) -> Command | None:
    """The command, where it stands before the ends, and nothing between the checkout and it may bring files."""
    is_there = False
    for step in job.steps:
        if _is_plain_checkout(step):
            is_there = True
            continue
        for effect in effects(step):
            command = _running_it(effect)
            if command is not None:
                return command if is_there and _counts(step, effect, command) else None
            if effect.at in ends or effect.kind not in _BRINGS_NOTHING or _FILE in effect.shown:
                return None
    return None


def _is_plain_checkout(step: Step) -> bool:
    action = step.run
    is_one = isinstance(action, Action) and action.name == "actions/checkout" and step.condition == Known(True)
    return is_one and _OTHERWISE.isdisjoint(action.inputs)  # type: ignore[union-attr]


def _running_it(effect: Effect) -> Command | None:
    call = invocation(effect.run) if isinstance(effect.run, Command) and _FILE in effect.shown else None
    return call.command if call is not None and call.program == _FILE else None


def _counts(step: Step, effect: Effect, command: Command) -> bool:
    """Whether a command certainly runs, at the root, and stops the job if it fails."""
    is_named = any(visible(word) in {_FILE, f"./{_FILE}"} for word in command.words)
    return is_named and command.folder == Known(".") and stops(step, effect, command)
