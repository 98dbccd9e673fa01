"""TP403: the job has an environment, and its declared publisher names none."""

from __future__ import annotations

from tplint.findings import Related, Rule, Security
from tplint.model import Known
from tplint.publishers.declarations import environment_refusal, pointer, shadowed
from tplint.publishers.form_fields import declared_file, file_field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Match, Publisher, Repository

RULE = Rule(
    code="TP403",
    name="unconstrained-publisher",
    level="warning",
    summary="the job has an environment, but the declared publisher accepts any job of the file",
    platforms=("github", "gitlab"),
    security=Security(4.0, (1220,)),
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each publisher that could name the environment of every upload it serves."""
    seen: set[tuple[str | int, ...]] = set()
    hidden = {general.keys for general, _ in shadowed(repository.publishers)}
    for match in repository.matches:
        environment = match.upload.job.environment
        if not isinstance(environment, Known) or not environment.value:
            continue
        for publisher in match.publishers:
            if (
                not publisher.fields.get("environment")
                and publisher.keys not in seen | hidden
                and not environment_refusal(publisher.kind, environment.value)
                and not _serves_another(publisher, repository)
            ):
                seen.add(publisher.keys)
                yield _finding(match, publisher, environment.value)


def _serves_another(publisher: Publisher, repository: Repository) -> bool:
    """Whether the publisher also serves a job that has, or may have, no environment: TP401 comes first there."""
    served = (match.upload.job.environment for match in repository.matches if publisher in match.publishers)
    return any(not isinstance(environment, Known) or not environment.value for environment in served)


def _finding(match: Match, publisher: Publisher, name: str) -> Finding:
    job, file = match.upload.job, declared_file(publisher)
    at = job.environment.at[0] if job.environment.at else job.at
    return RULE.finding(
        pointer(publisher, file_field(publisher)),
        f"the publisher of `{publisher.project_name}` names no environment, but job `{job.id}` runs in `{name}`",
        label=f"any job of `{file}` is trusted, with or without `{name}`",
        related=(Related(at, f"the protection of `{name}` can be left out by another job"),),
        fix=f"add the environment `{name}` to the publisher on PyPI, and declare it here",
    )
