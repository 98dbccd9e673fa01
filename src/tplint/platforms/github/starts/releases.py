"""Workflows → the releases and tags that they make with the job's own token, which then start no workflow."""

from __future__ import annotations

import re

from tplint.jobs.workspace import commands_with
from tplint.model import Action, Known, Script, may_say
from tplint.platforms.github.starts import release_please, semantic_release
from tplint.platforms.github.starts.job_token import (
    action_uses_it,
    gh_command_uses_it,
    gh_uses_it,
    git_uses_it,
    is_other_token,
)
from tplint.platforms.github.steps import both
from tplint.platforms.github.tag_filters import VERSIONS
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Literal

    from tplint.commands.invocations import Invocation
    from tplint.documents.source import Place
    from tplint.model import Command, Fact, Job, Pipeline, Step, Word


class Made(NamedTuple):
    """A release (with its tag), or a tag, made with the job's token.

    ``tags`` are examples of the tag, of every kind where nothing is known of it; there are none where it is always the
    same and no version (`nightly`). ``late`` is true of a release where an earlier step may have pushed the tag, with
    a token that is not the job's, and ``adds`` where the step may add files to a release that is there. ``condition``
    is whether the step runs.
    """

    pipeline: Pipeline
    job: Job
    kind: Literal["release", "tag"]
    tags: tuple[str, ...]
    at: Place
    late: bool = False
    adds: bool = False
    condition: Fact[bool] = Known(True)


class Maker(NamedTuple):
    """An action that makes releases or tags: its inputs for the token and the tag, and the variable for a token.

    ``unless`` are inputs with which it makes none, or one that is no release yet. Given files, it may as well add them
    to a release that is there without any of ``describes``; with any of ``adds`` it does where there is one.
    """

    kind: Literal["release", "tag"]
    tokens: tuple[str, ...]
    variable: str = ""
    tag: str = ""
    unless: tuple[str, ...] = ("draft", "prerelease")
    describes: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()


# Their tokens are the job's by default (action.yml of each).
_RELEASE_PLEASE = Maker("release", ("token",), unless=("skip-github-release", "repo-url", "draft", "prerelease"))
_SEMANTIC_RELEASE = Maker(
    "release",
    ("github_token",),
    unless=("push", "tag", "vcs_release", "no_operation_mode", "root_options", "prerelease"),
)
ACTIONS = {
    "softprops/action-gh-release": Maker(
        "release",
        ("token",),
        "GITHUB_TOKEN",
        "tag_name",
        describes=("name", "body", "body_path", "generate_release_notes"),
        adds=("files",),
    ),
    "ncipollo/release-action": Maker(
        "release",
        ("token",),
        tag="tag",
        describes=("name", "body", "bodyfile", "generatereleasenotes"),
        adds=("allowupdates",),
    ),
    **dict.fromkeys(release_please.NAMES, _RELEASE_PLEASE),
}
_FILES = frozenset({"files", "artifacts", "artifact"})
# These have no default, so that the workflow gives the token.
WITH_GIVEN_TOKEN = {
    "actions/create-release": Maker("release", (), "GITHUB_TOKEN", "tag_name"),
    "python-semantic-release/python-semantic-release": _SEMANTIC_RELEASE,
    "mathieudutour/github-tag-action": Maker("tag", ("github_token",), tag="custom_tag", unless=("dry_run",)),
}
# One of these stands in every job that makes something.
_WORDS = (*ACTIONS, *WITH_GIVEN_TOKEN, "release create", "git push", "semantic-release")
_SEMANTIC_VALUED = "-c/--config --prerelease-token --build-metadata"
# Other options print a version, or keep something back.
_SEMANTIC_FLAGS = (
    "-v/--verbose --strict --major --minor --patch --commit --tag --push --vcs-release --changelog --no-changelog"
    " --skip-build"
)
_GH_VALUED = "-t/--title -n/--notes -F/--notes-file --target -R/--repo --discussion-category --notes-start-tag"
_TAG_VALUED = "-C -c -m/--message -F/--file -u/--local-user --cleanup --trailer"
# What names a tag and no branch: a version, or a variable that speaks of one.
_TAG = r"(?i)v?\$(?:\w*(?:tag|version)\w*|\{\w*(?:tag|version)\w*\})"
_WHOLE_VERSION = r"\d\.\d"
_VERSION = r"v?\d|refs/tags/|v\$|(?i:\$\{?(?:\w*|\{[^}]*)(?:tag|version))"


def made(pipelines: Iterable[Pipeline]) -> Iterator[Made]:
    """What the workflows certainly make with the job's token, in steps that may run."""
    for pipeline in pipelines:
        for job in pipeline.jobs:
            for position, step in enumerate(job.steps if may_say(job, *_WORDS) else ()):
                condition = both(job.condition, step.condition)
                for found in _by_step(pipeline, job, step) if condition != Known(False) else ():
                    late = found.kind == "release" and _may_be_late(job, position)
                    yield found._replace(late=late, condition=condition)


def _by_step(pipeline: Pipeline, job: Job, step: Step) -> Iterator[Made]:
    match step.run:
        case Action(name=name) as action:
            maker = ACTIONS.get(name) or WITH_GIVEN_TOKEN.get(name)
            if maker is not None and _makes(maker, action, needs_token=name in WITH_GIVEN_TOKEN):
                adds = any(name in action.inputs for name in maker.adds) or not _describes(maker, action)
                for tags in _tags(maker, action, pipeline):
                    yield Made(pipeline, job, maker.kind, tags, action.at, adds=adds)
        case Script():
            for command in commands_with(step, "release create", "git push", "semantic-release"):
                found = _by_gh(pipeline, job, command) or _by_git(pipeline, job, command)
                yield from (found,) if found is not None else _by_semantic_release(pipeline, job, command)


def _describes(maker: Maker, action: Action) -> bool:
    """Whether an action certainly says what its release is about, so that it makes one."""
    return not maker.describes or any(name in action.inputs for name in maker.describes)


def _makes(maker: Maker, action: Action, *, needs_token: bool) -> bool:
    """Whether an action makes a release that is no draft, with the job's token."""
    if _FILES & action.inputs.keys() and not _describes(maker, action):
        return False
    given = any(name in action.inputs for name in maker.tokens) or maker.variable in action.env
    if (needs_token and not given) or not action_uses_it(action, *maker.tokens, variable=maker.variable):
        return False
    return all(_is_off(action, name) for name in maker.unless if name in action.inputs)


def _tags(maker: Maker, action: Action, pipeline: Pipeline) -> tuple[tuple[str, ...], ...]:
    """What the tags are like of each release that it makes."""
    if maker is _RELEASE_PLEASE:
        return release_please.tags(action, pipeline)
    if maker is _SEMANTIC_RELEASE:
        return semantic_release.tags(pipeline.settings, told=bool({"config_file", "directory"} & action.inputs.keys()))
    given = action.inputs.get(maker.tag)
    return (examples(given.value.raw if given is not None else ""),)


def _is_off(action: Action, name: str) -> bool:
    """Whether an input does not keep the release back; one that makes some releases prereleases does not."""
    value = action.inputs[name].value.fact
    if name == "prerelease":
        return value != Known("true")
    return name in {"draft", "dry_run", "skip-github-release"} and value in (Known("false"), Known(""))


def _by_gh(pipeline: Pipeline, job: Job, command: Command) -> Made | None:
    """`gh release create TAG`."""
    call = _called(command, "gh")
    if call is None:
        return None
    from tplint.commands.options import grammar, parse, visible  # noqa: PLC0415 - for such commands only

    options = parse(map(_as_one, call.words), grammar(_GH_VALUED, "-d/--draft -p/--prerelease"))
    words = [visible(word) for word in options.arguments]
    repository = options.values.get("--repo")
    elsewhere = repository is not None and "REPOSITORY" not in repository.raw.upper()
    kept_back = options.unread or options.flags.keys() & {"--draft", "--prerelease"}
    if words[:2] != ["release", "create"] or kept_back or elsewhere or not gh_command_uses_it(job, call):
        return None
    tag = examples("".join(words[2:3]))
    return Made(pipeline, job, "release", tag, command.at, adds=_is_tried(command))


def _is_tried(command: Command) -> bool:
    """Whether a command runs only where something is not there yet, or may fail because it is."""
    behind = command.at.source.text[command.at.end : command.at.end + 20]
    return command.conditional or command.tolerated or behind.lstrip(" \t\\\r\n").startswith("||")


def _as_one(word: Word) -> Word:
    """A variable that speaks of a tag or version as if it stood between quotes: it holds no options."""
    return word._replace(raw=f'"{word.raw}"') if re.fullmatch(_TAG, word.raw) else word


def _by_git(pipeline: Pipeline, job: Job, command: Command) -> Made | None:
    """`git push REMOTE TAG` and `git push --tags`."""
    call = _called(command, "git")
    if call is None:
        return None
    from tplint.commands.options import grammar, parse, visible  # noqa: PLC0415 - for such commands only

    options = parse(call.words, grammar("-C -c -o/--push-option", "-d/--delete -n/--dry-run"))
    words = [visible(word) for word in options.arguments]
    tag = next((word for word in words[2:] if re.match(_VERSION, word)), "")
    with_all = options.flags.keys() & {"--tags", "--follow-tags"}
    if words[:1] != ["push"] or options.flags.keys() & {"--delete", "--dry-run"} or not git_uses_it(job):
        return None
    if not tag and not with_all:
        return None
    return Made(pipeline, job, "tag", examples(tag.removeprefix("refs/tags/") or _only_tag(job)), command.at)


def _by_semantic_release(pipeline: Pipeline, job: Job, command: Command) -> Iterator[Made]:
    """`semantic-release version`, which pushes a tag and makes its release."""
    call = _called(command, "semantic-release")
    if call is None or "GH_TOKEN" not in call.env or not gh_uses_it(call.env):
        return
    from tplint.commands.options import grammar, parse, visible  # noqa: PLC0415 - for such commands only

    known = grammar(_SEMANTIC_VALUED, _SEMANTIC_FLAGS)
    options = parse(call.words, known)
    makes = not options.unread and options.flags.keys() <= {*known.flags.values()}
    if makes and list(map(visible, options.arguments)) == ["version"]:
        told = command.folder != Known(".") or "--config" in options.values
        for tags in semantic_release.tags(pipeline.settings, told=told):
            yield Made(pipeline, job, "release", tags, command.at)


def _only_tag(job: Job) -> str:
    """The tag that `git tag` gives in a job; empty where none does, or several."""
    from tplint.commands.options import grammar, parse, visible  # noqa: PLC0415 - for such commands only

    tags = set()
    for command in (found for step in job.steps for found in commands_with(step, "git tag")):
        call = _called(command, "git")
        options = parse(
            map(_as_one, call.words if call else ()), grammar(_TAG_VALUED, "-d/--delete -l/--list -v/--verify")
        )
        named = [visible(word) for word in options.arguments]
        if named[:1] == ["tag"] and not options.flags.keys() & {"--delete", "--list", "--verify"}:
            tags.update(named[1:2])
    return tags.pop() if len(tags) == 1 else ""


def _called(command: Command, program: str) -> Invocation | None:
    from tplint.commands.invocations import invocation  # noqa: PLC0415 - for scripts with such a command only

    call = invocation(command)
    return call if call is not None and call.program == program else None


def _may_be_late(job: Job, position: int) -> bool:
    return any(_may_push_otherwise(job, step) for step in job.steps[:position])


def _may_push_otherwise(job: Job, step: Step) -> bool:
    """Whether a step may push a tag with a token that is not the job's."""
    match step.run:
        case Action(name="actions/checkout"):
            return False
        case Action(inputs=inputs, env=env):
            by_input = any(is_other_token(name, given.value.raw) for name, given in inputs.items())
            return by_input or any(is_other_token(name, given.value.raw) for name, given in env.items())
        case Script(text=text):
            return "git push" in text and ("://" in text or not git_uses_it(job))
    return False


def beginning(written: str) -> str:
    """The certain beginning of a value as written, up to its first variable or expression."""
    return re.split(r"[$`]", written.strip("\"'"), maxsplit=1)[0]


def examples(written: str) -> tuple[str, ...]:
    """Tags that a name as written may give: of every kind where nothing is certain, none for `nightly` and the like."""
    certain = beginning(written)
    if certain and "$" not in written and "`" not in written:
        return (certain,) if re.search(_WHOLE_VERSION, certain) else ()
    return (f"{certain}1.2.3",) if certain else VERSIONS
