"""Secrets of a job in a called workflow: GitHub hands on only what each calling job passes.

https://docs.github.com/actions/how-tos/reuse-automations/reuse-workflows#passing-inputs-and-secrets-to-a-reusable-workflow
"""

from __future__ import annotations

import re

from tplint.documents.nodes import entries, get, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.model import Call, Job

_NAMED = r"\s*\$\{\{\s*secrets\.([A-Za-z_][\w-]*)\s*\}\}\s*"


def withholding(origin: str, job: Job, calls: tuple[Call, ...]) -> Call | None:
    """The call through which a secret does not come, so that it is empty; None where it may be there.

    ``origin`` is what is read, ``secrets.NAME``. A job with an environment has that one's secrets, too.
    """
    context, _, name = origin.lower().partition(".")
    if context != "secrets" or get(job.node, "environment") is not None:
        return None
    for call in reversed(calls):
        given = get(call.job.node, "secrets")
        if (text(given) or "").lower() == "inherit":
            continue
        passed = {each.lower(): entry.value for each, entry in entries(given)}
        if name not in passed:
            return call
        same = re.fullmatch(_NAMED, text(passed[name]) or "")
        if same is None:
            return None
        name = same[1].lower()
    return None
