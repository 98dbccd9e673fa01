"""TP207: an upload presents another identity than at the last release, and no declared publisher knows it."""

from __future__ import annotations

from tplint.findings import Rule
from tplint.history.identity_changes import changes, differing, move

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.history.identity_changes import Change, Move
    from tplint.model import Repository

RULE = Rule(
    code="TP207",
    name="identity-changed-since-release",
    level="warning",
    summary="an upload presents another workflow, repository or environment than at the last version tag",
    platforms=("github", "gitlab"),
)

_REFUSED = (
    'as long as PyPI trusts the old one only, it would answer "invalid-publisher: valid token, but no corresponding '
    'publisher (Publisher with matching claims was not found)"'
)
_FIX = "update the publisher on PyPI before the next release, and declare it here (`tplint pin`)"
_STILL = "a publisher without environment still matches, and still trusts every other job of the file"


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload whose identity took the place of another one, and one for a repository that moved."""
    release = repository.released
    if release is None:
        return
    for change in changes(repository, release):
        yield _changed(change, release.tag)
    moved = move(repository, release)
    if moved is not None:
        yield _moved(moved, release.tag)


def _changed(change: Change, tag: str) -> Finding:
    upload, before = change
    environment = upload.job.environment
    same_file = upload.pipeline.path == before.pipeline.path
    now, then = differing(upload, before), differing(before, upload)
    return RULE.finding(
        (environment.at[0] if environment.at else upload.job.at) if same_file else upload.at,
        f"job `{upload.job.id}` presents {now}, but at `{tag}` it presented {then}",
        label=f"not what it was at `{tag}`",
        consequence=_STILL if change.only_adds_environment else _REFUSED,
        fix=_FIX,
        level="note" if change.only_adds_environment else None,
    )


def _moved(moved: Move, tag: str) -> Finding:
    return RULE.finding(
        moved.upload.at,
        f"this repository is `{moved.now.name}`, but at `{tag}` its URLs named `{moved.before.name}`",
        label=f"presents `{moved.now.name}`, as {moved.now.origin} says",
        consequence=_REFUSED,
        fix=_FIX,
    )
