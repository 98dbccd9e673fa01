"""TP004: the same key twice in a mapping of a file that takes part in an upload."""

from __future__ import annotations

from tplint.documents.nodes import duplicates, place, text
from tplint.facts.participants import called, displaced, uploading
from tplint.findings import Related, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal, TypeAlias

    from tplint.documents.nodes import Document, Pair
    from tplint.documents.source import Source
    from tplint.findings import Finding
    from tplint.model import PlatformName, Repository

    _Kind: TypeAlias = PlatformName | Literal["action"]

RULE = Rule(
    code="TP004",
    name="duplicate-key",
    level="error",
    summary="the same key stands twice in a mapping of a file that uploads: GitHub refuses the file, GitLab keeps one",
    platforms=("github", "gitlab"),
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each repeated key of a file that uploads, calls one that does, or is called or used by it."""
    pipelines = {pipeline.path: pipeline for pipeline in repository.pipelines}
    documents: dict[str, tuple[_Kind, Document]] = {}
    for each in (*uploading(repository), *called(repository), *displaced(repository)):
        pipeline = pipelines.get(each.path, each)
        for document in (pipeline.document, *pipeline.included):
            is_action = pipeline.platform == "github" and document is not pipeline.document
            documents[document.source.path] = ("action" if is_action else pipeline.platform), document
    for kind, document in documents.values():
        for first, again in duplicates(document):
            yield _finding(kind, document.source, first, again)


def _finding(kind: _Kind, source: Source, first: Pair, again: Pair) -> Finding:
    return RULE.finding(
        place(source, again.key),
        f"the key `{text(again.key)}` stands here for the second time",
        label="again",
        related=(Related(place(source, first.key), "first here"),),
        consequence=_CONSEQUENCES[kind],
        level="warning" if kind == "gitlab" else "error",
        fix="keep one of the two",
    )


_CONSEQUENCES = {
    "github": "GitHub refuses the whole file, so nothing is published",
    "action": "GitHub refuses the action, so the job that uses it fails",
    "gitlab": "GitLab keeps the last one and drops the others without a word",
}
