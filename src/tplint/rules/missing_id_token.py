"""TP101: an upload counts on trusted publishing, and its job may not request an OIDC identity token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.documents.nodes import get
from tplint.findings import Related, Rule
from tplint.identity_tokens import counts_on_trusted_publishing
from tplint.job_tokens import lacks_token, variable
from tplint.model import Known
from tplint.occasions import occasion
from tplint.uploaders.ignored_credentials import ignored
from tplint.uploaders.token_errors import without_token

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Permissions, Repository, Upload

RULE = Rule(
    code="TP101",
    name="missing-id-token",
    level="error",
    summary="an upload uses trusted publishing, but its job may not request an OIDC token",
    platforms=("github", "gitlab"),
)

_LABELS = {
    "job": "these permissions replace the workflow's; `id-token: write` is not among them",
    "workflow": "`id-token: write` is not among the workflow's permissions, and the job has none of its own",
}
_NONE = "no `permissions` are set, and the default ones never include `id-token: write`"


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload that signs in by trusted publishing in a job that certainly cannot mint."""
    for upload in repository.uploads:
        permissions = upload.job.permissions
        if isinstance(permissions, Known) and _cannot_sign_in(repository, upload):
            yield _finding(upload, permissions, occasion(repository, upload, _cannot_sign_in))
        elif lacks_token(repository, upload):
            yield _without_entry(upload, occasion(repository, upload, lacks_token))


def _cannot_sign_in(_: Repository, upload: Upload) -> bool:
    return (
        upload.goes_to("pypi", "testpypi")
        and counts_on_trusted_publishing(upload)
        and upload.job.can_mint == Known(False)
        and not _is_explained(upload)
    )


def _is_explained(upload: Upload) -> bool:
    """Whether the cause is a calling job (TP106), a misplaced token (TP114), or `with` beside `run` (TP005)."""
    withheld = any(call.job.can_mint == Known(False) for call in upload.calls)
    refused = get(upload.step.node, "run") is not None and get(upload.step.node, "with") is not None
    return withheld or refused or ignored(upload) is not None


def _finding(upload: Upload, permissions: Known[Permissions], when: str) -> Finding:
    from tplint.remedies import jobs  # noqa: PLC0415 - only for a finding

    job, related = upload.job, Related(upload.at, "no password or token is given, so it uses trusted publishing")
    return RULE.finding(
        permissions.at[0] if permissions.at else job.at,
        f"job `{job.id}` uploads with trusted publishing{when} but may not request an OIDC token",
        label=_LABELS.get(permissions.value.level, _NONE),
        related=(related,),
        consequence=without_token(upload),
        fix=jobs.grant(upload.pipeline.document, job),
    )


def _without_entry(upload: Upload, when: str) -> Finding:
    """On GitLab, where a job asks for its tokens by name."""
    from tplint.remedies import id_tokens  # noqa: PLC0415 - only for a finding

    job, name = upload.job, variable(upload)
    return RULE.finding(
        job.at,
        f"job `{job.id}` uploads with trusted publishing{when} but has no identity token `{name}`",
        label="its `id_tokens` have none for this index" if job.id_tokens else "it has no `id_tokens`",
        related=(Related(upload.at, f"no password or token is given, so it looks for `{name}`"),),
        consequence=without_token(upload, name),
        fix=id_tokens.added(upload, name),
    )
