"""TP112: a publishing workflow gives `id-token: write` to all of its jobs, and some do not need it."""

from __future__ import annotations

from tplint.facts.identity_tokens import given_to_all, needs_none, publishes
from tplint.findings import Fix, Related, Rule, Security

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Job, Pipeline, Repository

RULE = Rule(
    code="TP112",
    name="broad-id-token",
    level="warning",
    summary="`id-token: write` is given to the whole workflow, and a job that does not need it inherits it",
    platforms=("github", "gitlab"),
    security=Security(5.0, (272,)),
)

_REMEDY = "give `id-token: write` to the publishing jobs only, in `permissions` of their own"


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each workflow; a job with `permissions` of its own inherits nothing."""
    for pipeline in repository.pipelines:
        granted, jobs = given_to_all(pipeline)
        if granted is None or not publishes(repository, pipeline):
            continue
        idle = {job.id: job for job in jobs if needs_none(repository, pipeline, job)}
        if idle:
            yield _finding(pipeline, granted, list(idle.values()), [job for job in jobs if job.id not in idle])


def _finding(pipeline: Pipeline, granted: Place, idle: list[Job], needy: list[Job]) -> Finding:
    own, where = "permissions", "workflow"
    if pipeline.platform == "gitlab":
        own, where = "id_tokens", "pipeline"
    names = ", ".join(f"`{job.id}`" for job in idle)
    those = f"job {names} inherits it and needs" if len(idle) == 1 else f"jobs {names} inherit it and need"
    return RULE.finding(
        granted,
        f"`{granted.text}` is given to the whole {where}, and {those} no identity token",
        label=f"every job without `{own}` of its own has it",
        related=(Related(idle[0].at, "uploads nothing, and no step needs an identity token"),),
        consequence=f"PyPI trusts the {where}'s file: whatever runs in these jobs can publish",
        fix=_fix(pipeline, granted, needy),
    )


def _fix(pipeline: Pipeline, granted: Place, needy: list[Job]) -> Fix:
    from tplint.remedies import jobs  # noqa: PLC0415 - only for a finding

    if pipeline.platform == "gitlab":
        return Fix(f"give `{granted.text}` to the publishing jobs only, in `id_tokens` of their own")
    return jobs.narrowed(_REMEDY, pipeline, needy)
