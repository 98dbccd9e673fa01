"""TP305: two pending publishers with one identity, or more pending ones than PyPI lets a user have."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.model import INDEXES
from tplint.publishers.declarations import identity, pointer
from tplint.pypi.names import normalize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Publisher, Repository

RULE = Rule(
    code="TP305",
    name="shared-pending-publisher",
    level="error",
    summary="two pending publishers have one identity, of which PyPI holds one only; or there are more than three",
    platforms=(),
)

MAX_PENDING = 3
_OTHER_NAME = (
    "A pending trusted publisher matching this configuration has already been registered for a different project name."
)
_SAME_NAME = "This trusted publisher has already been registered."


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each pending publisher whose identity an earlier one has, one for those past the third."""
    pending: dict[str, dict[object, Publisher]] = {}
    for publisher in repository.publishers:
        key = identity(publisher) if publisher.pending else None
        if key is None:
            continue
        of_index = pending.setdefault(publisher.index_name, {})
        if of_index.setdefault(key, publisher) is not publisher:
            yield _shared(publisher, of_index[key])
    for of_index in pending.values():
        if len(of_index) > MAX_PENDING:
            yield _too_many(tuple(of_index.values()))


def _shared(second: Publisher, first: Publisher) -> Finding:
    is_same = normalize(second.project_name) == normalize(first.project_name)
    return RULE.finding(
        pointer(second, "project_name"),
        f"the pending publishers of `{first.project_name}` and `{second.project_name}` have the same identity",
        label=f"{INDEXES[second.index_name]} holds one pending publisher for an identity",
        related=(Related(pointer(first, "project_name"), "the first one"),),
        consequence=f'PyPI\'s form would answer "{_SAME_NAME if is_same else _OTHER_NAME}"',
        fix="remove one of them"
        if is_same
        else "give each project an environment or a workflow of its own, or create one project after the other",
    )


def _too_many(publishers: tuple[Publisher, ...]) -> Finding:
    index = INDEXES[publishers[0].index_name]
    return RULE.finding(
        pointer(publishers[MAX_PENDING], "project_name"),
        f"{len(publishers)} publishers are pending on {index}, which lets a user have {MAX_PENDING} at once",
        label=f"the {MAX_PENDING + 1}th one",
        consequence=f"PyPI's form would answer \"You can't register more than {MAX_PENDING} pending trusted publishers "
        'at once."',
        fix="publish some of the projects before the others are registered, or register them for an organisation, "
        "which has no such limit",
        level="note",
    )
