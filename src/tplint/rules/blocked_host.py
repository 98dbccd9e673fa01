"""TP537: the connections of an upload's job are restricted, and it does not reach a host that it needs."""

from __future__ import annotations

from tplint.facts.blocked_hosts import blocked_hosts
from tplint.findings import Related, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.facts.blocked_hosts import Blocked
    from tplint.findings import Finding
    from tplint.model import Repository

RULE = Rule(
    code="TP537",
    name="blocked-host",
    level="error",
    summary="harden-runner blocks connections of the job, and the upload needs a host that is not on its list",
)
_PURPOSES = {
    "upload": ("uploads to", "the upload would not reach the index"),
    "attestations": ("signs attestations at", "the action would get no signature"),
    "image": ("gets the image of its action from", "the action would not start"),
}


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each list."""
    seen: set[Place] = set()
    for blocked in blocked_hosts(repository):
        if blocked.at not in seen:
            seen.add(blocked.at)
            yield _finding(blocked)


def _finding(blocked: Blocked) -> Finding:
    does, outcome = _PURPOSES[blocked.purpose]
    hosts = " and ".join(f"`{host}`" for host in blocked.hosts)
    return RULE.finding(
        blocked.at,
        f"job `{blocked.upload.job.id}` {does} {hosts}, which `{blocked.guard.name}` blocks",
        label="what is not listed here is blocked",
        related=(Related(blocked.upload.at, "this upload"),),
        consequence=f"{outcome}, and nothing is uploaded",
        fix=f"add {' and '.join(f'`{host}:443`' for host in blocked.hosts)} to `{blocked.lists}`",
    )
