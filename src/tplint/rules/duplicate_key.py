"""TP004: the same key twice in a mapping of a file that takes part in an upload."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.documents.nodes import duplicates, place, text
from tplint.findings import Related, Rule
from tplint.participants import called, uploading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository

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
        source = pipeline.document.source
        for first, again in (pair for root in pipeline.document.roots for pair in duplicates(root)):
            yield RULE.finding(
                place(source, again.key),
                f"the key `{text(again.key)}` stands here for the second time",
                label="again",
                related=(Related(place(source, first.key), "first here"),),
                consequence=_CONSEQUENCES[pipeline.platform],
                level="error" if pipeline.platform == "github" else "warning",
                fix="keep one of the two",
            )


_CONSEQUENCES = {
    "github": "GitHub refuses the whole file, so nothing is published",
    "gitlab": "GitLab keeps the last one and drops the others without a word",
}
