"""TP116: a script exchanges the identity token by hand, in a way that PyPI refuses or that leads nowhere."""

from __future__ import annotations

from tplint.facts.misuses import misuses
from tplint.findings import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository

RULE = Rule(
    code="TP116",
    name="misused-id-token",
    level="error",
    summary="an identity token is exchanged by hand in a way that leads nowhere, or is itself sent as the password",
    platforms=("github", "gitlab"),
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each use of a token that certainly fails."""
    for found in misuses(repository):
        yield RULE.finding(
            found.at, found.what, label=found.shows, related=found.related, consequence=found.so, fix=found.remedy
        )
