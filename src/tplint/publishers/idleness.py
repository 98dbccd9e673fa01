"""Declared publishers beside all uploads → those that no upload of the repository can present."""

from __future__ import annotations

from tplint.model import Known, Unknown
from tplint.publishers.declarations import is_sound
from tplint.publishers.form_fields import declared_file
from tplint.publishers.matching import compare, is_of_this_repository, names_no_uploader, possible_uploads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.model import Job, Publisher, Repository


def is_idle(publisher: Publisher, repository: Repository) -> bool:
    """Whether no upload can certainly present what a publisher of this repository, on GitHub or GitLab, names."""
    return (
        publisher.kind in {"github", "gitlab"}
        and is_sound(publisher)
        and is_of_this_repository(publisher, repository)
        and _are_decided(publisher, repository)
        and (_names_unused_file(publisher, repository) or names_unused_environment(publisher, repository))
    )


def _are_decided(publisher: Publisher, repository: Repository) -> bool:
    """Whether all is known of what uploads, or may upload, to a publisher's index.

    Where no workflow is there at all, they may be somewhere else. That GitLab's settings may hold a credential leaves
    open how an upload signs in, and not what it would present.
    """
    uploads = repository.written_uploads
    possible = {upload.at for upload in possible_uploads(publisher, repository)}
    others = {upload.at for upload in uploads} - possible
    if publisher.kind == "gitlab":
        others |= {upload.at for upload in uploads if upload.goes_to(publisher.index_name)}
    pipelines = [pipeline for pipeline in repository.pipelines if pipeline.platform == publisher.kind]
    return (
        bool(pipelines)
        and not any(pipeline.unread for pipeline in pipelines)
        and all(undecided.at in others for undecided in repository.undecided)
        and not any(
            problem.may_decide and _may_hold_upload(problem.path, publisher.kind) for problem in repository.problems
        )
    )


def _may_hold_upload(path: str, kind: str) -> bool:
    """Whether a file may be one of the platform's."""
    return path.startswith(".github/") if kind == "github" else path.endswith((".yml", ".yaml"))


def _names_unused_file(publisher: Publisher, repository: Repository) -> bool:
    """Whether a publisher's file is not there, or uploads nothing to its index.

    On GitLab a file that is there, and is no top-level one that is known, may be the project's own by its settings.
    """
    if publisher.kind == "github":
        return names_no_uploader(publisher, repository)
    path = declared_file(publisher)
    if path in repository.absent:
        return True
    return any(pipeline.path == path for pipeline in repository.pipelines) and all(
        upload.pipeline.path != path for upload in possible_uploads(publisher, repository)
    )


def names_unused_environment(publisher: Publisher, repository: Repository) -> bool:
    """Whether a publisher's workflow uploads to its index, and certainly never in its environment."""
    file = declared_file(publisher)
    path = f".github/workflows/{file}" if publisher.kind == "github" else file
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
