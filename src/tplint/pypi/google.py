"""Google publishers: PyPI's form, its look-up, and its checks of Google's claims."""

from __future__ import annotations

import re

from tplint.pypi.kinds import NOT_FOUND, Difference, Field, Kind, NoPublisherError, optional_text, shown, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tplint.pypi.kinds import Claims, Publisher, Server

ISSUER = "https://accounts.google.com"

# Domains that the form's validator refuses although their syntax is right (email-validator 2.3).
_SPECIAL_DOMAINS = (".arpa", ".invalid", ".local", ".localhost", ".onion", ".test")
_ATOM = r"[a-zA-Z0-9_!#$%&'*+\-/=?^`{|}~\u0080-\U0010ffff]+"
_LABEL = r"[a-zA-Z0-9\u0080-\U0010ffff](?:[a-zA-Z0-9\u0080-\U0010ffff-]{0,61}[a-zA-Z0-9\u0080-\U0010ffff])?"
_MAX_ADDRESS, _MAX_DOMAIN = 254, 253


# The form (warehouse/oidc/forms/google.py).


def _is_email(value: str) -> bool:
    """Whether an address passes the form's check of syntax.

    Addresses in ASCII are judged as PyPI judges them, without looking into Punycode; of others only that their
    characters are printable. The addresses of Google's service accounts are plain ASCII.
    """
    local, at, domain = value.rpartition("@")
    if not at or len(value.encode(errors="replace")) > _MAX_ADDRESS or len(domain) > _MAX_DOMAIN:
        return False
    if not re.fullmatch(rf"{_ATOM}(?:\.{_ATOM})*", local) or not value.isprintable():
        return False
    if not re.fullmatch(rf"{_LABEL}(?:\.{_LABEL})+", domain) or re.search(r"(?:^|\.)(?!xn)..--", domain, re.IGNORECASE):
        return False
    return not domain[-1].isdigit() and not domain.lower().endswith(_SPECIAL_DOMAINS)


def _email_error(value: str, _server: Server) -> str:
    return "" if _is_email(value) else "Invalid email address."


FIELDS = (
    Field("email", "Email", "This field is required.", (_email_error,)),
    Field("sub", "Subject"),
)


# The decision (warehouse/oidc/models/google.py).


def look_up(publishers: Sequence[Publisher], claims: Claims) -> Publisher:
    """The publisher of this address, the one of this subject first; raises ``NoPublisherError``."""
    email = text(claims, "email")
    found = [publisher for publisher in publishers if publisher.fields["email"] == email]
    for subject in (optional_text(claims, "sub"), ""):
        for publisher in found:
            if publisher.fields["sub"] == subject:
                return publisher
    raise NoPublisherError(NOT_FOUND)


def check(publisher: Publisher, claims: Claims, _server: Server) -> None:
    """Judge the publisher that was found; raises ``NoPublisherError``."""
    if not _is_verified(claims):
        raise NoPublisherError("Check failed for required claim 'email_verified'", publisher)


def compare(publisher: Publisher, claims: Claims) -> Iterator[Difference]:
    """What keeps this publisher from matching, in the form's order of fields."""
    fields, email, subject = publisher.fields, shown(claims, "email"), shown(claims, "sub")
    if email != fields["email"]:
        yield Difference(publisher, "email", email, (fields["email"],))
    if fields["sub"] not in {"", subject}:
        yield Difference(publisher, "sub", subject, (fields["sub"],))
    if not _is_verified(claims):
        yield Difference(publisher, "email_verified", shown(claims, "email_verified"), ("true",))


def _is_verified(claims: Claims) -> bool:
    return claims.get("email_verified") == 1  # to the server's comparison with true, 1 is true and "true" is not


KIND = Kind(
    name="google",
    issuer=ISSUER,
    fields=FIELDS,
    required=("email", "email_verified"),
    reified_by=("email", "sub"),
    look_up=look_up,
    check=check,
    compare=compare,
)
