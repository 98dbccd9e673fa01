"""What PyPI decides of a token before it looks for a publisher: its issuer, its audience, its times."""

from __future__ import annotations

from tplint.pypi.kinds import ANY_OWNER_ID, Difference, RefusalError, shown, text
from tplint.pypi.publishers import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tplint.pypi.kinds import Claims, Kind, Publisher, Server

# PyPI allows clocks to differ by so many seconds (warehouse/oidc/services.py).
LEEWAY = 30
_LIFETIME = 300

# A claim that only this kind's tokens have, or of several kinds the first.
_TELLING_CLAIMS = {
    "job_workflow_ref": "github",
    "repository": "github",
    "ci_config_ref_uri": "gitlab",
    "project_path": "gitlab",
    "builder": "activestate",
    "organization": "activestate",
    "email": "google",
}


def complete(claims: Claims, publishers: Sequence[Publisher], server: Server) -> dict[str, object]:
    """The claims of the token: those given, and those that a fresh and valid token has beside them.

    Claims worked out from files lack what every token has, so issuer, audience, identifier, times and the owner's
    number are filled in where they are absent. Claims with an issuer, an audience and a time are a whole token's, and
    then what is absent is absent. A claim that is None is absent in any case.
    """
    given = {name: value for name, value in claims.items() if value is not None}
    if given.keys() >= {"iss", "aud"} and not given.keys().isdisjoint(("iat", "exp")):
        return given
    fresh = {
        "iss": KINDS[_likely_kind(given, publishers)].issuer,
        "aud": server.index_name,
        "jti": "a token that has not been used",
        "iat": server.now,
        "nbf": server.now,
        "exp": server.now + _LIFETIME,
        "repository_owner_id": ANY_OWNER_ID,
    }
    return {name: value for name, value in {**fresh, **claims}.items() if value is not None}


def open_token(token: Claims, server: Server) -> Kind:
    """The kind of publisher that a valid token is for; raises ``RefusalError`` for any other token."""
    issuer = token.get("iss")
    if issuer is None:
        raise RefusalError("invalid-payload: malformed JWT", Difference(None, "iss", None, ()))
    kind = _kind(token, server)
    # A flag of a kind is looked up by the canonical issuer, so other instances obey only the flag for all.
    disabling = {"disallow-oidc"} | ({f"disallow-{kind.name}-oidc"} if issuer == kind.issuer else set())
    if not server.flags.isdisjoint(disabling):
        raise RefusalError(f"not-enabled: {kind.name} trusted publishing functionality not enabled")
    faults = tuple(_faults(token, server))
    if faults:
        raise RefusalError("invalid-token: malformed or invalid token", *faults)
    return kind


def _likely_kind(claims: Claims, publishers: Sequence[Publisher]) -> str:
    telling = (kind for claim, kind in _TELLING_CLAIMS.items() if claim in claims)
    return next(telling, publishers[0].kind if publishers else "github")


def _kind(token: Claims, server: Server) -> Kind:
    issuer = text(token, "iss")
    for kind in KINDS.values():
        if issuer == kind.issuer:
            return kind
    for custom in server.issuers:
        if issuer == custom.url and custom.kind in KINDS:
            return KINDS[custom.kind]
    known = (*(kind.issuer for kind in KINDS.values()), *(custom.url for custom in server.issuers))
    raise RefusalError(
        "invalid-payload: unknown trusted publishing issuer", Difference(None, "iss", shown(token, "iss"), known)
    )


def _faults(token: Claims, server: Server) -> Iterator[Difference]:
    # A list of audiences is refused even if the index's is the only one in it.
    if token.get("aud") != server.index_name:
        yield Difference(None, "aud", shown(token, "aud"), (server.index_name,))
    for name in ("iat", "nbf", "exp"):
        if not _is_in_time(token, name, server.now):
            yield Difference(None, name, shown(token, name), ())
    for name in ("sub", "jti"):
        if not isinstance(token.get(name, ""), str):
            yield Difference(None, name, shown(token, name), ())


def _is_in_time(token: Claims, name: str, now: float) -> bool:
    if name not in token:
        return name == "nbf"
    seconds = _seconds(token[name])
    if seconds is None:
        return False
    return seconds > now - LEEWAY if name == "exp" else seconds <= now + LEEWAY


def _seconds(value: object) -> int | None:
    try:
        return int(value) if isinstance(value, (str, int, float)) else None
    except (ValueError, OverflowError):
        return None
