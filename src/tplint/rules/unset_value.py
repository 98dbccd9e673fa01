"""TP522: an uploading job reads a value that nothing sets, so that it is empty."""

from __future__ import annotations

from tplint.documents.nodes import place
from tplint.findings import Related, Rule
from tplint.model import Known
from tplint.platforms.github.deciding_values import deciding_values
from tplint.platforms.github.unset import unset

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP522",
    name="unset-value",
    level="warning",
    summary="a condition, environment, index or folder of an upload reads a value that nothing sets",
)

_CONSEQUENCES = {
    "condition": "the condition is decided as if the value were empty, whatever was meant",
    "environment": "the job would run without an environment",
}


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each value that is read; what keeps an upload from ever running is TP507's."""
    for upload in repository.alternatives:
        if upload.goes_to("pypi", "testpypi"):
            if upload.signs_in_by("unpassed"):
                yield _of_secret(upload)
            for value in deciding_values(upload, repository):
                for each in unset(value.node.value, value.reader, is_condition=value.kind == "condition"):
                    yield RULE.finding(
                        place(value.source, value.node),
                        f"the {value.kind} of {value.of} reads `{each.read}`, which nothing sets: {each.why}",
                        label=f"`{each.read}` is empty",
                        related=(Related(upload.at, "uploads here"),),
                        consequence=_CONSEQUENCES.get(value.kind, "the upload would go by the input's default"),
                        fix=each.remedy,
                    )


def _of_secret(upload: Upload) -> Finding:
    from tplint.platforms.github.passed_secrets import withholding  # noqa: PLC0415 - only for a finding

    assert isinstance(upload.credential, Known)
    credential = upload.credential.value
    call = withholding(credential.secret, upload.calls)
    assert call is not None
    caller = call.job.calls_at or call.job.at
    return RULE.finding(
        upload.credential.at[0] if upload.credential.at else upload.at,
        f"the upload signs in by {credential.carrier}, and job `{call.job.id}` does not pass `{credential.secret}`",
        label=f"`{credential.secret}` is empty in this run",
        related=(Related(caller, "calls this workflow without the secret"), Related(upload.at, "uploads here")),
        consequence="a called workflow has no secrets but those that the calling job passes, and its environment's",
        fix=f"add `secrets: inherit` to job `{call.job.id}`, or pass the secret by its name",
    )
