"""Workflows → whether one may make releases that others hear of: with another token, or as drafts."""

from __future__ import annotations

from tplint.jobs.workspace import commands_with
from tplint.model import Action, Known, Script, may_say
from tplint.platforms.github.starts import release_please
from tplint.platforms.github.starts.callers import starting
from tplint.platforms.github.starts.job_token import GH_VARIABLES, is_other_token

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from tplint.model import Pipeline, Repository, Step, Variable

# Their names say so, but for the one of changesets; commands that make releases, and drafts of them.
_ACTIONS = ("release", "changesets/action")
_COMMANDS = ("release create", "semantic-release", "release-it", "goreleaser", "changeset publish")


def may_be_heard(repository: Repository) -> bool:
    """Whether a step may make a release whose events start workflows, so that these do not wait in vain.

    A workflow that waits for releases adds files to them, and makes none.
    """
    return any(
        _makes_heard(step, pipeline)
        for pipeline in repository.pipelines
        if not _waits_for_releases(pipeline, repository)
        for job in pipeline.jobs
        if may_say(job, *_ACTIONS, *_COMMANDS)
        for step in job.steps
    )


def _waits_for_releases(pipeline: Pipeline, repository: Repository) -> bool:
    runs = starting(pipeline, repository)
    return bool(runs) and all(each.has_trigger("release") for each in runs)


def _makes_heard(step: Step, pipeline: Pipeline) -> bool:
    match step.run:
        case Action(name=name, inputs=inputs, env=env) as action if any(word in name for word in _ACTIONS):
            by_input = any(is_other_token(name, given.value.raw) for name, given in inputs.items())
            return by_input or _has_other_token(env) or _is_draft(action, pipeline)
        case Script(text=text, env=env) if any(word in text for word in _COMMANDS):
            return _has_other_token(env) or any(
                word.raw in {"-d", "--draft"}
                for command in commands_with(step, "release create")
                for word in command.words
            )
    return False


def _is_draft(action: Action, pipeline: Pipeline) -> bool:
    """Whether an action may make drafts, as its inputs, its name or release-please's file say."""
    if release_please.NAME in action.name and not action.inputs.keys() & {"command", "skip-github-release"}:
        return not release_please.tags(action, pipeline)
    draft = action.inputs.get("draft")
    by_input = draft is not None and draft.value.fact not in (Known("false"), Known(""))
    return by_input or "release-drafter" in action.name


def _has_other_token(env: Mapping[str, Variable]) -> bool:
    return any(is_other_token(name, env[name].value.raw) for name in GH_VARIABLES if name in env)
