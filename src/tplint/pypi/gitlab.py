"""GitLab publishers: PyPI's form, its look-up, and its checks of GitLab's claims."""

from __future__ import annotations

import re

from tplint.pypi.kinds import (
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

ISSUER = "https://gitlab.com"


# The form (warehouse/oidc/forms/gitlab.py). Its expressions end in ``$``, so a final newline passes; those of the
# namespace and the project need two characters, so shorter names cannot be registered.


def _suffix_error(value: str, _server: Server) -> str:
    return "Name ends with .git or .atom" if value.lower().endswith((".atom", ".git")) else ""


def _namespace_error(value: str, _server: Server) -> str:
    valid = re.match(r"[a-zA-Z0-9][a-zA-Z0-9_./+-]*[a-zA-Z0-9]$", value)
    return "" if valid else "Invalid GitLab username or group/subgroup name."


def _namespace_run_error(value: str, _server: Server) -> str:
    return "Invalid GitLab username or group/subgroup name." if _has_run(value) else ""


def _project_error(value: str, _server: Server) -> str:
    return "" if re.match(r"[a-zA-Z0-9][a-zA-Z0-9_.-]*[a-zA-Z0-9]$", value) else "Invalid project name"


def _project_run_error(value: str, _server: Server) -> str:
    return "Invalid project name" if _has_run(value) else ""


def _has_run(value: str) -> bool:
    # PyPI's expression looks at the first line only.
    return re.search(r"[._-]{2}", value.partition("\n")[0]) is not None


def _path_error(value: str, _server: Server) -> str:
    if not value.endswith((".yml", ".yaml")):
        return "Top-level pipeline file path must end with .yml or .yaml"
    return "Top-level pipeline file path cannot start or end with /" if value.startswith("/") else ""


def _environment_error(value: str, _server: Server) -> str:
    return "" if re.match(r"[a-zA-Z0-9\-_/${} ]+$", value) else "Invalid environment name"


def _issuer_error(value: str, server: Server) -> str:
    offered = {ISSUER, *(issuer.url for issuer in server.issuers if issuer.kind == "gitlab")}
    return "" if value in offered else "Not a valid choice."


def _no_blanks(value: str) -> str:
    return "" if value.isspace() else value


FIELDS = (
    Field(
        "namespace",
        "Namespace",
        "Specify GitLab namespace (username or group/subgroup)",
        (_suffix_error, _namespace_error, _namespace_run_error),
    ),
    Field("project", "Project name", "Specify project name", (_suffix_error, _project_error, _project_run_error)),
    Field(
        "workflow_filepath",
        "Top-level pipeline file path",
        "Specify top-level pipeline file path",
        (_path_error,),
        stripped=True,
    ),
    Field("environment", "Environment name", checks=(_environment_error,), store=_no_blanks),
    Field("issuer_url", "GitLab instance", "Choose GitLab issuer URL", (_issuer_error,), default=ISSUER),
)


# The decision (warehouse/oidc/models/gitlab.py).


def workflow_filepath(ci_config_ref_uri: str) -> str:
    """The path in ``host/namespace/project//path@ref``, as PyPI extracts it; empty where it cannot.

    PyPI takes all up to the last ``.yml@`` or ``.yaml@``, so a branch with that in its name is taken into the path.
    It looks at one line at a time, but what stands before ``.yml`` may be the line's end.
    """
    lines: list[str] = re.findall(r"[^\n]*(?:\n\.ya?ml@)?", ci_config_ref_uri)
    for line in lines:
        start = line.find("//") + 2
        ends = [
            match.end()
            for match in re.finditer(r"\.ya?ml(?=@)", line)
            if match.start() > start >= len("//") and line[match.start() - 1] != "/"
        ]
        if ends:
            return line[start : ends[-1]]
    return ""


def look_up(publishers: Sequence[Publisher], claims: Claims) -> Publisher:
    """The publisher that the claims select, the one of the job's environment first; raises ``NoPublisherError``.

    Namespace and project are compared without letter case, file, issuer and environment exactly.
    """
    issuer, path = text(claims, "iss"), text(claims, "project_path")
    if "/" not in path:
        raise RefusalError(SERVER_ERROR)
    filepath = workflow_filepath(text(claims, "ci_config_ref_uri"))
    if not filepath:
        raise NoPublisherError("Could not extract workflow filename from OIDC claims")
    found = [
        publisher
        for publisher in publishers
        if _project_path(publisher).lower() == path.lower()
        and publisher.fields["project"].lower() == path.lower().rpartition("/")[2]
        and publisher.fields["workflow_filepath"] == filepath
        and publisher.fields["issuer_url"] == issuer
    ]
    return most_specific(found, optional_text(claims, "environment"))


def check(publisher: Publisher, claims: Claims, server: Server) -> None:
    """Judge the publisher that was found, in the server's order; raises ``NoPublisherError`` or ``ReusedTokenError``.

    The server checks the path and the environment again, which the look-up has settled.
    """
    if not _is_subject(publisher, text(claims, "sub")):
        raise NoPublisherError("Check failed for required claim 'sub'", publisher)
    if not (claims["ref_path"] and claims["sha"]):
        raise NoPublisherError("The ref_path and sha claims are empty", publisher)
    check_reference(publisher, claims, "ci_config_ref_uri", _references(publisher, claims))
    check_unused(publisher, claims, server)


def compare(publisher: Publisher, claims: Claims) -> Iterator[Difference]:
    """What keeps this publisher from matching: the form's fields in their order, then what else the claims say."""
    differing = tuple(_compare_fields(publisher, claims))
    yield from differing
    if fitting := corrected(publisher, differing):
        # These claims repeat the fields: they tell something new only where the fields as presented do not fit either.
        yield from _compare_references(publisher, fitting, claims)
    for name in ("ref_path", "sha"):
        if name in claims and not claims[name]:
            yield Difference(publisher, name, None, ())


def _compare_fields(publisher: Publisher, claims: Claims) -> Iterator[Difference]:
    fields = publisher.fields
    namespace, _, project = (shown(claims, "project_path") or "").rpartition("/")
    filepath = workflow_filepath(shown(claims, "ci_config_ref_uri") or "")
    environment, issuer = shown(claims, "environment"), shown(claims, "iss")
    for field, presented in (("namespace", namespace), ("project", project)):
        if presented.lower() != fields[field].lower():
            yield Difference(publisher, field, presented or None, (fields[field],))
    if filepath != fields["workflow_filepath"]:
        yield Difference(publisher, "workflow_filepath", filepath or None, (fields["workflow_filepath"],))
    if fields["environment"] not in {"", environment}:
        yield Difference(publisher, "environment", environment, (fields["environment"],))
    if issuer != fields["issuer_url"]:
        yield Difference(publisher, "issuer_url", issuer, (fields["issuer_url"],))


def _compare_references(publisher: Publisher, fitting: Publisher, claims: Claims) -> Iterator[Difference]:
    subject, reference = shown(claims, "sub"), shown(claims, "ci_config_ref_uri")
    if "sub" in claims and not _is_subject(fitting, subject or ""):
        yield Difference(publisher, "sub", subject, (f"project_path:{_project_path(publisher)}",))
    if reference not in _references(fitting, claims):
        yield Difference(publisher, "ci_config_ref_uri", reference, tuple(_references(publisher, claims)))


def _project_path(publisher: Publisher) -> str:
    return f"{publisher.fields['namespace']}/{publisher.fields['project']}"


def _is_subject(publisher: Publisher, subject: str) -> bool:
    # Only ``project_path:namespace/project`` counts of the subject; the ref after it is not looked at.
    presented = ":".join(subject.split(":")[:2])
    return presented.lower() == f"project_path:{_project_path(publisher)}".lower()


def _references(publisher: Publisher, claims: Claims) -> list[str]:
    fields = publisher.fields
    host = fields["issuer_url"].removeprefix("https://")
    stem = f"{host}/{_project_path(publisher)}//{fields['workflow_filepath']}"
    return references(stem, claims, "ref_path", "sha")


KIND = Kind(
    name="gitlab",
    issuer=ISSUER,
    fields=FIELDS,
    required=("sub", "project_path", "ci_config_ref_uri", "jti", "ref_path", "sha"),
    reified_by=("namespace", "project", "workflow_filepath", "environment", "issuer_url"),
    look_up=look_up,
    check=check,
    compare=compare,
    takes_issuers=True,
)
