"""Conditions of steps beside an upload: do they hold in the upload's run, and in which rows of a matrix?"""

from __future__ import annotations

import re
from itertools import dropwhile, takewhile

from tplint.documents.nodes import Scalar, get, text
from tplint.model import Action, Known, Script
from tplint.platforms.github.expressions import ExpressionError, canonical, condition_expression, paths_read
from tplint.platforms.github.matrix import rows
from tplint.platforms.github.scope import MAX_CHOICES, NOTHING_CHOSEN, Scope
from tplint.remembered import by_identity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Node
    from tplint.documents.source import Source
    from tplint.model import Job, Step, Upload

# What has one value in all jobs of a run.
_OF_THE_RUN = frozenset({"github", "inputs", "vars"})
_OF_THE_JOB = frozenset({"matrix", "needs", "steps"})
_BUILDS = r"build|sdist|wheel|maturin|dist\b"
# Lines that install what builds do not build.
_INSTALLS = r"(?m)^[ \t]*[\w./ -]{0,100}\binstall [^\n;&|$()`]{0,500}$"


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


def rows_of(upload: Upload, job: Job, step: Step) -> int:
    """In how many rows of its job's matrix a step certainly runs, with something to store there.

    A row whose build is left out by a condition stores nothing, and an artifact without files is not made.
    """
    every = rows(get(job.node, "strategy", "matrix")) or ()
    if runs_in_run_of(upload, step):
        return len(every) if len(every) > 1 and not _follows_some_build(job, step) else int(len(every) <= 1)
    node = get(step.node, "if")
    if step.within or node is None or _depends_on(text(node)) != {"matrix"} or _follows_some_build(job, step):
        return 0
    return _rows_where(node, job, step.at.source) if len(every) <= MAX_CHOICES else 0


@by_identity(64)
def _rows_where(condition: Node, job: Job, source: Source) -> int:
    """In how many rows a condition holds that reads nothing else."""
    return sum(scope.condition(condition) == Known(True) for scope in _scopes(job, source))


def values_in_rows(node: Node | None, job: Job) -> tuple[str, ...]:
    """The values of a scalar in the rows of its job's matrix; nothing where one of them is not known."""
    facts = [scope.value(node).fact for scope in _scopes(job, job.at.source)] if isinstance(node, Scalar) else []
    found = tuple(fact.value for fact in facts if isinstance(fact, Known))
    return found if len(found) == len(facts) else ()


def _scopes(job: Job, source: Source) -> Iterator[Scope]:
    """What the expressions of a job see in each row of its matrix."""
    matrix = get(job.node, "strategy", "matrix")
    for row in rows(matrix) or ():
        scope = Scope(source, matrix=matrix, assignment=NOTHING_CHOSEN.choose("matrix 0", row))
        scope.job_id = Known(job.id, job.at)
        yield scope


def _follows_some_build(job: Job, step: Step) -> bool:
    """Whether a step before this one seems to build what it stores, and may not run in every row."""
    before = takewhile(lambda other: other.node is not step.node, job.steps)
    return any(other.condition != Known(True) and _builds(other) for other in before)


def _builds(step: Step) -> bool:
    match step.run:
        case Script(text=script):
            return re.search(_BUILDS, re.sub(_INSTALLS, "", script)) is not None
        case Action(name=name):
            return re.search(_BUILDS, name) is not None
    return False


def _depends_on(condition: str | None) -> frozenset[str]:
    """The contexts, in lower case, that a condition reads."""
    try:
        return frozenset(context.lower() for context, *_ in paths_read(condition or "", is_condition=True))
    except ExpressionError:
        return frozenset({"?"})


def _canonical(condition: str | None) -> str:
    try:
        return canonical(condition_expression(condition)) if condition else ""
    except ExpressionError:
        return ""
