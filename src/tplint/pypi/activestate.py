"""ActiveState publishers: PyPI's form, its look-up, and its checks of ActiveState's claims."""

from __future__ import annotations

import re

from tplint.pypi.kinds import NOT_FOUND, Difference, Field, Kind, NoPublisherError, corrected, shown, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tplint.pypi.kinds import Claims, Publisher, Server

ISSUER = "https://platform.activestate.com/api/v1/oauth/oidc"
BUILDER = "pypi-publisher"
_SUBJECT_PARTS = 4


# The form (warehouse/oidc/forms/activestate.py). It asks ActiveState whether organization and actor exist.


def _project_error(value: str, _server: Server) -> str:
    return "" if re.match(r"[.a-zA-Z0-9-]{3,40}$", value) else "Invalid ActiveState project name"


def _double_dash_error(value: str, _server: Server) -> str:
    return "Double dashes are not allowed in the name" if "--" in value else ""


def _outer_dash_error(value: str, _server: Server) -> str:
    outer = value.startswith("-") or value.endswith("-")
    return "Leading or trailing dashes are not allowed in the name" if outer else ""


FIELDS = (
    Field("organization", "Organization", "Specify ActiveState organization name"),
    Field(
        "project",
        "ActiveState Project name",
        "Specify ActiveState project name",
        (_project_error, _double_dash_error, _outer_dash_error),
    ),
    Field("actor", "Actor Username", "Specify the ActiveState actor username"),
)


# The decision (warehouse/oidc/models/activestate.py).


def look_up(publishers: Sequence[Publisher], claims: Claims) -> Publisher:
    """The publisher of this organization, project and actor; raises ``NoPublisherError``."""
    wanted = {name: text(claims, name) for name in ("organization", "project", "actor_id")}
    for publisher in publishers:
        fields = publisher.fields
        stored = {**fields, "actor_id": fields["actor_id"] or wanted["actor_id"]}
        if all(stored[name] == value for name, value in wanted.items()):
            return publisher
    raise NoPublisherError(NOT_FOUND)


def check(publisher: Publisher, claims: Claims, _server: Server) -> None:
    """Judge the publisher that was found, in the server's order; raises ``NoPublisherError``.

    The server checks organization, project and actor again, which the look-up has settled.
    """
    subject = text(claims, "sub")
    parts = subject.split(":")
    if not subject:
        raise NoPublisherError("Missing 'subject' claim", publisher)
    if len(parts) < _SUBJECT_PARTS:
        raise NoPublisherError("Invalid 'subject' claim. Wrong format", publisher)
    if ":".join(parts[:_SUBJECT_PARTS]) != _subject(publisher):
        raise NoPublisherError("Invalid 'subject' claim", publisher)
    if claims["builder"] != BUILDER:
        raise NoPublisherError("Check failed for required claim 'builder'", publisher)


def compare(publisher: Publisher, claims: Claims) -> Iterator[Difference]:
    """What keeps this publisher from matching: the form's fields in their order, then what else the claims say."""
    differing = tuple(_compare_fields(publisher, claims))
    yield from differing
    subject = shown(claims, "sub")
    repeated = ":".join((subject or "").split(":")[:_SUBJECT_PARTS])
    fitting = corrected(publisher, differing)
    if "sub" in claims and fitting and repeated != _subject(fitting):
        yield Difference(publisher, "sub", subject, (_subject(publisher),))
    if "builder" in claims and claims["builder"] != BUILDER:
        yield Difference(publisher, "builder", shown(claims, "builder"), (BUILDER,))


def _compare_fields(publisher: Publisher, claims: Claims) -> Iterator[Difference]:
    for field in ("organization", "project", "actor_id"):
        stored, presented = publisher.fields[field], shown(claims, field)
        if presented != stored and (stored or field != "actor_id"):
            yield Difference(publisher, field, presented, (stored,))


def _subject(publisher: Publisher) -> str:
    return f"org:{publisher.fields['organization']}:project:{publisher.fields['project']}"


KIND = Kind(
    name="activestate",
    issuer=ISSUER,
    fields=FIELDS,
    identifiers=("actor_id",),
    required=("sub", "organization", "project", "actor_id", "builder"),
    reified_by=("organization", "project", "actor_id", "actor"),
    look_up=look_up,
    check=check,
    compare=compare,
)
