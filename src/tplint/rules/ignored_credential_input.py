"""TP114: a credential stands where the uploader does not look for one."""

from __future__ import annotations

from tplint.facts.ignored_credentials import ignored
from tplint.facts.occasions import occasion
from tplint.findings import Related, Rule
from tplint.model import Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tplint.facts.ignored_credentials import Ignored
    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP114",
    name="ignored-credential-input",
    level="error",
    summary="a credential is given in an input or a variable that the uploader does not read",
    platforms=("github", "gitlab"),
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload with such a credential."""
    for upload in repository.uploads:
        found = ignored(upload) if upload.goes_to("pypi", "testpypi") else None
        if found is not None:
            yield _finding(upload, found, occasion(repository, upload, _same_level(upload)))


def _same_level(upload: Upload) -> Callable[[Repository, Upload], bool]:
    """Whether another alternative ends in the same way as this one."""
    return lambda _, other: ignored(other) is not None and _fails(other) == _fails(upload)


def _finding(upload: Upload, found: Ignored, when: str) -> Finding:
    fails = _fails(upload)
    return RULE.finding(
        found.at,
        f"{found.label} is not read by the upload of job `{upload.job.id}`{when}: {found.why}",
        label="ignored",
        related=(Related(upload.at, _instead(upload)),),
        consequence="the upload would end without credentials" if fails else "",
        fix=found.instead if fails else f"remove it, or {found.instead}",
        level="error" if fails else "warning",
    )


def _fails(upload: Upload) -> bool:
    """Whether nothing else signs it in: no credential, and no permission for trusted publishing."""
    return upload.signs_in_by("none") or (upload.signs_in_by("oidc") and upload.job.can_mint == Known(False))


def _instead(upload: Upload) -> str:
    credential = upload.credential
    if not isinstance(credential, Known) or credential.value.kind in {"none", "both", "empty", "unpassed"}:
        return "it is beside this upload"
    if credential.value.kind == "oidc" and not credential.value.minted:
        return "no other credential is given, so it uses trusted publishing"
    return f"signs in by {credential.value.carrier}"
