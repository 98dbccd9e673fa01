"""TP522: an uploading job reads a value that nothing sets, so that it is empty."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.model import Known, Unknown
from tplint.platforms.github.mistakes.unset import is_all, reads, reads_of_target, unset

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository, Upload
    from tplint.platforms.github.mistakes.unset import Read, Unset

RULE = Rule(
    code="TP522",
    name="unset-value",
    level="warning",
    summary="a condition, environment, index, folder or download of an upload reads a value that nothing sets",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each value that is read; what keeps an upload from ever running is TP507's."""
    for upload in repository.alternatives:
        if upload.goes_to("pypi", "testpypi"):
            if upload.signs_in_by("unpassed"):
                yield _of_secret(upload)
            for read in reads(upload, repository):
                yield from (_finding(upload, read, each) for each in unset(read))
        elif isinstance(upload.target, Unknown):
            for read in reads_of_target(upload, repository):
                if read.at in upload.target.at:
                    yield from (_finding(upload, read, each) for each in unset(read) if is_all(read, each))


def _finding(upload: Upload, read: Read, found: Unset) -> Finding:
    return RULE.finding(
        read.at,
        f"the {read.what} reads `{found.read}`, which nothing sets: {found.why}",
        label=f"`{found.read}` is empty",
        related=(Related(upload.at, "uploads here"),),
        consequence=_consequence(read.what, is_all(read, found)),
        fix=found.remedy,
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


def _consequence(what: str, is_empty: bool) -> str:  # noqa: FBT001 - the one choice there is
    if what.startswith("condition"):
        return "the condition is decided as if the value were empty, whatever was meant"
    if what.startswith("environment"):
        return "the job would run without an environment"
    if what.startswith(("input", "variable")):
        otherwise = "the upload would go by the input's default" if what.startswith("input") else "it would be empty"
        return otherwise if is_empty else "the rest of the value would stand alone"
    if "download" in what:
        return "it would take every artifact of the run" if is_empty else "it would take other artifacts than are meant"
    if what.startswith("folder"):
        return "the step would run in the repository's root"
    return "the command gets an empty text"
