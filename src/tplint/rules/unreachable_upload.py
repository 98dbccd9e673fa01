"""TP507: the conditions of an upload exclude every event that starts its workflow."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.job_tokens import names_index
from tplint.model import Known, Undecided, Unknown
from tplint.platforms.github.reach import excluding_conditions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP507",
    name="unreachable-upload",
    level="error",
    summary="the conditions of an upload exclude every event that starts its workflow",
    platforms=("github", "gitlab"),
)

_STARTED = {"github": "workflow", "gitlab": "pipeline"}
_INDEXES = {"pypi": "PyPI", "testpypi": "TestPyPI", "other": "the index"}


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload that no event can reach."""
    for upload in repository.unreachable:
        if upload.goes_to("pypi", "testpypi") and names_index(upload):
            conditions = upload.condition.at if upload.platform == "gitlab" else excluding_conditions(upload)
            if conditions:
                yield _finding(repository, upload, conditions)


def _finding(repository: Repository, upload: Upload, conditions: tuple[Place, ...]) -> Finding:
    index = _INDEXES[upload.index_name]
    alone, started = not _another_may_run(repository, upload), _STARTED[upload.platform]
    return RULE.finding(
        conditions[0],
        f"job `{upload.job.id}` never uploads to {index}: no event of the {started} fits its conditions",
        label=f"no event that starts the {started} makes this true"
        if len(conditions) == 1
        else "false for some events",
        related=(
            *(Related(condition, "false for the others") for condition in conditions[1:]),
            *(Related(trigger.at, "starts the workflow") for trigger in upload.pipeline.triggers),
        ),
        consequence=f"every run would end without an upload, and nothing else here uploads to {index}" if alone else "",
        fix=_remedy(upload, conditions[0]),
        level="error" if alone else "warning",
    )


def _remedy(upload: Upload, condition: Place) -> str:
    other, (start, end) = "remove the job", upload.job.node.bounds
    if upload.platform == "github":
        if "inputs." in condition.source.text[condition.start : condition.end]:
            other = "declare the input that it reads under `workflow_dispatch`"
        elif not start <= condition.start < end:
            other = f"begin the `if` of job `{upload.job.id}` with `!cancelled() &&`"
    return f"let the {_STARTED[upload.platform]} start on the event that the condition waits for, or {other}"


def _another_may_run(repository: Repository, upload: Upload) -> bool:
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
            job.calls and not job.calls.startswith(("./", "$/")) and job.condition != Known(False)
            for pipeline in repository.pipelines
            for job in pipeline.jobs
        )
    )
