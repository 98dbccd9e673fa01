"""The jobs whose work an upload sends, and what their scripts say of it: its own job and those it waits for."""

from __future__ import annotations

import re

from tplint.jobs.script_places import places_of
from tplint.jobs.workspace import kind_of_action
from tplint.model import MAX_NEEDED, Action, Script, Unknown, may_say
from tplint.remembered import by_identity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.model import Job, Pipeline, Step, Upload


def jobs_behind(upload: Upload) -> Iterator[Job]:
    """The upload's job as it runs, then the jobs that it needs, then those that the calls of its workflow need."""
    yield upload.job
    yield from _needed(upload.job, upload.pipeline)
    for call in reversed(upload.calls):
        yield from _needed(call.job, call.pipeline)


def _needed(by: Job, pipeline: Pipeline) -> Iterator[Job]:
    """The jobs of a workflow that one of it needs, nearest first."""
    waiting, seen = list(by.needs), {by.id}
    while waiting and len(seen) <= MAX_NEEDED and len(waiting) <= 10 * MAX_NEEDED:
        name = waiting.pop(0)
        job = job_of(pipeline, name) if name not in seen else None
        if job is not None:
            seen.add(name)
            yield job
            waiting += (needed for needed in job.needs if needed not in seen)


def job_of(pipeline: Pipeline, name: str) -> Job | None:
    """The job of a name; of several the last, as GitLab has it, and GitHub refuses them."""
    return _by_id(pipeline).get(name)


@by_identity(16)
def _by_id(pipeline: Pipeline) -> dict[str, Job]:
    return {job.id: job for job in pipeline.jobs}


def steps_behind(upload: Upload) -> Iterator[Step]:
    """The steps of all these jobs."""
    return (step for job in jobs_behind(upload) for step in job.steps)


# What may set a version, or a tag that gives one: programs, files and scripts by their names.
_SETS_VERSION = (
    r"(?i)version|\bsed\b|\bperl\b|\btags?\b|bump|release|pyproject|setup\.(?:cfg|py)\b.*[<>]|_scm|\bmake\b|\btox\b|\bnox\b|\bjust\b"
    r"|\btask\b|\binvoke\b|\bnpm\b|\.sh\b|\b[\w-]+\.py\b"
)
_BUILDS = r"\b(?:build|sdist|bdist_wheel|wheel)\b|\b(?:poetry|flit|hatch|pdm|maturin)\s+publish\b"
_ZIP_SDIST = r"\bsetup\.py\s(?![^\n|;&]*(?:-d\b|--dist-dir))[^\n|;&]*\bsdist\b[^\n|;&]*--formats?[ =]\S*\bzip\b"

_REMOVES_ZIP = r"(?i)\b(?:rm|mv|find|del|unlink|remove-item|unzip)\b[^\n;&|]{0,300}\.zip"


def builds_as_written(upload: Upload) -> bool:
    """Whether these jobs build, and nothing in them may change the version that the files of the commit give."""
    steps = tuple(steps_behind(upload))
    return not upload.calls and any(map(is_build, steps)) and not any(map(_may_set_version, steps))


def is_build(step: Step) -> bool:
    """Whether a step builds something, as far as its words say."""
    match step.run:
        case Script(text=written):
            return re.search(_BUILDS, written) is not None
        case Action() as action:
            return kind_of_action(action) == "build"
    return False


def _may_set_version(step: Step) -> bool:
    match step.run:
        case Script(text=written, env=env):
            return re.search(_SETS_VERSION, written) is not None or any("SCM" in name for name in env)
        case Action(name=name, env=env) as action:
            known = name.startswith(("actions/", "astral-sh/", "pypa/")) or kind_of_action(action) == "build"
            return not known or any("SCM" in name for name in env)
    return True


def zip_sdists(upload: Upload) -> Iterator[Place]:
    """The commands of these jobs that build a source distribution as `.zip`, up to the option that says so.

    None where a job may not hand such a file on.
    """
    jobs = tuple(jobs_behind(upload))
    kept = [job for job in jobs if may_say(job, "zip") and not _keeps_some_files(job)]
    if any(_removes_zip(step) for job in jobs if may_say(job, "zip") for step in job.steps) or _sends_some_files(
        upload
    ):
        return
    for step in (step for job in kept for step in job.steps):
        if isinstance(step.run, Script):
            found = [match.span() for match in re.finditer(_ZIP_SDIST, step.run.text)]
            place = places_of(step) if found else None
            yield from (place(*span) for span in found) if place is not None else ()


def _keeps_some_files(job: Job) -> bool:
    """Whether a job hands on only files of some kinds, so that others do not come to the upload."""
    paths = (step.run.inputs.get("path") for step in job.steps if isinstance(step.run, Action))
    return any(path is not None and _is_of_other_kinds(path.value.raw) for path in paths)


def _removes_zip(step: Step) -> bool:
    """Whether a step does something with `.zip` files beside building them."""
    return isinstance(step.run, Script) and re.search(_REMOVES_ZIP, step.run.text) is not None


def _sends_some_files(upload: Upload) -> bool:
    """Whether the upload's command may name files of some kinds, and no others."""
    if upload.command is None:
        return False
    return isinstance(upload.folder, Unknown) or _is_of_other_kinds(" ".join(filter(None, upload.command.argv)))


def _is_of_other_kinds(written: str) -> bool:
    return (".whl" in written or ".tar" in written) and ".zip" not in written
