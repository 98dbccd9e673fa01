"""TP204: an upload by trusted publishing whose identity is none of the declared publishers'."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.model import INDEXES, Known
from tplint.publishers.declarations import pointer
from tplint.publishers.form_fields import presented_file
from tplint.publishers.matching import cause

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Match, Repository, Upload

RULE = Rule(
    code="TP204",
    name="undeclared-upload",
    level="error",
    summary="an upload presents an identity that none of the declared publishers has",
    platforms=("github", "gitlab"),
)

_TERMS = {"workflow_filename": "workflow", "workflow_filepath": "pipeline file", "environment": "environment"}


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload that no publisher matches, where no single field of a publisher explains it."""
    for match in repository.matches:
        if not match.publishers and not cause(match, repository):
            yield _finding(match)


def _finding(match: Match) -> Finding:
    upload, index = match.upload, INDEXES[match.upload.index_name]
    presented = _presented(upload)
    when = f" {upload.when}" if upload.when else ""
    return RULE.finding(
        upload.at,
        f"job `{upload.job.id}` presents {presented}{when}, and no publisher declared for {index} has that",
        label="this upload is left without a publisher",
        related=tuple(_nearest(match)),
        consequence=f'{index} would answer "{match.error}"',
        fix=f"register {presented} on {index}, and declare it here; or upload from a job that is declared",
    )


def _presented(upload: Upload) -> str:
    environment = upload.job.environment
    file = f"{'pipeline file' if upload.platform == 'gitlab' else 'workflow'} `{presented_file(upload)}`"
    if not isinstance(environment, Known):
        return file
    return f"{file} with environment `{environment.value}`" if environment.value else f"{file} without environment"


def _nearest(match: Match) -> Iterator[Related]:
    """The fields in which the publisher that comes nearest differs."""
    publisher = match.nearest
    if publisher is None:
        return
    for field in match.fields:
        declared = publisher.fields.get(field)
        if field in _TERMS and declared:
            message = f"the publisher that comes nearest names {_TERMS[field]} `{declared}`"
            yield Related(pointer(publisher, field), message)
