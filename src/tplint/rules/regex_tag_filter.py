"""TP530: an upload starts on tags that fit a regular expression, which GitHub reads as a glob that no tag fits."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.platforms.github.tag_filters import tag_filter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Repository, Upload
    from tplint.platforms.github.tag_filters import Pattern

RULE = Rule(
    code="TP530",
    name="regex-tag-filter",
    level="warning",
    summary="a filter on tags is a regular expression, and no tag that anybody pushes fits it",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each pattern of a workflow that uploads or calls one that does."""
    seen: set[Place] = set()
    for upload in repository.uploads:
        if upload.platform == "github" and upload.goes_to("pypi", "testpypi"):
            for pattern in _expressions(upload):
                if pattern.at not in seen:
                    seen.add(pattern.at)
                    yield _finding(pattern, upload)


def _expressions(upload: Upload) -> Iterator[Pattern]:
    """The patterns for tags that are no globs."""
    push = upload.started.trigger("push")
    if push is not None and any(event.name == "push" for event in upload.events):
        yield from (each for each in tag_filter(push).tags or () if each.sign and not each.leaves_out)


def _finding(pattern: Pattern, upload: Upload) -> Finding:
    return RULE.finding(
        pattern.at,
        f"`{upload.started.file_name}` waits for tags that have `{pattern.sign}` in their names",
        label="read as a glob, not as a regular expression",
        related=(Related(upload.at, "so no tag starts this upload by this pattern"),),
        consequence="GitHub would start nothing when a version is tagged, and says nothing of it",
        fix="write a glob, such as `v*` or `v[0-9]+.[0-9]+.[0-9]+`",
    )
