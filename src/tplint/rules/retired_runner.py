"""TP531: an upload waits for a job on a runner that GitHub has taken out of service."""

from __future__ import annotations

from tplint.findings import Rule
from tplint.platforms.github.needed.retired_runners import retired_runners

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Repository
    from tplint.platforms.github.needed.jobs import Awaited
    from tplint.platforms.github.needed.retired_runners import Retired

RULE = Rule(
    code="TP531",
    name="retired-runner",
    level="error",
    summary="an upload waits for a job on a hosted runner that GitHub has taken out of service, such as `macos-13`",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each label."""
    seen: set[Place] = set()
    for awaited, retired in retired_runners(repository):
        if retired.at not in seen:
            seen.add(retired.at)
            yield _finding(awaited, retired)


def _finding(awaited: Awaited, retired: Retired) -> Finding:
    return RULE.finding(
        retired.at,
        f"job `{awaited.job.id}` asks for the runner `{retired.label}`, which GitHub "
        + ("does not have any more" if retired.gone else "has announced to switch off"),
        label=f"switched off in {retired.since}" if retired.gone else f"announced for {retired.since}",
        related=awaited.related,
        consequence="the job would wait for a runner until GitHub cancels it after a day, and nothing is uploaded",
        fix=f"run it on `{retired.successor}`" + ("" if awaited.is_own else ", or leave it out"),
        level="error" if retired.gone else "warning",
    )
