"""TP515: a script starts an uploading workflow with `gh workflow run`, and GitHub refuses that."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.platforms.github.starts.refused_dispatches import refusals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding, Fix
    from tplint.model import Repository
    from tplint.platforms.github.starts.refused_dispatches import Refusal

RULE = Rule(
    code="TP515",
    name="undispatchable-workflow",
    level="error",
    summary="`gh workflow run` starts an uploading workflow that is not there or cannot be started so",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each command that GitHub refuses."""
    for found in refusals(repository):
        related = tuple(Related(at, what) for at, what in found.related)
        yield RULE.finding(
            found.at, found.what, label=found.shows, related=related, consequence=found.so, fix=_remedy(found)
        )


def _remedy(found: Refusal) -> Fix | str:
    from tplint.remedies import jobs, steps  # noqa: PLC0415 - only for a finding

    if found.closed is not None:
        return steps.dispatchable(found.closed, found.dispatch.inputs)
    if found.unable is not None:
        pipeline, job = found.unable
        return jobs.grant(pipeline.document, job, "actions")
    return found.remedy
