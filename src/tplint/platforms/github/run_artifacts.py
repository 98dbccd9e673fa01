"""An upload → the artifacts that its jobs ask for and nothing in its run stores, and distributions that nobody fetches.

https://github.com/actions/download-artifact/blob/main/src/download-artifact.ts
"""

from __future__ import annotations

import re
from itertools import islice, takewhile

from tplint.documents.nodes import get
from tplint.guards import starting_pipeline
from tplint.model import Action, Known, may_say
from tplint.platforms.github import artifacts
from tplint.platforms.github.artifacts import MAX_ARTIFACTS
from tplint.platforms.github.fetched_distributions import only_source, stores_nothing
from tplint.platforms.github.needed_jobs import called_pipeline, needed
from tplint.platforms.github.step_conditions import runs_in_run_of
from tplint.records import NamedTuple
from tplint.remembered import by_identity
from tplint.workspace import effects_until

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Source
    from tplint.model import Fact, Job, Pipeline, Repository, Upload, Value
    from tplint.platforms.github.artifacts import Fetched, Stored

# https://github.com/actions/toolkit/blob/main/packages/artifact/src/internal/upload/path-and-artifact-name-validation.ts
_IN_NO_NAME = r"[\":<>|*?\r\n\\/]"
# What may take the artifacts of another run.
_FROM_ELSEWHERE = ("workflow_run", "run download", "action-download-artifact", "run-id")
# What says that a job's files go elsewhere: releases, other stores, browsers (https://peps.python.org/pep-0783/).
_OTHER_ENDS = (
    "-release@",
    "release-action",
    "gh release",
    "aws ",
    "gsutil",
    "twine upload",
    "pyodide",
    "emscripten",
    "wasm",
)
# What a job does in next to no time.
_QUICK = frozenset({"files", "nothing", "tool"})


class Run(NamedTuple):
    """The artifacts that the jobs of a run store, and what they fetch; the run starts with ``workflow``.

    ``is_known`` says that there are certainly no others.
    """

    workflow: Source
    stored: tuple[Stored, ...]
    fetched: tuple[Fetched, ...]
    is_known: bool


class Missing(NamedTuple):
    """A download in a job that finds nothing.

    ``stored`` are the artifacts of its run. With ``early`` it would find them later: it waits for no job, and the steps
    before it take no time.
    """

    job: Job
    fetched: Fetched
    stored: tuple[Stored, ...]
    early: bool = False

    @property
    def asked(self) -> Value:
        """The name, or the pattern, that no artifact has."""
        assert isinstance(self.fetched.step.run, Action)
        inputs = self.fetched.step.run.inputs
        return inputs["pattern" if self.fetched.name is None else "name"].value

    @property
    def is_wildcard(self) -> bool:
        """Whether it is a name with signs that no name can have."""
        return self.fetched.name is not None and _can_be_no_name(self.fetched.name)

    @property
    def lacks_token(self) -> bool:
        """Whether it asks for the artifact of another run, which needs a token."""
        return isinstance(self.fetched.step.run, Action) and "run-id" in self.fetched.step.run.inputs


def missing(upload: Upload, repository: Repository) -> Iterator[Missing]:
    """The downloads of an upload's job, and of those that it needs, that certainly find nothing.

    A download by `name` then fails; one by `pattern` counts where nothing else fills the folder. A run that stores no
    artifacts at all is left alone, as it may be one of which the file is only a part.
    """
    run = _run_of(starting_pipeline(upload), repository)
    for job in _jobs_before(upload, repository):
        for fetched in islice(_fetched_before(job, upload), MAX_ARTIFACTS):
            if fetched.name is not None or [fetched] == only_source(upload):
                found = _in_vain(fetched, job, run)
                if found is not None:
                    yield found


def _in_vain(fetched: Fetched, job: Job, run: Run) -> Missing | None:
    """A download, if it certainly takes none of the artifacts of its run, or none yet."""
    if fetched.elsewhere or artifacts.is_before_unique(fetched.major):
        return None
    if fetched.name is not None and _can_be_no_name(fetched.name):
        return Missing(job, fetched, run.stored)
    taken = tuple(each for each in run.stored if artifacts.may_take(fetched, each))
    if not run.is_known or (taken and not _is_early(fetched, job, taken, run)):
        return None
    found = Missing(job, fetched, taken or run.stored, early=bool(taken))
    return found if run.stored or found.lacks_token else None


def _can_be_no_name(name: Fact[str]) -> bool:
    return isinstance(name, Known) and re.search(_IN_NO_NAME, name.value) is not None


def _is_early(fetched: Fetched, job: Job, taken: tuple[Stored, ...], run: Run) -> bool:
    """Whether a job asks for artifacts, which other jobs store, as soon as the run starts."""
    waits = (
        job.needs
        or job.at.source != run.workflow
        or job.environment != Known(None)
        or any(each.job.id == job.id for each in taken)
    )
    return not waits and all(effect.kind in _QUICK for effect in effects_until(job, fetched.step))


def forgotten(upload: Upload, repository: Repository) -> Iterator[Stored]:
    """The artifacts of distributions that jobs store before an upload, and that nothing fetches.

    Where the upload's job fetches none at all, it has distributions of its own. What a called workflow stores may be
    for its other callers.
    """
    run = _run_of(starting_pipeline(upload), repository)
    if not run.is_known or not any(_fetched_before(upload.job, upload)) or _may_be_fetched_later(repository):
        return
    before = (job for job in _jobs_before(upload, repository) if job.at.source == upload.job.at.source)
    waited_for = {job.at for job in before if not _has_other_ends(job)} - {upload.job.at}
    # the files of a job of which something is fetched may be among that
    fetched = {each.job.at for each in run.stored if any(artifacts.may_take(one, each) for one in run.fetched)}
    for stored in run.stored:
        is_left = stored.job.at in waited_for - fetched
        if is_left and _holds_distributions(stored) and runs_in_run_of(upload, stored.step):
            yield stored


def _has_other_ends(job: Job) -> bool:
    """Whether a job fetches what it stores again, publishes it itself, or builds what no index takes."""
    written = job.at.source.text[slice(*job.node.bounds)].lower()
    return any(word in written for word in (artifacts.DOWNLOAD, *_OTHER_ENDS))


def _may_be_fetched_later(repository: Repository) -> bool:
    """Whether a workflow may take artifacts of the runs of others."""
    return any(word in each.document.source.text for each in repository.pipelines for word in _FROM_ELSEWHERE)


def _holds_distributions(stored: Stored) -> bool:
    """Whether an artifact is made of distributions, which its job has built."""
    built = (effect for effect in effects_until(stored.job, stored.step) if effect.kind == "build")
    return artifacts.names_distributions(stored) and any(not effect.shown.startswith("cargo ") for effect in built)


def _jobs_before(upload: Upload, repository: Repository) -> Iterator[Job]:
    """The upload's job, as it is in this alternative, and those that have to go well before it."""
    for each in needed(upload, repository):
        is_own = each.job.id == upload.job.id and each.pipeline.path == upload.pipeline.path
        if get(each.job.node, "continue-on-error") is None:
            yield upload.job if is_own else each.job


@by_identity(16)
def _run_of(start: Pipeline, repository: Repository) -> Run:
    """What is stored and fetched in the runs of a workflow, and in those that it calls."""
    jobs, is_whole = _jobs_of_run(start, repository)
    steps = [(job, step) for job in jobs for step in (job.steps if may_say(job, "uses") else ())]
    stored = [each for job in jobs for each in artifacts.stored(job) if each.step.condition != Known(False)]
    fetched = [each for _, step in steps if (each := artifacts.fetched(step)) is not None]
    is_known = all(not isinstance(step.run, Action) or stores_nothing(step.run) for _, step in steps)
    few = max(len(stored), len(fetched)) <= MAX_ARTIFACTS
    return Run(
        start.document.source,
        tuple(stored[:MAX_ARTIFACTS]),
        tuple(fetched[:MAX_ARTIFACTS]),
        is_whole and is_known and few,
    )


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


def _fetched_before(job: Job, upload: Upload) -> Iterator[Fetched]:
    """What a job certainly fetches, or tries to fetch, before an upload's step."""
    if not may_say(job, artifacts.DOWNLOAD):
        return
    for step in takewhile(lambda step: step.at != upload.step.at, job.steps):
        fetched = artifacts.fetched(step)
        if fetched is not None and step.continues_on_error == Known(False) and runs_in_run_of(upload, step):
            yield fetched
