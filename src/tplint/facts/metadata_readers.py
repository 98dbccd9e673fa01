"""Uploads → what reads the core metadata of their distributions before PyPI does, where that is known to be old."""

from __future__ import annotations

from tplint.facts.sending import sent
from tplint.model import Known
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.model import Project, Repository, Upload

_INSPECTING = "build-and-inspect-python-package"


class MetadataReader(NamedTuple):
    """A tool (``twine``, ``action`` or ``inspection``), what is known of its release, and whose metadata it reads.

    ``reads`` is the newest core metadata that it takes.
    """

    tool: str
    version: str
    reads: tuple[int, int]
    at: Place
    project: Project


def metadata_readers(repository: Repository) -> Iterator[tuple[Upload, MetadataReader]]:
    """The uploads to PyPI beside their own tools and the inspections before them; an inspection stands there once.

    Without those of projects whose settings may keep them from the newest metadata.
    """
    held = {version.folder for version in repository.versions if version.is_held_back}
    return (found for found in _readers(repository) if found[1].project.folder not in held)


def _readers(repository: Repository) -> Iterator[tuple[Upload, MetadataReader]]:
    inspected: set[Place] = set()
    inspects = any(_INSPECTING in each.document.source.text for each in repository.pipelines)
    for upload in repository.uploads:
        if not upload.goes_to("pypi", "testpypi"):
            continue
        if upload.uploader.reads is not None:
            yield from _uploader(upload, upload.uploader.reads, repository)
        if inspects and upload.platform == "github":
            for reader in _inspections(upload, repository):
                if reader.at not in inspected:
                    inspected.add(reader.at)
                    yield upload, reader


def _uploader(
    upload: Upload, reads: tuple[int, int], repository: Repository
) -> Iterator[tuple[Upload, MetadataReader]]:
    project, version = sent(upload, repository), upload.uploader.shown_version
    if isinstance(project, Known):
        tool = "twine" if upload.uploader.name == "twine" else "action"
        shown = version.value if isinstance(version, Known) else ""
        yield upload, MetadataReader(tool, shown, reads, upload.at, project.value)


def _inspections(upload: Upload, repository: Repository) -> Iterator[MetadataReader]:
    from tplint.platforms.github import inspections  # noqa: PLC0415 - only where distributions are inspected

    for action in inspections.outdated(upload, repository):
        project = inspections.inspected(action, repository.projects)
        if project is not None:
            yield MetadataReader("inspection", action.ref[:12], inspections.READS, action.at, project)
