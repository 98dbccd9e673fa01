"""TP202: a workflow is named with the other extension, or in other letter case; PyPI compares exactly."""

from __future__ import annotations

from tplint.facts.participants import uploading
from tplint.findings import Related, Rule
from tplint.guides.starts import starts
from tplint.platforms.file_names import misspelt
from tplint.platforms.github.starts.dispatches import answer, named
from tplint.publishers.declarations import pointer
from tplint.publishers.form_fields import declared_file, file_field, presented_file
from tplint.publishers.matching import explained

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Repository

RULE = Rule(
    code="TP202",
    name="workflow-extension-mismatch",
    level="error",
    summary="`.yml` is written where the file is `.yaml` (or the reverse), or its name in other letter case",
    platforms=("github", "gitlab"),
)
_NOT_FETCHED = 'GitHub refuses the workflow: "failed to fetch workflow: workflow was not found."'


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each declared publisher, call or start of a workflow that misspells an existing file."""
    yield from _publishers(repository)
    uploads = {pipeline.path for pipeline in uploading(repository)}
    yield from _calls(repository, uploads)
    for at, (workflow, who) in starts(repository).items():
        meant = misspelt(f".github/workflows/{workflow}", repository.pipelines)
        if meant is not None and meant.path in uploads and not named(workflow, repository.pipelines):
            message = f"{who} starts `{workflow}`, but the workflow is `{meant.file_name}`"
            yield _no_such_file(at, message, answer(workflow), f"start `{meant.file_name}`")


def _publishers(repository: Repository) -> Iterator[Finding]:
    seen = set()
    for match, publisher in explained(RULE.code, repository):
        if publisher.keys in seen:
            continue
        seen.add(publisher.keys)
        declared, presented = declared_file(publisher), presented_file(match.upload)
        what, rename = "workflow is", f"; or rename the workflow to `{declared}`"
        if publisher.kind == "gitlab":  # which loads no file of another name
            what, rename = "pipeline file is", ""
        elif any(pipeline.file_name == declared for pipeline in repository.pipelines):
            what, rename = "upload is in", ""
        yield RULE.finding(
            pointer(publisher, file_field(publisher)),
            f"the publisher of `{publisher.project_name}` names `{declared}`, but the {what} `{presented}`",
            label="PyPI compares the file name exactly",
            related=(Related(match.upload.at, f"the upload, in `{presented}`"),),
            consequence=f'PyPI would answer "{match.error}"',
            fix=f"register `{presented}` on PyPI, and declare it here{rename}",
        )


def _calls(repository: Repository, uploads: set[str]) -> Iterator[Finding]:
    """A `uses: ./.github/workflows/x.yml` whose file is there as `x.yaml`: GitHub refuses the calling workflow."""
    for pipeline in repository.pipelines:
        for job in pipeline.jobs:
            if job.calls_at not in repository.dangling or job.calls_at is None:
                continue
            meant = misspelt(job.calls[2:], repository.pipelines)
            if meant is not None and (meant.path in uploads or pipeline.path in uploads):
                message = f"job `{job.id}` calls `{job.calls[2:]}`, but the workflow is `{meant.path}`"
                yield _no_such_file(job.calls_at, message, _NOT_FETCHED, f"call `./{meant.path}`")


def _no_such_file(at: Place, message: str, consequence: str, fix: str) -> Finding:
    return RULE.finding(at, message, label="no such file", consequence=consequence, fix=fix)
