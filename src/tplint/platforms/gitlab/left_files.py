"""A GitLab upload → the jobs that may leave files in the folder that it sends: by artifacts, or in a cache."""

from __future__ import annotations

import re

from tplint.documents.nodes import get, items, texts
from tplint.jobs.written_steps import written_steps
from tplint.model import Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.documents.nodes import Node
    from tplint.model import Job, Upload

# With these in a pipeline more jobs may leave files than those that its one file says it of.
_LEFT_OPEN = ("include:", "GIT_STRATEGY", "GIT_CLEAN", "GIT_CHECKOUT")
_BUILD = r"\b(?:build|sdist|bdist_wheel|wheel|flit|maturin|make|tox|nox)\b"


def leaving(upload: Upload) -> tuple[str, ...]:
    """The ids of these jobs; those of all jobs where what it sends comes in a way that is not seen."""
    jobs, text = upload.pipeline.jobs, upload.pipeline.document.source.text
    folder = upload.folder.value if isinstance(upload.folder, Known) else ""
    found = tuple(job.id for job in jobs if _may_leave(job, folder))
    is_seen = {*found} - {upload.job.id} or _may_build(upload.job)
    if not is_seen or any(word in text for word in _LEFT_OPEN):
        return tuple(job.id for job in jobs)
    return found


def _may_build(job: Job) -> bool:
    return any(re.search(_BUILD, step.script) for step in written_steps(job))


def _may_leave(job: Job, folder: str) -> bool:
    """Whether a job may leave files in a folder to others; its keys are those written in its own file."""
    kept = (node for key in ("artifacts", "cache") for node in _each(get(job.node, key)))
    return any(get(node, "untracked") is not None or _may_hold(get(node, "paths"), folder) for node in kept)


def _each(node: Node | None) -> tuple[Node, ...]:
    return items(node) or ((node,) if node is not None else ())


def _may_hold(paths: Node | None, folder: str) -> bool:
    """Whether one of some paths may be the folder, in it, or around it."""
    written = texts(paths)
    plain = [path.removeprefix("./").strip("/") for path in written if not re.search(r"[*?$\[]", path)]
    overlap = any(f"{path}/".startswith(f"{folder}/") or f"{folder}/".startswith(f"{path}/") for path in plain)
    return len(plain) < len(_each(paths)) or "" in plain or overlap
