"""TP106: a reusable workflow uploads with trusted publishing, and a job that calls it may not request a token."""

from __future__ import annotations

from tplint.facts.identity_tokens import asked_at
from tplint.facts.trusted_publishing import counts_on_trusted_publishing
from tplint.findings import Related, Rule
from tplint.model import Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Call, Repository, Upload

RULE = Rule(
    code="TP106",
    name="caller-withholds-id-token",
    level="error",
    summary="a job calls a workflow that uploads with trusted publishing, and does not give it `id-token: write`",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each calling job that gives too little, on every way to the upload.

    A warning where the called job asks, and no caller names any permissions: then the repository's setting decides.
    What a job asks for is compared before anything runs, so that it does not matter which way is certain.
    """
    certain = {upload.at for upload in repository.uploads if _withholding(upload) is not None}
    for way in repository.alternatives:
        call = _withholding(way)
        if call is not None and (way.at in certain or asked_at(way.pipeline, way.job) is not None):
            yield _finding(way, call)


def _withholding(upload: Upload) -> Call | None:
    """The job that calls an upload by trusted publishing, and does not give it the token; None where none does."""
    counts = upload.goes_to("pypi", "testpypi") and counts_on_trusted_publishing(upload)
    return upload.withheld_by if counts and isinstance(upload.job.can_mint, Known) else None


def _finding(upload: Upload, call: Call) -> Finding:
    from tplint.remedies import jobs  # noqa: PLC0415 - only for a finding

    permissions = call.job.permissions
    return RULE.finding(
        call.job.calls_at or call.job.at,
        f"job `{call.job.id}` calls a workflow that uploads with trusted publishing, and gives it no `id-token: write`",
        label="the called jobs can get no more than this job may do",
        related=(
            *(Related(at, "`id-token: write` is not among these permissions") for at in permissions.at[:1]),
            Related(upload.at, "no password or token is given, so it uses trusted publishing"),
        ),
        consequence=_consequence(upload),
        fix=jobs.grant_to_caller(upload, call),
        level="warning" if upload.job.can_mint == Known(True) else "error",
    )


def _consequence(upload: Upload) -> str:
    """GitHub compares what a called job asks for with what it may get before anything runs."""
    refusal = f"job `{upload.job.id}` \"is requesting 'id-token: write', but is only allowed 'id-token: none'\""
    if upload.job.can_mint == Known(True):
        return f"GitHub refuses the run unless the repository gives its workflows write permissions: {refusal}"
    if asked_at(upload.pipeline, upload.job) is not None:
        return f"GitHub would refuse the run: {refusal}"
    return f"job `{upload.job.id}` has no more than its caller gives, so the uploader would find no OIDC token"
