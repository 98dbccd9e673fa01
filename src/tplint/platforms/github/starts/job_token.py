"""The job's own token, and the commands of `gh` that sign in with it.

Events made with it start no workflow, except `workflow_dispatch` and `repository_dispatch`:
https://docs.github.com/actions/concepts/security/github_token
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from tplint.model import Action, Variable

_EXPRESSION = r"(?i)\s*\$\{\{\s*(?:github\.token|secrets\.github_token)\s*\}\}\s*"
# `gh` takes the first of these that is set: https://cli.github.com/manual/gh_help_environment
GH_VARIABLES = ("GH_TOKEN", "GITHUB_TOKEN")


def is_job_token(written: str) -> bool:
    """Whether a value as written is the job's token and nothing else."""
    return re.fullmatch(_EXPRESSION, written) is not None


def is_other_token(name: str, written: str) -> bool:
    """Whether an input or variable gives a token or key that is not the job's."""
    is_one = "token" in name.lower() or "secrets." in written
    return is_one and bool(written.strip()) and not is_job_token(written)


def gh_uses_it(env: Mapping[str, Variable]) -> bool:
    """Whether `gh` certainly signs in with the job's token under an environment."""
    written = next((env[name].value.raw for name in GH_VARIABLES if name in env), "")
    return is_job_token(written)


def action_uses_it(action: Action, *inputs: str, variable: str = "") -> bool:
    """Whether an action whose default is the job's token uses it: no input, and no variable, gives another one."""
    given = [action.inputs[name].value.raw for name in inputs if name in action.inputs]
    if variable and variable in action.env:
        given.append(action.env[variable].value.raw)
    return all(is_job_token(written) for written in given)
