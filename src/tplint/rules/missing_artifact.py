"""TP525: a job that an upload needs downloads an artifact that nothing in its run stores, or not yet."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.platforms.github.artifacts.missing_artifacts import missing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Repository, Upload
    from tplint.platforms.github.artifacts.missing_artifacts import Missing

RULE = Rule(
    code="TP525",
    name="missing-artifact",
    level="error",
    summary="an artifact is downloaded for an upload that nothing in the run stores, or not yet",
)
_MOST_SHOWN = 3


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each download that certainly finds nothing."""
    seen: set[Place] = set()
    for upload in repository.uploads:
        if upload.goes_to("pypi", "testpypi"):
            for found in missing(upload, repository):
                if found.fetched.step.at not in seen:
                    seen.add(found.fetched.step.at)
                    yield _finding(found, upload, repository)


def _finding(found: Missing, upload: Upload, repository: Repository) -> Finding:
    from tplint.remedies import downloads  # noqa: PLC0415 - only for a finding

    message, label = _words(found)
    refused = f"Unable to download artifact(s): Artifact not found for name: {found.asked.raw}"
    stored = {each.at: f"job `{each.job.id}` stores this one" for each in found.stored[:_MOST_SHOWN]}
    waiting = {} if found.job.at == upload.job.at else {upload.at: "this upload waits for the job"}
    return RULE.finding(
        found.asked.at,
        message,
        label=label,
        related=tuple(Related(at, said) for at, said in {**stored, **waiting}.items()),
        consequence="the folder would be empty, and the upload fails for want of files"
        if found.fetched.name is None
        else f'the step would stop with "{refused}"',
        fix=downloads.found(found, repository),
    )


def _words(found: Missing) -> tuple[str, str]:
    """What is wrong with a download, and what stands at its name."""
    who = f"job `{found.job.id}` downloads"
    if found.early:
        return (
            f"{who} `{found.asked.raw}` without waiting for `{found.stored[0].job.id}`, which stores it",
            "not there yet",
        )
    if found.fetched.name is None:
        return f"{who} what fits `{found.asked.raw}`, and no artifact of its run does", "fits none"
    if found.is_wildcard:
        return f"{who} `{found.asked.raw}`, and no artifact can have that name", "`name` takes no wildcards"
    if found.lacks_token:
        return f"{who} `{found.asked.raw}` of another run without a token", "so it is looked for in this run"
    return f"{who} `{found.asked.raw}`, which nothing in its run stores", "there is no artifact of this name"
