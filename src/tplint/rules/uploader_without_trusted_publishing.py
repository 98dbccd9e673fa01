"""TP107: an upload has no credential, and its tool, or the version that is pinned, has no trusted publishing."""

from __future__ import annotations

from tplint.facts import successors
from tplint.facts.exchanges import lost
from tplint.facts.identity_tokens import asked_at, stands_in
from tplint.facts.ignored_credentials import ignored
from tplint.facts.job_tokens import has_no_credential_in_files, made_for_index
from tplint.facts.occasions import occasion
from tplint.facts.token_errors import missing_words, without_credential
from tplint.findings import Related, Rule
from tplint.model import Known
from tplint.uploaders.pypi_publish_action import SUNSET

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP107",
    name="uploader-without-trusted-publishing",
    level="error",
    summary="an upload has no credential, and its tool or the pinned version cannot do trusted publishing",
    platforms=("github", "gitlab"),
)
_UNUSED = {"github": "the tool does not use what this permits", "gitlab": "the tool does not take this token"}
_IN_JOB = {"github": ", in a job with `id-token: write`", "gitlab": ""}


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload that certainly has no credential and no way to get one."""
    for upload in repository.uploads:
        if _cannot_sign_in(repository, upload):
            name, when = upload.uploader.name, occasion(repository, upload, _cannot_sign_in)
            unused, why = _unused(upload), successors.shortcoming(upload)
            needed, lacking, given = missing_words(upload)
            yield RULE.finding(
                upload.at,
                f"job `{upload.job.id}` uploads by `{name}`{when} without {lacking}, and {why}",
                label=f"no {needed} is given",
                related=(Related(unused, _UNUSED[upload.platform]),) if unused else (),
                consequence=without_credential(upload),
                fix=f"{successors.remedy(upload)}{_IN_JOB[upload.platform]}, or give it {given}",
            )


def _cannot_sign_in(_: Repository, upload: Upload) -> bool:
    """Not where a token is there in vain (TP114, TP116), and not for the action's sunset branch (TP502)."""
    return (
        upload.goes_to("pypi", "testpypi")
        and (successors.cannot_trust(upload) or successors.is_hindered(upload))
        and _has_no_credential(upload)
        and upload.uploader.version != Known(SUNSET)
        and ignored(upload) is None
        and lost(upload) is None
    )


def _has_no_credential(upload: Upload) -> bool:
    """On GitLab, whose settings may hold one, an identity token for the index shows what is meant instead."""
    if upload.platform == "gitlab":
        meant = _unused(upload)
        return meant is not None and (upload.signs_in_by("none") or has_no_credential_in_files(upload))
    return upload.signs_in_by("none")


def _unused(upload: Upload) -> Place | None:
    """Where the job is given the identity token, or the permission to ask for one."""
    tokens = (token.at for token in made_for_index(upload) if stands_in(upload.job, token.at))
    return next(tokens, None) if upload.platform == "gitlab" else asked_at(upload.pipeline, upload.job)
