"""An upload → the values as they are written that decide whether, where to and as what its job uploads."""

from __future__ import annotations

from tplint.documents.nodes import Mapping, Scalar, get
from tplint.platforms.github.unset import Reader
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Node
    from tplint.documents.source import Source
    from tplint.model import Repository, Upload

# The inputs of publishing actions that say where to and from which folder.
_INPUTS = ("repository-url", "repository_url", "packages-dir", "packages_dir")


class DecidingValue(NamedTuple):
    """A value, who reads it, and what it is: a ``kind``, such as ``condition``, of something, such as ``job `id```."""

    reader: Reader
    source: Source
    node: Scalar
    kind: str
    of: str


def deciding_values(upload: Upload, repository: Repository) -> Iterator[DecidingValue]:
    """All such values of the jobs that call the workflow, of the job and of its own steps."""
    for call in upload.calls:
        yield from _of_job(Reader(repository, call.pipeline, call.job, in_step=False))
    reader = Reader(repository, upload.pipeline, upload.job, in_step=False)
    environment = get(upload.job.node, "environment")
    name = get(environment, "name") if isinstance(environment, Mapping) else environment
    yield from _of_job(reader)
    yield from _value(reader, upload.job.at.source, name, "environment", f"job `{upload.job.id}`")
    yield from _of_steps(upload, reader._replace(in_step=True))


def _of_job(reader: Reader) -> Iterator[DecidingValue]:
    job = reader.job
    yield from _value(reader, job.at.source, get(job.node, "if"), "condition", f"job `{job.id}`")


def _of_steps(upload: Upload, reader: Reader) -> Iterator[DecidingValue]:
    """The conditions of the job's steps and the inputs of the one that uploads, not inside composite actions."""
    job, uploading = upload.job, upload.step
    for step in job.steps:
        if not step.within:
            yield from _value(reader, step.at.source, get(step.node, "if"), "condition", f"a step of job `{job.id}`")
    if not uploading.within:
        for key in _INPUTS:
            node = get(uploading.node, "with", key)
            yield from _value(reader, uploading.at.source, node, f"input `{key}`", "the upload")


def _value(reader: Reader, source: Source, node: Node | None, kind: str, of: str) -> Iterator[DecidingValue]:
    if isinstance(node, Scalar):
        yield DecidingValue(reader, source, node, kind, of)
