"""An upload that never runs → whether anything else may upload to its index."""

from __future__ import annotations

from tplint.model import LOCAL, Known, Undecided, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.model import Repository, Upload


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
