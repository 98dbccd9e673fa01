"""An upload → the jobs that have certainly run, and gone well, when it starts: its own, and those that it needs."""

from __future__ import annotations

import os
from itertools import islice
from math import prod

from tplint.documents.nodes import get, text
from tplint.jobs.builds import job_of
from tplint.model import LOCAL, MAX_NEEDED, Action, Known, may_say
from tplint.platforms.github.jobs import demands_success
from tplint.platforms.github.limits import MAX_CALLS
from tplint.platforms.github.matrix import rows
from tplint.records import NamedTuple
from tplint.repository import is_host

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Related
    from tplint.jobs.workspace import Effect
    from tplint.model import Command, Job, Pipeline, Repository, Step, Upload

MAX_LEVELS = 10


class Needed(NamedTuple):
    """A job of a run. ``callers`` are the jobs that call its workflow, from the outside in."""

    pipeline: Pipeline
    job: Job
    callers: tuple[Job, ...] = ()

    @property
    def calls(self) -> int:
        """How often its workflow is called by their rows; a matrix made by an expression counts as one."""
        return prod(_rows(job) for job in self.callers)


class Awaited(NamedTuple):
    """An upload to PyPI or TestPyPI, and a job without which it does not start: its own, or one that it waits for."""

    upload: Upload
    job: Job

    @property
    def is_own(self) -> bool:
        """Whether it is the upload's own job."""
        return self.job.id == self.upload.job.id and self.job.at.source == self.upload.job.at.source

    @property
    def related(self) -> tuple[Related, ...]:
        """The upload, where a finding stands in another job."""
        from tplint.findings import Related  # noqa: PLC0415 - only for a finding

        return () if self.is_own else (Related(self.upload.at, "this upload waits for the job"),)


class NeededAction(NamedTuple):
    """An action in a step of a job that an upload waits for, or of its own."""

    of: Awaited
    step: Step
    action: Action


def awaited(repository: Repository, *words: str) -> Iterator[Awaited]:
    """The jobs that have to go well before uploads, of those in which one of these words stands.

    Where a failure of the job counts as none, the upload does not suffer.
    """
    for upload in _uploads(repository):
        for job in (each.job for each in needed(upload, repository)):
            if may_say(job, *words) and get(job.node, "continue-on-error") is None and job.condition != Known(False):
                yield Awaited(upload, job)


def waiting(repository: Repository, *words: str) -> Iterator[tuple[Upload, Job]]:
    """Uploads, with each job of their workflow that waits for them, directly or not, and has one of these words."""
    for upload in _uploads(repository):
        before = {upload.job.id}
        later = [job for job in islice(upload.pipeline.jobs, MAX_NEEDED) if job.needs]
        while found := [job for job in later if job.id not in before and not before.isdisjoint(job.needs)]:
            before.update(job.id for job in found)
            yield from ((upload, job) for job in found if may_say(job, *words) and job.condition != Known(False))


def _uploads(repository: Repository) -> Iterator[Upload]:
    """The uploads to PyPI and TestPyPI.

    None of a repository on a GitHub Enterprise Server, which has runners, and versions of actions, of its own.
    """
    if not repository.remotes or any(is_host(remote.host, "github.com") for remote in repository.remotes):
        yield from (upload for upload in repository.uploads if upload.goes_to("pypi", "testpypi"))


def needed_actions(repository: Repository, *words: str) -> Iterator[NeededAction]:
    """Each action once, of the jobs in which one of these words stands."""
    seen: set[Place] = set()
    for each in awaited(repository, *words):
        for step in each.job.steps:
            if isinstance(step.run, Action) and step.condition != Known(False) and step.run.at not in seen:
                seen.add(step.run.at)
                yield NeededAction(each, step, step.run)


def may_stop(step: Step) -> bool:
    """Whether a step may run where nothing has failed before, and fails the job if it fails."""
    condition = text(get(step.node, "if")) or ""
    return step.condition != Known(False) and step.continues_on_error == Known(False) and demands_success(condition)


def stops(step: Step, effect: Effect, command: Command) -> bool:
    """Whether a command certainly runs, and stops the job if it fails."""
    runs = effect.certain and step.condition == Known(True)
    return runs and step.continues_on_error == Known(False) and not command.tolerated


def needed(upload: Upload, repository: Repository) -> tuple[Needed, ...]:
    """The upload's own job first, then the jobs that it and the jobs that call its workflow wait for.

    None behind an own condition with `always()` or its like: what stands before it may have been skipped.
    """
    # the job as it is in every row of its matrix, not in the one of this alternative
    own = job_of(upload.pipeline, upload.job.id) or upload.job
    levels = [*((call.pipeline, call.job) for call in upload.calls), (upload.pipeline, own)]
    found: dict[tuple[tuple[str, ...], str, str], Needed] = {}
    for depth in range(len(levels) - 1, -1, -1):
        start = Needed(*levels[depth], tuple(job for _, job in levels[:depth]))
        for each in islice(_before(start, repository), MAX_CALLS):
            via = tuple(job.id for job in each.callers)
            found.setdefault((via, each.pipeline.path, each.job.id), each)
    return tuple(found.values())


def _before(start: Needed, repository: Repository) -> Iterator[Needed]:
    """A job, and what it waits for; of a needed job that calls a workflow also the jobs there."""
    waiting, seen = [start], {start.job.id}
    while waiting and len(seen) <= MAX_NEEDED:
        current = waiting.pop(0)
        yield current
        if current is not start and current.job.calls:
            yield from _inside(current, repository, 0)
        if current is start and not demands_success(text(get(current.job.node, "if")) or ""):
            return
        for name in current.job.needs:
            job = job_of(current.pipeline, name) if name not in seen else None
            if job is not None:
                seen.add(name)
                waiting.append(current._replace(job=job))


def _inside(caller: Needed, repository: Repository, level: int) -> Iterator[Needed]:
    """The jobs of the workflow of this repository that a needed job calls, as far as they certainly run."""
    called = called_pipeline(caller.job, repository)
    if called is None or level >= MAX_LEVELS:
        return
    for job in called.jobs:
        if job.condition == Known(True):
            each = Needed(called, job, (*caller.callers, caller.job))
            yield each
            yield from _inside(each, repository, level + 1)


def called_pipeline(job: Job, repository: Repository) -> Pipeline | None:
    """The workflow of this repository that a job calls by its path."""
    if not job.calls.startswith(LOCAL):
        return None
    return repository.pipeline(os.path.normpath(job.calls[2:]).replace(os.sep, "/"))


def _rows(job: Job) -> int:
    return len(rows(get(job.node, "strategy", "matrix")) or ()) or 1
