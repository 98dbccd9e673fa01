"""Tasks of a `Taskfile.yml` (go-task) → their commands."""

from __future__ import annotations

import re

from tplint.documents.nodes import Mapping, Scalar, entries, get, items, text
from tplint.uploaders.tasks.recipes import Recipe, joined, opened, read_shell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.commands.invocations import Invocation
    from tplint.documents.nodes import Node
    from tplint.documents.source import Source
    from tplint.uploaders.sightings import Surroundings

FILES = ("Taskfile.yml", "taskfile.yml", "Taskfile.yaml", "taskfile.yaml")
_TEMPLATE = r"\{\{[^{}\n]*\}\}"


def recipe(name: str, call: Invocation, around: Surroundings) -> Recipe | None:
    """What a task runs; None where there is no Taskfile."""
    source = next((found for path in FILES if (found := opened(path, call, around))), None)
    if source is None:
        return None
    from tplint.documents.yaml import NotYaml, parse  # noqa: PLC0415 - only where a task is run

    try:
        root = parse(source).root
    except NotYaml:
        return Recipe((), f"`{source.path}` is no YAML")
    tasks = dict(entries(get(root, "tasks")))
    if name not in tasks:
        return Recipe((), f"`{source.path}` has no task `{name}`")
    bodies = {key: entry.value for key, entry in tasks.items()}
    return joined([_read(line, source, call) for line in _lines(name, bodies, set())])._replace(beside=source)


def _lines(name: str, tasks: dict[str, Node], seen: set[str]) -> Iterator[Scalar]:
    """The commands of a task and of those it depends on or calls, each once."""
    task = tasks.get(name)
    if task is None or name in seen:
        return
    seen.add(name)
    if isinstance(task, Scalar):
        yield task
        return
    for need in items(get(task, "deps")) if isinstance(task, Mapping) else ():
        yield from _lines(text(need) or text(get(need, "task")) or "", tasks, seen)
    commands = get(task, "cmds") or get(task, "cmd") if isinstance(task, Mapping) else task
    for command in (commands,) if isinstance(commands, Scalar) else items(commands):
        line = command if isinstance(command, Scalar) else get(command, "cmd")
        if isinstance(line, Scalar):
            yield line
        elif isinstance(command, Mapping):
            yield from _lines(text(get(command, "task")) or "", tasks, seen)


def _read(line: Scalar, source: Source, call: Invocation) -> Recipe:
    from tplint.documents.scalar_map import place_in  # noqa: PLC0415 - only where a task is run

    # An expression as long as it was, so that places stay right.
    shell = re.sub(_TEMPLATE, lambda found: "${{" + found[0][3:], line.value)
    return read_shell(shell, place_in(source, line), call.env, call.command.folder)
