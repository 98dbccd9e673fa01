"""A job → what its steps do as the files write it: most jobs need not be evaluated for that."""

from __future__ import annotations

from tplint.documents.nodes import entries, get, items, text
from tplint.model import Action, Script, is_written_by_itself
from tplint.records import NamedTuple
from tplint.remembered import by_identity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from tplint.documents.nodes import Node
    from tplint.model import Job, Step

_ROOT = frozenset({".", "./", "${{ github.workspace }}"})


class WrittenStep(NamedTuple):
    """An action (in lower case, without `@`) with its inputs by their names in lower case, or a script.

    ``moved`` says whether it works in another folder than the root, ``conditional`` whether it has an `if:`.
    """

    action: str
    inputs: Mapping[str, str]
    script: str
    moved: bool
    conditional: bool


@by_identity(256)
def written_steps(job: Job) -> tuple[WrittenStep, ...]:
    """The steps of a job; those of one that runs local actions as they are evaluated, with what these do."""
    if is_written_by_itself(job):
        return tuple(map(_written, items(get(job.node, "steps"))))
    return tuple(map(_evaluated, job.steps))


def _written(step: Node) -> WrittenStep:
    uses = text(get(step, "uses"))
    action = uses.lower().partition("@")[0] if uses else ""
    given = {key.lower(): text(entry.value) or "" for key, entry in entries(get(step, "with"))}
    return WrittenStep(action, given, text(get(step, "run")) or "", *_where_and_when(step))


def _evaluated(step: Step) -> WrittenStep:
    match step.run:
        case Script(text=script):
            return WrittenStep("", {}, script, *_where_and_when(step.node))
        case Action(name=name, inputs=inputs):
            given = {key: value.value.raw for key, value in inputs.items()}
            return WrittenStep(name, given, "", *_where_and_when(step.node))
    return WrittenStep("", {}, "", *_where_and_when(step.node))


def _where_and_when(step: Node) -> tuple[bool, bool]:
    return is_moved(step), get(step, "if") is not None


def is_moved(node: Node | None) -> bool:
    """Whether a step, or the `defaults` of steps, works in another folder than the repository's root."""
    folder = get(node, "working-directory")
    return folder is not None and text(folder) not in _ROOT
