"""How a run reaches a job: by an event of its own workflow, or through the jobs that call the workflow.

https://docs.github.com/actions/how-tos/reuse-automations/reuse-workflows
"""

from __future__ import annotations

import os
import re

from tplint.documents.nodes import Mapping, entries, get, text
from tplint.model import LOCAL, Call, Event, Known, Unknown
from tplint.platforms.github.events import events, triggers
from tplint.platforms.github.jobs import job
from tplint.platforms.github.limits import MAX_CALLS
from tplint.platforms.github.scope import NOTHING_CHOSEN, Scope, call_inputs
from tplint.platforms.github.steps import both
from tplint.records import NamedTuple
from tplint.remembered import by_identity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Document, Node, Pair
    from tplint.load import Files
    from tplint.model import Fact, Job, Permissions, Pipeline, Step, Trigger
    from tplint.platforms.github.scope import Assignment, Outset, Seen

MAX_LEVELS = 10
# What an anchor and an alias look like; a script may have the like of them (`&&` is none).
_ANCHOR, _ALIAS = r"[\s\[{,:]&[^\s&]", r"[\s\[{,:]\*[^\s*]"
MAX_ROUTES = 64


class Workflow(NamedTuple):
    """A workflow file: its tree, its triggers, the entries of `jobs` that are mappings, and what starts it by itself.

    ``fixed`` has the steps that are the same under every assignment, by their nodes; None for one that is not. It is
    None as a whole where aliases bring into a step what is written elsewhere.
    ``seen`` has the jobs whose steps have nothing in common that an assignment changes, as they were evaluated first;
    ``runs`` those whose steps no assignment changes at all, as they are before anything is chosen. ``outset`` has the
    variables of all jobs as they are then, by whether it is called from elsewhere, once they have been evaluated.
    """

    document: Document
    triggers: tuple[Trigger, ...]
    jobs: tuple[Pair, ...]
    events: tuple[Event, ...]
    fixed: dict[int, Step | None] | None
    seen: dict[int, Seen]
    runs: dict[int, Run]
    outset: tuple[list[Outset], list[Outset]]

    @property
    def root(self) -> Node:
        """The tree: one without is no workflow."""
        assert self.document.root is not None
        return self.document.root

    @property
    def path(self) -> str:
        """The file, relative to the repository's root."""
        return self.document.source.path

    def trigger_node(self, name: str) -> Node | None:
        """The configuration of a trigger."""
        return next((trigger.node for trigger in self.triggers if trigger.name == name), None)

    @property
    def can_be_called(self) -> bool:
        """Whether `workflow_call` is among its triggers."""
        return any(trigger.name == "workflow_call" for trigger in self.triggers)


class Route(NamedTuple):
    """A way into a workflow: an event (``caller`` is None), a calling job, or a caller outside this repository."""

    workflow: Workflow
    caller: tuple[Route, Pair] | None = None
    external: bool = False


class Run(NamedTuple):
    """A job evaluated on a route: with the scope it was evaluated in, and the calls that lead to it."""

    job: Job
    scope: Scope
    calls: tuple[Call, ...]


class Workflows(NamedTuple):
    """The workflows of a repository by path, and what evaluation needs beside them.

    ``repository`` is ``owner/name`` where it is known: calls may name it instead of ``./``.
    """

    by_path: dict[str, Workflow]
    pipelines: dict[str, Pipeline]
    files: Files
    repository: Fact[str]


def workflow(document: Document) -> Workflow:
    """A document as a workflow."""
    found = tuple(triggers(document.source, get(document.root, "on")))
    jobs = tuple(entry for _, entry in entries(get(document.root, "jobs")) if isinstance(entry.value, Mapping))
    started = tuple(event for trigger in found if trigger.name != "workflow_call" for event in events(trigger))
    text_of_file = document.source.text
    has_aliases = "&" in text_of_file and all(re.search(each, text_of_file) for each in (_ANCHOR, _ALIAS))
    return Workflow(document, found, jobs, started, None if has_aliases else {}, {}, {}, ([], []))


def called_path(uses: str, repository: Fact[str]) -> str | None:
    """The file of this repository that a job's `uses` names; None where it is another repository's."""
    if uses.startswith(LOCAL):
        return os.path.normpath(uses[2:]).replace(os.sep, "/")
    name, _, _ref = uses.partition("@")
    owner, _, rest = name.partition("/")
    repo, _, path = rest.partition("/")
    if isinstance(repository, Known) and f"{owner}/{repo}".lower() == repository.value.lower() and path:
        return os.path.normpath(path).replace(os.sep, "/")
    return None


def routes(
    known: Workflows, target: Workflow, above: tuple[str, ...] = (), calls: Iterator[int] | None = None
) -> Iterator[Route]:
    """All ways into a workflow; a cycle of calls, which GitHub refuses, is left out.

    ``calls`` has an item for each call that may still be followed.
    """
    calls = iter(range(MAX_CALLS)) if calls is None else calls
    if any(trigger.name != "workflow_call" for trigger in target.triggers):
        yield Route(target)
    if not target.can_be_called:
        return
    called = False
    for caller, entry in _callers(known).get(target.path, ()):
        if caller.path in above or len(above) >= MAX_LEVELS:
            continue
        called = True
        if next(calls, None) is None:
            return
        for outer in routes(known, caller, (*above, target.path), calls):
            yield Route(target, (outer, entry))
    if not called:
        yield Route(target, external=True)


@by_identity(16)
def _callers(known: Workflows) -> dict[str, list[tuple[Workflow, Pair]]]:
    """The jobs that call a workflow of this repository, by its path."""
    found: dict[str, list[tuple[Workflow, Pair]]] = {}
    for caller in known.by_path.values():
        for entry in caller.jobs:
            path = called_path(text(get(entry.value, "uses")) or "", known.repository)
            if path is not None:
                found.setdefault(path, []).append((caller, entry))
    return found


def evaluate(known: Workflows, route: Route, entry: Pair, assignment: Assignment, watched: frozenset[int]) -> Run:
    """Evaluate a job on a route under an assignment; only what ``watched`` steps ask for is noted as open."""
    if route.caller is not None:
        return _called(known, route, entry, assignment, watched)
    first = route.workflow.runs.get(id(entry)) if assignment is NOTHING_CHOSEN else None
    if first is not None:
        return first
    inputs: dict[str, Fact[object]] | None = None
    ceiling: Fact[Permissions] | None = None
    started: tuple[Event, ...] = route.workflow.events
    if route.external:
        why = "the workflow is called from other repositories"
        ceiling = Unknown(why)
        declared = get(route.workflow.trigger_node("workflow_call"), "inputs")
        inputs = {name: Unknown(why, origins=(f"inputs.{name}",)) for name, _ in entries(declared)}
        started = (Event("workflow_call"),)
    scope = _scope(known, route.workflow, entry, assignment, started, inputs, level=0)
    scope.started = "" if route.external else route.workflow.path
    scope.watched = watched
    if assignment is NOTHING_CHOSEN:
        scope.outset = route.workflow.outset[route.external]
    run = Run(job(scope, route.workflow.root, entry, known.files, ceiling), scope, ())
    seen = scope.seen.get(id(entry))
    if assignment is NOTHING_CHOSEN and seen is not None and seen.has_fixed_steps and not route.external:
        route.workflow.runs[id(entry)] = run
    return run


def _called(known: Workflows, route: Route, entry: Pair, assignment: Assignment, watched: frozenset[int]) -> Run:
    assert route.caller is not None
    outer_route, outer_entry = route.caller
    outer = evaluate(known, outer_route, outer_entry, assignment, frozenset())
    declared = get(route.workflow.trigger_node("workflow_call"), "inputs")
    inputs = call_inputs(outer.scope, outer_entry.value, declared)
    level = len(outer.calls) + 1
    scope = _scope(known, route.workflow, entry, assignment, outer.scope.events, inputs, level)
    scope.started = outer.scope.started
    scope.watched = watched
    inner = job(scope, route.workflow.root, entry, known.files, outer.job.permissions)
    scope.asked.update(outer.scope.asked)
    scope.open.update(outer.scope.open)
    call = Call(known.pipelines[outer_route.workflow.path], outer.job, outer.job.calls)
    reached = inner._replace(condition=both(outer.job.condition, inner.condition))
    return Run(reached, scope, (*outer.calls, call))


def _scope(
    known: Workflows,
    of: Workflow,
    entry: Pair,
    assignment: Assignment,
    started: tuple[Event, ...],
    inputs: dict[str, Fact[object]] | None,
    level: int,
) -> Scope:
    scope = Scope(
        of.document.source,
        assignment=assignment,
        events=started,
        inputs=inputs,
        dispatch=of.trigger_node("workflow_dispatch"),
        matrix=get(entry.value, "strategy", "matrix"),
        level=level,
        repository=known.repository,
    )
    scope.fixed, scope.seen = of.fixed, of.seen
    return scope
