"""Travis CI's `.travis.yml` → its jobs, with the providers that they deploy by.

https://docs.travis-ci.com/user/job-lifecycle/
"""

from __future__ import annotations

from tplint.documents.nodes import Mapping, Scalar, is_null, place
from tplint.model import Action
from tplint.platforms.elsewhere.found import FoundJob, Lines, written
from tplint.platforms.elsewhere.merged import entries, get, listed, scalars, text
from tplint.platforms.elsewhere.settings import settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Map

    from tplint.documents.nodes import Document, Node
    from tplint.documents.source import Source
    from tplint.model import Input

_BEFORE = ("before_install", "install", "before_script", "script", "after_success", "before_deploy")
_AFTER = ("after_deploy", "after_script")


def jobs(document: Document) -> Iterator[FoundJob]:
    """The job that the file describes, and those of its matrix that differ from it in what they run."""
    root, source = document.root, document.source
    if not isinstance(root, Mapping):
        return
    env = _environment(source, root)
    yield from _job(source, root, root, env, "default")
    for matrix in ("jobs", "matrix"):
        for number, node in enumerate(listed(get(root, matrix, "include")), 1):
            if any(key in entries(node) for key in (*_BEFORE, *_AFTER, "deploy")):
                name = text(get(node, "name")) or text(get(node, "stage")) or f"job {number}"
                yield from _job(source, root, node, {**env, **_environment(source, node)}, name)


def _job(source: Source, root: Node, node: Node, env: Map[str, Input], name: str) -> Iterator[FoundJob]:
    """A job: phases that it does not have are the file's; the file's `deploy` is the first job's here."""
    own = entries(node)
    phases = {**entries(root), **own}
    steps = (
        *_phases(source, phases, _BEFORE),
        *(step for each in listed(own["deploy"].value if "deploy" in own else None) for step in _deploy(source, each)),
        *_phases(source, phases, _AFTER),
    )
    if isinstance(node, Mapping) and node.pairs and steps:
        yield FoundJob(name, place(source, node.pairs[0].key), steps, env)


def _environment(source: Source, node: Node) -> dict[str, Input]:
    """The variables of a job, and the global ones of a file; those of its matrix differ from job to job."""
    env = get(node, "env")
    is_split = isinstance(env, Mapping) and {"global", "jobs", "matrix"} & entries(env).keys()
    return settings(source, get(env, "global") if is_split else env)


def _phases(source: Source, phases: Map[str, object], names: tuple[str, ...]) -> Iterator[Lines]:
    """The commands of several phases, which share a shell."""
    found = [line for name in names if name in phases for line in scalars(phases[name].value)]  # type: ignore[attr-defined]
    if found:
        yield Lines(tuple(written(source, line) for line in found), place(source, found[-1]))


def _deploy(source: Source, node: Node) -> Iterator[Lines | Action]:
    provider = get(node, "provider")
    if text(provider) == "script":
        script = get(node, "script")
        if isinstance(script, Scalar):
            yield Lines((written(source, script),), place(source, script))
    elif provider is not None and not is_null(provider):
        yield Action(f"provider {text(provider).lower()}", "", _options(source, node), {}, place(source, provider))


def _options(source: Source, node: Node) -> dict[str, Input]:
    return {name.replace("-", "_").lower(): each for name, each in settings(source, node).items()}
