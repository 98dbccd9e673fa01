"""PyPI's decision on a token: which publisher matches, or in PyPI's words why none does."""

from __future__ import annotations

from collections.abc import Mapping
from time import time

from tplint.pypi import names
from tplint.pypi.kinds import (
    HOSTS,
    REUSED,
    SERVER_ERROR,
    Difference,
    NoPublisherError,
    Publisher,
    RefusalError,
    ReusedTokenError,
    Server,
    check_unused,
    no_publisher,
    shown,
)
from tplint.pypi.publishers import KINDS, registered
from tplint.pypi.tokens import complete, open_token
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from tplint.pypi.kinds import Claims, Issuer, Kind


_UNAVAILABLE: Mapping[str, str] = {
    "stdlib": "isn't allowed (conflict with Python Standard Library module name).",
    "exists": "conflicts with an existing project.",
    "prohibited": "isn't allowed.",
    "similar": "is too similar to an existing project.",
}


class Verdict(NamedTuple):
    """PyPI's answer to a token.

    ``error`` is ``code: PyPI's description`` where the token is refused. ``publisher`` is the one that PyPI chose,
    even if it then failed a check. ``token_projects`` are the projects that the minted token may upload to, sorted.
    ``differences`` say of a refused token what keeps each publisher from matching, the nearest publisher first.
    """

    accepted: bool
    error: str | None = None
    publisher: Publisher | None = None
    token_projects: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()


class _Row(NamedTuple):
    # A registered publisher, which may serve several projects.
    publisher: Publisher
    projects: tuple[str, ...]


def verify(
    publishers: Iterable[Publisher],
    claims: Claims,
    *,
    index: str = "pypi",
    issuers: Iterable[str | Issuer] = (),
    used_tokens: Iterable[str] = (),
    projects: Iterable[str] = (),
    prohibited: Iterable[str] = (),
    flags: Collection[str] = (),
    now: float | None = None,
) -> Verdict:
    """Decide as PyPI does whether a token is exchanged for one that uploads, and for which publisher.

    ``publishers`` are all that are registered, pending ones among them. ``claims`` is a mapping as in the token;
    what claims worked out from files lack is filled in (see ``tokens.complete``), and None removes a claim.
    ``index`` is ``pypi`` or ``testpypi``, whose audiences have the same names.

    The server's state: ``issuers`` that organisations have had registered, ``used_tokens`` (``jti`` claims seen
    before), ``projects`` that exist beside those of the registered publishers, names that are ``prohibited``,
    administrators' ``flags`` that are on, and ``now`` in seconds since 1970.

    A claim of a type that no platform sends, on which the server would break, is answered by ``SERVER_ERROR``, and so
    is a used token for which a pending publisher matches. With several required claims missing, PyPI names any one of
    them; here it is the first in the order of its checks. Raises ``TypeError`` for claims that are no mapping and
    publishers that are none, and ``ValueError`` for an unknown index.
    """
    known = _publishers(publishers)
    if not isinstance(claims, Mapping):
        raise TypeError(f"claims must be a mapping, not {type(claims).__name__}")
    if index not in HOSTS:
        raise ValueError(f"unknown index {index!r}: expected {', '.join(HOSTS)}")
    server = Server(
        index_name=index,
        issuers=registered(issuers),
        used_tokens=frozenset(used_tokens),
        projects=(*projects, *(publisher.project_name for publisher in known if not publisher.pending)),
        prohibited=tuple(prohibited),
        flags=frozenset(flags),
        now=time() if now is None else now,
    )
    return _decide(known, complete(claims, known, server), server)


def _publishers(publishers: Iterable[Publisher]) -> tuple[Publisher, ...]:
    known = tuple(publishers)
    for publisher in known:
        if not isinstance(publisher, Publisher):
            raise TypeError(f"a publisher must be made by publisher(), not {type(publisher).__name__}")
    return known


def _decide(publishers: Sequence[Publisher], token: Claims, server: Server) -> Verdict:
    try:
        kind = open_token(token, server)
        rows = _reify(kind, publishers, token, server)
        chosen = _find(kind, [row.publisher for row in rows], token, server)
        check_unused(chosen, token, server)
    except RefusalError as refusal:
        return Verdict(accepted=False, error=refusal.error, differences=refusal.differences)
    except ReusedTokenError as reuse:
        return Verdict(accepted=False, error=REUSED, publisher=reuse.publisher)
    except NoPublisherError as miss:
        error = no_publisher(miss.reason)
        return Verdict(False, error, miss.publisher, differences=_differences(kind, publishers, token, miss))
    served = next(row.projects for row in rows if row.publisher is chosen)
    return Verdict(accepted=True, publisher=chosen, token_projects=tuple(sorted(set(served))))


def _find(kind: Kind, publishers: Sequence[Publisher], token: Claims, server: Server) -> Publisher:
    issuer = token["iss"]
    if issuer != kind.issuer and not kind.takes_issuers:
        raise NoPublisherError(f"JWT issuer {issuer!r} does not match expected issuer {kind.issuer!r}")
    for claim in kind.required:
        if claim not in token:
            raise NoPublisherError(f"Missing claim {claim!r}")
    found = kind.look_up(publishers, token)
    kind.check(found, token, server)
    return found


def _reify(kind: Kind, publishers: Sequence[Publisher], token: Claims, server: Server) -> list[_Row]:
    """The registered publishers, after a pending one that matches has created its project and become one of them."""
    rows = _rows(kind, (publisher for publisher in publishers if not publisher.pending))
    pending = [publisher for publisher in publishers if publisher.pending and publisher.kind == kind.name]
    try:
        found = _find(kind, pending, token, server)
    except NoPublisherError:
        # PyPI does not say why a pending publisher does not match; a registered one may.
        return rows
    except ReusedTokenError:
        raise RefusalError(SERVER_ERROR) from None
    _check_creation(found.project_name, server)
    for place, row in enumerate(rows):
        if all(row.publisher.fields[name] == found.fields[name] for name in kind.reified_by):
            rows[place] = row._replace(projects=(*row.projects, found.project_name))
            return rows
    return [*rows, _Row(found, (found.project_name,))]


def _rows(kind: Kind, publishers: Iterable[Publisher]) -> list[_Row]:
    rows: dict[tuple[str, ...], _Row] = {}
    for publisher in publishers:
        if publisher.kind == kind.name:
            row = rows.setdefault(tuple(publisher.fields.values()), _Row(publisher, ()))
            served = (publisher.project_name,) if publisher.project_name else ()
            rows[tuple(publisher.fields.values())] = row._replace(projects=(*row.projects, *served))
    return list(rows.values())


def _check_creation(name: str, server: Server) -> None:
    if names.normalize(name) in map(names.normalize, server.projects):
        raise RefusalError("invalid-pending-publisher: valid token, but project already exists")
    if "disallow-new-project-registration" in server.flags:
        see = server.help_url("admin-intervention")
        raise RefusalError(
            f"invalid-payload: New project registration temporarily disabled. See {see} for more information."
        )
    reason = names.refusal(name, server.projects, server.prohibited)
    if reason == "invalid":
        raise RefusalError(f"invalid-payload: The name {name!r} is invalid.")
    if reason:
        see = server.help_url("project-name")
        raise RefusalError(f"invalid-payload: The name {name!r} {_UNAVAILABLE[reason]} See {see} for more information.")


def _differences(
    kind: Kind, publishers: Sequence[Publisher], token: Claims, miss: NoPublisherError
) -> tuple[Difference, ...]:
    faults = [Difference(None, claim, None, ()) for claim in kind.required if claim not in token]
    if token["iss"] != kind.issuer and not kind.takes_issuers:
        faults = [Difference(None, "iss", shown(token, "iss"), (kind.issuer,))]
    compared = [
        (publisher, tuple(KINDS[publisher.kind].compare(publisher, token)))
        for publisher in publishers
        if publisher.kind == kind.name
    ]
    # The publisher that PyPI found is the nearest, however much differs.
    compared.sort(key=lambda pair: (pair[0] is not miss.publisher, len(pair[1])))
    others = [
        Difference(publisher, "kind", kind.name, (publisher.kind,))
        for publisher in publishers
        if publisher.kind != kind.name
    ]
    return (*faults, *(difference for _, differences in compared for difference in differences), *others)
