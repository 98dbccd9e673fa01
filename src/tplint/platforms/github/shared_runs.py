"""Whether one run can certainly reach two uploads of a job whose steps have conditions of their own."""

from __future__ import annotations

from tplint.documents.nodes import get
from tplint.model import Event, Known
from tplint.platforms.github.scope import NOTHING_CHOSEN, Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from tplint.model import Upload

# Whoever starts a workflow by hand may choose a tag, and hardly does for what pushed tags start by themselves.
_DISPATCHED_TAG = Event("workflow_dispatch", "tag", "refs/tags/")
# Assignments that are tried for two steps.
_MOST_TRIED = 64


def run_together(first: Sequence[Upload], second: Sequence[Upload]) -> bool:
    """Whether one run certainly reaches both: one has no condition, both have the same, or both hold in some run.

    Each upload is given with its alternatives. Of called workflows and composite actions the inputs are not known here.
    """
    steps = [site[0].step for site in (first, second)]
    facts = [step.condition for step in steps]
    if facts == [Known(True), Known(True)] and (
        not all(fact.at for fact in facts) or facts[0].at[0].text == facts[1].at[0].text
    ):
        return True
    return not first[0].calls and not any(step.within for step in steps) and _hold_in_a_run(first, second)


def _hold_in_a_run(first: Sequence[Upload], second: Sequence[Upload]) -> bool:
    """Whether an event, a choice of inputs and a row of the matrix make the conditions of both steps true."""
    later = {event for upload in second for event in upload.events if event != _DISPATCHED_TAG}
    events = tuple(dict.fromkeys(event for upload in first for event in upload.events if event in later))
    one, conditions = first[0], [get(site[0].step.node, "if") for site in (first, second)]
    dispatch = one.pipeline.trigger("workflow_dispatch")
    waiting, tried = [NOTHING_CHOSEN] if events else [], 0
    while waiting and tried < _MOST_TRIED:
        tried += 1
        scope = Scope(
            one.job.at.source,
            assignment=waiting.pop(),
            events=events,
            dispatch=dispatch.node if dispatch is not None else None,
            matrix=get(one.job.node, "strategy", "matrix"),
        )
        scope.runs_on = get(one.job.node, "runs-on")
        facts = [scope.condition(condition) for condition in conditions]
        if all(fact == Known(True) for fact in facts):
            return True
        if Known(False) not in facts and scope.asked:
            choice, values = next(iter(scope.asked.items()))
            waiting += (scope.assignment.choose(choice, value) for value in values)
    return False
