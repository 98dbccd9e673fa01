"""TP003: a declared publisher that PyPI's form would refuse, or would accept although it can never match."""

from __future__ import annotations

from tplint.findings import Rule
from tplint.publishers.declarations import futilities, pointer, refusals
from tplint.publishers.matching import differing_case
from tplint.pypi.kinds import NOT_FOUND, no_publisher

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Publisher, Repository
    from tplint.publishers.declarations import Futility

RULE = Rule(
    code="TP003",
    name="invalid-publisher-declaration",
    level="error",
    summary="a declared publisher is one that PyPI's form refuses, or accepts although nothing can ever match it",
    platforms=(),
)
_REASONS = {"github": NOT_FOUND, "gitlab": "The ci_config_ref_uri claim does not match, …"}


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each value that the form refuses, else for each that can never match, else for letter case."""
    for publisher in repository.publishers:
        yield from (
            tuple(_refused(publisher, field, message) for field, message in refusals(publisher))
            or tuple(_futile(publisher, futility) for futility in futilities(publisher))
            or _miscased(publisher, repository)
        )


def _refused(publisher: Publisher, field: str, message: str) -> Finding:
    """What the form says, in its own words."""
    value = publisher.fields.get(field, "")
    fault = (
        f"PyPI's form refuses `{value}` as {_shown(field)}"
        if value
        else f"the publisher has no `{field.replace('_', '-')}`"
    )
    return RULE.finding(pointer(publisher, field), f'{fault}: "{message}"')


def _futile(publisher: Publisher, futility: Futility) -> Finding:
    field, why, better = futility
    otherwise = "leave `environment` out" if field == "environment" else "name a file of the repository in full"
    return RULE.finding(
        pointer(publisher, field),
        f"PyPI accepts `{publisher.fields[field]}` as {_shown(field)}, but nothing can ever match it",
        label=why,
        fix=f"register `{better}`" if better else otherwise,
    )


def _miscased(publisher: Publisher, repository: Repository) -> Iterator[Finding]:
    """Names as they are typed, where every remote and URL has other letter case."""
    for field, name, origin in differing_case(publisher, repository):
        yield RULE.finding(
            pointer(publisher, field),
            f"the publisher names {_shown(field)} `{publisher.fields[field]}`, but {origin} says `{name}`",
            label="PyPI compares letter case too",
            consequence=f'if {origin} is right, PyPI would answer "{no_publisher(_REASONS[publisher.kind])}"',
            fix=f"register `{name}` if that is the spelling on the {_shown(field)}'s own page",
            level="warning",
        )


def _shown(field: str) -> str:
    return field.replace("_", " ")
