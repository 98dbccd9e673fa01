"""TP528: an action in a job that an upload needs is used in a version that GitHub does not find or refuses to run."""

from __future__ import annotations

from tplint.findings import Rule
from tplint.platforms.github.needed.jobs import needed_actions
from tplint.platforms.github.needed.unavailable_actions import lack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository

RULE = Rule(
    code="TP528",
    name="unavailable-action",
    level="error",
    summary="a job that an upload needs uses an action in a version that does not exist, or that GitHub refuses to run",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each use."""
    for each in needed_actions(repository, "actions/", "setup-uv@", "gh-action-sigstore-python@"):
        action = each.action
        if found := lack(action):
            yield RULE.finding(
                action.at,
                f"job `{each.of.job.id}` uses `{action.name}@{action.ref}`, {found.what}",
                label=found.why,
                related=each.of.related,
                consequence=f'the job would stop with "{found.words}"',
                fix=found.remedy,
            )
