"""The jobs whose work an upload sends, and what their scripts say of it: the upload's own job and those it needs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tplint.documents.nodes import get
from tplint.model import Action, Script

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.model import Job, Step, Upload

# Options and arguments by which build frontends build something else than the project in the root.
_ELSEWHERE = re.compile(
    r"""\b(?:cd|pushd)\s+(?!\.?/?\s|-)\S
      | --(?:package|all-packages|project|directory|manifest-path|source-dir)\b
      | \b(?:build|wheel|sdist)\s+(?:-\S+\s+)*["']?(?:\./)?[\w$][\w${}.-]*/(?!\S*\.(?:tar|whl|zip))
    """,
    re.VERBOSE,
)
# Inputs of build actions that name the project's folder, and values of them that name the root or where files go.
_FOLDERS = ("path", "working-directory", "package-dir", "project")
_ROOT = frozenset({"", ".", "./", "dist", "dist/", "wheelhouse", "wheelhouse/"})


def jobs_behind(upload: Upload) -> Iterator[Job]:
    """The upload's job as it runs, then the jobs of its workflow that it needs, nearest first."""
    yield upload.job
    by_id = {job.id: job for job in upload.pipeline.jobs}
    waiting, seen = list(upload.job.needs), {upload.job.id}
    while waiting:
        name = waiting.pop(0)
        if name in by_id and name not in seen:
            seen.add(name)
            yield by_id[name]
            waiting += by_id[name].needs


def steps_behind(upload: Upload) -> Iterator[Step]:
    """The steps of all these jobs."""
    return (step for job in jobs_behind(upload) for step in job.steps)


def builds_elsewhere(upload: Upload) -> bool:
    """Whether some of these jobs may build another project than the one in the repository's root."""
    return any(get(job.node, "defaults", "run", "working-directory") is not None for job in jobs_behind(upload)) or any(
        _is_elsewhere(step) for step in steps_behind(upload)
    )


def _is_elsewhere(step: Step) -> bool:
    if get(step.node, "working-directory") is not None:
        return True
    match step.run:
        case Script(text=text):
            return _ELSEWHERE.search(text) is not None
        case Action(name=name, inputs=inputs) if not name.startswith("actions/"):
            arguments = inputs["args"].value.raw if "args" in inputs else ""
            folders = (inputs[key].value.raw for key in _FOLDERS if key in inputs)
            return "/" in arguments or "${{" in arguments or any(folder not in _ROOT for folder in folders)
        case _:
            return False
