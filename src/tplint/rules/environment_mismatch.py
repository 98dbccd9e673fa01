"""TP402: the job's environment is not the one that the declared publisher names."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.model import Known
from tplint.publishers.declarations import environment_refusal, pointer
from tplint.publishers.matching import explained

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Match, Publisher, Repository, Upload

RULE = Rule(
    code="TP402",
    name="environment-mismatch",
    level="error",
    summary="the job's environment is not the one that the declared publisher names",
    platforms=("github", "gitlab"),
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload of which only the environment keeps a declared publisher from matching."""
    for match, publisher in explained(RULE.code, repository):
        if not _is_refused(match.upload):
            yield _finding(match, publisher)


def _is_refused(upload: Upload) -> bool:
    """Whether PyPI's form refuses the job's environment, so that none can be declared: TP405 says so."""
    environment = upload.job.environment
    return isinstance(environment, Known) and bool(
        environment.value and environment_refusal(upload.platform, environment.value)
    )


def _finding(match: Match, publisher: Publisher) -> Finding:
    job, environment = match.upload.job, match.upload.job.environment
    expected = publisher.fields["environment"]
    presented = environment.value if isinstance(environment, Known) else None
    has = f"runs in environment `{presented}`" if presented else "has no environment"
    when = f" {match.upload.when}" if match.upload.when else ""
    return RULE.finding(
        environment.at[0] if environment.at else job.at,
        f"job `{job.id}` {has}{when}, but the publisher of `{publisher.project_name}` names `{expected}`",
        label=f"presents `{presented}`" if presented else f"`environment: {expected}` is missing",
        related=(Related(pointer(publisher, "environment"), "declared here"),),
        consequence=f'PyPI would answer "{match.error}"',
        fix=f"set `environment: {expected}` on job `{job.id}`, or register the publisher on PyPI "
        + (f"with `{presented}`, and declare it here" if presented else "without it"),
    )
