"""TP514: a refused upload to PyPI does not fail its job, so that a release that never arrived looks green."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.model import Command, Known
from tplint.platforms.github.answered_failures import is_answered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP514",
    name="hidden-publish-failure",
    level="warning",
    summary="a failure of the upload to PyPI is ignored, so that the run looks green",
    platforms=("github", "gitlab"),
)

_JOB_KEYS = {"github": "continue-on-error", "gitlab": "allow_failure"}


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload to PyPI and each thing that hides its failure."""
    for upload in repository.uploads:
        if upload.goes_to("pypi"):
            for at, how, label in _hidden_by(upload, repository):
                yield RULE.finding(
                    at,
                    f"job `{upload.job.id}` uploads to PyPI, and goes on when the upload fails",
                    label=label,
                    related=() if at == upload.at else (Related(upload.at, "this upload may fail unseen"),),
                    consequence="a release that PyPI refused looks green, and later steps and jobs go on without it",
                    fix=how,
                )


def _hidden_by(upload: Upload, repository: Repository) -> Iterator[tuple[Place, str, str]]:
    """What hides a failure: its place, the remedy, and what to say of it."""
    job, step, key = upload.job, upload.step, _JOB_KEYS[upload.platform]
    if isinstance(job.tolerated, Known) and job.tolerated.value:
        at = job.tolerated.at[0] if job.tolerated.at else job.at
        yield at, f"remove `{key}` from job `{job.id}`", "a failure of the job counts as none"
    continues = step.continues_on_error
    if isinstance(continues, Known) and continues.value and not is_answered(upload, repository.uploads):
        at = continues.at[0] if continues.at else step.at
        yield at, "remove `continue-on-error` from the step", "a failure of the step counts as none"
    commands = (upload.run, *upload.through) if isinstance(upload.run, Command) else ()
    for command in (each for each in commands if each.tolerated):
        yield (
            command.at,
            "let the script fail with the upload: take away what follows it with `||`, and `set +e`",
            "the script ignores a failure of this command",
        )
