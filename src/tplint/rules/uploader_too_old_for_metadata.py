"""TP521: what uploads or inspects the distributions refuses the core metadata that the newest build backend writes."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.model import Known
from tplint.records import NamedTuple
from tplint.sending import sent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Project, Repository, Upload

RULE = Rule(
    code="TP521",
    name="uploader-too-old-for-metadata",
    level="warning",
    summary="the uploader is pinned to a release that refuses the metadata which the unpinned build backend writes",
    platforms=(),
)


class _Tool(NamedTuple):
    """What refuses; ``since`` says for core metadata which release was the first to take it."""

    name: str
    since: Mapping[tuple[int, int], str]
    fix: str


_ACTION = _Tool("the publish action", {(2, 4): "v1.12.3", (2, 5): "v1.14.2"}, "use the newest release of the action")
_TWINE = _Tool("twine", {(2, 4): "6.1", (2, 5): "7"}, "use twine 7 or newer")
_INSPECTING = "build-and-inspect-python-package"
_INSPECTION = _Tool(f"`{_INSPECTING}`", {(2, 5): "v3"}, "use v3.0.1 or newer of the action")
# By what the tool still takes.
_REFUSALS = {
    (0, 0): "KeyError",
    (2, 3): "InvalidDistribution: Metadata is missing required fields: Name, Version",
    (2, 4): "InvalidDistribution: Invalid distribution metadata: '2.5' is not a valid metadata version",
}


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each uploader that refuses what the backend writes, and for each inspection before it."""
    inspected: set[Place] = set()
    inspects = any(_INSPECTING in each.document.source.text for each in repository.pipelines)
    for upload in repository.uploads:
        if not upload.goes_to("pypi", "testpypi"):
            continue
        reads, version = upload.uploader.reads, upload.uploader.version
        if reads is not None and isinstance(project := sent(upload, repository), Known):
            tool = _TWINE if upload.uploader.name == "twine" else _ACTION
            # a branch of the action counts as its highest release
            shown = version.value.removesuffix(".99") if isinstance(version, Known) else ""
            yield from _refusal(tool, shown, reads, upload.at, project.value, upload)
        if inspects and upload.platform == "github":
            yield from _inspections(upload, repository, inspected)


def _inspections(upload: Upload, repository: Repository, seen: set[Place]) -> Iterator[Finding]:
    from tplint.platforms.github import inspections  # noqa: PLC0415 - only where something is old, or inspected

    for action in inspections.outdated(upload, repository):
        project = inspections.inspected(action, repository.projects)
        if project is not None and action.at not in seen:
            seen.add(action.at)
            yield from _refusal(_INSPECTION, action.ref[:12], inspections.READS, action.at, project, upload)


def _refusal(
    tool: _Tool, version: str, reads: tuple[int, int], at: Place, project: Project, upload: Upload
) -> Iterator[Finding]:
    from tplint.backends import HELD_BACK, backend_of  # noqa: PLC0415 - likewise

    found = backend_of(project)
    if not isinstance(found, Known) or found.value.metadata <= reads:
        return
    if HELD_BACK.search(upload.pipeline.document.source.text):
        return
    backend, since = found.value, tool.since[found.value.metadata]
    metadata = "Metadata " + ".".join(map(str, backend.metadata))
    waiting = (Related(upload.at, "this upload waits for it"),) if at != upload.at else ()
    yield RULE.finding(
        at,
        f"{tool.name} {version or f'before {since}'} is too old for {metadata}, which `{backend.name}` writes",
        label=f"reads {metadata} since {since}",
        related=(Related(backend.at, "the newest release that this allows builds the distributions"), *waiting),
        consequence=f'it would stop with "{_REFUSALS[reads]}"',
        fix=tool.fix,
    )
