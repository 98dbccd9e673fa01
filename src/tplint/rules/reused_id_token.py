"""TP113: two uploads of one GitLab job exchange the same identity token, which PyPI takes once."""

from __future__ import annotations

from tplint.facts.job_tokens import made_for_index, taken, takes_token
from tplint.findings import Related, Rule
from tplint.model import INDEXES, Command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP113",
    name="reused-id-token",
    level="error",
    summary="two uploads in one job exchange the same identity token, which PyPI accepts once",
    platforms=("gitlab",),
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload that exchanges a token which an earlier one of its job has used up."""
    earlier: dict[tuple[object, ...], Upload] = {}
    for upload in repository.uploads:
        if not _exchanges(upload):
            continue
        key = (upload.pipeline.path, upload.job.id, upload.step.at, upload.index_name, upload.when)
        first = earlier.get(key)
        if first is not None and first.at != upload.at and (_is_certain(upload) or _follows(first, upload)):
            yield _finding(first, upload)
        if _is_certain(upload):
            earlier.setdefault(key, upload)


def _exchanges(upload: Upload) -> bool:
    """Whether an upload takes a token that PyPI accepts."""
    is_command = upload.step.name == "script" and isinstance(upload.run, Command)
    return is_command and takes_token(upload) and taken(upload) in tuple(made_for_index(upload))


def _is_certain(upload: Upload) -> bool:
    """Whether an upload certainly runs with its job."""
    return isinstance(upload.run, Command) and not upload.run.conditional


def _follows(first: Upload, second: Upload) -> bool:
    """Whether an upload runs whenever another one went well: `&&` alone stands between the commands."""
    source, end = first.run.at.source, first.run.at.end
    return source == second.run.at.source and source.text[end : second.run.at.start].strip() == "&&"


def _finding(first: Upload, second: Upload) -> Finding:
    index, token = INDEXES[second.index_name], taken(second)
    assert token is not None
    return RULE.finding(
        second.at,
        f"job `{second.job.id}` exchanges its identity token `{token.name}` a second time, and {index} takes it once",
        label="GitLab gives a job one token of each name, and this upload finds it used up",
        related=(Related(first.at, "exchanges the token first"),),
        consequence=f'{index} would answer "invalid-reuse-token: invalid token: already used"',
        fix="upload everything by one command, or by a job of its own for each command",
    )
