"""Scripts → the `gh workflow run` commands for this repository: the workflow, the inputs and the token of each."""

from __future__ import annotations

import re

from tplint.documents.nodes import entries, get, text
from tplint.jobs.workspace import commands_with
from tplint.model import Known, Unknown, may_say
from tplint.platforms.github.needed.jobs import called_pipeline
from tplint.platforms.github.starts.job_token import gh_uses_it
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Mapping as Map

    from tplint.commands.invocations import Invocation
    from tplint.commands.options import Options
    from tplint.documents.source import Place
    from tplint.model import Command, Fact, Job, Pipeline, Repository, Word

FILE = re.compile(r"(?i)[^/\s]+\.ya?ml")
_PUBLISHES = r"(?i)publish|release|pypi|upload"
_FIELD = r"(?:-[fF]|--(?:raw-)?field)"
_OWN = r"github\.repository\b|GITHUB_REPOSITORY\b"


class Dispatch(NamedTuple):
    """A `gh workflow run`: ``workflow`` is the file's name, or the workflow's, as written.

    ``by_job`` is true where it certainly signs in with the job's own token. ``inputs`` are those whose names are known.
    """

    pipeline: Pipeline
    job: Job
    workflow: str
    by_job: bool
    tolerated: bool
    at: Place
    inputs: Map[str, Place]


def dispatches(pipelines: Iterable[Pipeline]) -> Iterator[Dispatch]:
    """Every `gh workflow run` with a workflow that is known, in steps that may run."""
    for pipeline, job, command in _runs(pipelines):
        found = _dispatch(pipeline, job, command)
        if found is not None:
            yield found


def may_start_any(pipelines: Iterable[Pipeline]) -> bool:
    """Whether a `gh workflow run` takes the workflow from a variable: it may be each that can be started so."""
    for _, _, command in _runs(pipelines):
        match _of_gh(command):
            case _, [Known("workflow"), Known("run"), *rest], options:
                if options.unread or any(isinstance(fact, Unknown) for fact in rest):
                    return True
    return False


def _runs(pipelines: Iterable[Pipeline]) -> Iterator[tuple[Pipeline, Job, Command]]:
    for pipeline in pipelines:
        for job in pipeline.jobs:
            for step in job.steps if may_say(job, "workflow run") else ():
                if step.condition != Known(False) and job.condition != Known(False):
                    for command in commands_with(step, "workflow run"):
                        yield pipeline, job, command


def _of_gh(command: Command) -> tuple[Invocation, list[Fact[str]], Options] | None:
    """A command of gh: what it runs, its arguments, and its options."""
    from tplint.commands.invocations import invocation  # noqa: PLC0415 - for scripts with such a command only
    from tplint.commands.options import grammar, parse  # noqa: PLC0415 - likewise

    call = invocation(command)
    if call is None or call.program != "gh":
        return None
    options = parse(call.words, grammar("-r/--ref -f/--raw-field -F/--field -R/--repo", "-h/--help --json"))
    return call, [word.fact for word in options.arguments], options


def _dispatch(pipeline: Pipeline, job: Job, command: Command) -> Dispatch | None:
    match _of_gh(command):
        case call, [Known("workflow"), Known("run"), Known(workflow)], options:
            repository = options.values.get("--repo")
            elsewhere = repository.raw if repository else _variable(command, "GH_REPO")
            if elsewhere and not re.search(_OWN, elsewhere):
                return None
            name = workflow.removeprefix(".github/workflows/")
            by_job = gh_uses_it(call.env)
            at, inputs = options.arguments[2].at, dict(_inputs(call.words))
            return Dispatch(pipeline, job, name, by_job, command.tolerated, at, inputs)
    return None


def _inputs(words: tuple[Word, ...]) -> Iterator[tuple[str, Place]]:
    """The inputs that options name, in whatever way their values are made: `-f NAME=…`, `--field=NAME=…`."""
    from tplint.commands.options import visible  # noqa: PLC0415 - for scripts with such a command only

    following = iter(words[1:])
    for word in words:
        said, given, after = visible(word), word, next(following, None)
        if after is not None and re.fullmatch(_FIELD, said):
            said, given = f"{said}={visible(after)}", after
        named = re.match(rf"{_FIELD}=?([A-Za-z_][\w-]*)=", said)
        if named is not None:
            yield named[1], given.at


def starting_uploads(repository: Repository) -> Iterator[tuple[Dispatch, Pipeline | None]]:
    """The dispatches of workflows that upload; None for one that certainly is not there.

    One whose failure the script ignores is its author's wish.
    """
    found = [dispatch for dispatch in dispatches(repository.pipelines) if not dispatch.tolerated]
    publishing = uploading(repository, found)
    for dispatch in found:
        pipeline = meant(dispatch.workflow, repository.pipelines)
        matters = _is_missing(dispatch, repository) if pipeline is None else pipeline.path in publishing
        if matters:
            yield dispatch, pipeline


def answer(workflow: str) -> str:
    """What gh says of a workflow that is not there."""
    said = "HTTP 404: workflow {} not found on the default branch"
    if not FILE.fullmatch(workflow):
        said = "could not find any workflows named {}"
    return f'gh would stop with "{said.format(workflow)}"'


def undeclared(dispatch: Dispatch, pipeline: Pipeline) -> dict[str, Place]:
    """The inputs of a dispatch that the workflow does not declare; their names have no case."""
    inputs = get(pipeline.document.root, "on", "workflow_dispatch", "inputs")
    declared = {name.lower() for name, _ in entries(inputs)}
    return {name: at for name, at in dispatch.inputs.items() if name.lower() not in declared}


def without_permission(dispatch: Dispatch, repository: Repository) -> Iterator[tuple[Pipeline, Job, Place]]:
    """The jobs that start a workflow with their own token, or call what does, and have no `actions: write`, and where.

    Without any `permissions` the repository's setting decides, and may allow it.
    """
    for pipeline, job in _permitting(dispatch, repository) if dispatch.by_job else ():
        permissions = job.permissions
        is_written = isinstance(permissions, Known) and permissions.value.level in {"job", "workflow"}
        if isinstance(permissions, Known) and is_written and permissions.value.grants("actions") != "write":
            yield pipeline, job, (*permissions.at, job.at)[0]


def _permitting(dispatch: Dispatch, repository: Repository) -> Iterator[tuple[Pipeline, Job]]:
    """The jobs whose permissions a dispatch has: its own job, or those that call its workflow where it names none."""
    pipeline = dispatch.pipeline
    named = get(dispatch.job.node, "permissions") or get(pipeline.document.root, "permissions")
    if named is not None or any(trigger.name != "workflow_call" for trigger in pipeline.triggers):
        yield pipeline, dispatch.job
        return
    for caller in repository.pipelines:
        for job in caller.jobs if pipeline.file_name in caller.document.source.text else ():
            if called_pipeline(job, repository) is pipeline:
                yield caller, job


def _variable(command: Command, name: str) -> str:
    return command.env[name].value.raw if name in command.env else ""


def meant(workflow: str, pipelines: Iterable[Pipeline]) -> Pipeline | None:
    """The workflow that a dispatch names: by its file, else by its `name`; None where none or several have it."""
    found = named(workflow, pipelines)
    return found[0] if len(found) == 1 else None


def named(workflow: str, pipelines: Iterable[Pipeline]) -> list[Pipeline]:
    """The workflows that gh finds: what ends as a file's name does is one, all else a `name` in any letter case.

    https://github.com/cli/cli/blob/trunk/pkg/cmd/workflow/shared/shared.go
    """
    if FILE.fullmatch(workflow):
        return [pipeline for pipeline in pipelines if workflow == pipeline.file_name]
    wanted = workflow.casefold()
    return [each for each in pipelines if (text(get(each.document.root, "name")) or "").casefold() == wanted]


def uploading(repository: Repository, found: Iterable[Dispatch]) -> frozenset[str]:
    """The paths of workflows that upload, call one that does, or start one by `gh workflow run`."""
    paths: set[str] = set()
    for upload in repository.written_uploads:
        if upload.goes_to("pypi", "testpypi"):
            paths |= {upload.pipeline.path, *(call.pipeline.path for call in upload.calls)}
    dispatched = tuple(found)
    for _ in dispatched:
        for dispatch in dispatched:
            started = meant(dispatch.workflow, repository.pipelines)
            if started is not None and started.path in paths:
                paths.add(dispatch.pipeline.path)
    return frozenset(paths)


def _is_missing(dispatch: Dispatch, repository: Repository) -> bool:
    """Whether no file has that name, nor one that was meant (TP202), and the name speaks of publishing."""
    from tplint.platforms.file_names import differs_in_spelling  # noqa: PLC0415 - only where no file has the name

    name = dispatch.workflow
    names = {pipeline.file_name for pipeline in repository.pipelines}
    unread = {problem.path.rpartition("/")[2] for problem in repository.problems}
    return (
        FILE.fullmatch(name) is not None
        and re.search(_PUBLISHES, name) is not None
        and name not in names | unread
        and not any(differs_in_spelling(name, other) for other in names)
    )
