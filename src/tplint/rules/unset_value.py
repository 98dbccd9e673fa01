"""TP522: an uploading job reads a value that nothing sets, so that it is empty."""

from __future__ import annotations

from tplint.documents.nodes import Mapping, Scalar, get, place
from tplint.findings import Related, Rule
from tplint.model import Known
from tplint.platforms.github.unset import Reader, unset

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Node
    from tplint.documents.source import Source
    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP522",
    name="unset-value",
    level="warning",
    summary="a condition, environment, index or folder of an upload reads a value that nothing sets",
)

# The inputs of publishing actions that say where to and from which folder.
_INPUTS = ("repository-url", "repository_url", "packages-dir", "packages_dir")


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each value that is read; what keeps an upload from ever running is TP507's."""
    for upload in repository.alternatives:
        if upload.goes_to("pypi", "testpypi"):
            if upload.signs_in_by("unpassed"):
                yield _of_secret(upload)
            for read_by, source, node, what in _read(upload, repository):
                for each in unset(node.value, read_by, is_condition=what.startswith("condition")):
                    yield RULE.finding(
                        place(source, node),
                        f"the {what} reads `{each.read}`, which nothing sets: {each.why}",
                        label=f"`{each.read}` is empty",
                        related=(Related(upload.at, "uploads here"),),
                        consequence=_consequence(what),
                        fix=each.remedy,
                    )


def _of_secret(upload: Upload) -> Finding:
    from tplint.platforms.github.passed_secrets import withholding  # noqa: PLC0415 - only for a finding

    assert isinstance(upload.credential, Known)
    credential = upload.credential.value
    call = withholding(credential.secret, upload.job, upload.calls)
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


def _read(upload: Upload, repository: Repository) -> Iterator[tuple[Reader, Source, Scalar, str]]:
    """Everything that decides whether, where to and as what a job uploads: who reads it, and what it is."""
    for call in upload.calls:
        caller = Reader(repository, call.pipeline, call.job, in_step=False)
        yield from _scalar(caller, call.job.at.source, get(call.job.node, "if"), f"condition of job `{call.job.id}`")
    job = upload.job
    reader = Reader(repository, upload.pipeline, job, in_step=False)
    environment = get(job.node, "environment")
    name = get(environment, "name") if isinstance(environment, Mapping) else environment
    yield from _scalar(reader, job.at.source, get(job.node, "if"), f"condition of job `{job.id}`")
    yield from _scalar(reader, job.at.source, name, f"environment of job `{job.id}`")
    inside = reader._replace(in_step=True)
    for step in job.steps:
        if not step.within:
            yield from _scalar(inside, step.at.source, get(step.node, "if"), f"condition of a step of job `{job.id}`")
    if not upload.step.within:
        for key in _INPUTS:
            node = get(upload.step.node, "with", key)
            yield from _scalar(inside, upload.step.at.source, node, f"input `{key}` of the upload")


def _scalar(
    reader: Reader, source: Source, node: Node | None, what: str
) -> Iterator[tuple[Reader, Source, Scalar, str]]:
    if isinstance(node, Scalar):
        yield reader, source, node, what


def _consequence(what: str) -> str:
    if what.startswith("condition"):
        return "the condition is decided as if the value were empty, whatever was meant"
    if what.startswith("environment"):
        return "the job would run without an environment"
    return "the upload would go by the input's default"
