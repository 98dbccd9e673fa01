"""TP505: attestations are asked for in an upload that signs in with a token."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.model import ACCEPTED, Action, Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP505",
    name="attestations-without-trusted-publishing",
    level="error",
    summary="attestations are asked for in an upload that signs in with a token, which PyPI does not accept",
    platforms=(),
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload by token with attestations; what the action makes by default it drops by itself."""
    for upload in repository.uploads:
        if upload.goes_to("pypi", "testpypi") and upload.signs_in_by("token"):
            asked = _asked_for(upload)
            if asked is not None:
                yield _finding(upload, asked)


def _asked_for(upload: Upload) -> Place | None:
    """Where attestations are asked for: an input of the action, a flag of twine, a step before uv."""
    if isinstance(upload.run, Action):
        given = upload.run.inputs.get("attestations")
        asks = given is not None and isinstance(given.value.fact, Known) and given.value.fact.value.lower() == "true"
        return given.value.at if asks and given is not None else None
    if isinstance(upload.attestations, Known) and upload.attestations.value:
        return next(iter(upload.attestations.at), upload.at)
    return None


def _finding(upload: Upload, asked: Place) -> Finding:
    dropped = isinstance(upload.run, Action)
    carrier = upload.credential.value.carrier if isinstance(upload.credential, Known) else ""
    credential = next(iter(upload.credential.at), upload.at)
    return RULE.finding(
        asked,
        f"job `{upload.job.id}` wants attestations, but uploads with a token",
        label="attestations need trusted publishing",
        related=(Related(credential, f"the token, by {carrier}"),),
        consequence='the action would warn "attestations input ignored" and make none'
        if dropped
        else 'PyPI would answer "Attestations are only supported when using Trusted Publishing"',
        fix="sign in by trusted publishing, or make no attestations"
        if upload.platform in ACCEPTED
        else "make no attestations",
        level="warning" if dropped else "error",
    )
