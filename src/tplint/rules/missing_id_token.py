"""TP101: an upload counts on trusted publishing, and its job may not request an OIDC identity token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.documents.nodes import get
from tplint.findings import Related, Rule
from tplint.identity_tokens import counts_on_trusted_publishing
from tplint.model import Known
from tplint.occasions import occasion
from tplint.uploaders.ignored_credentials import ignored

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

# What each uploader says then, from its sources.
_WORDS = {
    "pypa/gh-action-pypi-publish": 'the action would stop with "missing or insufficient OIDC token permissions"',
    "twine": 'twine would stop with "GitHub: missing or insufficient OIDC token permissions"',
    "uv": 'uv would stop with "Failed to obtain OIDC token: is the `id-token: write` permission missing?"',
    "pdm": 'pdm would stop with "Username and password are required"',
    "maturin": 'maturin would stop with "Credentials not found and non-interactive mode is enabled"',
}
_WORDS["PyO3/maturin-action"] = _WORDS["maturin"]

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
        consequence=_WORDS.get(upload.uploader.name, "the upload would end without credentials"),
        fix=jobs.grant(upload.pipeline.document, job),
    )
