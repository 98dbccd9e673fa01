"""Artifacts, builds and folders as workflows write them → whether rules about them can say something.

It is the part of `tplint.checking.needs` for runs with artifacts: no job is evaluated for it.
"""

from __future__ import annotations

import re

from tplint.documents.nodes import get
from tplint.jobs.written_steps import written_steps
from tplint.model import Action, Known, is_written_by_itself, may_say
from tplint.records import NamedTuple
from tplint.remembered import by_identity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tplint.jobs.written_steps import WrittenStep
    from tplint.model import Job, Pipeline, Upload
    from tplint.signs import Signs

_UPLOAD, _DOWNLOAD = "actions/upload-artifact", "actions/download-artifact"
_DEFAULT = "artifact"


class _Artifacts(NamedTuple):
    """The steps of the actions for artifacts, each with its job."""

    stored: Sequence[tuple[Job, WrittenStep]]
    fetched: Sequence[tuple[Job, WrittenStep]]


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
        or signs.may_build_elsewhere
        or signs.says("build-and-inspect-python-package@")
        or any(
            "\n" in path or re.search(r"[*?\]]/|\$\{\{", path)
            for each in signs.repository.pipelines
            for path in _stored_paths(each)
        )
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


def _stored_paths(pipeline: Pipeline) -> Iterator[str]:
    """What the steps of a workflow store as artifacts, as it is written."""
    return (step.inputs.get("path", "") for _, step in _artifacts(pipeline).stored)


def _may_ask_in_vain(signs: Signs) -> bool:
    return any(map(_misses, signs.repository.pipelines))


def _may_leave_files(signs: Signs) -> bool:
    """Whether a workflow stores an artifact for which nothing asks; where workflows are called, another may ask."""
    pipelines = signs.repository.pipelines
    return any(map(_leaves, pipelines)) or (
        signs.says("workflow_call") and any(_artifacts(each).stored for each in pipelines)
    )


def _misses(pipeline: Pipeline) -> bool:
    """Whether a download asks for more than one of the names that the workflow stores, or does not wait for it."""
    steps = _artifacts(pipeline)
    names = {step.inputs.get("name") or _DEFAULT for _, step in steps.stored if not step.conditional}
    for job, step in steps.fetched:
        name, pattern = step.inputs.get("name"), step.inputs.get("pattern")
        if (name or pattern) and (not name or "$" in name or name not in names or not job.needs):
            return True
    return False


def _leaves(pipeline: Pipeline) -> bool:
    """Whether a workflow fetches artifacts, and stores one whose name it does not ask for."""
    steps = _artifacts(pipeline)
    names = {step.inputs.get("name") for _, step in steps.fetched}
    if not all(step.inputs.get("name") or step.inputs.get("pattern") for _, step in steps.fetched):
        return False  # it takes all
    stored = (step.inputs.get("name") or _DEFAULT for _, step in steps.stored)
    return bool(steps.fetched) and any("$" in name or name not in names for name in stored)


@by_identity(64)
def _artifacts(pipeline: Pipeline) -> _Artifacts:
    """The steps of a workflow that store and fetch artifacts."""
    stored: list[tuple[Job, WrittenStep]] = []
    fetched: list[tuple[Job, WrittenStep]] = []
    for job in pipeline.jobs:
        for step in written_steps(job) if may_say(job, _UPLOAD, _DOWNLOAD) else ():
            if step.action in (_UPLOAD, _DOWNLOAD):
                (stored if step.action == _UPLOAD else fetched).append((job, step))
    return _Artifacts(stored, fetched)


NEEDS: Mapping[str, Callable[[Signs], bool]] = {
    "carry_twice": _may_carry_twice,
    "miss_files": _may_miss_files,
    "ask_in_vain": _may_ask_in_vain,
    "leave_files": _may_leave_files,
}
