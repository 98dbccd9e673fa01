"""The job's own token, and the actions and commands of `gh` and git that sign in with it.

Events made with it start no workflow, except `workflow_dispatch` and `repository_dispatch`:
https://docs.github.com/actions/concepts/security/github_token
"""

from __future__ import annotations

import re

from tplint.model import Action, Known, Script

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from tplint.commands.invocations import Invocation
    from tplint.model import Job, Variable

_EXPRESSION = r"(?i)\s*\$\{\{\s*(?:github\.token|secrets\.github_token)\s*\}\}\s*"
# `gh` takes the first of these that is set: https://cli.github.com/manual/gh_help_environment
GH_VARIABLES = ("GH_TOKEN", "GITHUB_TOKEN")
# `echo "${{ secrets.GITHUB_TOKEN }}" | gh auth login --with-token`, for the commands behind it.
_SIGN_IN = (
    r"(?i)\$\{\{\s*(?:github\.token|secrets\.github_token)\s*\}\}[\"']?\s*\|\s*gh auth login\b[^\n|;&]*--with-token"
)
# What gives git another token or key than the one that `actions/checkout` left.
_REMOTE = (
    r"git\s+remote\s+(?:set-url|add)|insteadOf|x-access-token|extraheader|GIT_SSH|ssh-agent|ssh-add"
    r"|gh auth setup-git|credential[.-]|GIT_ASKPASS|netrc"
)


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


def gh_command_uses_it(job: Job, call: Invocation) -> bool:
    """Whether `gh` signs in with the job's token: by a variable, else as a step has told it to for all that follows."""
    if any(name in call.env for name in GH_VARIABLES):
        return gh_uses_it(call.env)
    scripts = [step.run.text for step in job.steps if isinstance(step.run, Script) and "gh auth" in step.run.text]
    return len(scripts) == 1 and scripts[0].count("gh auth") == 1 and re.search(_SIGN_IN, scripts[0]) is not None


def git_uses_it(job: Job) -> bool:
    """Whether git signs in with the token that `actions/checkout` left: the job's, unless another one is given."""
    checkouts = [step.run for step in job.steps if isinstance(step.run, Action) and step.run.name == "actions/checkout"]
    scripts = [step.run.text for step in job.steps if isinstance(step.run, Script)]
    return (
        bool(checkouts)
        and not any(re.search(_REMOTE, text) for text in scripts)
        and all(map(_leaves_job_token, checkouts))
    )


def _leaves_job_token(checkout: Action) -> bool:
    """Whether `actions/checkout` leaves the job's token for git, as it does by default."""
    kept = checkout.inputs.get("persist-credentials")
    is_kept = kept is None or kept.value.fact == Known("true", *kept.value.fact.at)
    return is_kept and "ssh-key" not in checkout.inputs and action_uses_it(checkout, "token")
