"""Declared publishers beside all uploads → those that no upload of the repository can present."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.declarations import is_sound
from tplint.matching import compare, is_of_this_repository, names_no_uploader, possible_uploads
from tplint.model import Known, Unknown

if TYPE_CHECKING:
    from tplint.model import Job, Publisher, Repository


def is_idle(publisher: Publisher, repository: Repository) -> bool:
    """Whether no upload can certainly present what a GitHub publisher of this repository names."""
    return (
        publisher.kind == "github"
        and is_sound(publisher)
        and is_of_this_repository(publisher, repository)
        and _are_decided(publisher, repository)
        and (names_no_uploader(publisher, repository) or names_unused_environment(publisher, repository))
    )


def _are_decided(publisher: Publisher, repository: Repository) -> bool:
    """Whether all is known of what uploads, or may upload, to a publisher's index.

    Where no workflow is there at all, they may be somewhere else.
    """
    others = {upload.at for upload in (*repository.alternatives, *repository.unreachable)}
    others -= {upload.at for upload in possible_uploads(publisher, repository)}
    return (
        any(pipeline.platform == publisher.kind for pipeline in repository.pipelines)
        and all(undecided.at in others for undecided in repository.undecided)
        and not any(problem.decisive and problem.path.startswith(".github/") for problem in repository.problems)
    )


def names_unused_environment(publisher: Publisher, repository: Repository) -> bool:
    """Whether a GitHub publisher's workflow uploads to its index, and certainly never in its environment."""
    path = f".github/workflows/{publisher.fields['workflow_filename']}"
    found = [upload for upload in possible_uploads(publisher, repository) if upload.pipeline.path == path]
    jobs = (job for pipeline in repository.pipelines if pipeline.path == path for job in pipeline.jobs)
    return (
        bool(publisher.fields.get("environment") and found)
        and all("environment" in compare(upload, publisher)[0] for upload in found)
        and not any(_may_present(job, publisher) for job in jobs)
    )


def _may_present(job: Job, publisher: Publisher) -> bool:
    """Whether a job may run in a publisher's environment, and something in it cannot be read."""
    environment = job.environment.value if isinstance(job.environment, Known) else publisher.fields["environment"]
    return (environment or "").lower() == publisher.fields["environment"].lower() and (
        bool(job.calls) or isinstance(job.token_uses, Unknown)
    )
