"""TP209: two workflows have one name but for the extension, and one of them uploads."""

from __future__ import annotations

from tplint.documents.nodes import Mapping, place
from tplint.findings import Related, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Pipeline, Repository, Upload

RULE = Rule(
    code="TP209",
    name="twin-workflows",
    level="warning",
    summary="`x.yml` and `x.yaml` stand side by side, and one of them uploads",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each pair, at an upload."""
    by_path = {pipeline.path: pipeline for pipeline in repository.pipelines}
    uploads: dict[str, Upload] = {}
    for upload in repository.written_uploads:
        if upload.goes_to("pypi", "testpypi"):
            uploads.setdefault(upload.pipeline.path, upload)
    for path, upload in uploads.items():
        stem, _, extension = path.rpartition(".")
        twin = f"{stem}.{'yaml' if extension == 'yml' else 'yml'}"
        if twin in by_path and not (extension == "yaml" and twin in uploads):
            yield _finding(upload, by_path[twin], uploads.get(twin))


def _finding(upload: Upload, twin: Pipeline, other: Upload | None) -> Finding:
    names = f"`{upload.pipeline.file_name}` and `{twin.file_name}`"
    return RULE.finding(
        upload.at,
        f"{names} stand side by side, and {'both upload' if other else 'one of them uploads'}",
        label=f"only a publisher for `{upload.pipeline.file_name}` matches this upload",
        related=(Related(other.at, "uploads too"),) if other else (Related(_start(twin), "the other one"),),
        consequence="PyPI tells the two extensions apart, and people do not",
        fix="keep one of the two, the one that is registered on PyPI",
    )


def _start(pipeline: Pipeline) -> Place:
    root = pipeline.document.root
    assert isinstance(root, Mapping)
    return place(pipeline.document.source, root.pairs[0].key)
