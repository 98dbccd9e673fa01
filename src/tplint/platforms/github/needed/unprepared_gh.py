"""Jobs of uploads → the commands of `gh` that stop before they ask GitHub: without a token, or outside a repository.

On a runner `gh` takes its token from the environment alone (https://cli.github.com/manual/gh_help_environment), and the
repository from git, unless it is told.
"""

from __future__ import annotations

import re
from itertools import chain

from tplint.commands.invocations import invocation
from tplint.commands.options import visible
from tplint.jobs.workspace import CACHES, commands_with, kind_of_action
from tplint.model import Action, Known, Script
from tplint.platforms.github.needed.jobs import awaited, may_stop, waiting
from tplint.platforms.github.starts.job_token import runs_own_program
from tplint.platforms.github.step_conditions import runs_with
from tplint.records import NamedTuple
from tplint.signs import GH_COMMANDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from tplint.commands.invocations import Invocation
    from tplint.documents.source import Place
    from tplint.model import Command, Job, Repository, Step, Upload

    Missing = Literal["token", "repository"]

_OF_REPOSITORY = GH_COMMANDS - {"api", "repo"}
_TOKENS = ("GH_TOKEN", "GITHUB_TOKEN", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN")
# What in a script may sign `gh` in for the steps behind it, and what in an action's name.
_SIGNS_IN = r"\bgh\s+auth\b|\bG(?:H|ITHUB)_(?:ENTERPRISE_)?TOKEN\b"
_SIGNING_IN = r"auth|gh-cli|login|secret|setup-gh|token|vault"
# What in a script may bring a repository.
_GIT = r"\bgit\b|\bgh\s+repo\b"
# What stands before a condition, and how far before it.
_ASKS, _LONGEST = r"(?:\b(?:if|elif|while|until)|!)\s+$", 20
_WITHOUT_REPOSITORY = frozenset({"build", "nothing", "tool"})
_CARRIERS = CACHES | {"actions/download-artifact"}


class Unprepared(NamedTuple):
    """A command of `gh`, such as `gh release create`, in a job of ``upload``, and what it misses.

    ``is_before`` says whether the upload waits for it, ``is_certain`` whether it runs whenever the upload does.
    """

    upload: Upload
    job: Job
    at: Place
    command: str
    missing: Missing
    is_before: bool
    is_certain: bool


def unprepared_gh(repository: Repository) -> Iterator[Unprepared]:
    """What the first such command of each job on a hosted runner misses: of jobs before, of and behind an upload."""
    words = [f"gh {name} " for name in GH_COMMANDS]
    before = ((each.upload, each.upload.job if each.is_own else each.job, True) for each in awaited(repository, *words))
    behind = ((upload, job, False) for upload, job in waiting(repository, *words))
    for upload, job, is_before in chain(before, behind):
        if isinstance(job.runner, Known) and job.runner.value.hosted and not job.container:
            yield from _first(upload, job, is_before=is_before)


def _first(upload: Upload, job: Job, *, is_before: bool) -> list[Unprepared]:
    may_sign_in, may_bring = False, False
    for step in job.steps:
        is_before = is_before and not (job is upload.job and step.at == upload.step.at)
        may_sign_in = may_sign_in or _may_sign_in(step)
        may_bring = may_bring or _may_bring_repository(step)
        for call in _calls(step) if may_stop(step) else ():
            missing: list[Missing] = ["token"] if not may_sign_in and _needs_token(call) else []
            missing += ["repository"] if not may_bring and _needs_repository(call) else []
            if missing:
                shown = " ".join(("gh", *(visible(word) for word in call.words[:2])))
                certain = runs_with(upload, step) and not call.command.conditional
                return [Unprepared(upload, job, call.command.at, shown, what, is_before, certain) for what in missing]
    return []


def _calls(step: Step) -> Iterator[Invocation]:
    """The calls of `gh` in a step whose failure fails the script."""
    for command in commands_with(step, "gh "):
        call = invocation(command) if not (command.tolerated or _is_asked(command)) else None
        if call is not None and call.program == "gh" and not {"--help", "-h"} & {visible(word) for word in call.words}:
            yield call


def _is_asked(command: Command) -> bool:
    """Whether a command is a condition, so that its failure is an answer."""
    at = command.at
    return re.search(_ASKS, at.source.text[max(0, at.start - _LONGEST) : at.start]) is not None


def _may_sign_in(step: Step) -> bool:
    """Whether a step may sign `gh` in, for itself or for those behind it."""
    if isinstance(step.run, Script):
        return re.search(_SIGNS_IN, step.run.text) is not None or runs_own_program(step)
    return step.run is None or re.search(_SIGNING_IN, step.run.name) is not None


def _may_bring_repository(step: Step) -> bool:
    if isinstance(step.run, Script):
        return re.search(_GIT, step.run.text) is not None or runs_own_program(step)
    return not (
        isinstance(step.run, Action) and (step.run.name in _CARRIERS or kind_of_action(step.run) in _WITHOUT_REPOSITORY)
    )


def _needs_token(call: Invocation) -> bool:
    is_signed_in = bool(call.words) and visible(call.words[0]) in GH_COMMANDS
    return is_signed_in and not any(name in call.env for name in _TOKENS)


def _needs_repository(call: Invocation) -> bool:
    words = [visible(word) for word in call.words]
    is_told = "GH_REPO" in call.env or any(word.startswith(("-R", "--repo")) or "://" in word for word in words)
    return bool(words) and words[0] in _OF_REPOSITORY and not is_told
