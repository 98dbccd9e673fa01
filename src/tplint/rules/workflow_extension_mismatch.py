"""TP202: a workflow is named with the other extension, or in other letter case; PyPI compares exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.documents.source import Pointer
from tplint.findings import Related, Rule
from tplint.matching import differs_in_spelling, is_misspelt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tplint.findings import Finding
    from tplint.model import Pipeline, Repository

RULE = Rule(
    code="TP202",
    name="workflow-extension-mismatch",
    level="error",
    summary="`.yml` is written where the file is `.yaml` (or the reverse), or its name in other letter case",
    platforms=("github", "gitlab"),
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each declared publisher, and for each call of a workflow, that misspells an existing file."""
    yield from _publishers(repository)
    yield from _calls(repository)


def _publishers(repository: Repository) -> Iterator[Finding]:
    seen = set()
    for match in repository.matches:
        publisher = match.nearest
        if publisher is None or publisher.keys in seen or not is_misspelt(match):
            continue
        seen.add(publisher.keys)
        declared, presented = publisher.fields["workflow_filename"], match.upload.pipeline.file_name
        yield RULE.finding(
            Pointer(publisher.source, (*publisher.keys, "workflow-filename")),
            f"the publisher of `{publisher.project_name}` names `{declared}`, but the workflow is `{presented}`",
            label="PyPI compares the file name exactly",
            related=(Related(match.upload.at, f"the upload, in `{presented}`"),),
            consequence=f'PyPI would answer "{match.error}"',
            fix=f"register `{presented}` on PyPI, and declare it here; or rename the workflow to `{declared}`",
        )


def _calls(repository: Repository) -> Iterator[Finding]:
    """A `uses: ./.github/workflows/x.yml` whose file is there as `x.yaml`: GitHub refuses the calling workflow."""
    paths = {pipeline.path: pipeline for pipeline in repository.pipelines}
    uploading = {upload.pipeline.path for upload in (*repository.alternatives, *repository.unreachable)}
    for pipeline in repository.pipelines:
        for job in pipeline.jobs:
            called = job.calls_at
            path = job.calls.removeprefix("./").removeprefix("$/")
            if called is None or path == job.calls or path in paths:
                continue
            meant = _meant(path, paths.values())
            if meant is not None and (meant.path in uploading or pipeline.path in uploading):
                yield RULE.finding(
                    called,
                    f"job `{job.id}` calls `{path}`, but the workflow is `{meant.path}`",
                    label="no such file",
                    consequence='GitHub refuses the workflow: "workflow was not found"',
                    fix=f"call `./{meant.path}`",
                )


def _meant(path: str, pipelines: Iterable[Pipeline]) -> Pipeline | None:
    found = [pipeline for pipeline in pipelines if differs_in_spelling(path, pipeline.path)]
    return found[0] if len(found) == 1 else None
