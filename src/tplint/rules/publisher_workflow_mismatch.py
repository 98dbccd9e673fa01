"""TP201: a declared publisher names a workflow that uploads nothing to its index, and an upload is left without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.declarations import pointer
from tplint.findings import Fix, Related, Rule
from tplint.matching import cause

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Publisher, Repository

RULE = Rule(
    code="TP201",
    name="publisher-workflow-mismatch",
    level="error",
    summary="a declared publisher names a workflow that does not exist or does not upload to its index",
    platforms=("github", "gitlab"),
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each publisher that is the nearest of an upload which no publisher matches."""
    seen = set()
    for match in repository.matches:
        publisher = match.nearest
        if publisher is None or publisher.keys in seen or cause(match, repository) != RULE.code:
            continue
        seen.add(publisher.keys)
        declared, presented = publisher.fields["workflow_filename"], match.upload.pipeline.file_name
        yield RULE.finding(
            pointer(publisher, "workflow_filename"),
            f"the publisher of `{publisher.project_name}` names `{declared}`, which {_fault(repository, publisher)}",
            label=f"the upload presents `{presented}`",
            related=(Related(match.upload.at, f"this upload, in `{presented}`, is left without a publisher"),),
            consequence=f'PyPI would answer "{match.error}"',
            fix=_fix(repository, publisher, declared, presented),
        )


def _fix(repository: Repository, publisher: Publisher, declared: str, presented: str) -> Fix:
    """The declaration is changed where only one workflow's uploads are left without it."""
    from tplint.remedies import names  # noqa: PLC0415 - only for a finding

    title = f"register `{presented}` on PyPI, and declare it here; or rename the workflow to `{declared}`"
    left = {match.upload.pipeline.file_name for match in repository.matches if match.nearest == publisher}
    at = pointer(publisher, "workflow_filename")
    return names.renamed(title, at, declared, presented) if left == {presented} else Fix(title)


def _fault(repository: Repository, publisher: Publisher) -> str:
    declared = publisher.fields["workflow_filename"]
    if any(pipeline.file_name == declared for pipeline in repository.pipelines):
        return "uploads nothing to that index by trusted publishing"
    return "does not exist in this repository"
