"""Secrets of a job in a called workflow: GitHub hands on only what each calling job passes.

https://docs.github.com/actions/how-tos/reuse-automations/reuse-workflows#passing-inputs-and-secrets-to-a-reusable-workflow
"""

from __future__ import annotations

import re

from tplint.documents.nodes import entries, get, text
from tplint.model import Known, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.model import Call, Credential, Fact, Job, Pipeline

_NAMED = r"\s*\$\{\{\s*secrets\.([A-Za-z_][\w-]*)\s*\}\}\s*"


def passed(credential: Fact[Credential], pipeline: Pipeline, job: Job, calls: tuple[Call, ...]) -> Fact[Credential]:
    """A stored credential as it arrives in a called workflow.

    A job with an environment has that one's secrets, too; one that the workflow declares is meant to come from callers.
    """
    if not isinstance(credential, Known) or withholding(credential.value.secret, calls) is None:
        return credential
    if get(job.node, "environment") is None:
        return Known(credential.value._replace(kind="unpassed"), *credential.at)
    declared = entries(get(pipeline.document.root, "on", "workflow_call", "secrets"))
    name = credential.value.secret.lower().partition(".")[2]
    if not any(each.lower() == name for each, _ in declared):
        return credential
    return Unknown(f"nobody passes `{credential.value.secret}`, which the job's environment may have", *credential.at)


def withholding(origin: str, calls: tuple[Call, ...]) -> Call | None:
    """The call through which a secret does not come, so that it is empty; None where it may be there.

    ``origin`` is what is read, ``secrets.NAME``.
    """
    context, _, name = origin.lower().partition(".")
    if context != "secrets":
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
