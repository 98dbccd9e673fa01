"""The file by which PyPI knows an upload: a workflow's name, or the path of GitLab's top-level file; for matching."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.model import Pipeline, Publisher, Upload

_FIELDS = {"github": "workflow_filename", "gitlab": "workflow_filepath"}


def file_field(publisher: Publisher) -> str:
    """PyPI's name of the field for the file, of a publisher on GitHub or GitLab."""
    return _FIELDS[publisher.kind]


def declared_file(publisher: Publisher) -> str:
    """The file that a publisher on GitHub or GitLab names; empty where it names none."""
    return publisher.fields.get(file_field(publisher), "")


def presented_file(upload: Upload) -> str:
    """The file that an upload presents, as PyPI calls it."""
    return upload.pipeline.path if upload.platform == "gitlab" else upload.pipeline.file_name


def included_files(pipeline: Pipeline) -> frozenset[str]:
    """The files of this repository that a GitLab pipeline includes."""
    return frozenset(document.source.path for document in pipeline.included)
