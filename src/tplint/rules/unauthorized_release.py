"""TP532: a job of an upload pushes, or makes a release, with a token that may only read, or with none."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.platforms.github.needed.refused_writes import refused_writes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Level, Repository
    from tplint.platforms.github.needed.refused_writes import RefusedWrite

RULE = Rule(
    code="TP532",
    name="unauthorized-release",
    level="error",
    summary="a job of an upload pushes, or makes a release, with a token that may only read, or with none",
)
_DOES = {"push": "pushes to the repository", "release": "makes or changes a release or tag"}
_REFUSALS = {
    "push": "Permission to … denied to github-actions[bot]",
    "release": "Resource not accessible by integration",
}


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each command or action."""
    for found in refused_writes(repository):
        level: Level = "error" if found.is_before and found.is_certain else "warning"
        yield (_without_token if found.lacks_token else _with_token)(found)._replace(level=level)


def _with_token(found: RefusedWrite) -> Finding:
    return RULE.finding(
        found.at,
        f"job `{found.of.job.id}` {_DOES[found.doing]}, and its token may not write to the repository",
        label="needs `contents: write`",
        related=_related(found, "the job has no other permissions than these"),
        consequence=_stop(found, _REFUSALS[found.doing]),
        fix="add `contents: write` to the job's permissions, or do it in a job of its own that has it",
    )


def _without_token(found: RefusedWrite) -> Finding:
    return RULE.finding(
        found.at,
        f"job `{found.of.job.id}` pushes to the repository, and git has no token",
        label="the checkout left none",
        related=_related(found, "none is kept"),
        consequence=_stop(found, "could not read Username for 'https://github.com'"),
        fix="leave out `persist-credentials: false` in this job, or run `gh auth setup-git` with `GH_TOKEN` first",
    )


def _related(found: RefusedWrite, why: str) -> tuple[Related, ...]:
    return (Related(found.because, why), *(found.of.related if found.is_before else ()))


def _stop(found: RefusedWrite, words: str) -> str:
    """What would happen, with the words of the failed step."""
    return f'the step would stop with "{words}", ' + (
        "and nothing is uploaded" if found.is_before else "when the upload has happened"
    )
