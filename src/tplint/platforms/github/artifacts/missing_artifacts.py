"""An upload → the artifacts that its jobs ask for, and nothing in its run stores, or not yet.

https://github.com/actions/download-artifact/blob/main/src/download-artifact.ts
"""

from __future__ import annotations

import re
from itertools import islice

from tplint.jobs.workspace import effects_until
from tplint.model import Action, Known
from tplint.platforms.github.artifacts import storage
from tplint.platforms.github.artifacts.fetched_distributions import only_source
from tplint.platforms.github.artifacts.run_artifacts import fetched_before, jobs_before, run_of
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.model import Fact, Job, Repository, Upload, Value
    from tplint.platforms.github.artifacts.run_artifacts import Run
    from tplint.platforms.github.artifacts.storage import Fetched, Stored

# https://github.com/actions/toolkit/blob/main/packages/artifact/src/internal/upload/path-and-artifact-name-validation.ts
_IN_NO_NAME = r"[\":<>|*?\r\n\\/]"
# What a job does in next to no time.
_QUICK = frozenset({"files", "nothing", "tool"})


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
    run = run_of(upload, repository)
    for job in jobs_before(upload, repository):
        for fetched in islice(fetched_before(job, upload), storage.MAX_ARTIFACTS):
            if fetched.name is not None or [fetched] == only_source(upload):
                found = _in_vain(fetched, job, run)
                if found is not None:
                    yield found


def _in_vain(fetched: Fetched, job: Job, run: Run) -> Missing | None:
    """A download, if it certainly takes none of the artifacts of its run, or none yet."""
    if fetched.elsewhere or storage.is_retired_version(fetched.major):
        return None
    if fetched.name is not None and _can_be_no_name(fetched.name):
        return Missing(job, fetched, run.stored)
    taken = tuple(each for each in run.stored if storage.may_take(fetched, each))
    if not run.is_known or (taken and not _is_early(fetched, job, taken, run)):
        return None
    if run.others and storage.may_take_one(fetched, run.others):
        return None
    found = Missing(job, fetched, taken or run.stored, early=bool(taken))
    return found if run.stored or run.others or found.lacks_token else None


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
