"""A job's mapping → the job as it runs under one assignment."""

from __future__ import annotations

from functools import lru_cache
from operator import is_

from tplint.documents.nodes import Mapping, Scalar, get, is_null, items, pair, place, text, texts
from tplint.model import MAX_NEEDED, Job, Known, Unknown
from tplint.platforms.github import permissions
from tplint.platforms.github.expressions import Call, ExpressionError, condition_expression, descendants
from tplint.platforms.github.expressions.tree import STATUS_FUNCTIONS, And, Or
from tplint.platforms.github.runners import runner
from tplint.platforms.github.scope import NO_VARIABLES, Outset, Seen
from tplint.platforms.github.steps import both, steps
from tplint.platforms.github.token_uses import token_uses
from tplint.remembered import by_identity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping as Map

    from tplint.documents.nodes import Node, Pair
    from tplint.load import Files
    from tplint.model import Fact, Permissions, Pipeline, Runner, Step, Variable
    from tplint.platforms.github.expressions.tree import Expression
    from tplint.platforms.github.scope import Scope

_CONTEXTS_OF_A_JOB = ("matrix", "job")  # `github.job`: a workflow's variables may differ by it


def job(scope: Scope, workflow: Node, entry: Pair, files: Files, ceiling: Fact[Permissions] | None = None) -> Job:
    """Evaluate a job.

    ``ceiling`` is what the calling job may do where the workflow is called; None where it is started by an event.
    """
    scope.job_id = Known(text(entry.key) or "", place(scope.source, entry.key))
    first = scope.seen.get(id(entry)) if ceiling is None else None
    if first is not None:
        return _again(scope, workflow, entry, files, first)
    node = entry.value
    of_all, own = _of_all_jobs(scope, get(workflow, "env")), scope.variables(get(node, "env"), "job")
    scope.env = {**of_all, **own} if own else of_all
    scope.runs_on = get(node, "runs-on")
    defaults = get(node, "defaults", "run") or get(workflow, "defaults", "run")
    if _may_differ(scope, defaults):
        scope.fixed = None
    run_steps = steps(scope, get(node, "steps"), files, defaults)
    made = _made(scope, workflow, entry, _in_force(scope, workflow, node, ceiling), run_steps)
    if ceiling is None and scope.fixed is not None:
        scope.seen[id(entry)] = Seen(made, scope.env, defaults, *_fixed_parts(scope, node, run_steps))
    return made


def _of_all_jobs(scope: Scope, env: Node | None) -> Map[str, Variable]:
    """The variables of a workflow: while nothing is chosen they are evaluated once, but for those that name a job."""
    if env is None:
        return NO_VARIABLES
    if scope.outset:
        found, asked, still_open = scope.outset[0]
        scope.asked.update(asked)
        scope.open.update(still_open)
        return found
    found = scope.variables(env, "workflow")
    if scope.outset is not None and not _is_written_out(scope, env):
        written = " ".join(variable.value.raw for variable in found.values()).lower()
        if not any(context in written for context in _CONTEXTS_OF_A_JOB):
            scope.outset.append(Outset(found, dict(scope.asked), dict(scope.open)))
    return found


def _in_force(scope: Scope, workflow: Node, node: Node, ceiling: Fact[Permissions] | None) -> Fact[Permissions]:
    asked = permissions.effective(
        permissions.declared(scope.source, get(node, "permissions"), "job"),
        permissions.declared(scope.source, get(workflow, "permissions"), "workflow"),
    )
    return permissions.reduced(asked, ceiling) if ceiling is not None else asked or permissions.DEFAULT


def _made(scope: Scope, workflow: Node, entry: Pair, in_force: Fact[Permissions], run_steps: tuple[Step, ...]) -> Job:
    """A job with the permissions that are in force in it and its steps."""
    node = entry.value
    assert isinstance(node, Mapping)
    environment, on = _named(scope, node)
    uses = get(node, "uses")
    return Job(
        id=text(entry.key) or "",
        at=place(scope.source, entry.key),
        node=node,
        permissions=in_force,
        can_mint=permissions.can_mint(in_force),
        environment=environment,
        environment_url=_environment_url(scope, get(node, "environment")),
        runner=on,
        container=get(node, "container") is not None,
        condition=reached(scope, workflow, entry),
        needs=needs(node),
        steps=run_steps,
        token_uses=token_uses(run_steps),
        calls=text(uses) or "",
        calls_at=place(scope.source, uses) if uses is not None else None,
        tolerated=_tolerated(scope, get(node, "continue-on-error")),
    )


def _named(scope: Scope, node: Node) -> tuple[Fact[str | None], Fact[Runner]]:
    """The environment and the runner of a job, which the context `env` may not name."""
    env, scope.env = scope.env, {}
    environment, on = _environment(scope, get(node, "environment")), runner(scope.source, scope.runs_on, scope.value)
    scope.env = env
    return environment, on


def _fixed_parts(scope: Scope, node: Node, run_steps: tuple[Step, ...]) -> tuple[bool, bool, bool]:
    """Whether a job's environment, runner and steps are the same under every assignment."""
    fixed, written = scope.fixed or {}, items(get(node, "steps"))
    return (
        _is_written_out(scope, get(node, "environment")),
        _is_written_out(scope, get(node, "runs-on")),
        0 < len(run_steps) == len(written) and all(fixed.get(id(item)) for item in written),
    )


def _is_written_out(scope: Scope, node: Node | None) -> bool:
    """Whether nothing is evaluated in a part of a file without aliases."""
    return node is None or "${{" not in scope.source.text[slice(*node.bounds)]


def _again(scope: Scope, workflow: Node, entry: Pair, files: Files, first: Seen) -> Job:
    """A job under another assignment: only that which expressions may change is evaluated."""
    node, made = entry.value, first.job
    scope.env, scope.runs_on = first.env, get(node, "runs-on")
    environment, url, on = made.environment, made.environment_url, made.runner
    if not (first.has_fixed_environment and first.has_fixed_runner):
        environment, on = _named(scope, node)
    if not first.has_fixed_environment:
        url = _environment_url(scope, get(node, "environment"))
    run_steps, uses = made.steps, made.token_uses
    if not first.has_fixed_steps:
        run_steps = steps(scope, get(node, "steps"), files, first.defaults)
        are_same = len(made.steps) == len(run_steps) and all(map(is_, made.steps, run_steps))
        uses = uses if are_same else token_uses(run_steps)
    return made._replace(
        environment=environment,
        environment_url=url,
        runner=on,
        condition=reached(scope, workflow, entry),
        steps=run_steps,
        token_uses=uses,
    )


def _may_differ(scope: Scope, defaults: Node | None) -> bool:
    """Whether what all steps have in common depends on the assignment."""
    set_for_all = "" if defaults is None else scope.source.text[slice(*defaults.bounds)]
    return "${{" in set_for_all or any("${{" in variable.value.raw for variable in scope.env.values())


def _tolerated(scope: Scope, node: Node | None) -> Fact[bool]:
    """Whether a failure of the job counts as none; an expression is not evaluated."""
    return Known(True, place(scope.source, node)) if node is not None and text(node) == "true" else Known(False)


def needs(node: Node | None) -> tuple[str, ...]:
    """The jobs that a job waits for."""
    return tuple(filter(None, texts(get(node, "needs"))))


def _environment(scope: Scope, node: Node | None) -> Fact[str | None]:
    """The environment's name in both forms; None where the job has none, or its name is empty."""
    name = get(node, "name") if isinstance(node, Mapping) else node
    if is_null(name):
        return Known(None)
    if not isinstance(name, Scalar):
        return Unknown("the environment's name is no string")
    return scope.value(name).fact.map(lambda value: value or None)


def _environment_url(scope: Scope, node: Node | None) -> Fact[str]:
    url = get(node, "url") if isinstance(node, Mapping) else None
    return scope.value(url).fact if isinstance(url, Scalar) else Known("")


def reached(scope: Scope, workflow: Node, entry: Pair) -> Fact[bool]:
    """Whether a job runs in a run that goes well: its own `if`, and those of the jobs it needs, and they in turn."""
    result: Fact[bool] = Known(True)
    conditions, are_all = _deciding(entry, workflow)
    for condition in conditions:
        result = both(result, scope.condition(condition))
    return result if are_all else both(result, Unknown(f"it waits for more than {MAX_NEEDED} jobs"))


@by_identity(64)
def _deciding(entry: Pair, workflow: Node) -> tuple[list[Node], bool]:
    """The conditions that decide whether a job runs, nearest first; and whether that is all of them.

    Where a job demands success, a skipped job at any distance skips it, also behind one that runs nevertheless.
    """
    found: list[Node] = []
    waiting, seen = [entry], {text(entry.key)}
    while waiting:
        if len(seen) > MAX_NEEDED:
            return found, False
        node = waiting.pop(0).value
        condition = get(node, "if")
        found += [] if condition is None else [condition]
        if node is entry.value and not demands_success(text(condition) or ""):
            break
        names = [name for name in needs(node) if name not in seen]
        others = (pair(get(workflow, "jobs"), name) for name in names)
        waiting += (other for other in others if other is not None)
        seen.update(names)
    return found, True


def deciding_in(pipeline: Pipeline, job_id: str) -> tuple[list[Node], bool]:
    """The same of a job by its id; nothing is known where the workflow has none."""
    root = pipeline.document.root
    entry = pair(get(root, "jobs"), job_id)
    return _deciding(entry, root) if root is not None and entry is not None else ([], False)


@lru_cache(maxsize=512)
def demands_success(condition: str) -> bool:
    """Whether an `if` is true only if no job before it, at any distance, has failed or was skipped.

    Of one without a status function GitHub asks `success()` first: https://github.com/actions/runner/issues/2205
    """
    if not any(name in condition.lower() for name in STATUS_FUNCTIONS):
        return True
    try:
        expression = condition_expression(condition)
    except ExpressionError:
        return False
    calls = (node.name.lower() for node in descendants(expression) if isinstance(node, Call))
    return STATUS_FUNCTIONS.isdisjoint(calls) or _implies_success(expression)


def _implies_success(expression: Expression) -> bool:
    match expression:
        case Call(name, ()):
            return name.lower() == "success"
        case And(operands):
            return any(map(_implies_success, operands))
        case Or(operands):
            return all(map(_implies_success, operands))
    return False
