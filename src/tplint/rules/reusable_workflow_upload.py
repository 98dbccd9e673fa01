"""TP206: an upload by trusted publishing is written in a reusable workflow, which PyPI does not support."""

from __future__ import annotations

from tplint.facts.reuse import attestation_conflict, called_uploads, event_at_other_ref, is_declared, is_for_others_only
from tplint.facts.trusted_publishing import uses_trusted_publishing
from tplint.findings import Related, Rule
from tplint.publishers.declarations import pointer
from tplint.publishers.matching import naming_caller

TYPE_CHECKING = False
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
_ATTESTATION = (
    "PyPI would answer \"Invalid attestations supplied during upload: … Certificate's Build Config URI (…) does not "
    'match expected Trusted Publisher (…)"'
)
_ACCIDENT = "PyPI matches the name of the called file, by accident, and means to match the caller's one day"


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload and each way it is called, for the first reason that holds."""
    for upload in repository.uploads:
        if uses_trusted_publishing(upload) and is_for_others_only(upload, repository):
            file = upload.pipeline.file_name
            yield RULE.finding(
                upload.at,
                f"`{file}` uploads with trusted publishing, and nothing in this repository calls it",
                consequence=f"for a call from another repository {_CLAIM}",
                fix="let the callers upload in jobs of their own",
                level="warning",
            )
    for upload in called_uploads(repository):
        if uses_trusted_publishing(upload):
            yield from _called(upload, repository)


def _called(upload: Upload, repository: Repository) -> Iterator[Finding]:
    call, file, caller = upload.calls[-1], upload.pipeline.file_name, upload.calls[0].pipeline.file_name
    move = f"move the upload into a job of `{caller}`; what builds can stay in `{file}`"
    if (other := event_at_other_ref(upload)) is not None:
        ref, event = other
        message = f"`{file}` is called at `{ref}`, and a run on `{event.shown}` has another ref"
        yield _finding(upload, call, message, _CLAIM, f"call `./{upload.pipeline.path}`, or {move}")
    elif attestation_conflict(upload):
        message = f"`{file}` uploads with attestations and is called by `{caller}`: no publisher can match both"
        yield _finding(upload, call, message, _ATTESTATION, move)
    elif (match := naming_caller(upload, repository)) is not None and match.nearest is not None:
        message = f"the publisher names `{caller}`, but the upload is written in `{file}`"
        declared = Related(pointer(match.nearest, "workflow_filename"), "declared here")
        yield _finding(upload, call, message, f'PyPI would answer "{match.error}"', move, declared)
    elif not is_declared(upload, repository):
        message = f"`{file}` uploads with trusted publishing and is called by `{caller}`"
        yield _finding(upload, call, message, _ACCIDENT, move)._replace(level="warning")


def _finding(upload: Upload, call: Call, message: str, consequence: str, fix: str, *related: Related) -> Finding:
    called = Related(call.job.calls_at or call.job.at, f"called here, from `{call.pipeline.file_name}`")
    label = f"its token names `{upload.pipeline.file_name}` as the workflow"
    return RULE.finding(upload.at, message, label=label, related=(called, *related), consequence=consequence, fix=fix)
