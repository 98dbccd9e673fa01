"""What keeps GitHub from loading a workflow, as far as other files or missing triggers decide it."""

from __future__ import annotations

import os
import re

from tplint.documents.nodes import get, pair, place
from tplint.model import LOCAL, Action, Script, is_written_by_itself
from tplint.repository import is_checked_out
from tplint.uploaders.sightings import Surroundings, found_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tplint.documents.source import Place, Source
    from tplint.load import Files
    from tplint.model import Pipeline, Step, Value

# What makes a folder an action, in the order in which the runner looks:
# https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionManager.cs
_ACTION_FILES = ("action.yml", "action.yaml", "Dockerfile", "dockerfile")
# What uploads, as far as a text shows it of which nobody makes steps.
UPLOADS = r"gh-action-pypi-publish|\btwine[ \t]+upload\b|\b(?:uv|poetry|pdm|flit|hatch|maturin)[ \t]+publish\b"
_CHECKOUT = "actions/checkout"
_SETUP_PYTHON, _VERSION_FILE = "actions/setup-python", "python-version-file"
_OTHER_FILES = ("repository", "ref", "path", "submodules", "sparse-checkout")


def untriggered(pipelines: Iterable[Pipeline], read: Callable[[str], Source | None]) -> tuple[Pipeline, ...]:
    """The workflows in which a step uploads that no run reaches: ``on`` names no event, or ``steps`` are in no job."""
    return tuple(
        pipeline
        for pipeline in pipelines
        if (not pipeline.triggers and _uploads(pipeline, read)) or _uploads_outside(pipeline)
    )


def _uploads_outside(pipeline: Pipeline) -> bool:
    steps = pair(pipeline.document.root, "steps")
    return (
        steps is not None and re.search(UPLOADS, pipeline.document.source.text[slice(*steps.value.bounds)]) is not None
    )


def _uploads(pipeline: Pipeline, read: Callable[[str], Source | None]) -> bool:
    around = Surroundings("github", hosted=True, unread="", read=read)
    return any(found_in(job.steps, lambda _: around).sighted for job in pipeline.jobs)


def dangling(pipelines: Iterable[Pipeline], files: Files) -> Iterator[Place]:
    """The values of ``uses: ./…`` that certainly name no workflow, or no action, of the repository.

    An action may also come from what a step checks out or writes, so it is missing for certain only behind a plain
    checkout.
    """
    for pipeline in pipelines:
        for job in pipeline.jobs:
            if job.calls_at is not None and job.calls.startswith(LOCAL) and not _is_file(files, job.calls[2:]):
                yield job.calls_at
            for i, step in enumerate(() if is_written_by_itself(job) else job.steps):
                if _names_nothing(step, files) and (
                    _names_a_workflow(step) or all(_adds_no_folder(before, step) for before in job.steps[:i])
                ):
                    uses = get(step.node, "uses")
                    assert uses is not None
                    yield place(pipeline.document.source, uses)


def absent_version_files(pipelines: Iterable[Pipeline], files: Files) -> Iterator[Place]:
    """The files that setup-python is asked to take a version from, and that certainly are not there.

    A file may also come from what a step checks out or writes, so only behind a plain checkout; and a workflow that
    other repositories may call reads theirs.
    """
    for pipeline in pipelines:
        if _VERSION_FILE in pipeline.document.source.text and not pipeline.has_trigger("workflow_call"):
            for job in pipeline.jobs:
                for i, step in enumerate(job.steps):
                    named = _version_file(step)
                    if named is not None and all(map(_brings_no_file, job.steps[:i])) and _is_absent(files, named.raw):
                        yield named.at


def _version_file(step: Step) -> Value | None:
    """The file that setup-python reads for a step of the workflow itself: none if it has a version as well."""
    run = step.run
    if not isinstance(run, Action) or run.name != _SETUP_PYTHON or step.within or "python-version" in run.inputs:
        return None
    return run.inputs[_VERSION_FILE].value if _VERSION_FILE in run.inputs else None


def _brings_no_file(before: Step) -> bool:
    """Whether a step leaves in the folder what the commit has: a plain checkout does, and a setup."""
    run = before.run
    return (
        isinstance(run, Action)
        and (run.name in {_CHECKOUT, "astral-sh/setup-uv"} or run.name.startswith("actions/setup-"))
        and not any(key in run.inputs for key in _OTHER_FILES)
    )


def _is_absent(files: Files, path: str) -> bool:
    """Whether nothing stands at a path within the repository, of which all files are here."""
    return not path.startswith(("/", "~", "..")) and not _is_file(files, path) and is_checked_out(files.root)


def _names_nothing(step: Step, files: Files) -> bool:
    """Whether a step of the workflow itself uses an action that is not there."""
    if not isinstance(step.run, Action) or step.within or not step.run.name.startswith("./"):
        return False
    return not any(_is_file(files, f"{step.run.name[2:]}/{name}") for name in _ACTION_FILES)


def _names_a_workflow(step: Step) -> bool:
    """Whether a step uses a workflow, which only jobs call: no earlier step makes a folder of such a name."""
    assert isinstance(step.run, Action)
    return step.run.name.startswith("./.github/workflows/") and step.run.name.endswith((".yml", ".yaml"))


def _is_file(files: Files, path: str) -> bool:
    """Whether something stands at a path, be it a link that leads out of the repository; unknown for odd paths."""
    return "\0" in path or "${{" in path or os.path.lexists(os.path.join(files.root, path))


def _adds_no_folder(before: Step, step: Step) -> bool:
    """Whether an earlier step leaves the files of ``.github`` as the commit has them; elsewhere most may add some."""
    assert isinstance(step.run, Action)
    if not step.run.name.startswith("./.github/"):
        return _brings_no_file(before)
    match before.run:
        case Action(name=name, inputs=inputs):
            ours = name.startswith(("actions/", "./"))
            return ours and not (name == _CHECKOUT and any(key in inputs for key in _OTHER_FILES))
        case Script(text=text):
            folder = step.run.name.rpartition("/")[2]
            return ".github" not in text and folder not in text and "git " not in text
    return False
