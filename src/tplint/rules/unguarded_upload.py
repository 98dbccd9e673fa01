"""TP508: an upload to PyPI that happens on ordinary events, with nothing in between."""

from __future__ import annotations

from tplint.facts.guards import is_conditional, unintended_events
from tplint.facts.job_tokens import names_index
from tplint.findings import Related, Rule, Security

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Event, Repository, Trigger, Upload

RULE = Rule(
    code="TP508",
    name="unguarded-upload",
    level="warning",
    summary="an upload to PyPI runs on every push, on a schedule or in pull requests, and nothing guards it",
    platforms=("github", "gitlab"),
    security=Security(5.0, (862,)),
)

_NO_RELEASE = frozenset({
    "branch_protection_rule", "check_run", "check_suite", "discussion", "discussion_comment", "fork", "gollum",
    "issue_comment", "issues", "label", "merge_group", "page_build", "public", "pull_request", "pull_request_review",
    "pull_request_review_comment", "pull_request_target", "schedule", "status", "watch",
})  # fmt: skip


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload that an ordinary event starts without any condition or environment."""
    for upload in repository.uploads:
        if is_unguarded(upload):
            yield _finding(upload, *next(unintended_events(upload, _NO_RELEASE)))


def is_unguarded(upload: Upload) -> bool:
    """Whether an upload to PyPI certainly follows each of some events that are no releases."""
    return (
        upload.goes_to("pypi")
        and names_index(upload)
        and not is_conditional(upload)
        and any(True for _ in unintended_events(upload, _NO_RELEASE))
    )


def _finding(upload: Upload, event: Event, trigger: Trigger | None) -> Finding:
    return RULE.finding(
        upload.at,
        f"job `{upload.job.id}` uploads to PyPI on {_occasion(event)}, and nothing guards it",
        label="no environment, and no condition on the step, the job or the jobs it needs",
        related=(Related(trigger.at, "starts the upload"),) if trigger is not None else (),
        fix="upload when a release is published or a tag is pushed, or give the job an `environment` with reviewers",
    )


def _occasion(event: Event) -> str:
    match event.name:
        case "push":
            branch = event.ref.removeprefix("refs/heads/")
            return f"every push to `{branch}`" if event.exact else "every push to a branch"
        case "schedule":
            return "a schedule"
        case "pull_request" | "pull_request_target":
            return f"every `{event.name}`"
    return f"`{event.name}`, which is no release"
