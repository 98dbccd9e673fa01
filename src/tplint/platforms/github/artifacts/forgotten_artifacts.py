"""An upload → the artifacts of distributions that jobs store before it, and that nothing fetches."""

from __future__ import annotations

from tplint.jobs.workspace import effects_until
from tplint.platforms.github.artifacts import storage
from tplint.platforms.github.artifacts.run_artifacts import (
    fetched_before,
    jobs_before,
    may_be_fetched_unseen,
    run_of,
)
from tplint.platforms.github.step_conditions import runs_in_run_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.model import Job, Repository, Upload
    from tplint.platforms.github.artifacts.storage import Stored

# What may take the artifacts of another run.
_FROM_ELSEWHERE = ("workflow_run", "run download", "action-download-artifact", "run-id")
# What says that a job's files go elsewhere: releases, other stores, browsers (https://peps.python.org/pep-0783/).
_OTHER_ENDS = (
    "-release@", "release-action", "gh release", "aws ", "gsutil", "twine upload", "pyodide", "emscripten", "wasm",
)  # fmt: skip


def forgotten(upload: Upload, repository: Repository) -> Iterator[Stored]:
    """The artifacts of distributions that jobs store before an upload, and that nothing fetches.

    Where the upload's job fetches none at all, it has distributions of its own. What another called workflow stores may
    be for its other callers.
    """
    run = run_of(upload, repository)
    if not run.is_whole or not any(fetched_before(upload.job, upload)) or _may_be_fetched_later(repository):
        return
    own = (upload.job.at.source, run.workflow)
    before = (job for job in jobs_before(upload, repository) if job.at.source in own)
    waited_for = {job.at for job in before if not _has_other_ends(job)} - {upload.job.at}
    # the files of a job of which something is fetched may be among that
    fetched = {each.job.at for each in run.stored if any(storage.may_take(one, each) for one in run.fetched)}
    for stored in run.stored:
        is_left = stored.job.at in waited_for - fetched and not may_be_fetched_unseen(stored, run, upload)
        if is_left and _holds_distributions(stored) and runs_in_run_of(upload, stored.step):
            yield stored


def _has_other_ends(job: Job) -> bool:
    """Whether a job fetches what it stores again, publishes it itself, or builds what no index takes."""
    written = job.at.source.text[slice(*job.node.bounds)].lower()
    return any(word in written for word in (storage.DOWNLOAD, *_OTHER_ENDS))


def _may_be_fetched_later(repository: Repository) -> bool:
    """Whether a workflow may take artifacts of the runs of others."""
    return any(word in each.document.source.text for each in repository.pipelines for word in _FROM_ELSEWHERE)


def _holds_distributions(stored: Stored) -> bool:
    """Whether an artifact is made of distributions, which its job has built."""
    built = (effect for effect in effects_until(stored.job, stored.step) if effect.kind == "build")
    return storage.names_distributions(stored) and any(not effect.shown.startswith("cargo ") for effect in built)
