"""TP529: a condition before an upload takes a text for a boolean, or compares what is never equal."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.platforms.github.mistakes.mistyped import mistyped
from tplint.platforms.github.reach import excluding_conditions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository, Upload
    from tplint.platforms.github.mistakes.mistyped import Mistyped

RULE = Rule(
    code="TP529",
    name="mistyped-condition",
    level="warning",
    summary="a condition of an upload takes a text for a boolean, or compares what is never equal",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each value in each condition; what keeps an upload from ever running is TP507's."""
    unreachable = (upload for upload in repository.unreachable if not excluding_conditions(upload, repository))
    for upload in (*repository.uploads, *unreachable):
        if upload.goes_to("pypi", "testpypi"):
            yield from (_finding(each, upload) for each in mistyped(upload))


def _finding(found: Mistyped, upload: Upload) -> Finding:
    read, other = found.read, found.other
    if found.type == "boolean":
        message = f"the condition compares the boolean `{read}` with the text `{other}`, which it never equals"
        fix = f"write `{read}` or `!{read}`, without a comparison"
    elif found.type == "object":
        message = f"the condition compares the object `{read}` with the text `{other}`, which it never equals"
        fix = f"compare `{read}_name`, the name of the event"
    elif other:
        message = f"the condition compares the text `{read}` with `{other}`, which it never equals"
        fix = f"compare it with the text `'{other}'`"
    else:
        message = f"the condition takes `{read}` for a boolean, but it is a text, and also `'false'` counts as true"
        fix = "compare it with the text `'true'` or `'false'`"
    return RULE.finding(
        found.at,
        message,
        label="whatever the value is" if other else "true whatever the text says",
        related=(Related(upload.at, "decides whether this upload runs"),),
        consequence="the upload would run, or be skipped, against what is asked for; a skipped one looks green",
        fix=fix,
    )
