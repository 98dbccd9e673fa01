"""TP203: a declared publisher is of another repository than the one that git remotes and project URLs name."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.publishers.declarations import pointer
from tplint.publishers.form_fields import full_name
from tplint.publishers.matching import differing_names, explained, this_repository

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Match, Publisher, Repository
    from tplint.repository import Identity

RULE = Rule(
    code="TP203",
    name="publisher-repository-mismatch",
    level="error",
    summary="the declared owner and repository are not those that git remotes and project URLs name",
    platforms=("github", "gitlab"),
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each publisher that is the nearest of an upload which no publisher matches."""
    for match, publisher in explained(RULE.code, repository):
        here = this_repository(publisher, repository)
        if here is not None:
            yield _finding(match, publisher, here)


def _finding(match: Match, publisher: Publisher, here: Identity) -> Finding:
    differing, declared = differing_names(publisher, here), full_name(publisher)
    return RULE.finding(
        pointer(publisher, differing[0][0]),
        f"the publisher of `{publisher.project_name}` is declared for `{declared}`, but this is `{here.name}`",
        label=f"{here.origin} says `{differing[0][1]}`",
        related=(Related(match.upload.at, f"this upload presents `{here.name}`"),),
        consequence=f'PyPI would answer "{match.error}"',
        fix=f"register `{here.name}` on PyPI, and declare it here; or, if this is a fork, name `{declared}` in "
        "`project.urls`",
    )
