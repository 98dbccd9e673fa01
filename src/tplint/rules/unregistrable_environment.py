"""TP405: the environment of an upload has a name that PyPI's form refuses."""

from __future__ import annotations

from tplint.facts.trusted_publishing import uses_trusted_publishing
from tplint.findings import Related, Rule
from tplint.model import Known
from tplint.publishers.declarations import environment_refusal, pointer
from tplint.publishers.matching import of_same_workflow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Publisher, Repository, Upload

RULE = Rule(
    code="TP405",
    name="unregistrable-environment",
    level="warning",
    summary="the environment's name is one that PyPI's form refuses, so no publisher can name it",
    platforms=("github", "gitlab"),
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each job; an error where every publisher of the workflow names an environment."""
    for upload in repository.uploads:
        environment = upload.job.environment
        if not uses_trusted_publishing(upload):
            continue
        if isinstance(environment, Known) and environment.value:
            message = environment_refusal(upload.platform, environment.value)
            if message:
                yield _finding(upload, environment.value, message, of_same_workflow(upload, repository))


def _finding(upload: Upload, name: str, message: str, publishers: tuple[Publisher, ...]) -> Finding:
    environment = upload.job.environment
    fails = bool(publishers) and all(publisher.fields.get("environment") for publisher in publishers)
    return RULE.finding(
        environment.at[0] if environment.at else upload.job.at,
        f"no publisher can name the environment `{name}` of job `{upload.job.id}`",
        label=f'PyPI\'s form answers "{message}"',
        related=(Related(upload.at, "uploads with trusted publishing"),)
        + ((Related(pointer(publishers[0], "environment"), "names another environment"),) if fails else ()),
        consequence="only a publisher without an environment can match it",
        fix="give the environment a name that PyPI takes",
        level="error" if fails else "warning",
    )
