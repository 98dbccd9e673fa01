"""TP102: a token is used although the job can mint an OIDC identity token, and nothing else in the job needs one."""

from __future__ import annotations

from tplint.facts import successors
from tplint.facts.identity_tokens import asked_at
from tplint.facts.occasions import occasion
from tplint.facts.other_uploads import has_twin
from tplint.facts.trusted_publishing import may_sign_in
from tplint.facts.user_names import user_name
from tplint.facts.written_expressions import written_expression
from tplint.findings import Related, Rule, Security
from tplint.model import Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Credential, Repository, Upload

RULE = Rule(
    code="TP102",
    name="mixed-credentials",
    level="warning",
    summary="a token or password is given although the job can use trusted publishing, which is then switched off",
    platforms=("github", "gitlab"),
    security=Security(5.0),
)
_FIRST = "register the workflow as a trusted publisher first"
_MEANS = {"github": "the job can mint an OIDC token", "gitlab": "the job has an identity token for the index"}
_GRANT = {"github": "the permission", "gitlab": "the identity token"}


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload whose stored credential wins over the trusted publishing that its job allows."""
    for upload in repository.uploads:
        if isinstance(upload.credential, Known) and is_mixed(repository, upload):
            yield _finding(repository, upload, upload.credential, occasion(repository, upload, is_mixed))


def is_mixed(repository: Repository, upload: Upload) -> bool:
    """Whether an upload to PyPI or TestPyPI has a stored credential in a job that can mint for no other purpose."""
    return upload.goes_to("pypi", "testpypi") and (
        upload.signs_in_by("both")
        or (
            upload.signs_in_by("token", "password")
            and user_name(upload) is None
            and written_expression(upload) is None
            and upload.job.can_mint == Known(True)
            and upload.job.token_uses == Known(())
            and not has_twin(repository, upload)
            and may_sign_in(repository, upload)
        )
    )


def _finding(repository: Repository, upload: Upload, credential: Known[Credential], when: str) -> Finding:
    from tplint.facts import token_errors  # noqa: PLC0415 - only for a finding
    from tplint.remedies import credentials  # noqa: PLC0415 - the same

    refused, tool = credential.value.kind == "both", upload.uploader.name
    meant = "asks for" if refused else "may use"
    instead = f"{successors.remedy(upload)}, and " if successors.has_to_change(upload) else ""
    what = credential.value.carrier if token_errors.is_alone(credential.value) else "the credential and its user name"
    granted = asked_at(upload.pipeline, upload.job)
    return RULE.finding(
        credential.at[0] if credential.at else upload.at,
        f"job `{upload.job.id}` {meant} trusted publishing, but a stored credential is given{when} by"
        f" {credential.value.carrier}",
        label="beside `--trusted-publishing always`" if refused else "trusted publishing is not tried",
        related=(Related(granted, f"{_MEANS[upload.platform]}, and nothing else needs it"),) if granted else (),
        consequence=token_errors.refused_by_uv(credential.value)
        if refused
        else f"{tool} signs in with the stored credential, and {_GRANT[upload.platform]} is given for nothing",
        fix=credentials.removed(f"{instead}remove {what}; {_FIRST}{successors.proviso(upload)}", repository, upload)
        if upload.job.can_mint != Known(value=False)
        else f"remove the credential, and let job `{upload.job.id}` request an identity token",
        level="error" if refused else "warning",
    )
