"""A declared publisher → what PyPI's form says of its values, and which of them no identity token can ever present."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tplint.documents.source import Pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.model import Publisher


class Futility(NamedTuple):
    """A value that the form accepts and no token presents: why, and the value that was meant (empty: none)."""

    field: str
    why: str
    better: str


def form(publisher: Publisher) -> dict[str, object]:
    """What is typed into PyPI's form for an existing project."""
    return {**publisher.fields, "kind": publisher.kind, "project_name": publisher.project_name}


def refusals(publisher: Publisher) -> tuple[tuple[str, str], ...]:
    """The fields that the form refuses, each with its words; the project's name is another rule's matter.

    Organisations can have instances of GitLab registered, so every one of them counts as offered.
    """
    from tplint import pypi  # noqa: PLC0415 - only where publishers are declared

    issuer = publisher.fields.get("issuer_url", "")
    try:
        pypi.publisher(form(publisher), issuers=(issuer,) if issuer.startswith("https://") else ())
    except pypi.InvalidPublisher as refusal:
        return refusal.errors
    return ()


def futilities(publisher: Publisher) -> Iterator[Futility]:
    """The values that pass the form in vain: PyPI stores them as typed, and nothing is called so."""
    fields = publisher.fields
    if publisher.kind == "github":
        if fields.get("repository", "").lower().endswith(".git"):
            why = "a repository's name does not end in `.git`"
            yield Futility("repository", why, fields["repository"][: -len(".git")])
        environment = fields.get("environment", "")
        if environment and not environment.strip(" "):
            yield Futility("environment", "PyPI keeps the spaces, and no environment is named so", "")
    path = fields.get("workflow_filepath", "").strip()
    if path.startswith("./"):
        yield Futility("workflow_filepath", "GitLab's claim has the path without `./`", path[len("./") :])


def is_sound(publisher: Publisher) -> bool:
    """Whether the form accepts a publisher, and a token could match it."""
    return not refusals(publisher) and next(futilities(publisher), None) is None


def pointer(publisher: Publisher, field: str) -> Pointer:
    """Where a field (by PyPI's name with underscores) is declared; the publisher's table where it is not."""
    known = field in publisher.fields or field == "project_name"
    return Pointer(publisher.source, (*publisher.keys, field.replace("_", "-")) if known else publisher.keys)
