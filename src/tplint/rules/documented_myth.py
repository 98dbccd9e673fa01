"""TP602: a guide to trusted publishing says of PyPI what PyPI does not do."""

from __future__ import annotations

import re

from tplint.findings import Rule
from tplint.guides.corrections import CORRECTIONS
from tplint.guides.workflow_field import refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.guides.records import Guide
    from tplint.model import Repository

RULE = Rule(
    code="TP602",
    name="documented-myth",
    level="note",
    summary="a guide to trusted publishing says what PyPI does not do",
    platforms=("github", "gitlab"),
)
_ANSWERS = {
    "workflow-path": "Workflow filename must be a filename only, without directories",
    "workflow-title": "Workflow name must end with .yml or .yaml",
}


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each belief of a guide, at its first place."""
    for guide in repository.guides:
        for myth in guide.myths:
            why, fix = CORRECTIONS[myth.kind]
            yield RULE.finding(
                myth.at, f"the guide says `{_shortened(myth.at.text)}`, but {why}", fix=fix, once=myth.kind
            )
        yield from _workflow(guide, repository)


def _workflow(guide: Guide, repository: Repository) -> Iterator[Finding]:
    """A path or a title in GitHub's workflow field; where a file's name is wrong, TP601 says so."""
    for found in refused(guide, repository):
        why, fix = CORRECTIONS[found.kind]
        yield RULE.finding(
            found.statement.at,
            f"the guide gives workflow `{found.statement.value}`, but {why}",
            consequence=f'PyPI would answer "{_ANSWERS[found.kind]}"',
            fix=fix.format(name=found.file_name),
        )
        return


MAX_QUOTED = 60


def _shortened(text: str) -> str:
    plain = " ".join(re.sub(r"[`*]|(?<=\n)[ \t>]+", "", text).split())
    return plain if len(plain) <= MAX_QUOTED else plain[: MAX_QUOTED - 3].rstrip() + "..."
