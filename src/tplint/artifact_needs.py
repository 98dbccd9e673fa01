"""Artifacts, builds and folders as workflows write them → whether rules about them can say something.

It is the part of `tplint.needs` for runs with artifacts: no job is evaluated for it.
"""

from __future__ import annotations

import re

from tplint.documents.nodes import entries, get, items, text
from tplint.model import Action, Known, is_written_by_itself, may_say
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tplint.documents.nodes import Node
    from tplint.model import Job, Pipeline, Upload
    from tplint.needs import Signs

_UPLOAD, _DOWNLOAD = "actions/upload-artifact", "actions/download-artifact"
_DEFAULT = "artifact"


class _Written(NamedTuple):
    """A step of an artifact action: its inputs as they are written, and whether it has a condition."""

    job: Job
    inputs: Mapping[str, str]
    conditional: bool


def _may_carry_twice(signs: Signs) -> bool:
    """Whether an artifact may be stored twice in a run: by several steps, or by a job that runs several times."""
    pipelines = signs.repository.pipelines
    stored = [text.count(_UPLOAD) for text in signs.texts]
    opens_others = any(not is_written_by_itself(job) for pipeline in pipelines for job in pipeline.jobs)
    several = max(stored, default=0) > 1 or (opens_others and sum(stored) > 1)
    storing = (job for job in signs.jobs if may_say(job, _UPLOAD))
    return several or any(get(job.node, "strategy") is not None for job in storing) or signs.says("workflow_call")


def _may_miss_files(signs: Signs) -> bool:
    """Whether distributions may be put elsewhere than an upload takes them from: by downloads, artifacts, builds."""
    return (
        signs.any_upload(_downloads_elsewhere)
        or any(project.in_workspace for project in signs.repository.projects)
        or signs.says("build-and-inspect-python-package@")
        or any("\n" in path or re.search(r"[*?\]]/|\$\{\{", path) for job in signs.jobs for path in _stored_paths(job))
    )


def _downloads_elsewhere(upload: Upload) -> bool:
    """Whether a step downloads artifacts to other folders than the one that is uploaded, or within it, or may."""
    folder = (upload.folder.value if isinstance(upload.folder, Known) else "").strip("/")
    for step in upload.job.steps:
        if isinstance(step.run, Action) and step.run.name == _DOWNLOAD:
            path, goes_straight = step.run.inputs.get("path"), {"name", "merge-multiple"} & step.run.inputs.keys()
            if path is None or path.value.raw.strip("/") != folder or not goes_straight:
                return True
    return False


def _stored_paths(job: Job) -> Iterator[str]:
    """What the steps of a job store as artifacts, as it is written."""
    if is_written_by_itself(job):
        steps = items(get(job.node, "steps")) if may_say(job, _UPLOAD) else ()
        yield from (text(get(step, "with", "path")) or "" for step in steps)
        return
    for step in job.steps:
        if isinstance(step.run, Action) and step.run.name == _UPLOAD and "path" in step.run.inputs:
            yield step.run.inputs["path"].value.raw


def _may_ask_in_vain(signs: Signs) -> bool:
    return any(map(_misses, signs.repository.pipelines))


def _may_leave_files(signs: Signs) -> bool:
    return any(map(_leaves, signs.repository.pipelines))


def _misses(pipeline: Pipeline) -> bool:
    """Whether a download asks for more than one of the names that the workflow stores, or does not wait for it."""
    stored = {each.inputs.get("name") or _DEFAULT for each in _written(pipeline, _UPLOAD) if not each.conditional}
    for each in _written(pipeline, _DOWNLOAD):
        name, pattern = each.inputs.get("name"), each.inputs.get("pattern")
        if (name or pattern) and (not name or "$" in name or name not in stored or not each.job.needs):
            return True
    return False


def _leaves(pipeline: Pipeline) -> bool:
    """Whether a workflow fetches artifacts, and stores one whose name it does not ask for."""
    fetched = list(_written(pipeline, _DOWNLOAD))
    names = {each.inputs.get("name") for each in fetched}
    if not all(each.inputs.get("name") or each.inputs.get("pattern") for each in fetched):
        return False  # it takes all
    stored = (each.inputs.get("name") or _DEFAULT for each in _written(pipeline, _UPLOAD))
    return bool(fetched) and any("$" in name or name not in names for name in stored)


def _written(pipeline: Pipeline, action: str) -> Iterator[_Written]:
    for job in pipeline.jobs:
        if not is_written_by_itself(job):
            for step in job.steps:
                if isinstance(step.run, Action) and step.run.name == action:
                    given = {name: each.value.raw for name, each in step.run.inputs.items()}
                    yield _Written(job, given, get(step.node, "if") is not None)
        elif may_say(job, action):
            for node in items(get(job.node, "steps")):
                if (text(get(node, "uses")) or "").lower().partition("@")[0] == action:
                    yield _Written(job, _inputs(node), get(node, "if") is not None)


def _inputs(step: Node) -> dict[str, str]:
    return {name.lower(): text(entry.value) or "" for name, entry in entries(get(step, "with"))}


NEEDS: Mapping[str, Callable[[Signs], bool]] = {
    "carry_twice": _may_carry_twice,
    "miss_files": _may_miss_files,
    "ask_in_vain": _may_ask_in_vain,
    "leave_files": _may_leave_files,
}
