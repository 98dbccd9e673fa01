"""An upload → what the jobs of its run store and fetch as artifacts, as far as all of them can be read."""

from __future__ import annotations

from itertools import chain, takewhile

from tplint.documents.nodes import get
from tplint.jobs.workspace import kind_of_action
from tplint.model import Action, Known, may_say
from tplint.platforms.github.artifacts import storage
from tplint.platforms.github.artifacts.storage import MAX_ARTIFACTS
from tplint.platforms.github.needed.jobs import MAX_LEVELS, called_pipeline, needed
from tplint.platforms.github.step_conditions import runs_in_run_of
from tplint.records import NamedTuple
from tplint.remembered import by_identity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tplint.documents.source import Source
    from tplint.model import Job, Pipeline, Repository, Step, Upload
    from tplint.platforms.github.artifacts.storage import Fetched, Stored


class Run(NamedTuple):
    """The artifacts that the jobs of a run store, and what they fetch; the run starts with ``workflow``.

    ``others`` are names of what known actions store by themselves, with `*` for any text. ``is_whole`` says that all
    jobs are read, and ``is_known`` that there are certainly no more artifacts.
    """

    workflow: Source
    stored: tuple[Stored, ...]
    fetched: tuple[Fetched, ...]
    others: tuple[str, ...]
    is_whole: bool
    is_known: bool


def run_of(upload: Upload, repository: Repository) -> Run:
    """The run that an upload is in, with the jobs of the workflows that it calls."""
    return _run(upload.started, repository)


@by_identity(16)
def _run(start: Pipeline, repository: Repository) -> Run:
    jobs, is_whole = _jobs_of_run(start, repository)
    steps = [step for job in jobs for step in (job.steps if may_say(job, "uses") else ())]
    stored = [each for job in jobs for each in storage.stored(job) if each.step.condition != Known(False)]
    actions = [step.run for step in steps if isinstance(step.run, Action)]
    others = [name for action in actions for name in storage.STORING.get(action.name, ())]
    fetched = [each for step in steps if (each := storage.fetched(step)) is not None]
    is_whole = is_whole and max(len(stored), len(fetched)) <= MAX_ARTIFACTS
    return Run(
        start.document.source,
        tuple(stored[:MAX_ARTIFACTS]),
        tuple(fetched[:MAX_ARTIFACTS]),
        tuple(dict.fromkeys(others)),
        is_whole,
        is_whole and not _does_unknown(steps),
    )


def _does_unknown(steps: Iterable[Step]) -> bool:
    """Whether an action in these steps may store or fetch what is not seen here."""
    return any(isinstance(step.run, Action) and kind_of_action(step.run) == "unknown" for step in steps)


def may_be_fetched_unseen(stored: Stored, run: Run, upload: Upload) -> bool:
    """Whether an action that is not known may fetch an artifact: in a job that waits for the one that stores it.

    Its own job stores it behind its builds. Where workflows are called, all jobs count.
    """
    if run.is_known:
        return False
    jobs = upload.pipeline.jobs
    if upload.calls or any(job.calls for job in jobs):
        return True
    later = {stored.job.id}
    for _ in range(MAX_LEVELS):
        more = {job.id for job in jobs if not later.isdisjoint(job.needs)} - later
        if not more:
            break
        later |= more
    else:
        return True
    after = stored.job.steps[stored.job.steps.index(stored.step) + 1 :] if stored.step in stored.job.steps else ()
    others = (job.steps for job in jobs if job.id in later and job.id != stored.job.id)
    return _does_unknown((*after, *chain.from_iterable(others)))


def _jobs_of_run(start: Pipeline, repository: Repository) -> tuple[list[Job], bool]:
    """The jobs of a workflow's runs, and whether none of them is written elsewhere."""
    found: list[Job] = []
    waiting, seen = [start], {start.path}
    while waiting:
        for job in waiting.pop().jobs:
            found.append(job)
            called = called_pipeline(job, repository) if job.calls else None
            if job.calls and called is None:
                return found, False
            if called is not None and called.path not in seen:
                seen.add(called.path)
                waiting.append(called)
    return found, not start.has_trigger("workflow_call")


def jobs_before(upload: Upload, repository: Repository) -> Iterator[Job]:
    """The upload's job, as it is in this alternative, and those that have to go well before it."""
    for each in needed(upload, repository):
        is_own = each.job.id == upload.job.id and each.pipeline.path == upload.pipeline.path
        if get(each.job.node, "continue-on-error") is None:
            yield upload.job if is_own else each.job


def fetched_before(job: Job, upload: Upload) -> Iterator[Fetched]:
    """What a job certainly fetches, or tries to fetch, before an upload's step."""
    if not may_say(job, storage.DOWNLOAD):
        return
    for step in takewhile(lambda step: step.at != upload.step.at, job.steps):
        fetched = storage.fetched(step)
        if fetched is not None and step.continues_on_error == Known(False) and runs_in_run_of(upload, step):
            yield fetched
