"""TP206: an upload by trusted publishing is written in a reusable workflow, which PyPI does not support."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.declarations import pointer
from tplint.findings import Related, Rule
from tplint.matching import cause
from tplint.model import Known
from tplint.reuse import called_uploads, event_at_other_ref, is_for_others_only

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Call, Repository, Upload

RULE = Rule(
    code="TP206",
    name="reusable-workflow-upload",
    level="error",
    summary="a reusable workflow uploads with trusted publishing, and PyPI cannot tell it from its caller",
)

_CLAIM = 'PyPI would answer "The job_workflow_ref claim does not match, expecting one of …"'
_ATTESTATION = "Certificate's Build Config URI (…) does not match expected Trusted Publisher (…)"


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload and each way it is called, for the first reason that holds."""
    for upload in repository.uploads:
        if _trusts(upload) and is_for_others_only(upload, repository):
            yield _foreign(upload)
    for upload in called_uploads(repository):
        if _trusts(upload):
            yield from _called(upload, repository)


def _trusts(upload: Upload) -> bool:
    return upload.platform == "github" and upload.signs_in_by("oidc") and upload.goes_to("pypi", "testpypi")


def _foreign(upload: Upload) -> Finding:
    return RULE.finding(
        upload.at,
        f"`{upload.pipeline.file_name}` uploads with trusted publishing, and only other repositories can call it",
        label="presents the caller's repository with this repository's file",
        consequence=_CLAIM,
        fix="let the callers upload in jobs of their own, and keep to building here",
    )


def _called(upload: Upload, repository: Repository) -> Iterator[Finding]:
    call, file, caller = upload.calls[-1], upload.pipeline.file_name, upload.calls[0].pipeline.file_name
    move = f"move the upload into a job of `{caller}`"
    if (other := event_at_other_ref(upload)) is not None:
        where, event = other
        message = f"`{file}` is called at `@{where.reference.partition('@')[2]}`, which a {event.shown} does not run at"
        yield _finding(upload, where, message, _CLAIM, f"call `./{upload.pipeline.path}`, or {move}")
    elif upload.attestations == Known(True):
        message = f"`{file}` uploads with attestations and is called by `{caller}`: no publisher can match both"
        answer = f'PyPI would answer "Invalid attestations supplied during upload: … {_ATTESTATION}"'
        yield _finding(upload, call, message, answer, f"{move}; only building can stay in `{file}`")
    elif (naming := _naming_caller(upload, repository)) is not None:
        message = f"the publisher names `{caller}`, but the upload is written in `{file}`"
        found = _finding(upload, call, message, f'PyPI would answer "{naming.error}"', move)
        at = pointer(naming.publisher, "workflow_filename")
        yield found._replace(related=(*found.related, Related(at, "declared here")))
    elif not _is_declared(upload, repository):
        message = f"`{file}` uploads with trusted publishing and is called by `{caller}`"
        why = "PyPI matches the called file's name, by accident, and means to match the caller's"
        yield _finding(upload, call, message, why, move)._replace(level="warning")
