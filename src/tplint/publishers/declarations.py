"""A declared publisher → what PyPI's form says of its values, and which of them no identity token can ever present."""

from __future__ import annotations

import re

from tplint import pypi
from tplint.documents.source import Pointer
from tplint.pypi.names import normalize
from tplint.records import NamedTuple

TYPE_CHECKING = False
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


def issuers(publisher: Publisher) -> tuple[str, ...]:
    """The GitLab instance that a publisher names: organisations can have any registered, so it counts as offered."""
    issuer = publisher.fields.get("issuer_url", "")
    return (issuer,) if issuer.startswith("https://") else ()


def stored(publisher: Publisher, **more: str) -> pypi.Publisher:
    """The row that PyPI makes of a declared publisher; raises ``InvalidPublisher`` where its form refuses that."""
    return pypi.publisher({**form(publisher), **more}, issuers=issuers(publisher))


def refusals(publisher: Publisher) -> tuple[tuple[str, str], ...]:
    """The fields that the form refuses, each with its words; the project's name is another rule's matter."""
    try:
        stored(publisher)
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
        if environment and not environment.strip():
            yield Futility("environment", "PyPI keeps the white space, and no environment is named so", "")
    namespace = fields.get("namespace", "")
    if "//" in namespace:
        yield Futility("namespace", "GitLab's paths have single slashes", re.sub("/+", "/", namespace))
    issuer = fields.get("issuer_url", "")
    if issuer.endswith("/"):
        yield Futility("issuer_url", "GitLab's claim `iss` has no final slash", issuer.rstrip("/"))
    path = fields.get("workflow_filepath", "")
    if path.startswith("./"):
        yield Futility("workflow_filepath", "GitLab's claim has the path without `./`", path[len("./") :])
    if path.startswith(("http://", "https://")):
        yield Futility("workflow_filepath", "GitLab's token names no file that is fetched from a URL", "")
    for field in ("workflow_filename", "workflow_filepath"):
        if re.search(r"(?:^|/)\.ya?ml$", fields.get(field, "")):
            yield Futility(field, "PyPI finds no file in a token whose name is only an extension", "")


def is_sound(publisher: Publisher) -> bool:
    """Whether the form accepts a publisher, and a token could match it."""
    return not refusals(publisher) and next(futilities(publisher), None) is None


# What PyPI's tables of pending publishers may hold once; GitLab's leave the issuer out.
_UNIQUE = {
    "github": ("repository", "owner", "workflow_filename", "environment"),
    "gitlab": ("namespace", "project", "workflow_filepath", "environment"),
    "google": ("email", "sub"),
    "activestate": ("organization", "project", "actor"),
}


def identity(publisher: Publisher) -> tuple[str, ...] | None:
    """What no two pending publishers of an index may share, as the form stores it; None where the form refuses it."""
    if refusals(publisher):
        return None
    fields = stored(publisher).fields
    values = {**fields, "owner": fields.get("owner", "").lower()}  # the form spells the owner as GitHub does
    return publisher.kind, *(values[name] for name in _UNIQUE[publisher.kind])


def pointer(publisher: Publisher, field: str) -> Pointer:
    """Where a field (by PyPI's name with underscores) is declared; the publisher's table where it is not."""
    known = field in publisher.fields or field == "project_name"
    return Pointer(publisher.source, (*publisher.keys, field.replace("_", "-")) if known else publisher.keys)


def environment_refusal(kind: str, name: str) -> str:
    """What the form for this kind says of an environment's name; empty where it takes it."""
    from tplint.pypi.kinds import Server  # noqa: PLC0415 - loads PyPI's forms

    field = next((field for field in pypi.form_fields(kind) if field.name == "environment"), None)
    if field is None or not name.strip():
        return ""
    return next((message for check in field.checks if (message := check(name, Server()))), "")


def shadowed(publishers: tuple[Publisher, ...]) -> Iterator[tuple[Publisher, Publisher]]:
    """Pairs of a publisher without environment and one that differs in the environment and the project alone.

    In that environment PyPI uses the second one only. A project that is declared for both is in no such pair.
    """
    limited: dict[tuple[object, ...], list[Publisher]] = {}
    for publisher in publishers:
        if _environment(publisher):
            limited.setdefault(_workflow(publisher), []).append(publisher)
    for general in publishers:
        if _environment(general):
            continue
        others = limited.get(_workflow(general), [])
        served: dict[str, set[str]] = {}
        for other in others:
            served.setdefault(_environment(other), set()).add(normalize(other.project_name))
        hiding = (other for other in others if normalize(general.project_name) not in served[_environment(other)])
        yield from ((general, other) for other in list(hiding)[:1])


def comparable(environment: str, kind: str) -> str:
    """An environment's name as PyPI compares it: GitHub's without letter case."""
    return environment.lower() if kind == "github" else environment


def _environment(publisher: Publisher) -> str:
    return comparable(publisher.fields.get("environment", ""), publisher.kind)


def _workflow(publisher: Publisher) -> tuple[object, ...]:
    """All that PyPI looks a publisher up by but the environment; the form spells owners as GitHub does."""
    fields = {name: value for name, value in publisher.fields.items() if name != "environment"}
    fields["owner"] = fields.get("owner", "").lower()
    return publisher.index_name, publisher.kind, tuple(sorted(fields.items()))
