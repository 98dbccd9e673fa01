"""TP102: a token is used although the job can mint an OIDC identity token, and nothing else in the job needs one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.findings import Related, Rule
from tplint.model import Known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP102",
    name="mixed-credentials",
    level="warning",
    summary="a token or password is given although the job can use trusted publishing, which is then switched off",
    platforms=("github", "gitlab"),
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload whose stored credential wins over the trusted publishing that its job allows."""
    for upload in repository.uploads:
        credential, can_mint = upload.credential, upload.job.can_mint
        if not isinstance(credential, Known) or not is_mixed(upload):
            continue
        refused = credential.value.kind == "both"
        where = f"by {credential.value.carrier}"
        yield RULE.finding(
            credential.at[0] if credential.at else upload.at,
            f"job `{upload.job.id}` may use trusted publishing, but a stored credential is given {where}",
            label="trusted publishing is not tried" if not refused else "beside `--trusted-publishing always`",
            related=tuple(
                Related(at, "the job can mint an OIDC token, and nothing else needs it") for at in can_mint.at[:1]
            ),
            consequence='uv would stop with "a username and a password are not allowed when using trusted publishing"'
            if refused
            else f"{upload.uploader.name} signs in with the stored credential, and the permission is given for nothing",
            fix="remove the credential and its user name; register the workflow as a trusted publisher first",
            level="error" if refused else "warning",
        )


def is_mixed(upload: Upload) -> bool:
    """Whether an upload to PyPI or TestPyPI has a stored credential in a job that can mint for no other purpose."""
    uses = upload.job.token_uses
    return upload.goes_to("pypi", "testpypi") and (
        upload.signs_in_by("both")
        or (
            upload.signs_in_by("token", "password")
            and upload.job.can_mint == Known(True)
            and isinstance(uses, Known)
            and not uses.value
        )
    )
