"""TP112: a publishing workflow gives `id-token: write` to all of its jobs, and some do not need it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.documents.nodes import get
from tplint.findings import Related, Rule
from tplint.identity_tokens import granted_at, needs_none, publishes

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
)

_REMEDY = "give `id-token: write` to the publishing jobs only, in `permissions` of their own"


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each workflow; a job with `permissions` of its own inherits nothing."""
    for pipeline in repository.pipelines:
        granted = granted_at(pipeline.document.source, pipeline.document.root)
        if granted is None or pipeline.platform != "github" or not publishes(repository, pipeline):
            continue
        idle = [
            job
            for job in pipeline.jobs
            if get(job.node, "permissions") is None and needs_none(repository, pipeline, job)
        ]
        if idle:
            yield _finding(pipeline, granted, idle)


def _finding(pipeline: Pipeline, granted: Place, idle: list[Job]) -> Finding:
    from tplint.remedies import jobs  # noqa: PLC0415 - only for a finding

    needy = [job for job in pipeline.jobs if get(job.node, "permissions") is None and job not in idle]
    names = ", ".join(f"`{job.id}`" for job in idle)
    those = f"job {names} inherits it and needs" if len(idle) == 1 else f"jobs {names} inherit it and need"
    return RULE.finding(
        granted,
        f"`{granted.text}` is given to the whole workflow, and {those} no identity token",
        label="every job without `permissions` of its own has it",
        related=(Related(idle[0].at, "uploads nothing, and no step needs an identity token"),),
        consequence="PyPI trusts the workflow's file: whatever runs in these jobs can publish",
        fix=jobs.narrowed(_REMEDY, pipeline, needy),
    )
