"""TP111: a job of a publishing workflow asks for `id-token: write`, and none of its steps needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.findings import Rule
from tplint.identity_tokens import granted_at, needs_none, publishes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository

RULE = Rule(
    code="TP111",
    name="idle-id-token",
    level="note",
    summary="a job of a workflow that uploads to PyPI asks for `id-token: write`, and no step needs it",
    platforms=("github", "gitlab"),
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each job that asks for the permission itself and certainly needs no identity token."""
    for pipeline in repository.pipelines:
        if not publishes(repository, pipeline):
            continue
        for job in pipeline.jobs:
            granted = granted_at(pipeline.document.source, job.node)
            if granted is not None and granted.text != "write-all" and needs_none(repository, pipeline, job):
                yield RULE.finding(
                    granted,
                    f"job `{job.id}` asks for `id-token: write`, and no step of it needs an identity token",
                    label="all that this job runs can sign in as this workflow",
                    consequence="PyPI trusts the workflow's file: any job of it that can mint can publish",
                    fix=f"remove `id-token: write` from job `{job.id}`",
                )
