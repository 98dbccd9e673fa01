"""CircleCI's `.circleci/config.yml` → its jobs; commands of the file are followed, those of orbs are not known.

https://circleci.com/docs/reference/configuration-reference/
"""

from __future__ import annotations

import re

from tplint.documents.nodes import Mapping, Scalar, place
from tplint.model import Action
from tplint.platforms.elsewhere.found import MAX_DEPTH, FoundJob, Lines, written
from tplint.platforms.elsewhere.merged import entries, get, listed, text
from tplint.platforms.elsewhere.settings import settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Document, Node
    from tplint.documents.source import Source

_PARAMETER = re.compile(r"<<[ \t]*((?:parameters|pipeline|matrix)\.[\w.-]+)[ \t]*>>")
# A machine of the user's own is named `NAMESPACE/RESOURCE`.
_OWN_MACHINE = "/"


def jobs(document: Document) -> Iterator[FoundJob]:
    """The jobs of the file, whether or not a workflow runs them."""
    root, source = document.root, document.source
    commands = {name: get(entry.value, "steps") for name, entry in entries(get(root, "commands")).items()}
    executors = entries(get(root, "executors"))
    for name, entry in entries(get(root, "jobs")).items():
        chosen = get(entry.value, "executor")
        executor = executors.get(text(chosen) or text(get(chosen, "name")))
        holders = [entry.value, *([executor.value] if executor is not None else [])]
        yield FoundJob(
            name=name,
            at=place(source, entry.key),
            steps=tuple(_steps(source, get(entry.value, "steps"), commands, MAX_DEPTH)),
            env={
                key: each
                for node in reversed(holders)
                for key, each in settings(source, get(node, "environment")).items()
            },
            hosted=not any(_OWN_MACHINE in text(get(node, "resource_class")) for node in holders),
        )


def _steps(source: Source, node: Node | None, commands: dict[str, Node | None], depth: int) -> Iterator[Lines | Action]:
    """The steps of a list, with those of conditions and of the file's own commands in place."""
    for step in listed(node) if depth else ():
        if isinstance(step, Scalar):
            yield from _named(source, step.value, step, commands, depth)
        for kind, entry in entries(step).items():
            if kind in {"run", "deploy"}:
                yield from _run(source, entry.value)
            elif kind in {"when", "unless"}:
                yield from _steps(source, get(entry.value, "steps"), commands, depth - 1)
            else:
                yield from _named(source, kind, step, commands, depth)


def _named(
    source: Source, name: str, step: Node, commands: dict[str, Node | None], depth: int
) -> Iterator[Lines | Action]:
    if name in commands:
        yield from _steps(source, commands[name], commands, depth - 1)
    elif "/" in name:
        yield Action(f"orb {name}", "", {}, {}, place(source, step))


def _run(source: Source, node: Node) -> Iterator[Lines]:
    command = get(node, "command") if isinstance(node, Mapping) else node
    if isinstance(command, Scalar):
        env = settings(source, get(node, "environment"))
        yield Lines((written(source, command, _prepared),), place(source, command), env, text(get(node, "shell")))


def _prepared(script: str) -> str:
    """A script with the file's parameters as variables of the shell that nothing sets."""
    return _PARAMETER.sub(lambda found: "${_" + re.sub(r"\W", "_", found[1]) + "}", script)
