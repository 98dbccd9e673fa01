"""TP538: a job of an upload runs `gh` without a token, or where there is no repository."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.platforms.github.needed.unprepared_gh import unprepared_gh

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Repository
    from tplint.platforms.github.needed.unprepared_gh import Unprepared

RULE = Rule(
    code="TP538",
    name="unprepared-gh",
    level="error",
    summary="a job of an upload runs `gh` without a token, or where there is no repository",
)
# What it misses → what is wrong, the words with which it stops, and what to do.
_WORDS = {
    "token": (
        "and gives it no token",
        "set the GH_TOKEN environment variable",
        "give the step `GH_TOKEN: ${{ github.token }}` under `env`",
    ),
    "repository": (
        "and has not checked out a repository",
        "failed to run git: fatal: not a git repository",
        "give the step `GH_REPO: ${{ github.repository }}` under `env`, or check out first",
    ),
}


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each job, or two where both are missing."""
    seen: set[tuple[Place, str]] = set()
    for found in unprepared_gh(repository):
        if (found.at, found.missing) not in seen:
            seen.add((found.at, found.missing))
            yield _finding(found)


def _finding(found: Unprepared) -> Finding:
    wrong, words, remedy = _WORDS[found.missing]
    outcome = "and nothing is uploaded" if found.is_before else "when the upload has happened"
    label = "this upload waits for the job" if found.is_before else "the job waits for this upload"
    return RULE.finding(
        found.at,
        f"job `{found.job.id}` runs `{found.command}`, {wrong}",
        related=(Related(found.upload.at, label),) if found.job is not found.upload.job else (),
        consequence=f'the step would stop with "{words}", {outcome}',
        fix=remedy,
        level="error" if found.is_before and found.is_certain else "warning",
    )
