"""TP101: an upload counts on trusted publishing, and its job may not request an OIDC identity token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.documents.nodes import get
from tplint.findings import Related, Rule
from tplint.model import Known
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

# What each uploader says then: the project's facts about uploaders, checked against their sources.
_MATURIN = 'maturin would stop with "Credentials not found and non-interactive mode is enabled"'
_WORDS = {
    "pypa/gh-action-pypi-publish": 'the action would stop with "missing or insufficient OIDC token permissions"',
    "twine": 'twine would stop with "GitHub: missing or insufficient OIDC token permissions"',
    "uv": 'uv would stop with "Failed to obtain OIDC token: is the `id-token: write` permission missing?"',
    "pdm": 'pdm would stop with "Username and password are required"',
    "maturin": _MATURIN,
    "PyO3/maturin-action": _MATURIN,
}


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload that signs in by trusted publishing in a job that certainly cannot mint."""
    for upload in repository.uploads:
        permissions = upload.job.permissions
        if (
            upload.goes_to("pypi", "testpypi")
            and counts_on_trusted_publishing(upload)
            and upload.job.can_mint == Known(False)
            and isinstance(permissions, Known)
            and not _is_explained(upload)
        ):
            yield _finding(upload, permissions)


def counts_on_trusted_publishing(upload: Upload) -> bool:
    """A token that was minted by hand may come from another job; a tool that cannot mint is TP107."""
    credential, able = upload.credential, upload.uploader.can_trusted_publish
    return (
        isinstance(credential, Known)
        and credential.value.kind == "oidc"
        and not credential.value.minted
        and able == Known(True)
    )


def _is_explained(upload: Upload) -> bool:
    """Whether the cause is a calling job (TP106), a misplaced token (TP114), or `with` beside `run` (TP005)."""
    withheld = any(call.job.can_mint == Known(False) for call in upload.calls)
    refused = get(upload.step.node, "run") is not None and get(upload.step.node, "with") is not None
    return withheld or refused or ignored(upload) is not None


def _finding(upload: Upload, permissions: Known[Permissions]) -> Finding:
    job, when = upload.job, f" {upload.when}" if upload.when else ""
    return RULE.finding(
        permissions.at[0] if permissions.at else job.at,
        f"job `{job.id}` uploads with trusted publishing{when} but may not request an OIDC token",
        label=_label(permissions.value),
        related=(Related(upload.at, "no password or token is given, so it uses trusted publishing"),),
        consequence=_WORDS.get(upload.uploader.name, "the upload would end without credentials"),
        fix=f"add `id-token: write` to the `permissions` of job `{job.id}`",
    )


def _label(permissions: Permissions) -> str:
    match permissions.level:
        case "job":
            return "these permissions replace the workflow's; `id-token: write` is not among them"
        case "workflow":
            return "`id-token: write` is not among the workflow's permissions, and the job has none of its own"
        case "default" | "caller":
            return "no `permissions` are set, and the default ones never include `id-token: write`"
