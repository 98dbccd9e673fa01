"""GitHub publishers: PyPI's form, its look-up, and its checks of GitHub's claims."""

from __future__ import annotations

import re

from tplint.pypi.kinds import (
    ANY_OWNER_ID,
    SERVER_ERROR,
    Difference,
    Field,
    Kind,
    NoPublisherError,
    RefusalError,
    check_reference,
    check_unused,
    corrected,
    most_specific,
    optional_text,
    references,
    shown,
    text,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tplint.pypi.kinds import Claims, Publisher, Server

ISSUER = "https://token.actions.githubusercontent.com"
_MAX_ENVIRONMENT = 255


# The form (warehouse/oidc/forms/github.py). Its expressions end in ``$``, so a final newline passes.


def _owner_error(value: str, _server: Server) -> str:
    valid = re.match(r"[a-zA-Z0-9][a-zA-Z0-9-]*$", value)
    return "" if valid else "Invalid GitHub user or organization name."


def _repository_error(value: str, _server: Server) -> str:
    return "" if re.match(r"[a-zA-Z0-9_.-]+$", value) else "Invalid repository name"


def _workflow_error(value: str, _server: Server) -> str:
    if not value.endswith((".yml", ".yaml")):
        return "Workflow name must end with .yml or .yaml"
    return "Workflow filename must be a filename only, without directories" if "/" in value else ""


def _environment_error(value: str, _server: Server) -> str:
    if len(value) > _MAX_ENVIRONMENT:
        return "Environment name is too long (maximum is 255 characters)"
    if value.startswith(" "):
        return "Environment name may not start with whitespace"
    if value.endswith(" "):
        return "Environment name may not end with whitespace"
    if re.search(r"""[\x00-\x1f\x7f'"`,;\\]""", value):
        return (
            "Environment name must not contain non-printable characters "
            'or the characters "\'", """, "`", ",", ";", "\\"'
        )
    return ""


FIELDS = (
    Field("owner", "Owner", "Specify GitHub repository owner (username or organization)", (_owner_error,)),
    Field("repository", "Repository name", "Specify repository name", (_repository_error,)),
    Field("workflow_filename", "Workflow name", "Specify workflow filename", (_workflow_error,), stripped=True),
    Field("environment", "Environment name", checks=(_environment_error,), store=str.lower),
)


# The decision (warehouse/oidc/models/github.py).


def workflow_filename(job_workflow_ref: str) -> str:
    """The file name in ``owner/repository/.github/workflows/file@ref``, as PyPI extracts it; empty where it cannot.

    It is the first part between slashes that has ``.yml@`` or ``.yaml@`` in it, up to the last of these.
    """
    for part in job_workflow_ref.split("/"):
        ends = [match.end() for match in re.finditer(r"\.ya?ml(?=@)", part) if match.start() > 0]
        if ends:
            return part[: ends[-1]]
    return ""


def look_up(publishers: Sequence[Publisher], claims: Claims) -> Publisher:
    """The publisher that the claims select, the one of the job's environment first; raises ``NoPublisherError``.

    Owner and repository are compared exactly here, although the check after it would ignore letter case. The
    environment is compared in lower case with what is stored, and the form stores lower case.
    """
    owner, name = _repository(claims)
    filename = workflow_filename(text(claims, "job_workflow_ref"))
    if not filename:
        raise NoPublisherError("Could not job extract workflow filename from OIDC claims")
    text(claims, "repository_owner_id")
    wanted = {"owner": owner, "repository": name, "workflow_filename": filename}
    found = [
        publisher
        for publisher in publishers
        if all(publisher.fields[field] == value for field, value in wanted.items()) and _same_owner(publisher, claims)
    ]
    return most_specific(found, optional_text(claims, "environment").lower())


def check(publisher: Publisher, claims: Claims, server: Server) -> None:
    """Judge the publisher that was found, in the server's order; raises ``NoPublisherError`` or ``ReusedTokenError``.

    The server checks the repository, the owner's number and the environment again, which the look-up has settled.
    """
    if text(claims, "repository_owner") != publisher.fields["owner"]:
        raise NoPublisherError("Check failed for required claim 'repository_owner'", publisher)
    expected = _references(publisher, claims)
    if not expected:
        raise NoPublisherError("The ref and sha claims are empty", publisher)
    check_reference(publisher, claims, "job_workflow_ref", expected)
    check_unused(publisher, claims, server)
    if claims["event_name"] == "pull_request_target":
        reason = "Publishing from a workflow invoked via 'pull_request_target' is not supported."
        raise NoPublisherError(reason, publisher)


def compare(publisher: Publisher, claims: Claims) -> Iterator[Difference]:
    """What keeps this publisher from matching: the form's fields in their order, then what else the claims say."""
    differing = tuple(_compare_fields(publisher, claims))
    yield from differing
    if fitting := corrected(publisher, differing):
        # These claims repeat the fields: they tell something new only where the fields as presented do not fit either.
        yield from _compare_references(publisher, fitting, claims)
    if claims.get("event_name") == "pull_request_target":
        yield Difference(publisher, "event_name", "pull_request_target", ())


def _compare_fields(publisher: Publisher, claims: Claims) -> Iterator[Difference]:
    fields = publisher.fields
    owner, _, name = (shown(claims, "repository") or "").partition("/")
    filename = workflow_filename(shown(claims, "job_workflow_ref") or "")
    for field, presented in (("owner", owner), ("repository", name), ("workflow_filename", filename)):
        if presented != fields[field]:
            yield Difference(publisher, field, presented or None, (fields[field],))
    stored, environment = fields["environment"], shown(claims, "environment")
    if stored and (environment or "").lower() != stored:
        # What is stored with capitals, past the form, matches no environment.
        yield Difference(publisher, "environment", environment, (stored,) if stored == stored.lower() else ())
    if not _same_owner(publisher, claims):
        presented_id = shown(claims, "repository_owner_id")
        yield Difference(publisher, "repository_owner_id", presented_id, (fields["repository_owner_id"],))


def _compare_references(publisher: Publisher, fitting: Publisher, claims: Claims) -> Iterator[Difference]:
    owner, reference = shown(claims, "repository_owner"), shown(claims, "job_workflow_ref")
    if "repository_owner" in claims and owner != fitting.fields["owner"]:
        yield Difference(publisher, "repository_owner", owner, (publisher.fields["owner"],))
    if reference not in _references(fitting, claims):
        yield Difference(publisher, "job_workflow_ref", reference, tuple(_references(publisher, claims)))


def _repository(claims: Claims) -> tuple[str, str]:
    owner, slash, name = text(claims, "repository").partition("/")
    if not slash:
        raise RefusalError(SERVER_ERROR)
    return owner, name


def _same_owner(publisher: Publisher, claims: Claims) -> bool:
    stored, presented = publisher.fields["repository_owner_id"], claims.get("repository_owner_id", ANY_OWNER_ID)
    return not stored or presented in (ANY_OWNER_ID, stored)


def _references(publisher: Publisher, claims: Claims) -> list[str]:
    fields = publisher.fields
    stem = f"{fields['owner']}/{fields['repository']}/.github/workflows/{fields['workflow_filename']}"
    return references(stem, claims, "ref", "sha")


KIND = Kind(
    name="github",
    issuer=ISSUER,
    fields=FIELDS,
    identifiers=("repository_owner_id",),
    required=(
        "repository",
        "repository_owner",
        "repository_owner_id",
        "job_workflow_ref",
        "jti",
        "event_name",
        "ref",
        "sha",
    ),
    reified_by=("owner", "repository", "workflow_filename", "environment"),
    look_up=look_up,
    check=check,
    compare=compare,
)
