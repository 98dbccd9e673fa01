"""TP533: an upload is skipped with a job far before it, in runs in which its own condition holds."""

from __future__ import annotations

import re
from itertools import islice

from tplint.documents.nodes import get, place, text
from tplint.findings import Related, Rule
from tplint.model import INDEXES
from tplint.platforms.github.passed_skips import SUCCESS, passed_skip
from tplint.platforms.github.reach import excluding_conditions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository, Upload
    from tplint.platforms.github.passed_skips import PassedSkip

RULE = Rule(
    code="TP533",
    name="skipped-upload",
    level="warning",
    summary="an upload is skipped with a job far before it, in runs in which its own condition holds",
)

# Jobs that are looked at; people write a few that upload.
_MOST_JOBS = 20


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each job; what no event can reach is TP507's."""
    unreachable = (upload for upload in repository.unreachable if not excluding_conditions(upload, repository))
    uploads = (each for each in (*repository.uploads, *unreachable) if each.goes_to("pypi", "testpypi"))
    jobs = {upload.job.at: upload for upload in uploads}
    for upload in islice(jobs.values(), _MOST_JOBS):
        found = passed_skip(upload)
        if found is not None:
            yield _finding(upload, found)


def _finding(upload: Upload, found: PassedSkip) -> Finding:
    condition = get(upload.job.node, "if")
    assert condition is not None
    is_written = re.search(SUCCESS, text(condition) or "") is not None
    instead = f"!cancelled() && needs.{found.between}.result == 'success'"
    where = " and ".join(f"the input `{name}` is `{value}`" for name, value in found.inputs)
    return RULE.finding(
        place(upload.pipeline.document.source, condition),
        f"job `{upload.job.id}` is skipped with job `{found.skipped}` "
        + (f"where {where}" if where else f"in runs that `{found.event}` starts"),
        label="true then but for `success()`, which GitHub asks of all jobs before"
        if is_written
        else "true then, but GitHub asks `success()` first, of all jobs before",
        related=(
            Related(found.condition, "false then"),
            Related(found.between_at, "may run all the same, which does not hide the skip"),
        ),
        consequence=f"the run would be green, and nothing is uploaded to {INDEXES[upload.index_name]}",
        fix=f"write `{instead}` instead of `success()`" if is_written else f"begin the `if` with `{instead} &&`",
    )
