"""The workflows that take part in publishing to PyPI or TestPyPI: those that upload, and those around them."""

from __future__ import annotations

import re

from tplint.documents.nodes import duplicates
from tplint.model import LOCAL, is_written_by_itself
from tplint.platforms.github.awaited_runs import awaited_names, name_of
from tplint.platforms.github.mistakes.refusals import UPLOADS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.model import Pipeline, Repository


def uploading(repository: Repository) -> tuple[Pipeline, ...]:
    """The workflows that upload, and those through which they are called."""
    found: dict[str, Pipeline] = {}
    for upload in repository.written_uploads:
        if upload.goes_to("pypi", "testpypi"):
            found[upload.pipeline.path] = upload.pipeline
            found.update({call.pipeline.path: call.pipeline for call in upload.calls})
    return (*found.values(), *(pipeline for pipeline in repository.untriggered if pipeline.path not in found))


def starting(repository: Repository) -> tuple[Pipeline, ...]:
    """The workflows that start an uploading one: by `workflow_run`, which waits for them, or by dispatching it."""
    known = uploading(repository)
    paths = {pipeline.path for pipeline in known}
    names = {name for pipeline in known for name in awaited_names(pipeline)}
    found = {pipeline.path: pipeline for pipeline in repository.pipelines if name_of(pipeline) in names}
    if any(map(_may_dispatch, repository.pipelines)):
        found.update(_dispatching(repository, paths))
    return tuple(pipeline for path, pipeline in found.items() if path not in paths)


def _may_dispatch(pipeline: Pipeline) -> bool:
    """Whether a step, or one of an action of the repository, may run `gh workflow run`."""
    return "workflow run" in pipeline.document.source.text or not all(map(is_written_by_itself, pipeline.jobs))


def _dispatching(repository: Repository, paths: set[str]) -> Iterator[tuple[str, Pipeline]]:
    """The workflows that dispatch one of some others, by their own paths."""
    from tplint.platforms.github.starts.dispatches import dispatches, meant  # noqa: PLC0415 - few workflows start others

    for dispatch in dispatches(repository.pipelines):
        started = meant(dispatch.workflow, repository.pipelines)
        if started is not None and started.path in paths:
            yield dispatch.pipeline.path, dispatch.pipeline


def called(repository: Repository) -> tuple[Pipeline, ...]:
    """The workflows that an uploading one calls, directly or through others, and that do not upload themselves."""
    found = {pipeline.path: pipeline for pipeline in uploading(repository)}
    by_path = {pipeline.path: pipeline for pipeline in repository.pipelines}
    waiting, uploads = list(found.values()), set(found)
    while waiting:
        for job in waiting.pop().jobs:
            path = job.calls[2:] if job.calls.startswith(LOCAL) else ""
            if path in by_path and path not in found:
                found[path] = by_path[path]
                waiting.append(by_path[path])
    return tuple(pipeline for path, pipeline in found.items() if path not in uploads)


def displaced(repository: Repository) -> tuple[Pipeline, ...]:
    """The workflows and pipelines in which what a repeated key displaces speaks of an upload."""
    return tuple(
        pipeline
        for pipeline in repository.pipelines
        if any(
            re.search(UPLOADS, pipeline.document.source.text[first.key.bounds[0] : first.value.bounds[1]])
            for first, _ in duplicates(pipeline.document)
        )
    )
