"""TP401: a trusted-publishing upload to PyPI from a job without an environment."""

from __future__ import annotations

from tplint.facts.trusted_publishing import uses_trusted_publishing
from tplint.findings import Related, Rule, Security
from tplint.model import Known
from tplint.rules.unguarded_upload import is_unguarded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP401",
    name="missing-environment",
    level="warning",
    summary="a job uploads to PyPI with trusted publishing and has no environment that could guard it",
    platforms=("github", "gitlab"),
    security=Security(3.0, (284,)),
)

_STARTED = {"github": "workflow", "gitlab": "pipeline"}
_REMEDY = "add `environment: pypi` to the job, and name it in the publisher on PyPI"


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each job; TP402 and TP508 say more where a publisher names one, and where nothing guards it."""
    for upload in repository.uploads:
        if (
            upload.goes_to("pypi")
            and uses_trusted_publishing(upload)
            and isinstance(upload.job.environment, Known)
            and not upload.job.environment.value
            and not _publisher_wants_one(repository, upload)
            and not is_unguarded(upload)
        ):
            from tplint.remedies import jobs  # noqa: PLC0415 - only for a finding

            yield RULE.finding(
                upload.job.at,
                f"job `{upload.job.id}` uploads to PyPI without an environment",
                label=f"anyone who can start this {_STARTED[upload.platform]} can publish",
                related=(Related(upload.at, "uploads with trusted publishing"),),
                fix=jobs.in_environment(_REMEDY, upload, "pypi"),
            )


def _publisher_wants_one(repository: Repository, upload: Upload) -> bool:
    return any(match.upload.at == upload.at and "environment" in match.fields for match in repository.matches)
