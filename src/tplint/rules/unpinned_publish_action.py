"""TP503: the action that uploads can change under its ref, in a job that can mint identity tokens."""

from __future__ import annotations

import re

from tplint.findings import Rule, Security
from tplint.model import Action, Known
from tplint.rules.sunset_action_ref import is_sunset

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository

RULE = Rule(
    code="TP503",
    name="unpinned-publish-action",
    level="note",
    summary="the uploading action of a job that can mint tokens is on a branch or tag, which can be moved",
    security=Security(5.0, (829,)),
)

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}|sha256:[0-9a-f]{64}", re.IGNORECASE)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload by an action that is not pinned to a commit.

    TP502 says more of its refs, and TP005 of an action without one.
    """
    for upload in repository.uploads:
        action = upload.run
        if (
            isinstance(action, Action)
            and upload.goes_to("pypi", "testpypi")
            and upload.job.can_mint == Known(True)
            and not action.name.startswith("./")
            and (action.ref or action.name.startswith("docker:"))
            and not _COMMIT.fullmatch(action.ref)
            and not is_sunset(upload, action)
        ):
            yield RULE.finding(
                action.at,
                f"job `{upload.job.id}` can mint identity tokens and uploads with an action on a movable ref",
                label=f"`{action.ref}` can be moved to other code" if action.ref else "without a tag it is the newest",
                fix="pin the commit of a release, with its version as a comment: `…@<commit> # v1.14.2`"
                if not action.name.startswith("docker:")
                else "pin the image's digest: `…@sha256:<digest>`",
            )
