"""TP510: an input of the publish action by its deprecated name."""

from __future__ import annotations

from tplint.findings import Rule
from tplint.model import Action, Known
from tplint.uploaders.action_release import is_since
from tplint.uploaders.pypi_publish_action import ALIASES, NAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository

RULE = Rule(
    code="TP510",
    name="deprecated-input",
    level="note",
    summary="an input of the publish action has its deprecated name, with underscores",
)

_DASHES_WORK_SINCE = (1, 7, 1)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each such input, where the action's release certainly knows the name with dashes."""
    for upload in repository.uploads:
        action = upload.run
        if (
            not isinstance(action, Action)
            or action.name != NAME
            or upload.goes_to("other")
            or is_since(action, _DASHES_WORK_SINCE) != Known(True)
        ):
            continue
        for name, old in ALIASES.items():
            given = action.inputs.get(old)
            if given is not None:
                from tplint.remedies import steps  # noqa: PLC0415 - only for a finding

                both = name in action.inputs
                title = f"remove `{old}`" if both else f"rename it to `{name}`"
                yield RULE.finding(
                    given.key,
                    f"input `{old}` of the publish action is deprecated; it is called `{name}`",
                    label=f"`{name}` is given too" if both else "still works, with a warning in the log",
                    fix=steps.renamed_input(title, upload, given, name),
                )
