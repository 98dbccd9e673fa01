"""TP602: a guide to trusted publishing says of PyPI what PyPI does not do."""

from __future__ import annotations

from tplint.findings import Rule
from tplint.guides.corrections import CORRECTIONS
from tplint.guides.drift import misnamed_workflows

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


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each belief of a guide, at its first place."""
    for guide in repository.guides:
        for myth in guide.myths:
            why, fix = CORRECTIONS[myth.kind]
            yield RULE.finding(myth.at, f"the guide says `{_shortened(myth.at.text)}`, but {why}", fix=fix)
        yield from _path(guide, repository)


def _path(guide: Guide, repository: Repository) -> Iterator[Finding]:
    """A path in GitHub's workflow field; where its file name is wrong too, TP601 says so."""
    wrong = {statement.at for statement in misnamed_workflows(guide, repository)}
    for registration in guide.registrations:
        said = registration.get("workflow_filename")
        if said in registration.statements and registration.firm and "/" in said.value and said.at not in wrong:
            why, fix = CORRECTIONS["workflow-path"]
            yield RULE.finding(
                said.at,
                f"the guide gives workflow `{said.value}`, but {why}",
                consequence='PyPI would answer "Workflow filename must be a filename only, without directories"',
                fix=fix.format(name=said.value.rpartition("/")[2]),
            )
            return


MAX_QUOTED = 60


def _shortened(text: str) -> str:
    plain = " ".join(text.replace("`", "").replace("*", "").split())
    return plain if len(plain) <= MAX_QUOTED else plain[: MAX_QUOTED - 3].rstrip() + "..."
