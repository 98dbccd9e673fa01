"""TP109: a trusted-publishing upload that only pull requests start, and forks' pull requests get no token."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.model import Known
from tplint.platforms.github.guards import guards

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP109",
    name="fork-pull-request",
    level="warning",
    summary="only `pull_request` reaches an upload with trusted publishing, and forks get no OIDC token",
)
EVENT = "pull_request"
_ACTION = "pypa/gh-action-pypi-publish"


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload whose every alternative is started by pull requests, forks' among them."""
    for upload in repository.uploads:
        if (
            upload.goes_to("pypi", "testpypi")
            and upload.signs_in_by("oidc")
            and upload.job.can_mint != Known(False)
            and _events(repository, upload) == {EVENT}
            and not any("pull_request.head" in guard or "head_ref" in guard for guard in guards(upload))
        ):
            yield _finding(upload)


def _events(repository: Repository, upload: Upload) -> set[str]:
    return {event.name for other in repository.alternatives if other.at == upload.at for event in other.events}


def _finding(upload: Upload) -> Finding:
    trigger = upload.started.trigger(EVENT)
    words = 'the action would stop with "GitHub doesn\'t give these workflows OIDC permissions"'
    return RULE.finding(
        trigger.at if trigger is not None else upload.at,
        f"job `{upload.job.id}` uploads with trusted publishing, and only `{EVENT}` starts it",
        label="for a pull request from a fork, GitHub gives no OIDC token",
        related=(Related(upload.at, "no password or token is given, so it uses trusted publishing"),),
        consequence=f"for a pull request from a fork, {words if upload.uploader.name == _ACTION else 'it would fail'}",
        fix="publish on `push` to the default branch, on `release` or on a pushed tag",
    )
