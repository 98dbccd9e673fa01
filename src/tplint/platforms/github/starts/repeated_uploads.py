"""An upload that is started several times for one commit → whether the index certainly refuses all but the first."""

from __future__ import annotations

import re

from tplint.documents.nodes import get, text
from tplint.jobs.builds import is_build, jobs_behind, steps_behind
from tplint.model import Action, Command, Known, Script

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Node
    from tplint.model import Repository, Step, Upload

# They end with an error when a file is there; others look first, as `hatch publish` does.
_UPLOADERS = frozenset({"pypa/gh-action-pypi-publish", "twine", "uv", "poetry", "flit", "pdm"})
# Two builds of one commit by these differ, in the times that archives keep of their files. By hatchling, poetry-core
# and uv_build they are the same, and PyPI takes the same file twice; of others it is not known.
_DIFFERING = ("setuptools", "flit", "pdm")
# What makes builds the same, or their versions different, or another project's, wherever it stands in a workflow.
_ALIKE = re.compile(
    r"SOURCE_DATE_EPOCH|build-and-inspect-python-package|run_number|run_id|release download|working-directory:"
    r"|\bcd\s+[\w.]|\brepository:\s|--(?:directory|project)\b",
    re.IGNORECASE,
)
# What looks whether the version is there, or which event it is, and may end the run; in the upload's own script also
# what ends that.
_LOOKS = re.compile(r"pypi\.org/|pip (?:index|download)|event_name|event_path|\.event\.|gh run", re.IGNORECASE)
_ENDS = re.compile(r"\b(?:exit|return)\b")
_GATES = re.compile(r"cancel|skip|duplicate|exist|check-")
# Options and variables of uploaders with which a file that is there is no error.
_SKIPS = ("--skip-existing", "--check-url", "--index")
_SKIPPING_VARIABLES = frozenset({"UV_PUBLISH_CHECK_URL", "UV_PUBLISH_INDEX"})


def is_refused_again(upload: Upload, repository: Repository) -> bool:
    """Whether a second run for the same commit certainly uploads other files of the same names, and fails."""
    texts = (upload.started.document.source.text, upload.pipeline.document.source.text)
    backends = [project.backend for project in repository.projects]
    return (
        upload.uploader.name in _UPLOADERS
        and bool(backends)
        and all(backend.startswith(_DIFFERING) for backend in backends)
        and not any(map(_ALIKE.search, texts))
        and not _is_tolerated(upload)
        and not _may_be_cancelled(upload)
        and any(is_build(step) and get(step.node, "if") is None for step in steps_behind(upload))
        and not any(map(_may_end, _steps_before(upload)))
        and not (isinstance(upload.step.run, Script) and _ENDS.search(upload.step.run.text))
    )


def _is_tolerated(upload: Upload) -> bool:
    """Whether a file that is there is no error, or the error is hidden."""
    hidden = (upload.job.tolerated, upload.step.continues_on_error)
    if any(fact != Known(False) for fact in hidden):
        return True
    match upload.run:
        case Action(inputs=inputs):
            return any("skip" in name and given.value.raw.lower() != "false" for name, given in inputs.items())
        case Command(words=words, env=env, conditional=conditional, tolerated=tolerated):
            skips = any(word.raw.startswith(_SKIPS) for word in words) or not _SKIPPING_VARIABLES.isdisjoint(env)
            return conditional or tolerated or skips


def _may_be_cancelled(upload: Upload) -> bool:
    """Whether a run may be cancelled when the next one begins."""
    pipelines = (upload.pipeline, *(call.pipeline for call in upload.calls))
    jobs = (upload.job, *(call.job for call in upload.calls))
    return any(map(_cancels, (*(each.document.root for each in pipelines), *(job.node for job in jobs))))


def _cancels(node: Node | None) -> bool:
    return (text(get(node, "concurrency", "cancel-in-progress")) or "false") != "false"


def _steps_before(upload: Upload) -> Iterator[Step]:
    """The steps of these jobs up to the upload's own."""
    for job in jobs_behind(upload):
        for step in job.steps:
            yield step
            if step.at == upload.step.at:
                break


def _may_end(step: Step) -> bool:
    """Whether a step may end the run because another one has uploaded."""
    match step.run:
        case Script(text=written):
            return _LOOKS.search(written) is not None
        case Action(name=name):
            return _GATES.search(name) is not None or name.startswith("./")
        case _:
            return False
