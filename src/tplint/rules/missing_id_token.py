"""TP101: an upload counts on trusted publishing, and its job may not request an OIDC identity token."""

from __future__ import annotations

from tplint.documents.nodes import get, pair
from tplint.documents.source import Place
from tplint.facts.job_tokens import lacks_token, variable
from tplint.facts.occasions import occasion
from tplint.facts.token_errors import without_token
from tplint.facts.trusted_publishing import lacks_permission
from tplint.findings import Related, Rule
from tplint.model import Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding, Fix
    from tplint.model import Permissions, Repository, Upload

RULE = Rule(
    code="TP101",
    name="missing-id-token",
    level="error",
    summary="an upload uses trusted publishing, but its job may not request an OIDC token",
    platforms=("github", "gitlab"),
)

_REPLACED = "these permissions replace the workflow's; `id-token: write` is not among them"
_LABELS = {
    "job": "`id-token: write` is not among these permissions",
    "workflow": "`id-token: write` is not among the workflow's permissions, and the job has none of its own",
}
_NONE = "no `permissions` are set, and the default ones never include `id-token: write`"


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload that signs in by trusted publishing in a job that certainly cannot mint."""
    for upload in repository.uploads:
        permissions = upload.job.permissions
        if isinstance(permissions, Known) and lacks_permission(repository, upload):
            yield _on_github(upload, permissions, occasion(repository, upload, lacks_permission))
        elif lacks_token(repository, upload):
            yield _on_gitlab(upload, occasion(repository, upload, lacks_token))


def _on_github(upload: Upload, permissions: Known[Permissions], when: str) -> Finding:
    from tplint.remedies import jobs  # noqa: PLC0415 - only for a finding

    job, label = upload.job, _LABELS.get(permissions.value.level, _NONE)
    at = permissions.at[0] if permissions.at else job.at
    root = upload.pipeline.document.root
    if permissions.value.level == "job" and get(root, "permissions") is not None:
        label = _REPLACED
    own, source = pair(get(job.node, "permissions") or get(root, "permissions"), "id-token"), job.at.source
    if own is not None and at.source == source:
        at, label = Place(source, own.key.span.start, own.value.span.end), "`write` is needed here"
    what = f"uploads with trusted publishing{when} but may not request an OIDC token"
    return _finding(upload, at, what, label, "uses trusted publishing", jobs.grant(upload.pipeline.document, job))


def _on_gitlab(upload: Upload, when: str) -> Finding:
    from tplint.remedies import id_tokens  # noqa: PLC0415 - only for a finding

    job, name = upload.job, variable(upload)
    label = "its `id_tokens` have none for this index" if job.id_tokens else "it has no `id_tokens`"
    what = f"uploads with trusted publishing{when} but has no identity token `{name}`"
    return _finding(upload, job.at, what, label, f"looks for `{name}`", id_tokens.added(upload, name))


def _finding(upload: Upload, at: Place, what: str, label: str, so: str, fix: Fix) -> Finding:
    return RULE.finding(
        at,
        f"job `{upload.job.id}` {what}",
        label=label,
        related=(Related(upload.at, f"no password or token is given, so it {so}"),),
        consequence=without_token(upload, variable(upload)),
        fix=fix,
    )
