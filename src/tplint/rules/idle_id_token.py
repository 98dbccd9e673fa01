"""TP111: a job of a publishing workflow asks for `id-token: write`, and none of its steps needs it."""

from __future__ import annotations

from tplint.facts.identity_tokens import asked_by_job, needs_none, publishes
from tplint.findings import Rule, Security

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Job, PlatformName, Repository

RULE = Rule(
    code="TP111",
    name="idle-id-token",
    level="note",
    summary="a job of a workflow that uploads to PyPI asks for `id-token: write`, and no step needs it",
    platforms=("github", "gitlab"),
    security=Security(3.0, (272,)),
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each job that asks for the permission itself and certainly needs no identity token."""
    for pipeline in repository.pipelines:
        if not publishes(repository, pipeline):
            continue
        for job in pipeline.jobs:
            granted = asked_by_job(pipeline, job)
            if granted is not None and needs_none(repository, pipeline, job):
                yield _finding(pipeline.platform, job, granted)


def _finding(platform: PlatformName, job: Job, granted: Place) -> Finding:
    what, where = f"`{granted.text}`", "workflow"
    if platform == "gitlab":
        what, where = f"the identity token `{granted.text}`", "pipeline"
    return RULE.finding(
        granted,
        f"job `{job.id}` asks for {what}, and no step of it needs an identity token",
        label=f"all that this job runs can sign in as this {where}",
        consequence=f"PyPI trusts the {where}'s file: any job of it that can mint can publish",
        fix=f"remove {what} from job `{job.id}`",
    )
