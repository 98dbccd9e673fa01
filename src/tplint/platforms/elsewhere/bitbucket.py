"""Bitbucket's `bitbucket-pipelines.yml` → its steps; of pipes the uploading one is known.

https://support.atlassian.com/bitbucket-cloud/docs/bitbucket-pipelines-configuration-reference/
"""

from __future__ import annotations

from tplint.documents.nodes import Scalar, place
from tplint.model import Action
from tplint.platforms.elsewhere.found import MAX_DEPTH, FoundJob, Lines, written
from tplint.platforms.elsewhere.merged import entries, get, listed, text
from tplint.platforms.elsewhere.settings import settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Document, Node
    from tplint.documents.source import Source

# What holds steps, at any place of a pipeline.
_GROUPS = frozenset({"parallel", "stage", "steps"})


def jobs(document: Document) -> Iterator[FoundJob]:
    """The steps of all pipelines: the default one, and those of branches, tags, pull requests and hand."""
    for entry in entries(get(document.root, "pipelines")).values():
        pipelines = entries(entry.value)
        for node in (each.value for each in pipelines.values()) if pipelines else (entry.value,):
            yield from _jobs(document.source, node, MAX_DEPTH)


def _jobs(source: Source, node: Node, depth: int) -> Iterator[FoundJob]:
    for item in listed(node) if depth else ():
        for key, entry in entries(item).items():
            if key == "step":
                yield _job(source, entry.key, entry.value)
            elif key in _GROUPS:
                yield from _jobs(source, entry.value, depth - 1)


def _job(source: Source, key: Node, step: Node) -> FoundJob:
    runners = {text(each) for each in listed(get(step, "runs-on"))}
    steps = tuple(part for name in ("script", "after-script") for part in _parts(source, get(step, name)))
    return FoundJob(text(get(step, "name")) or "step", place(source, key), steps, hosted="self.hosted" not in runners)


def _parts(source: Source, script: Node | None) -> Iterator[Lines | Action]:
    """The commands of a script, which share a shell up to the next pipe, and its pipes."""
    lines: list[Scalar] = []
    for item in listed(script):
        if isinstance(item, Scalar):
            lines.append(item)
        elif (pipe := get(item, "pipe")) is not None:
            yield from _lines(source, lines)
            lines = []
            name, _, version = text(pipe).removeprefix("docker://").rpartition(":")
            options = settings(source, get(item, "variables"))
            yield Action(f"pipe {name.lower()}", version, options, {}, place(source, pipe))
    yield from _lines(source, lines)


def _lines(source: Source, lines: list[Scalar]) -> Iterator[Lines]:
    if lines:
        yield Lines(tuple(written(source, line) for line in lines), place(source, lines[-1]))
