"""Azure Pipelines' YAML → its jobs, in stages or not; templates of other files are not known.

https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/
"""

from __future__ import annotations

import re

from tplint.documents.nodes import Mapping, Scalar, items, place
from tplint.model import Action
from tplint.platforms.elsewhere.found import MAX_DEPTH, FoundJob, Lines, written
from tplint.platforms.elsewhere.merged import entries, get, text
from tplint.platforms.elsewhere.settings import settings
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Map

    from tplint.documents.nodes import Document, Node
    from tplint.documents.source import Source
    from tplint.model import Input

_MACRO = re.compile(r"\$\(([A-Za-z_][\w.]*)\)")
_SHELLS = {"bash": "bash", "script": "bash", "pwsh": "pwsh", "powershell": "pwsh"}
# Tasks with a script in their inputs, by name without version.
_SCRIPT_TASKS = {"bash": "bash", "cmdline": "bash", "powershell": "pwsh"}
# The pool whose machines are Microsoft's, by its name.
_HOSTED = "azure pipelines"


class _Outer(NamedTuple):
    """What a job has from the stage and the file that it stands in."""

    env: Map[str, Input]
    hosted: bool


def jobs(document: Document) -> Iterator[FoundJob]:
    """The jobs of the file; steps that stand at its top are a job of their own."""
    root = document.root
    if isinstance(root, Mapping):
        yield from _jobs(document.source, root, _Outer({}, hosted=True), MAX_DEPTH)


def _jobs(source: Source, node: Node, outer: _Outer, depth: int) -> Iterator[FoundJob]:
    """The jobs of the file, of a stage, of a job's own mapping, and of those under a condition of a template."""
    if not depth or not isinstance(node, Mapping) or not node.pairs:
        return
    found = entries(node)
    pool = get(node, "pool")
    env = {**outer.env, **settings(source, get(node, "variables"))}
    inner = _Outer(env, outer.hosted if pool is None else _is_hosted(pool))
    steps = tuple(step for each in _step_lists(node) for step in _steps(source, each, MAX_DEPTH))
    if steps:
        name = text(get(node, "job")) or text(get(node, "deployment")) or "steps"
        yield FoundJob(name, place(source, node.pairs[0].key), steps, env, inner.hosted)
    for key, entry in found.items():
        if key in {"stages", "jobs"} or key.startswith("${{"):
            for item in items(entry.value):
                yield from _jobs(source, item, inner, depth - 1)


def _step_lists(node: Node) -> Iterator[Node]:
    """A job's steps; a deployment has them for each phase of its strategy."""
    own = get(node, "steps")
    if own is not None:
        yield own
    for strategy in entries(get(node, "strategy")).values():
        for phase in entries(strategy.value).values():
            steps = get(phase.value, "steps")
            if steps is not None:
                yield steps


def _steps(source: Source, node: Node, depth: int) -> Iterator[Lines | Action]:
    """The steps of a list, with those under a condition of a template in place."""
    for step in items(node) if depth else ():
        found = entries(step)
        for key, entry in found.items():
            if key in _SHELLS and isinstance(entry.value, Scalar):
                yield _lines(source, entry.value, step, _SHELLS[key])
            elif key in {"task", "template"}:
                yield _task(source, key, step, entry.value)
            elif key.startswith("${{"):
                yield from _steps(source, entry.value, depth - 1)


def _task(source: Source, kind: str, step: Node, node: Node) -> Lines | Action:
    """A task with its inputs; one that runs a script is that script."""
    name, _, version = text(node).partition("@")
    given = get(step, "inputs")
    script, shell = get(given, "script"), _SCRIPT_TASKS.get(name.lower())
    if kind == "task" and shell and isinstance(script, Scalar):
        return _lines(source, script, step, shell)
    return Action(f"{kind} {name.lower()}", version, settings(source, given), {}, place(source, node))


def _lines(source: Source, script: Scalar, step: Node, shell: str) -> Lines:
    prepared = _for_powershell if shell == "pwsh" else _for_bash
    env = settings(source, get(step, "env"))
    return Lines((written(source, script, prepared),), place(source, script), env, shell)


def _for_bash(script: str) -> str:
    """A script with the pipeline's variables as those of the shell, in the names they have there."""
    return _MACRO.sub(lambda found: "${" + found[1].replace(".", "_") + "}", script)


def _for_powershell(script: str) -> str:
    return _MACRO.sub(lambda found: "$env:" + found[1].replace(".", "_"), script)


def _is_hosted(pool: Node) -> bool:
    """Whether a pool is Microsoft's: by its image, or by its name."""
    name = text(pool) or text(get(pool, "name"))
    return get(pool, "vmImage") is not None or name.lower() == _HOSTED
