"""`permissions:` → the scopes that a job's token has, and the level of the file that says so.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#permissions
"""

from __future__ import annotations

import re

from tplint.documents.nodes import Mapping, Scalar, Sequence, entries, is_null, place, text
from tplint.model import Known, Permissions, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from tplint.documents.nodes import Node
    from tplint.documents.source import Source
    from tplint.model import Fact

SCOPES = (
    "actions", "artifact-metadata", "attestations", "checks", "code-quality", "contents", "copilot-requests",
    "deployments", "discussions", "id-token", "issues", "models", "packages", "pages", "pull-requests",
    "repository-projects", "security-events", "statuses", "vulnerability-alerts",
)  # fmt: skip
ORDER = ("none", "read", "write")
LEVELS = frozenset(ORDER)
# Scopes that do not take each level; `read-all` gives no identity token.
_NEVER_READ = frozenset({"copilot-requests", "id-token"})
_NEVER_WRITTEN = frozenset({"models", "vulnerability-alerts"})
_ALL = {
    "read-all": {scope: "none" if scope in _NEVER_READ else "read" for scope in SCOPES},
    "write-all": {scope: "read" if scope in _NEVER_WRITTEN else "write" for scope in SCOPES},
}

# What a job has without any `permissions`: the repository's setting decides about other scopes, but never gives an
# identity token.
DEFAULT = Known(Permissions({}, "default"))


def declared(source: Source, node: Node | None, level: Literal["job", "workflow"]) -> Fact[Permissions] | None:
    """The permissions that a `permissions:` value declares; None where there is none."""
    if node is None:
        return None
    where = place(source, node)
    match node:
        case Mapping():
            scopes = {scope: text(entry.value) or "none" for scope, entry in entries(node)}
            if scopes.get("id-token", "none").lower() not in LEVELS:
                return Unknown("`id-token` has a value that GitHub does not know", where)
            if "id-token" not in scopes and any(scope_meant(scope) == "id-token" for scope in scopes):
                return Unknown("`id-token` is misspelt", where)
            return Known(Permissions(scopes, level), where)
        case Scalar(value=value) if value in _ALL:
            return Known(Permissions(_ALL[value], level), where)
        case Scalar() if is_null(node):
            return Unknown("`permissions` is empty", where)
        case Scalar() | Sequence():
            return Unknown("`permissions` has a value that GitHub does not know", where)


def scope_meant(name: str) -> str | None:
    """The scope that a name is a slip for; any other name may be a newer scope."""
    if name.lower() in SCOPES:
        return None
    return next((scope for scope in SCOPES if _bare(scope) == _bare(name)), None)


def _bare(name: str) -> str:
    return re.sub(r"[-_ ]", "", name.lower()).rstrip("s")


def effective(job: Fact[Permissions] | None, workflow: Fact[Permissions] | None) -> Fact[Permissions] | None:
    """What is in force in a job: its own block replaces the workflow's whole; None where neither declares any."""
    return job if job is not None else workflow


def reduced(asked: Fact[Permissions] | None, ceiling: Fact[Permissions]) -> Fact[Permissions]:
    """What a called job has: what it asks for, else all that its caller has (`ceiling`), and never more than that.

    Where nobody above it names permissions, the repository's setting decides whether it may ask: with "Read repository
    contents" GitHub refuses the run, with "Read and write permissions" a job of the same owner may have an identity
    token, too (https://github.com/actions/runner, `PermissionsHelper.cs`). In a run that is not refused it has it.
    """
    if asked is None:
        return ceiling.map(lambda limit: limit if limit.level == "default" else limit._replace(level="caller"))
    match asked, ceiling:
        case _, Known(limit) if limit.level == "default":
            return asked
        case Known(own, at), Known(limit):
            lowest = {scope: _lower(own.grants(scope), limit.grants(scope)) for scope in own.scopes}
            return Known(own._replace(scopes=lowest), *at)
        case Known(own, at), Unknown() if own.grants("id-token") != "write":
            return asked
        case Unknown(), _:
            return asked
        case _:
            return ceiling


def _lower(first: str, second: str) -> str:
    return min(first, second, key=lambda grant: ORDER.index(grant) if grant in LEVELS else 0)


def beyond(asked: Permissions, ceiling: Permissions) -> dict[str, str]:
    """The scopes for which more is asked than a ceiling grants, with what is asked; those alone that are known."""
    return {
        scope: level
        for scope, level in asked.scopes.items()
        if scope in SCOPES
        and {level, ceiling.grants(scope)} <= LEVELS
        and ORDER.index(level) > ORDER.index(ceiling.grants(scope))
    }


def can_mint(permissions: Fact[Permissions]) -> Fact[bool]:
    """Whether a job with these permissions can request an OIDC identity token."""
    return permissions.map(lambda known: known.grants("id-token") == "write")
