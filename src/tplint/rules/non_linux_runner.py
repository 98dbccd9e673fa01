"""TP501: the publish action runs on Linux only."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.model import Action, Known
from tplint.uploaders.action_release import is_since

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP501",
    name="non-linux-runner",
    level="error",
    summary="`pypa/gh-action-pypi-publish` runs on a Windows or macOS runner, where it stops at once",
)

_SYSTEMS = {"windows": "Windows", "macos": "macOS"}
_SAYS_IT_ITSELF_SINCE = (1, 12)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload by the action on a runner that certainly is not Linux."""
    for upload in repository.uploads:
        runner = upload.job.runner
        if (
            upload.uploader.name != "pypa/gh-action-pypi-publish"
            or not isinstance(runner, Known)
            or upload.goes_to("other")
        ):
            continue
        system = _SYSTEMS.get(runner.value.os)
        if system is not None:
            when = f" {upload.when}" if upload.when else ""
            yield RULE.finding(
                runner.at[0] if runner.at else upload.job.at,
                f"job `{upload.job.id}` runs the publish action on {system}{when}",
                label=f"`{runner.value.label}` is a {system} runner",
                related=(Related(upload.at, "this action is a container and runs on Linux only"),),
                consequence=_consequence(upload),
                fix="publish from a job on `ubuntu-latest`, which downloads the files that this one built",
            )


def _consequence(upload: Upload) -> str:
    action = upload.run
    if isinstance(action, Action) and is_since(action, _SAYS_IT_ITSELF_SINCE) == Known(True):
        return 'the action would stop with "This action is only able to run under GNU/Linux environments"'
    return "GitHub would refuse to run a container on it"
