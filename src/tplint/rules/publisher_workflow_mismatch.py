"""TP201: a declared publisher names a workflow that uploads nothing to its index, and an upload is left without one."""

from __future__ import annotations

from tplint.findings import Fix, Related, Rule
from tplint.publishers.declarations import pointer
from tplint.publishers.form_fields import declared_file, file_field, presented_file
from tplint.publishers.matching import explained

TYPE_CHECKING = False
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
    for match, publisher in explained(RULE.code, repository):
        declared, presented = declared_file(publisher), presented_file(match.upload)
        yield RULE.finding(
            pointer(publisher, file_field(publisher)),
            f"the publisher of `{publisher.project_name}` names `{declared}`, which {_fault(repository, publisher)}",
            label=f"the upload presents `{presented}`",
            related=(Related(match.upload.at, f"this upload, in `{presented}`, is left without a publisher"),),
            consequence=f'PyPI would answer "{match.error}"',
            fix=_fix(repository, publisher, declared, presented),
        )


def _fix(repository: Repository, publisher: Publisher, declared: str, presented: str) -> Fix:
    """The declaration is changed where only one workflow's uploads are left without it."""
    from tplint.remedies import names  # noqa: PLC0415 - only for a finding

    title = f"register `{presented}` on PyPI, and declare it here"
    if publisher.kind == "github":
        title = f"{title}; or rename the workflow to `{declared}`"
    left = {presented_file(match.upload) for match in repository.matches if match.nearest == publisher}
    at = pointer(publisher, file_field(publisher))
    return names.renamed(title, at, declared, presented) if left == {presented} else Fix(title)


def _fault(repository: Repository, publisher: Publisher) -> str:
    declared = declared_file(publisher)
    if publisher.kind == "gitlab" and declared not in repository.absent:
        return "another file includes: PyPI is told the top-level file alone"
    if any(pipeline.file_name == declared for pipeline in repository.pipelines):
        return "uploads nothing to that index by trusted publishing"
    return "does not exist in this repository"
