"""TP507: the conditions of an upload exclude every event that starts its workflow."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.job_tokens import names_index
from tplint.other_uploads import another_may_run
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
    alone, started = not another_may_run(repository, upload), _STARTED[upload.platform]
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
