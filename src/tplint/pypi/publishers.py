"""Publishers from the values that people type: PyPI's forms for each kind, their refusals, and what PyPI stores."""

from __future__ import annotations

from collections.abc import Mapping

from tplint.pypi import activestate, github, gitlab, google, names
from tplint.pypi.kinds import Field, Issuer, Publisher, Server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tplint.pypi.kinds import Kind

KINDS: Mapping[str, Kind] = {module.KIND.name: module.KIND for module in (github, gitlab, google, activestate)}

_UNAVAILABLE: Mapping[str, str] = {
    "invalid": "Invalid project name",
    "stdlib": "This project name isn't allowed (conflict with the Python standard library module name)",
    "exists": "This project already exists.",
    "prohibited": "This project name isn't allowed",
    "similar": "This project name is too similar to an existing project",
}


class InvalidPublisher(ValueError):  # noqa: N818 - the name that the library promises
    """PyPI's form refuses the values; ``errors`` are pairs of a field and PyPI's message, in the form's order."""

    def __init__(self, errors: Iterable[tuple[str, str]]) -> None:
        self.errors = tuple(errors)
        super().__init__("; ".join(f"{field}: {message}" for field, message in self.errors))


def publisher(
    fields: Mapping[str, object],
    *,
    form: bool = True,
    issuers: Iterable[str | Issuer] = (),
    projects: Iterable[str] = (),
    prohibited: Iterable[str] = (),
) -> Publisher:
    """The publisher that PyPI stores for the values of a form.

    ``fields`` has PyPI's names with underscores: ``kind``, the kind's own fields (``form_fields``), ``project_name``,
    ``pending``, and where they are known ``repository_owner_id`` (GitHub) and ``actor_id`` (ActiveState). A value that
    is None is absent, and so is a field that is not there. GitLab's ``issuer_url`` is gitlab.com where absent.

    With ``form`` the form's checks run and what it normalises is normalised: white space around workflow names, the
    letter case of GitHub environments. Without it the values stand as a row that is already registered.

    The real form also asks GitHub and ActiveState. Here every owner, organization and actor exists, and GitHub spells
    the owner as it was typed, unless ``owner_login`` says how: PyPI stores GitHub's spelling.

    ``issuers`` are the GitLab instances that the form offers beside gitlab.com. ``projects`` (those that exist) and
    ``prohibited`` are names that a pending publisher's project may not take.

    Raises ``InvalidPublisher`` where the form refuses, ``ValueError`` for an unknown kind, and ``TypeError`` for a
    field that the kind does not have or a value of another type than text (``pending``: bool).
    """
    kind = _kind(fields)
    pending = _pending(fields)
    values = _values(kind, fields)
    if form:
        server = Server(issuers=registered(issuers), projects=tuple(projects), prohibited=tuple(prohibited))
        errors = tuple(_errors(form_fields(kind.name, pending=pending), values, server))
        if errors:
            raise InvalidPublisher(errors)
        values.update(_stored(kind, dict(values)))
    stored = (*(field.name for field in kind.fields), *kind.identifiers)
    return Publisher(
        kind.name,
        {name: values.get(name, "") for name in stored},
        project_name=values.get("project_name", ""),
        pending=pending,
    )


def form_fields(kind: str, *, pending: bool = False) -> tuple[Field, ...]:
    """The fields of PyPI's form for this kind, in its order; a pending publisher's form asks for the project first."""
    return (PROJECT_NAME, *KINDS[kind].fields) if pending else KINDS[kind].fields


def registered(issuers: Iterable[str | Issuer]) -> tuple[Issuer, ...]:
    """Issuers that organisations have had registered; one given by its address alone is a GitLab instance."""
    return tuple(issuer if isinstance(issuer, Issuer) else Issuer(issuer) for issuer in issuers)


def _pattern_error(name: str, _server: Server) -> str:
    return "" if names.is_valid(name) else _UNAVAILABLE["invalid"]


def _unavailable_error(name: str, server: Server) -> str:
    reason = names.refusal(name, server.projects, server.prohibited)
    return _UNAVAILABLE[reason] if reason else ""


# The form checks the name by a pattern and then asks for the project, so it says of an invalid name twice that it is.
PROJECT_NAME = Field("project_name", "PyPI Project Name", "Specify project name", (_pattern_error, _unavailable_error))


def _kind(fields: Mapping[str, object]) -> Kind:
    if not isinstance(fields, Mapping):
        raise TypeError(f"a publisher's fields must be a mapping, not {type(fields).__name__}")
    name = fields.get("kind")
    if not isinstance(name, str) or name not in KINDS:
        given = repr(name) if isinstance(name, str) else type(name).__name__
        raise ValueError(f"unknown kind of publisher: expected {', '.join(KINDS)}, not {given}")
    return KINDS[name]


def _pending(fields: Mapping[str, object]) -> bool:
    pending = fields.get("pending", False)
    if not isinstance(pending, bool):
        raise TypeError(f"`pending` of a publisher must be true or false, not {type(pending).__name__}")
    return pending


def _values(kind: Kind, fields: Mapping[str, object]) -> dict[str, str]:
    own = (*(field.name for field in kind.fields), *kind.identifiers, "project_name")
    extra = ("owner_login",) if kind.name == "github" else ()
    values = {field.name: field.default for field in kind.fields if field.default}
    for name, value in fields.items():
        if name in {"kind", "pending"} or value is None:
            continue
        if name not in own + extra:
            raise TypeError(f"a {kind.name} publisher has no field {name!r}: expected {', '.join(own)}")
        if not isinstance(value, str):
            raise TypeError(f"`{name}` of a publisher must be a string, not {type(value).__name__}")
        values[name] = value
    return values


def _errors(form: Iterable[Field], values: Mapping[str, str], server: Server) -> Iterator[tuple[str, str]]:
    # As WTForms does: emptiness is judged on what was typed and ends the field's checks, a failed check does not.
    for field in form:
        typed = values.get(field.name, "")
        if field.missing and not typed:
            yield field.name, field.missing
        elif field.missing or typed.strip():
            value = typed.strip() if field.stripped else typed
            messages = (check(value, server) for check in field.checks)
            yield from ((field.name, message) for message in messages if message)


def _stored(kind: Kind, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for field in kind.fields:
        typed = values.get(field.name, "")
        yield field.name, field.store(typed.strip() if field.stripped else typed)
    if values.get("owner_login"):
        yield "owner", values["owner_login"]
