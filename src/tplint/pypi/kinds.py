"""What all kinds of publisher share: the records of publishers, form fields and differences, and the server's state.

The modules beside this one say what PyPI's server does (https://github.com/pypi/warehouse at 6b621571, 2026-08-21).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

Claims: TypeAlias = Mapping[str, object]

# PyPI stores GitHub's number of an owner and compares it with the token's. Files do not tell it, so a token without
# this claim carries this mark, which agrees with every owner.
ANY_OWNER_ID = "*"

HOSTS: Mapping[str, str] = {"pypi": "https://pypi.org", "testpypi": "https://test.pypi.org"}


class Publisher(NamedTuple):
    """A trusted publisher as PyPI stores it.

    ``kind`` is ``github``, ``gitlab``, ``google`` or ``activestate``. ``fields`` has every field of the kind's form by
    PyPI's name, and ``repository_owner_id`` (GitHub) or ``actor_id`` (ActiveState), empty where that is not known.
    ``project_name`` is the project that it serves, or, where it is ``pending``, the project that it will create.
    """

    kind: str
    fields: Mapping[str, str]
    project_name: str = ""
    pending: bool = False


class Issuer(NamedTuple):
    """An issuer that an organisation on PyPI has had registered; only those of kind ``gitlab`` can ever match."""

    url: str
    kind: str = "gitlab"


class Server(NamedTuple):
    """The state of the server that decides beside publishers and claims; see ``verify`` for each part.

    ``projects`` and ``prohibited`` are names of projects, ``flags`` the administrators' switches that are on
    (``disallow-oidc`` …), ``now`` is in seconds since 1970.
    """

    index_name: str = "pypi"
    issuers: tuple[Issuer, ...] = ()
    used_tokens: frozenset[str] = frozenset()
    projects: tuple[str, ...] = ()
    prohibited: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    now: float = 0.0

    def help_url(self, anchor: str) -> str:
        """The address of a section of the index's help page."""
        return f"{HOSTS[self.index_name]}/help/#{anchor}"


class Difference(NamedTuple):
    """What keeps a publisher from matching.

    ``field`` is a field of the form, or a claim where no single field says it (``job_workflow_ref``, ``aud`` …).
    ``presented`` is what the token says, None where it says nothing; ``expected`` are the values that would have
    matched, empty where none would. ``publisher`` is None where the token fails before any publisher is looked at.
    """

    publisher: Publisher | None
    field: str
    presented: str | None
    expected: tuple[str, ...]


# Takes the value of a form field and gives PyPI's message of refusal, or an empty string.
Check: TypeAlias = Callable[[str, Server], str]


class Field(NamedTuple):
    """A field of a form of PyPI's.

    ``missing`` is the message where it is left empty, and empty where it may be. ``checks`` all run, in order, each on
    the value without white space around it where the field is ``stripped``. ``store`` makes what PyPI keeps.
    """

    name: str
    label: str
    missing: str = ""
    checks: tuple[Check, ...] = ()
    stripped: bool = False
    store: Callable[[str], str] = str
    default: str = ""


class Kind(NamedTuple):
    """A kind of publisher: its form, and the server's decisions for its tokens.

    ``identifiers`` are stored beside the form's fields. ``required`` are the claims that must be there, in PyPI's
    order of checks. ``reified_by`` are the fields by which a pending publisher finds a registered one to become.
    ``look_up`` gives the most specific publisher that the claims select, ``check`` judges it, and both raise
    ``NoPublisherError``. ``compare`` says what keeps one publisher from matching.
    """

    name: str
    issuer: str
    fields: tuple[Field, ...]
    required: tuple[str, ...]
    reified_by: tuple[str, ...]
    look_up: Callable[[Sequence[Publisher], Claims], Publisher]
    check: Callable[[Publisher, Claims, Server], None]
    compare: Callable[[Publisher, Claims], Iterator[Difference]]
    identifiers: tuple[str, ...] = ()
    takes_issuers: bool = False


class NoPublisherError(Exception):
    """No publisher matches, for PyPI's ``reason``; ``publisher`` is the one that was found and then failed a check."""

    def __init__(self, reason: str, publisher: Publisher | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.publisher = publisher


class RefusalError(Exception):
    """The token is refused: ``error`` is ``code: PyPI's description``."""

    def __init__(self, error: str, *differences: Difference) -> None:
        super().__init__(error)
        self.error = error
        self.differences = differences


class ReusedTokenError(Exception):
    """The token has been exchanged before; ``publisher`` is the one it matches."""

    def __init__(self, publisher: Publisher) -> None:
        super().__init__("already used")
        self.publisher = publisher


NO_PUBLISHER = "valid token, but no corresponding publisher"
NOT_FOUND = "Publisher with matching claims was not found"
REUSED = "invalid-reuse-token: invalid token: already used"
# For what the server's code does not foresee it answers HTTP 500 without an error of its own: this stands for that.
SERVER_ERROR = "server-error: PyPI answers HTTP 500"
# Numbers beyond this are no time or identifier, and Python refuses to write very long ones.
_LARGE = 10**18


def no_publisher(reason: str = NOT_FOUND) -> str:
    """PyPI's answer to a valid token that no publisher matches."""
    return f"invalid-publisher: {NO_PUBLISHER} ({reason})"


def text(claims: Claims, name: str) -> str:
    """A claim that has to be text; raises ``RefusalError`` where the server would break on it."""
    value = claims.get(name)
    if not isinstance(value, str):
        raise RefusalError(SERVER_ERROR)
    return value


def optional_text(claims: Claims, name: str) -> str:
    """A claim that may be absent, empty if so; raises ``RefusalError`` where the server would break on it."""
    return text(claims, name) if claims.get(name) else ""


def shown(claims: Claims, name: str) -> str | None:
    """A claim for people: its text as JSON has it, or None where it is absent or empty."""
    match claims.get(name):
        case None | "":
            return None
        case bool(value):
            return "true" if value else "false"
        case str(value):
            return value
        case float(value):
            return str(value)
        case list(items) if all(isinstance(item, str) for item in items):
            return str(items)
        case value:
            return f"{value:d}" if isinstance(value, int) and abs(value) < _LARGE else type(value).__name__


def check_unused(publisher: Publisher, claims: Claims, server: Server) -> None:
    """Raise ``ReusedTokenError`` where the token's identifier has been seen before."""
    identifier = claims.get("jti")
    if isinstance(identifier, str) and identifier and identifier in server.used_tokens:
        raise ReusedTokenError(publisher)


def most_specific(publishers: Sequence[Publisher], environment: str) -> Publisher:
    """The publisher of this environment, else one for any; raises ``NoPublisherError``."""
    for wanted in (environment, ""):
        for publisher in publishers:
            if publisher.fields["environment"] == wanted:
                return publisher
    raise NoPublisherError(NOT_FOUND)


def check_reference(publisher: Publisher, claims: Claims, name: str, expected: Sequence[str]) -> None:
    """Raise ``NoPublisherError`` unless the claim ``name`` is one of the expected references."""
    presented = text(claims, name)
    if presented not in expected:
        reason = f"The {name} claim does not match, expecting one of {expected!r}, got {presented!r}"
        raise NoPublisherError(reason, publisher)


def corrected(publisher: Publisher, differing: Sequence[Difference]) -> Publisher | None:
    """The publisher with the values that were presented; None where one of its fields could not be told."""
    if any(difference.presented is None and difference.field != "environment" for difference in differing):
        return None
    presented = {difference.field: difference.presented or "" for difference in differing}
    return publisher._replace(fields={**publisher.fields, **presented})


def references(stem: str, claims: Claims, *names: str) -> list[str]:
    """What a claim ``stem@ref`` may be, given the claims that name the ref; sorted as PyPI's messages are."""
    refs = (claims.get(name) for name in names)
    return sorted({f"{stem}@{ref}" for ref in refs if isinstance(ref, str) and ref})
