"""TP535: an upload waits for a job that asks for Python 3.1, by a `3.10` without quotes."""

from __future__ import annotations

from tplint.findings import Edit, Fix, Rule
from tplint.platforms.github.needed.unquoted_versions import unquoted_versions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Repository

RULE = Rule(
    code="TP535",
    name="unquoted-python-version",
    level="error",
    summary="an upload waits for a job that sets up Python `3.10`, which is the number 3.1 without quotes",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each version."""
    seen: set[Place] = set()
    for awaited, at in unquoted_versions(repository):
        if at not in seen:
            seen.add(at)
            yield RULE.finding(
                at,
                f"job `{awaited.job.id}` asks for Python 3.1: `3.10` has no quotes",
                label="YAML reads the number 3.1",
                related=awaited.related,
                consequence="the job would stop with \"The version '3.1' with architecture 'x64' was not found\", "
                "and nothing is uploaded",
                fix=Fix('write `"3.10"`', "safe", (Edit(at, '"3.10"'),)),
            )
