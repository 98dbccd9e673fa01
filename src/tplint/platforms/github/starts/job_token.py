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
    from tplint.documents.source import Place
    from tplint.model import Job, Step, Variable

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
_SETS_UP_GIT = r"credential|ssh|netrc|git-auth|git-setup|(?:set-?up|config(?:ure)?)-git(?!-user)"
# An environment gives git credentials as well.
_FROM_OUTSIDE = ("GIT_ASKPASS", "GIT_CONFIG", "GIT_SSH")
# What a script runs of the repository may sign git in.
_OWN_PROGRAMS = (
    r"\.sh\b|(?m:^|[\s;&|(])(?:\./|(?:source|bash|sh|make|just|task|invoke|inv|nox|tox|poe)\s|\.\s+[\w~/.$\"'])"
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
    checkouts = _checkouts(job)
    return bool(checkouts) and not _gives_git_another(job) and all(map(_leaves_job_token, checkouts))


def token_kept_back(job: Job) -> Place | None:
    """The input of a checkout for want of which git has no token; None where one is there, or may be.

    Every checkout is told to leave none, and nothing may bring another one.
    """
    kept = [checkout.inputs.get("persist-credentials") for checkout in _checkouts(job)]
    places = [given.value.fact.at[:1] for given in kept if given is not None and given.value.fact == Known("false")]
    may_have_own = not isinstance(job.runner, Known) or not job.runner.value.hosted
    if not places or len(places) < len(kept) or may_have_own or _gives_git_another(job):
        return None
    if any(word in job.at.source.text for word in _FROM_OUTSIDE) or any(map(runs_own_program, job.steps)):
        return None
    return next(iter(places[0]), None)


def runs_own_program(step: Step) -> bool:
    """Whether a script may run a program of the repository."""
    return isinstance(step.run, Script) and re.search(_OWN_PROGRAMS, step.run.text) is not None


def _checkouts(job: Job) -> list[Action]:
    return [step.run for step in job.steps if isinstance(step.run, Action) and step.run.name == "actions/checkout"]


def _gives_git_another(job: Job) -> bool:
    """Whether a step may give git another token or key than a checkout leaves."""
    return any(
        re.search(_REMOTE, step.run.text) if isinstance(step.run, Script) else re.search(_SETS_UP_GIT, step.run.name)
        for step in job.steps
        if step.run is not None
    )


def _leaves_job_token(checkout: Action) -> bool:
    """Whether `actions/checkout` leaves the job's token for git, as it does by default."""
    kept = checkout.inputs.get("persist-credentials")
    is_kept = kept is None or kept.value.fact == Known("true")
    return is_kept and "ssh-key" not in checkout.inputs and action_uses_it(checkout, "token")
