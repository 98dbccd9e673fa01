"""TP602: a guide to trusted publishing says of PyPI what PyPI does not do."""

from __future__ import annotations

import re

from tplint.findings import Rule
from tplint.guides.corrections import CORRECTIONS
from tplint.guides.drift import misnamed_workflows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.guides.records import Guide, Registration
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
            yield RULE.finding(
                myth.at, f"the guide says `{_shortened(myth.at.text)}`, but {why}", fix=fix, once=myth.kind
            )
        yield from _path(guide, repository)


def _path(guide: Guide, repository: Repository) -> Iterator[Finding]:
    """A path in GitHub's workflow field; where its file name is wrong too, TP601 says so.

    Where the guide fills the form in with a name alone, a path in other words tells where the file is.
    """
    wrong = {statement.at for statement in misnamed_workflows(guide, repository)}
    paths = [each for each in guide.registrations if each.firm and _gives_path(each)]
    if any(_is_form(each) and not _gives_path(each) for each in guide.registrations):
        paths = [each for each in paths if _is_form(each)]
    for said in (each.get("workflow_filename") for each in paths):
        if said is not None and said.at not in wrong:
            why, fix = CORRECTIONS["workflow-path"]
            yield RULE.finding(
                said.at,
                f"the guide gives workflow `{said.value}`, but {why}",
                consequence='PyPI would answer "Workflow filename must be a filename only, without directories"',
                fix=fix.format(name=said.value.rpartition("/")[2]),
            )
            return


def _gives_path(registration: Registration) -> bool:
    return any(said.field == "workflow_filename" and "/" in said.value for said in registration.statements)


def _is_form(registration: Registration) -> bool:
    """Whether owner, repository and workflow have a field each, as in PyPI's form; often the first two stand as one."""
    owner, name, file = map(registration.get, ("owner", "repository", "workflow_filename"))
    return owner is not None and name is not None and file is not None and owner.at.end + 1 != name.at.start


MAX_QUOTED = 60


def _shortened(text: str) -> str:
    plain = " ".join(re.sub(r"[`*]|(?<=\n)[ \t>]+", "", text).split())
    return plain if len(plain) <= MAX_QUOTED else plain[: MAX_QUOTED - 3].rstrip() + "..."
