"""An upload → what else uploads in its job, or may upload to its index."""

from __future__ import annotations

from itertools import chain

from tplint.model import LOCAL, Known, Undecided, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.model import Pipeline, Repository, Upload


def uploads_in(repository: Repository, pipeline: Pipeline, job_id: str) -> Iterator[Upload]:
    """Everything that a job uploads or may upload, to any index, also what no event reaches."""
    for upload in chain(repository.alternatives, repository.unreachable):
        if upload.pipeline.path == pipeline.path and upload.job.id == job_id:
            yield upload


def has_twin(repository: Repository, upload: Upload) -> bool:
    """Whether the upload's job uses trusted publishing as well, or may; or another job does so instead of it.

    Two uploads are meant to exclude each other where neither is certain to run.
    """
    if any(
        not other.signs_in_by("token", "password") for other in uploads_in(repository, upload.pipeline, upload.job.id)
    ):
        return True
    if any(other.certain for other in repository.alternatives if other.at == upload.at):
        return False
    return any(
        other.pipeline.path == upload.pipeline.path
        and other.index_name == upload.index_name
        and other.signs_in_by("oidc")
        and not other.certain
        for other in repository.alternatives
    )


def another_may_run(repository: Repository, upload: Upload) -> bool:
    """Whether anything else may upload to the same index: what could not be read, other CI systems, repositories."""
    return (
        bool(repository.undecided)
        or any(isinstance(other, Undecided) for other in repository.elsewhere)
        or any(
            isinstance(other.target, Unknown) or other.goes_to(upload.index_name)
            for other in (*repository.alternatives, *repository.elsewhere)
            if not isinstance(other, Undecided)
        )
        or any(
            job.calls and not job.calls.startswith(LOCAL) and job.condition != Known(False)
            for pipeline in repository.pipelines
            for job in pipeline.jobs
        )
    )
