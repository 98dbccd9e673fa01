"""TP507: the conditions of an upload exclude every event that starts its workflow."""

from __future__ import annotations

from tplint.facts.job_tokens import names_index
from tplint.facts.other_uploads import another_may_run
from tplint.findings import Related, Rule
from tplint.model import INDEXES
from tplint.platforms.github.reach import excluding_conditions, is_switched_off

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


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload that no event can reach."""
    for upload in repository.unreachable:
        if upload.goes_to("pypi", "testpypi") and (names_index(upload) or "pypi" in upload.job.id.lower()):
            conditions = (
                upload.condition.at if upload.platform == "gitlab" else excluding_conditions(upload, repository)
            )
            if conditions:
                yield _finding(repository, upload, conditions)


def _finding(repository: Repository, upload: Upload, conditions: tuple[Place, ...]) -> Finding:
    index = INDEXES[upload.index_name]
    is_off = any(is_switched_off(condition.text) for condition in conditions)
    # Of a job that is only called so, settings may have another index.
    alone = names_index(upload) and not (is_off or upload.calls or another_may_run(repository, upload))
    started = _STARTED[upload.platform]
    return RULE.finding(
        conditions[0],
        f"job `{upload.job.id}` never uploads to {index}: no event of the {started} fits its conditions",
        label="false for some events" if conditions[1:] else f"no event that starts the {started} makes this true",
        related=(
            *(Related(condition, "false for the others") for condition in conditions[1:]),
            *(Related(trigger.at, "starts the workflow") for trigger in upload.started.triggers),
        ),
        consequence=f"every run would end without an upload, and nothing else here uploads to {index}" if alone else "",
        fix=_remedy(upload, conditions),
        level="error" if alone else "warning",
    )


def _remedy(upload: Upload, conditions: tuple[Place, ...]) -> str:
    if "github.event ==" in conditions[0].text:
        return "compare `github.event_name`; `github.event` is an object, which no text equals"
    if "workflow_call" in conditions[0].text:
        return "ask for an input of the call; a called workflow has the `github.event_name` of the one that calls it"
    first = f"let the {_STARTED[upload.platform]} start on the event that the condition waits for"
    if upload.platform == "gitlab":
        return f"{first}, or remove the job"
    start, end = upload.job.node.bounds
    if any(not start <= each.start < end for each in conditions if each.source.path == upload.pipeline.path):
        other = f"begin the `if` of job `{upload.job.id}` with `!cancelled() &&`"
        if len(conditions) > 1:
            return f"{other}: a job that is skipped before it skips it too"
        return f"{'remove the condition' if is_switched_off(conditions[0].text) else first}, or {other}"
    if "head_branch" in conditions[0].text:
        return "compare `head_branch` with a name alone: it has no `refs/heads/` or `refs/tags/` before it"
    if "inputs." in conditions[0].text:
        return f"{first}, or declare the input (and its option) that it reads under `workflow_dispatch`"
    return f"{first}, or remove the job"
