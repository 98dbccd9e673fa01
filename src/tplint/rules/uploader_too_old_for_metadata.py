"""TP521: what uploads or inspects the distributions refuses the core metadata that the newest build backend writes."""

from __future__ import annotations

from tplint.facts.metadata_readers import metadata_readers
from tplint.findings import Related, Rule
from tplint.model import Known
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tplint.facts.metadata_readers import MetadataReader
    from tplint.findings import Finding
    from tplint.model import Repository, Upload

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


_TOOLS = {
    "action": _Tool(
        "the publish action", {(2, 4): "v1.12.3", (2, 5): "v1.14.2"}, "use the newest release of the action"
    ),
    "twine": _Tool("twine", {(2, 4): "6.1", (2, 5): "7"}, "use twine 7 or newer"),
    "inspection": _Tool("`build-and-inspect-python-package`", {(2, 5): "v3"}, "use v3.0.1 or newer of the action"),
}
# By what the tool still takes.
_REFUSALS = {
    (0, 0): "KeyError",
    (2, 3): "InvalidDistribution: Metadata is missing required fields: Name, Version",
    (2, 4): "InvalidDistribution: Invalid distribution metadata: '2.5' is not a valid metadata version",
}


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each uploader that refuses what the backend writes, and for each inspection before it."""
    for upload, reader in metadata_readers(repository):
        yield from _refusal(upload, reader)


def _refusal(upload: Upload, reader: MetadataReader) -> Iterator[Finding]:
    from tplint.metadata.backends import backend_in  # noqa: PLC0415 - only where something is old

    found = backend_in(upload.pipeline, reader.project)
    if not isinstance(found, Known) or found.value.metadata <= reader.reads:
        return
    backend = found.value
    tool = _TOOLS[reader.tool]
    since, metadata = tool.since[backend.metadata], "Metadata " + ".".join(map(str, backend.metadata))
    waiting = (Related(upload.at, "this upload waits for it"),) if reader.at != upload.at else ()
    label = "the newest release that this allows builds the distributions"
    if not backend.is_required:
        label = "without `[build-system]`, the newest setuptools builds the distributions"
    yield RULE.finding(
        reader.at,
        f"{tool.name} {reader.version or f'before {since}'} is too old for {metadata}, which `{backend.name}` writes",
        label=f"reads {metadata} since {since}",
        related=(Related(backend.at, label), *waiting),
        consequence=f'it would stop with "{_REFUSALS[reader.reads]}"',
        fix=tool.fix,
    )
