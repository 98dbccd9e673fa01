"""Conditions of steps beside an upload: do they hold in the upload's run, and in every row of a matrix?"""

from __future__ import annotations

import re
from itertools import dropwhile

from tplint.documents.nodes import get, text
from tplint.model import Action, Known, Script
from tplint.platforms.github.expressions import Context, ExpressionError, canonical, condition_expression, descendants
from tplint.platforms.github.scope import Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.model import Job, Step, Upload

# What has one value in all jobs of a run.
_OF_THE_RUN = frozenset({"github", "inputs", "vars"})
_OF_THE_JOB = frozenset({"matrix", "needs", "steps"})
_BUILDS = r"build|sdist|wheel|maturin|dist\b"


def runs_in_run_of(upload: Upload, step: Step) -> bool:
    """Whether a step of a needed job certainly runs in a run that reaches the upload.

    It has no condition, or one that the upload's events decide, or the one that the upload has itself.
    """
    if step.condition == Known(True):
        return True
    node = get(step.node, "if")
    condition = text(node) or ""
    if step.within or not condition or not _depends_on(condition) <= _OF_THE_RUN:
        return False
    if "inputs" not in condition and Scope(step.at.source, events=upload.events).condition(node) == Known(True):
        return True
    own = {_canonical(text(get(node, "if"))) for node in (upload.job.node, upload.step.node)}
    return _canonical(condition) in own - {""}


def runs_with(upload: Upload, step: Step) -> bool:
    """Whether a step certainly runs where an upload does: in its own job also one under the very same condition."""
    if runs_in_run_of(upload, step):
        return True
    condition = text(get(step.node, "if")) or ""
    following = list(dropwhile(lambda each: each.at != step.at, upload.job.steps))
    if not condition or not following or step.within or upload.step.within:
        return False
    changes = any(each.id and each.id in condition for each in following) or "hashFiles" in condition
    is_same = _canonical(condition) == _canonical(text(get(upload.step.node, "if")))
    return is_same and not changes and _depends_on(condition) <= _OF_THE_RUN | _OF_THE_JOB


def alike_in_all_rows(job: Job, step: Step) -> bool:
    """Whether a step runs in every row of its job's matrix, with something to store there.

    A row whose build is left out by a condition stores nothing, and an artifact without files is not made.
    """
    if step.condition != Known(True) and not _depends_on(text(get(step.node, "if"))) <= _OF_THE_RUN:
        return False
    for other in job.steps:
        if other.node is step.node:
            return True
        if other.condition != Known(True) and _builds(other):
            return False
    return False


def _builds(step: Step) -> bool:
    match step.run:
        case Script(text=script):
            return re.search(_BUILDS, script) is not None
        case Action(name=name):
            return re.search(_BUILDS, name) is not None
    return False


def _depends_on(condition: str | None) -> frozenset[str]:
    """The contexts, in lower case, that a condition reads."""
    try:
        found = descendants(condition_expression(condition or ""))
        return frozenset(node.name.lower() for node in found if isinstance(node, Context))
    except ExpressionError:
        return frozenset({"?"})


def _canonical(condition: str | None) -> str:
    try:
        return canonical(condition_expression(condition)) if condition else ""
    except ExpressionError:
        return ""
