"""A job's mapping → the job as it runs under one assignment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.documents.nodes import Mapping, Scalar, get, is_null, items, pair, place, text
from tplint.model import Job, Known, Unknown
from tplint.platforms.github import permissions
from tplint.platforms.github.expressions import Call, ExpressionError, condition_expression, descendants
from tplint.platforms.github.runners import runner
from tplint.platforms.github.steps import both, steps
from tplint.platforms.github.token_uses import token_uses

if TYPE_CHECKING:
    from tplint.documents.nodes import Node, Pair
    from tplint.load import Files
    from tplint.model import Fact, Permissions
    from tplint.platforms.github.scope import Scope


def job(scope: Scope, workflow: Node, entry: Pair, files: Files, ceiling: Fact[Permissions] | None = None) -> Job:
    """Evaluate a job.

    ``ceiling`` is what the calling job may do where the workflow is called; None where it is started by an event.
    """
    node = entry.value
    assert isinstance(node, Mapping)
    asked = permissions.effective(
        permissions.declared(scope.source, get(node, "permissions"), "job"),
        permissions.declared(scope.source, get(workflow, "permissions"), "workflow"),
    )
    in_force = permissions.reduced(asked, ceiling) if ceiling is not None else asked or permissions.DEFAULT
    scope.env = {
        **scope.variables(get(workflow, "env"), "workflow"),
        **scope.variables(get(node, "env"), "job"),
    }
    defaults = get(node, "defaults", "run") or get(workflow, "defaults", "run")
    environment, uses = get(node, "environment"), get(node, "uses")
    run_steps = steps(scope, get(node, "steps"), files, defaults)
    return Job(
        id=text(entry.key) or "",
        at=place(scope.source, entry.key),
        node=node,
        permissions=in_force,
        can_mint=permissions.can_mint(in_force),
        environment=_environment(scope, environment),
        environment_url=_environment_url(scope, environment),
        runner=runner(scope.source, get(node, "runs-on"), scope.value),
        container=get(node, "container") is not None,
        condition=reached(scope, workflow, entry),
        needs=needs(node),
        steps=run_steps,
        token_uses=token_uses(run_steps),
        calls=text(uses) or "",
        calls_at=place(scope.source, uses) if uses is not None else None,
    )


def needs(node: Node | None) -> tuple[str, ...]:
    """The jobs that a job waits for."""
    single = text(get(node, "needs"))
    if single is not None:
        return (single,) if single else ()
    return tuple(name for item in items(get(node, "needs")) if (name := text(item)))


def _environment(scope: Scope, node: Node | None) -> Fact[str | None]:
    """The environment's name in both forms; None where the job has none, or its name is empty."""
    name = get(node, "name") if isinstance(node, Mapping) else node
    if is_null(name):
        return Known(None)
    if not isinstance(name, Scalar):
        return Unknown("the environment's name is no string")
    match scope.value(name).fact:
        case Known(value, at):
            return Known(value or None, *at)
        case Unknown() as unknown:
            return unknown


def _environment_url(scope: Scope, node: Node | None) -> Fact[str]:
    url = get(node, "url") if isinstance(node, Mapping) else None
    return scope.value(url).fact if isinstance(url, Scalar) else Known("")


def reached(scope: Scope, workflow: Node, entry: Pair) -> Fact[bool]:
    """Whether a job runs in a run that goes well: its own `if`, and those of the jobs it needs, and they in turn.

    A status function in an `if` (`always()`) lets that job run although a needed one was skipped.
    """
    result: Fact[bool] = Known(True)
    waiting, seen = [entry], {text(entry.key)}
    while waiting:
        node = waiting.pop(0).value
        condition = get(node, "if")
        result = both(result, scope.condition(condition))
        if isinstance(condition, Scalar) and asks_for_status(condition.value):
            continue
        found = (pair(get(workflow, "jobs"), name) for name in needs(node) if name not in seen)
        waiting += (other for other in found if other is not None)
        seen.update(needs(node))
    return result


def asks_for_status(condition: str) -> bool:
    """Whether an `if` calls a function that is true although a needed job was skipped; `success()` is not."""
    try:
        nodes = descendants(condition_expression(condition))
    except ExpressionError:
        return False
    return any(isinstance(node, Call) and node.name.lower() in {"always", "cancelled", "failure"} for node in nodes)
