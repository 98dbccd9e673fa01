"""TP004: the same key twice in a mapping of a file that takes part in an upload."""

from __future__ import annotations

from tplint.documents.nodes import duplicates, place, text
from tplint.findings import Related, Rule
from tplint.participants import called, uploading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Pair
    from tplint.documents.source import Source
    from tplint.findings import Finding
    from tplint.model import PlatformName, Repository

RULE = Rule(
    code="TP004",
    name="duplicate-key",
    level="error",
    summary="the same key stands twice in a mapping of a file that uploads: GitHub refuses the file, GitLab keeps one",
    platforms=("github", "gitlab"),
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each repeated key of a file that uploads, calls one that does, or is called by it."""
    for pipeline in (*uploading(repository), *called(repository)):
        for document in (pipeline.document, *pipeline.included):
            for first, again in duplicates(document):
                yield _finding(pipeline.platform, document.source, first, again)


def _finding(platform: PlatformName, source: Source, first: Pair, again: Pair) -> Finding:
    return RULE.finding(
        place(source, again.key),
        f"the key `{text(again.key)}` stands here for the second time",
        label="again",
        related=(Related(place(source, first.key), "first here"),),
        consequence=_CONSEQUENCES[platform],
        level="error" if platform == "github" else "warning",
        fix="keep one of the two",
    )


_CONSEQUENCES = {
    "github": "GitHub refuses the whole file, so nothing is published",
    "gitlab": "GitLab keeps the last one and drops the others without a word",
}
