"""Claims, from a log or from the repository's files → what a run presented to PyPI, in the fields of PyPI's form."""

from __future__ import annotations

import re

from tplint.facts.possible_tokens import COMMIT
from tplint.model import Known
from tplint.records import NamedTuple
from tplint.registration.forms import name_for, registration

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal, TypeAlias

    from tplint.model import Publisher, Repository, Upload

RunIndex: TypeAlias = "Literal['pypi', 'testpypi', '']"

_SHA = re.compile(r"[0-9a-f]{40}")
# GitHub's default subject; with an environment it names that, else the ref or the event. Repositories made since July
# 2026 have numbers behind the names: https://docs.github.com/actions/concepts/security/openid-connect
_GITHUB_SUBJECT = re.compile(r"repo:(?P<owner>[\w.-]+)(?:@\d+)?/(?P<name>[\w.-]+)(?:@\d+)?:(?P<rest>.+)", re.ASCII)
# A pair of a subject, of one's own template too; GitHub writes a colon in a value as `%3A` (the same page).
_SUBJECTS_ENVIRONMENT = re.compile(r"(?:^|:)environment:([^:]+)")
_GITLAB_SUBJECT = re.compile(r"project_path:(?P<path>[\w./-]+):ref_type:", re.ASCII)


class Run(NamedTuple):
    """What a run presented to PyPI.

    ``fields`` are values by PyPI's names of a publisher's fields: an empty environment is none, a field that is absent
    is not known. ``claims`` are the token's as far as they are known, None for one that it does not have. ``caller`` is
    the workflow file that was started, where the job is written in another. ``from_log`` is false where the claims are
    worked out from the repository's files, because the log shows none. ``index_name`` is empty where it is not known.
    """

    kind: str
    index_name: RunIndex
    fields: Mapping[str, str]
    claims: Mapping[str, str | None]
    caller: str = ""
    from_log: bool = True


def run(claims: Mapping[str, str | None], index: RunIndex) -> Run | None:
    """The run that a log's claims are of; None where they do not tell a field of a publisher."""
    if "project_path" in claims or "ci_config_ref_uri" in claims or _is_gitlab_subject(claims):
        fields, caller = _gitlab_fields(claims), ""
        kind = "gitlab"
    else:
        fields, caller = _github_fields(claims)
        kind = "github"
    identifying = fields.keys() - {"environment", "issuer_url"}
    return Run(kind, index, fields, claims, caller) if identifying else None


def would_present(upload: Upload, repository: Repository) -> Run:
    """The run that an upload of the repository would be: for logs that show no claims."""
    made = registration(upload, repository, name_for(upload, repository))
    fields = {name: fact.value for name, fact in made.fields.items() if isinstance(fact, Known)}
    started = upload.calls[0].pipeline.file_name if upload.calls else upload.pipeline.file_name
    caller = started if upload.platform == "github" and started != upload.pipeline.file_name else ""
    return Run(upload.platform, "testpypi" if upload.goes_to("testpypi") else "pypi", fields, {}, caller, False)


def only_upload(repository: Repository, index: RunIndex) -> Upload | None:
    """The one upload that the repository has for an index, and that presented a token; None where there are several.

    Those that certainly use trusted publishing come first, and then those of which the files do not tell it: a log in
    which PyPI answers a token says it of the run.
    """
    wanted = (index,) if index else ("pypi", "testpypi")
    possible = [
        upload
        for upload in repository.alternatives
        if upload.platform in {"github", "gitlab"} and upload.may_present_token() and upload.goes_to(*wanted)
    ]
    certain = [upload for upload in possible if upload.signs_in_by("oidc")]
    uploads = {(upload.at, upload.job.environment): upload for upload in certain or possible}
    return next(iter(uploads.values())) if len(uploads) == 1 else None


def is_elsewhere(claims: Mapping[str, str | None]) -> bool:
    """Whether the file of the job, or of the pipeline, is another repository's than the run."""
    if address := claims.get("ci_config_ref_uri"):
        home, own = address.partition("//")[0].partition("/")[2], claims.get("project_path")
    else:
        home = _repository(claims.get("job_workflow_ref"))
        own = _repository(claims.get("workflow_ref")) or claims.get("repository")
    return bool(home and own and home.lower() != own.lower())


def _is_gitlab_subject(claims: Mapping[str, str | None]) -> bool:
    return bool(_GITLAB_SUBJECT.match(claims.get("sub") or ""))


def _github_fields(claims: Mapping[str, str | None]) -> tuple[dict[str, str], str]:
    fields: dict[str, str] = {}
    subject = _GITHUB_SUBJECT.fullmatch(claims.get("sub") or "")
    called, started = _file(claims.get("job_workflow_ref")), _file(claims.get("workflow_ref"))
    repository = claims.get("repository") or _repository(claims.get("job_workflow_ref") or claims.get("workflow_ref"))
    if not repository and subject:
        repository = f"{subject['owner']}/{subject['name']}"
    if repository:
        fields["owner"], _, fields["repository"] = repository.partition("/")
    if called or started:
        fields["workflow_filename"] = called or started
    if "environment" in claims:
        fields["environment"] = claims["environment"] or ""
    elif named := _SUBJECTS_ENVIRONMENT.search(claims.get("sub") or ""):
        fields["environment"] = named[1].replace("%3A", ":")
    elif subject:  # GitHub's default subject names the environment whenever there is one
        fields["environment"] = ""
    is_called = bool(called and started) and (called != started or is_elsewhere(claims))
    return fields, started if is_called else ""


def _file(reference: str | None) -> str:
    """``owner/name/.github/workflows/file@ref`` or ``file`` → the file's name."""
    from tplint.pypi.github import workflow_filename  # noqa: PLC0415 - only where a log shows claims

    return workflow_filename(reference if "@" in reference else f"{reference}@") if reference else ""


def _repository(reference: str | None) -> str:
    start, found, _ = (reference or "").partition("/.github/workflows/")
    return start if found else ""


def _gitlab_fields(claims: Mapping[str, str | None]) -> dict[str, str]:
    from tplint.pypi.gitlab import ISSUER, workflow_filepath  # noqa: PLC0415 - only where a log shows claims

    fields: dict[str, str] = {}
    subject = _GITLAB_SUBJECT.match(claims.get("sub") or "")
    address = claims.get("ci_config_ref_uri") or ""
    path = claims.get("project_path") or (subject["path"] if subject else "")
    if path:
        fields["namespace"], _, fields["project"] = path.rpartition("/")
    if address:
        fields["workflow_filepath"] = workflow_filepath(address)
    if "environment" in claims:
        fields["environment"] = claims["environment"] or ""
    host = address.partition("/")[0]
    fields["issuer_url"] = claims.get("iss") or (f"https://{host}" if "." in host else ISSUER)
    return fields


# --- as a token -------------------------------------------------------------------------------------------------------


def token(presented: Run, publisher: Publisher) -> dict[str, object]:
    """The claims of the run's token, with the publisher's own values for what is not known."""
    defaults = {"issuer_url": "https://gitlab.com"} if publisher.kind == "gitlab" else {}
    fields = {**defaults, "environment": "", **publisher.fields, **presented.fields}
    made = _gitlab_token(fields, presented) if presented.kind == "gitlab" else _github_token(fields, presented)
    if fields["environment"]:
        made["environment"] = fields["environment"]
    return made


def _github_token(fields: Mapping[str, str], presented: Run) -> dict[str, object]:
    claims = presented.claims
    repository = f"{fields.get('owner', '')}/{fields.get('repository', '')}"
    shown = claims.get("job_workflow_ref") or claims.get("workflow_ref") or ""
    ref = claims.get("ref") or shown.partition("@")[2] or "refs/tags/v1"
    called_at = shown.partition("@")[2] or ref
    home = _repository(shown) or repository
    return {
        "repository": repository,
        "repository_owner": claims.get("repository_owner") or fields.get("owner", ""),
        "job_workflow_ref": f"{home}/.github/workflows/{fields.get('workflow_filename', '')}@{called_at}",
        "ref": ref,
        # The log does not show the run's commit: a file at a commit may well be at that one.
        "sha": claims.get("sha") or (called_at if _SHA.fullmatch(called_at) else COMMIT),
        "event_name": claims.get("event_name") or "push",
    }


def _gitlab_token(fields: Mapping[str, str], presented: Run) -> dict[str, object]:
    claims = presented.claims
    path = f"{fields.get('namespace', '')}/{fields.get('project', '')}"
    shown = claims.get("ci_config_ref_uri") or ""
    ref = claims.get("ref_path") or shown.rpartition("@")[2] or "refs/tags/v1"
    host = fields["issuer_url"].removeprefix("https://")
    return {
        "iss": fields["issuer_url"],
        "sub": claims.get("sub") or f"project_path:{path}:ref_type:tag:ref:v1",
        "project_path": path,
        "ci_config_ref_uri": shown or f"{host}/{path}//{fields.get('workflow_filepath', '')}@{ref}",
        "ref_path": ref,
        "sha": claims.get("sha") or COMMIT,
    }
