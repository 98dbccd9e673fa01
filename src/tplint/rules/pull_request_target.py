"""TP108: an upload in runs that `pull_request_target` starts."""

from __future__ import annotations

from tplint.findings import Related, Rule, Security
from tplint.platforms.github.guards import is_certainly_reached

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP108",
    name="pull-request-target",
    level="error",
    summary="an upload can be reached by `pull_request_target`, which PyPI refuses and which strangers can start",
    security=Security(7.5, (829,)),
)
EVENT = "pull_request_target"
_REFUSED = "PyPI would answer \"Publishing from a workflow invoked via 'pull_request_target' is not supported.\""
_BARED = "the run has the repository's secrets, and anyone can start it with a pull request"


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload that such a run reaches: a refused one, or one that bares its token."""
    for upload in repository.uploads:
        if upload.goes_to("pypi", "testpypi") and _is_reached(upload):
            if upload.signs_in_by("oidc"):
                yield _finding(upload, "with trusted publishing", _REFUSED)
            elif upload.signs_in_by("token", "password"):
                yield _finding(upload, "with a stored token", _BARED)


def _is_reached(upload: Upload) -> bool:
    """Whether the event certainly reaches it: nothing else does, or nothing but the event decides."""
    meant = [event for event in upload.events if event.name == EVENT]
    is_alone = len(meant) == len(upload.events)
    return bool(meant) and (is_alone or any(is_certainly_reached(upload, event) for event in meant))


def _finding(upload: Upload, how: str, consequence: str) -> Finding:
    trigger = upload.started.trigger(EVENT)
    return RULE.finding(
        trigger.at if trigger is not None else upload.at,
        f"`{EVENT}` starts runs in which job `{upload.job.id}` uploads {how}",
        label="starts for pull requests of strangers, with the rights of this repository",
        related=(Related(upload.at, f"uploads {how}"),),
        consequence=consequence,
        fix="publish on `release` or on a pushed tag, in a workflow of its own",
        level="error" if upload.signs_in_by("oidc") else "warning",
    )
