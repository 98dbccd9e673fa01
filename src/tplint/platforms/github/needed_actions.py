"""A repository → the actions that have to run well before an upload to PyPI or TestPyPI, on github.com."""

from __future__ import annotations

from tplint.documents.nodes import get
from tplint.model import Action, Known, may_say
from tplint.platforms.github.needed_jobs import needed
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Related
    from tplint.model import Job, Repository, Step, Upload


class NeededAction(NamedTuple):
    """An action in a step of the upload's job, or of one that it needs."""

    upload: Upload
    job: Job
    step: Step
    action: Action

    @property
    def related(self) -> tuple[Related, ...]:
        """The upload, where the action stands in another job."""
        from tplint.findings import Related  # noqa: PLC0415 - only for a finding

        own = self.job.id == self.upload.job.id and self.job.at.source == self.upload.job.at.source
        return () if own else (Related(self.upload.at, "this upload waits for the job"),)


def needed_actions(repository: Repository, *words: str) -> Iterator[NeededAction]:
    """Each action once, of the jobs in which one of these words stands.

    None of a repository on a GitHub Enterprise Server, which has versions of its own. Where a failure of the job counts
    as none, the upload does not suffer.
    """
    if repository.remotes and not any("github" in remote.host for remote in repository.remotes):
        return
    seen: set[Place] = set()
    for upload in repository.uploads:
        if not upload.goes_to("pypi", "testpypi"):
            continue
        for job in (each.job for each in needed(upload, repository)):
            if not may_say(job, *words) or get(job.node, "continue-on-error") is not None:
                continue
            for step in job.steps if job.condition != Known(False) else ():
                if isinstance(step.run, Action) and step.condition != Known(False) and step.run.at not in seen:
                    seen.add(step.run.at)
                    yield NeededAction(upload, job, step, step.run)
