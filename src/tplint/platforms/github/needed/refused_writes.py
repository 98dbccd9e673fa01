"""Jobs of uploads → the steps that push, or change releases, with a token that may not, or with none.

A job's own `permissions`, given for `id-token: write`, replace all that its token had by the repository's settings.
"""

from __future__ import annotations

from tplint.commands.invocations import invocation
from tplint.commands.options import visible
from tplint.jobs.workspace import commands_with
from tplint.model import Action, Known
from tplint.platforms.github.needed.jobs import awaited, may_stop
from tplint.platforms.github.starts.job_token import action_uses_it, gh_command_uses_it, git_uses_it, token_kept_back
from tplint.platforms.github.starts.releases import ACTIONS, WITH_GIVEN_TOKEN, Maker
from tplint.platforms.github.step_conditions import runs_with
from tplint.records import NamedTuple
from tplint.signs import CHANGERS, MAKERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from tplint.documents.source import Place
    from tplint.model import Command, Job, Repository, Step, Upload
    from tplint.platforms.github.needed.jobs import Awaited

    Doing = Literal["push", "release"]

# With one of these inputs it may leave the repository alone.
_UNLESS = frozenset({"dry_run", "no_operation_mode", "push", "repo-url", "root_options", "tag", "vcs_release"})
_BY_DEFAULT = {
    **ACTIONS,
    "svenstaro/upload-release-action": Maker("release", ("repo_token",)),
    "ad-m/github-push-action": Maker("tag", ("github_token",)),
}
_IF_GIVEN = {**WITH_GIVEN_TOKEN, "actions/upload-release-asset": Maker("release", (), "GITHUB_TOKEN")}
# They look first whether there is something to do.
_WHERE_DUE = frozenset({"python-semantic-release/python-semantic-release", "mathieudutour/github-tag-action"})
_CHANGES = frozenset({"create", "delete", "delete-asset", "edit", "upload"})
_REFUSED = frozenset({"none", "read"})


class RefusedWrite(NamedTuple):
    """A command or an action that GitHub refuses: one of git pushes, another changes a release or a tag.

    ``because`` are the permissions in force, or what keeps the checkout from leaving a token for git (``lacks_token``).
    ``is_before`` says whether the upload waits for it, ``is_certain`` whether it runs whenever the upload does.
    """

    of: Awaited
    at: Place
    doing: Doing
    because: Place
    lacks_token: bool
    is_before: bool
    is_certain: bool


def refused_writes(repository: Repository) -> Iterator[RefusedWrite]:
    """Each such step once; jobs that wait for the upload are left out."""
    seen: set[Place] = set()
    for each in awaited(repository, *MAKERS, *CHANGERS):
        job = each.upload.job if each.is_own else each.job
        is_before = True
        for step in job.steps:
            is_before = is_before and not (each.is_own and step.at == each.upload.step.at)
            for at, doing, is_certain in _done_by(each.upload, job, step) if may_stop(step) else ():
                without = token_kept_back(job) if doing == "push" else None
                because = without or (_read_only(job) if doing == "release" or git_uses_it(job) else None)
                if because is not None and at not in seen:
                    seen.add(at)
                    yield RefusedWrite(each, at, doing, because, without is not None, is_before, is_certain)


def _read_only(job: Job) -> Place | None:
    """The permissions that do not let the job's token write to the repository; None where it may, or by a setting."""
    known = job.permissions
    if isinstance(known, Known) and known.value.level != "default" and known.value.grants("contents") in _REFUSED:
        return next(iter(known.at), None)
    return None


def _done_by(upload: Upload, job: Job, step: Step) -> Iterator[tuple[Place, Doing, bool]]:
    """What a step does with the job's token, or with git's credentials, and whether it certainly does in its run."""
    runs = runs_with(upload, step)
    if isinstance(step.run, Action) and _acts(step.run):
        yield step.run.at, "release", runs and step.run.name not in _WHERE_DUE
    for command in commands_with(step, "git push", "gh release", "gh-deploy"):
        if not command.tolerated and (doing := _by_command(job, command)):
            yield command.at, doing, runs and not command.conditional


def _acts(action: Action) -> bool:
    """Whether an action makes or changes a release or a tag with the job's token."""
    maker = _BY_DEFAULT.get(action.name) or _IF_GIVEN.get(action.name)
    if maker is None or _UNLESS & action.inputs.keys():
        return False
    is_given = maker.variable in action.env or any(name in action.inputs for name in maker.tokens)
    return (is_given or action.name in _BY_DEFAULT) and action_uses_it(action, *maker.tokens, variable=maker.variable)


def _by_command(job: Job, command: Command) -> Doing | None:
    call = invocation(command)
    if call is None:
        return None
    words = [visible(word) for word in call.words]
    if call.program == "gh":
        changes = words[:1] == ["release"] and not _CHANGES.isdisjoint(words[1:2])
        return "release" if changes and gh_command_uses_it(job, call) else None
    return "push" if _pushes(call.program, words) and not any(map(_brings_another, job.steps)) else None


def _pushes(program: str, words: list[str]) -> bool:
    """Whether a command pushes to where the checkout came from."""
    arguments = [word for word in words if not word.startswith("-")]
    if program == "mkdocs":
        return arguments[:1] == ["gh-deploy"] and not {"-r", "--remote-name"} & {*words}
    is_dry = bool({"-n", "--dry-run"} & {*words})
    return program == "git" and arguments[:1] == ["push"] and arguments[1:2] in ([], ["origin"]) and not is_dry


def _brings_another(step: Step) -> bool:
    """Whether a step may bring another repository."""
    if isinstance(step.run, Action):
        return step.run.name == "actions/checkout" and "repository" in step.run.inputs
    return step.run is not None and any(word in step.run.text for word in ("git clone", "git init", "git remote"))
