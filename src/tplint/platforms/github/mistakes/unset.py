"""Values of a job → what their expressions read and nothing sets: GitHub puts the empty string in its place.

https://docs.github.com/actions/reference/workflows-and-actions/contexts
"""

from __future__ import annotations

import re

from tplint.documents.nodes import Mapping, Scalar, entries, get, place, text
from tplint.jobs.builds import job_of
from tplint.model import Action, Command
from tplint.platforms.github.expressions import ExpressionError, paths_read
from tplint.platforms.github.needed.jobs import called_pipeline
from tplint.platforms.github.scope import GITHUB_PROPERTIES
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Node
    from tplint.documents.source import Place
    from tplint.model import Job, Pipeline, Repository, Step, Upload

# The inputs of publishing actions that say from which folder, and where to.
_FOLDERS = ("packages-dir", "packages_dir")
_TARGETS = ("repository-url", "repository_url")
# An output of a step alone, by a dot or in brackets.
_OUTPUT = (
    r"\$\{\{\s*steps\.(?P<step>[\w-]+)\.outputs"
    r"(?:\.(?P<dotted>[\w-]+)|\[\s*'(?P<quoted>[^']+)'\s*\])\s*\}\}"
)
# The inputs of `actions/download-artifact` that say which artifacts it takes, and from which run.
_SOURCES = ("name", "pattern", "artifact-ids", "run-id")


class Unset(NamedTuple):
    """Something that is read, as written, why nothing sets it, and what to do about it."""

    read: str
    why: str
    remedy: str


class Reader(NamedTuple):
    """Who reads: a job; ``in_step`` is true for what is read inside one of its steps, where `steps` is known."""

    repository: Repository
    pipeline: Pipeline
    job: Job
    in_step: bool


class Read(NamedTuple):
    """A value, or an `if:`, as written: who reads it, where it stands, and what it is for people."""

    reader: Reader
    written: str
    at: Place
    what: str


def reads(upload: Upload, repository: Repository) -> Iterator[Read]:
    """Everything that decides whether, where to, from where and as what a job uploads."""
    for call in upload.calls:
        caller = Reader(repository, call.pipeline, call.job, in_step=False)
        yield from _read(caller, call.job, get(call.job.node, "if"), f"condition of job `{call.job.id}`")
    job = upload.job
    reader = Reader(repository, upload.pipeline, job, in_step=False)
    environment = get(job.node, "environment")
    name = get(environment, "name") if isinstance(environment, Mapping) else environment
    yield from _read(reader, job, get(job.node, "if"), f"condition of job `{job.id}`")
    yield from _read(reader, job, name, f"environment of job `{job.id}`")
    inside = reader._replace(in_step=True)
    for step in job.steps:
        if not step.within:
            yield from _read(inside, step, get(step.node, "if"), f"condition of a step of job `{job.id}`")
            yield from _reads_of_download(inside, step)
    if not upload.step.within:
        folder = get(upload.step.node, "working-directory")
        yield from _read(inside, upload.step, folder, f"folder of the upload in job `{job.id}`")
        for key in _FOLDERS:
            yield from _read(inside, upload.step, get(upload.step.node, "with", key), f"input `{key}` of the upload")
    yield from reads_of_target(upload, repository)


def _reads_of_download(reader: Reader, step: Step) -> Iterator[Read]:
    """Which artifacts a step takes; where an expression has an alternative, it may be meant that a value is not set."""
    if isinstance(step.run, Action) and step.run.name == "actions/download-artifact":
        for key in _SOURCES:
            for read in _read(
                reader, step, get(step.node, "with", key), f"`{key}` of a download in job `{reader.job.id}`"
            ):
                if "||" not in read.written:
                    yield read


def reads_of_target(upload: Upload, repository: Repository) -> Iterator[Read]:
    """What says where an upload goes: inputs of the action, or words of the command and the variable of its index."""
    if upload.step.within:
        return
    reader = Reader(repository, upload.pipeline, upload.job, in_step=True)
    for key in _TARGETS:
        yield from _read(reader, upload.step, get(upload.step.node, "with", key), f"input `{key}` of the upload")
    if not isinstance(upload.run, Command):
        return
    for word in upload.run.words:
        if "${{" in word.raw and word.at.source == upload.step.at.source:
            yield Read(reader, word.raw.strip("\"'"), word.at, f"upload in job `{upload.job.id}`")
    for name, variable in upload.run.env.items():
        value = variable.value
        if "${{" in value.raw and value.at in upload.target.at:
            level = reader._replace(in_step=variable.level == "step")
            yield Read(level, value.raw, value.at, f"variable `{name}` of the upload")


def _read(reader: Reader, holder: Job | Step, node: Node | None, what: str) -> Iterator[Read]:
    if isinstance(node, Scalar):
        yield Read(reader, node.value, place(holder.at.source, node), what)


def unset(read: Read) -> Iterator[Unset]:
    """What a value, or an `if:`, reads that nothing sets, each once."""
    is_condition = read.what.startswith("condition")
    try:
        paths = paths_read(read.written, is_condition)
    except ExpressionError:
        return
    for path in paths:
        found = _unset(path, read.reader) or (None if is_condition else _of_inputs(path, read))
        # Beside an alternative it may be meant that a release does not set the value.
        if found is None and "||" not in read.written:
            found = _of_release(path, read.reader)
        if found is not None:
            yield found


def is_all(read: Read, found: Unset) -> bool:
    """Whether a value is nothing but what is not set, so that it is empty."""
    written = rf"\$\{{\{{\s*{re.escape(found.read)}[\w.-]*\s*\}}\}}"
    return re.fullmatch(written, read.written.strip()) is not None


def _unset(path: tuple[str, ...], reader: Reader) -> Unset | None:
    match (path[0].lower(), *path[1:]):
        case ("github", name) if name.lower() not in GITHUB_PROPERTIES:
            return Unset(f"github.{name}", f"`github` has no property `{name}`", "name a property of `github`")
        case ("needs", name, *rest):
            return _of_job(name, rest, reader)
        case ("steps", name) if reader.in_step and name.lower() not in _ids(reader.job):
            return Unset(
                f"steps.{name}",
                f"no step of job `{reader.job.id}` has the id `{name}`",
                f"give the step that sets it `id: {name}`",
            )
    return None


def _of_inputs(path: tuple[str, ...], read: Read) -> Unset | None:
    """`inputs` has what a workflow declares for calls and starts by hand; what stands beside others may be a choice."""
    name = "".join(path[1:2])
    if path[0].lower() != "inputs" or not re.search(rf"\$\{{\{{\s*inputs\.{re.escape(name)}\s*\}}\}}", read.written):
        return None
    on = get(read.reader.pipeline.document.root, "on")
    declared = (get(on, event, "inputs") for event in ("workflow_call", "workflow_dispatch"))
    if name.lower() in {each.lower() for inputs in declared for each, _ in entries(inputs)}:
        return None
    return Unset(f"inputs.{name}", f"the workflow declares no input `{name}`", "declare it, or write the value")


def _of_release(path: tuple[str, ...], reader: Reader) -> Unset | None:
    """An output of release-please, or a job's that is nothing but one, which none of its releases sets."""
    match path:
        case ("steps", step, "outputs", output) if reader.in_step:
            missed = _missed(reader.job, step, output, reader.pipeline)
            return Unset(f"steps.{step}.outputs['{output}']", *missed) if missed is not None else None
        case ("needs", name, "outputs", told):
            needed = next((each for each in reader.job.needs if each.lower() == name.lower()), "")
            job = job_of(reader.pipeline, needed)
            made = re.fullmatch(_OUTPUT, _output(job, told)) if job is not None and not job.calls else None
            if job is None or made is None:
                return None
            output = made["dotted"] or made["quoted"]
            missed = _missed(job, made["step"], output, reader.pipeline)
            if missed is not None:
                why, remedy = missed
                why = f"job `{needed}` takes it from `{output}`, and {why}"
                return Unset(f"needs.{name}.outputs.{told}", why, f"{remedy} in job `{needed}`")
    return None


def _missed(job: Job, step: str, output: str, pipeline: Pipeline) -> tuple[str, str] | None:
    """Why a step that runs release-please does not set an output, and what to do about it."""
    run = next((each.run for each in job.steps if each.id.lower() == step.lower() and not each.within), None)
    if not isinstance(run, Action) or "release-please" not in run.name:
        return None
    from tplint.platforms.github.starts import release_please  # noqa: PLC0415 - few workflows have it

    return release_please.misses(run, output, pipeline) if run.name in release_please.NAMES else None


def _output(job: Job, name: str) -> str:
    """What a job declares as an output."""
    declared = entries(get(job.node, "outputs"))
    return next((text(entry.value) or "" for key, entry in declared if key.lower() == name.lower()), "")


def _ids(job: Job) -> frozenset[str]:
    """The ids of a job's own steps, not of those inside the composite actions it runs."""
    return frozenset(step.id.lower() for step in job.steps if not step.within)


def _of_job(name: str, rest: list[str], reader: Reader) -> Unset | None:
    """`needs` has the jobs that a job names in its own `needs`, not those that they need in turn."""
    needed = next((each for each in reader.job.needs if each.lower() == name.lower()), None)
    if needed is None:
        remedy = f"add `{name}` to the `needs` of job `{reader.job.id}`"
        if job_of(reader.pipeline, name) is None:
            remedy = "name a job of this workflow, and add it to `needs`"
        return Unset(f"needs.{name}", f"job `{reader.job.id}` does not name `{name}` in its `needs`", remedy)
    job = job_of(reader.pipeline, needed)
    match rest:
        case ["outputs", output] if job is not None:
            names = _outputs(job, reader.repository)
            if names is not None and output.lower() not in names:
                read = f"needs.{name}.outputs.{output}"
                return Unset(read, f"job `{needed}` declares no output `{output}`", f"declare it in job `{needed}`")
    return None


def _outputs(job: Job, repository: Repository) -> frozenset[str] | None:
    """The names of a job's outputs in lower case; None for a job that calls a workflow which is not read."""
    declared = get(job.node, "outputs")
    if job.calls:
        called = called_pipeline(job, repository)
        if called is None:
            return None
        declared = get(called.document.root, "on", "workflow_call", "outputs")
    return frozenset(name.lower() for name, _ in entries(declared))
