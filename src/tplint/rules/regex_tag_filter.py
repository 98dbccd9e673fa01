"""TP530: an upload starts on tags that fit a regular expression, which GitHub reads as a glob that no tag fits."""

from __future__ import annotations

import re

from tplint.documents.nodes import Scalar, get, items, place
from tplint.findings import Related, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP530",
    name="regex-tag-filter",
    level="warning",
    summary="a filter on tags is a regular expression, and no tag that anybody pushes fits it",
)

# What regular expressions have, and neither filters nor versions. `[…]`, `?`, `+` and `*` are known to both, and `\\.`
# may well be a point.
_OF_EXPRESSIONS = r"\\[dDwWsSbB]|[()|$^]"


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each pattern of a workflow that uploads or calls one that does."""
    seen: set[Place] = set()
    for upload in repository.uploads:
        if upload.platform == "github" and upload.goes_to("pypi", "testpypi"):
            for at, sign in _expressions(upload):
                if at not in seen:
                    seen.add(at)
                    yield _finding(at, sign, upload)


def _expressions(upload: Upload) -> Iterator[tuple[Place, str]]:
    """The patterns that are no globs, with what tells so."""
    may_start = any(event.name == "push" for event in upload.events)
    push = upload.started.trigger("push") if may_start else None
    tags = get(push.node, "tags") if push is not None else None
    for node in (tags, *items(tags)):
        if isinstance(node, Scalar) and not node.value.startswith("!"):
            found = re.search(_OF_EXPRESSIONS, re.sub(r"\[[^\]]*\]", "", node.value))
            if found is not None:
                yield place(upload.started.document.source, node), found[0]


def _finding(at: Place, sign: str, upload: Upload) -> Finding:
    return RULE.finding(
        at,
        f"`{upload.started.file_name}` waits for tags that have `{sign}` in their names",
        label="read as a glob, not as a regular expression",
        related=(Related(upload.at, "so no tag starts this upload by this pattern"),),
        consequence="GitHub would start nothing when a version is tagged, and says nothing of it",
        fix="write a glob, such as `v*` or `v[0-9]+.[0-9]+.[0-9]+`",
    )
