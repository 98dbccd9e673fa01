"""TP003: a declared publisher that PyPI's form would refuse, or would accept although it can never match."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.documents.source import Pointer
from tplint.findings import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Publisher, Repository

RULE = Rule(
    code="TP003",
    name="invalid-publisher-declaration",
    level="error",
    summary="a declared publisher is one that PyPI's form refuses, or accepts although nothing can ever match it",
    platforms=(),
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each value that the form refuses, else for each that can never match."""
    for publisher in repository.publishers:
        refusals = tuple(_refusals(publisher))
        yield from refusals
        if not refusals:
            yield from _futile(publisher)


def _refusals(publisher: Publisher) -> Iterator[Finding]:
    """What the form says, in its own words."""
    from tplint import pypi  # noqa: PLC0415 - only where publishers are declared

    fields = {**publisher.fields, "kind": publisher.kind, "pending": publisher.pending}
    try:
        pypi.publisher({**fields, "project_name": publisher.project_name})
    except pypi.InvalidPublisher as refusal:
        for field, message in refusal.errors:
            value = publisher.project_name if field == "project_name" else publisher.fields.get(field, "")
            yield RULE.finding(
                _at(publisher, field),
                f"PyPI's form refuses `{value}` as {field.replace('_', ' ')}" if value else _missing(field),
                label=f'"{message}"',
            )


def _missing(field: str) -> str:
    return f"the publisher has no `{field.replace('_', '-')}`"


def _futile(publisher: Publisher) -> Iterator[Finding]:
    """Values that pass the form, and that no token can ever present."""
    fields = publisher.fields
    if publisher.kind == "github" and fields.get("repository", "").lower().endswith(".git"):
        yield _never(publisher, "repository", "a repository's name does not end in `.git`", fields["repository"][:-4])
    environment = fields.get("environment", "")
    if environment and not environment.strip(" "):
        yield _never(publisher, "environment", "PyPI keeps the spaces, and no environment is named so", "")
    path = fields.get("workflow_filepath", "")
    if path.startswith("./"):
        yield _never(publisher, "workflow_filepath", "GitLab's claim has the path without `./`", path[2:])


def _never(publisher: Publisher, field: str, why: str, better: str) -> Finding:
    return RULE.finding(
        _at(publisher, field),
        f"PyPI accepts `{publisher.fields[field]}` as {field.replace('_', ' ')}, but nothing can ever match it",
        label=why,
        fix=f"register `{better}`" if better else f"leave `{field.replace('_', '-')}` out",
    )


def _at(publisher: Publisher, field: str) -> Pointer:
    name = field.replace("_", "-")
    known = field in publisher.fields or field == "project_name"
    return Pointer(publisher.source, (*publisher.keys, name) if known else publisher.keys)
