"""Buildkite's `.buildkite/pipeline.yml` → its command steps; what plugins do is not known.

Where `agents` choose machines, these are the user's own as far as the file tells.

https://buildkite.com/docs/pipelines/configure/defining-steps
"""

from __future__ import annotations

from tplint.documents.nodes import Mapping, Scalar, place
from tplint.model import Action
from tplint.platforms.elsewhere.found import MAX_DEPTH, FoundJob, Lines, written
from tplint.platforms.elsewhere.merged import entries, get, listed, scalars, text
from tplint.platforms.elsewhere.settings import settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Map

    from tplint.documents.nodes import Document, Node
    from tplint.documents.source import Source
    from tplint.model import Input


def jobs(document: Document) -> Iterator[FoundJob]:
    """The command steps; the file is a list of steps, or a mapping with them."""
    root = document.root
    steps = get(root, "steps") if isinstance(root, Mapping) else root
    outer = settings(document.source, get(root, "env"))
    for job in _jobs(document.source, steps, outer, MAX_DEPTH):
        yield job if get(root, "agents") is None else job._replace(hosted=False)


def _jobs(source: Source, node: Node | None, env: Map[str, Input], depth: int) -> Iterator[FoundJob]:
    for step in listed(node) if depth else ():
        if not isinstance(step, Mapping) or not step.pairs:
            continue
        yield from _jobs(source, get(step, "steps"), env, depth - 1)
        commands = get(step, "commands") or get(step, "command") or get(step, "script")
        lines = tuple(written(source, line, _prepared) for line in scalars(commands))
        if lines and commands is not None:
            name = text(get(step, "key")) or text(get(step, "label")) or text(get(step, "name")) or "step"
            own = {**env, **settings(source, get(step, "env"))}
            script = Lines(lines, place(source, commands))
            hosted = get(step, "agents") is None
            parts: tuple[Lines | Action, ...] = (*_plugins(source, step), script)
            yield FoundJob(name, place(source, step.pairs[0].key), parts, own, hosted)


def _plugins(source: Source, step: Node) -> Iterator[Action]:
    for plugin in (*listed(get(step, "plugins")), *listed(get(step, "plugin"))):
        named = plugin if isinstance(plugin, Scalar) else next((e.key for e in entries(plugin).values()), None)
        if named is not None:
            name, _, version = text(named).partition("#")
            yield Action(f"plugin {name.lower()}", version, {}, {}, place(source, named))


def _prepared(command: str) -> str:
    """A command without the second `$` that keeps Buildkite from filling in a variable."""
    return command.replace("$$", "$")
