"""TP501: the publish action is a container, which not every runner can run."""

from __future__ import annotations

from tplint.facts.occasions import occasion
from tplint.findings import Related, Rule
from tplint.model import Action, Known
from tplint.uploaders.action_release import is_since

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository, Runner, Upload

RULE = Rule(
    code="TP501",
    name="non-linux-runner",
    level="error",
    summary="`pypa/gh-action-pypi-publish` runs on Windows, on macOS or on `ubuntu-slim`, where it stops at once",
)

_SYSTEMS = {"windows": "Windows", "macos": "macOS"}
_SAYS_IT_ITSELF_SINCE = (1, 12)
_ELSEWHERE = "publish from a job on `ubuntu-latest`, which downloads the files that this one built"


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload by the action on a runner that certainly runs no containers."""
    for upload in repository.uploads:
        runner = upload.job.runner
        if isinstance(runner, Known) and _stops(repository, upload):
            yield _finding(upload, runner, occasion(repository, upload, _stops))


def _stops(_: Repository, upload: Upload) -> bool:
    runner = upload.job.runner
    if upload.uploader.name != "pypa/gh-action-pypi-publish" or upload.goes_to("other"):
        return False
    return isinstance(runner, Known) and runner.value.is_without_containers


def _finding(upload: Upload, runner: Known[Runner], when: str) -> Finding:
    label, system = f"`{runner.value.label}`", _SYSTEMS.get(runner.value.os, "")
    return RULE.finding(
        runner.at[0] if runner.at else upload.job.at,
        f"job `{upload.job.id}` runs the publish action on {system or label}{when}",
        label=f"{label} is a {system} runner" if system else f"{label} is a container itself and has no Docker",
        related=(Related(upload.at, f"this action is a container{' and runs on Linux only' if system else ''}"),),
        consequence=_consequence(upload) if system else 'the job would stop with "docker: command not found"',
        fix=_ELSEWHERE if system else "run the job on `ubuntu-latest`",
    )


def _consequence(upload: Upload) -> str:
    action = upload.run
    if isinstance(action, Action) and is_since(action, _SAYS_IT_ITSELF_SINCE) == Known(True):
        return 'the action would stop with "This action is only able to run under GNU/Linux environments"'
    return "GitHub would refuse to run a container on it"
