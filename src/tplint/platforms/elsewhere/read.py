"""The files of other CI systems → their jobs and uploads. When they run, and what settings give them, is not known."""

from __future__ import annotations

import re
from importlib import import_module
from itertools import islice

from tplint.documents.nodes import Document, Mapping, Span
from tplint.documents.source import Place
from tplint.model import (
    ACCEPTED,
    PLATFORMS,
    Action,
    Job,
    Known,
    Pipeline,
    Runner,
    Script,
    Step,
    Undecided,
    Unknown,
    Upload,
)
from tplint.platforms.elsewhere.found import MAX_JOBS, MAX_STEPS, MAX_TEXT
from tplint.platforms.elsewhere.scripts import script
from tplint.platforms.readings import Reading, distinct
from tplint.records import NamedTuple
from tplint.uploaders import WORDS
from tplint.uploaders.sightings import Surroundings, found_in, unread_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Mapping as Map
    from typing import TypeAlias

    from tplint.documents.source import Source
    from tplint.load import Files
    from tplint.model import Fact, PlatformName
    from tplint.platforms.elsewhere.found import FoundJob, Lines
    from tplint.uploaders.sightings import Found, Sighted

    Claims: TypeAlias = Callable[[Upload, Files], tuple[Map[str, Fact[str]], ...]]


class System(NamedTuple):
    """A CI system: how its files' paths begin, of those that are looked for, and the module that reads them."""

    files: tuple[str, ...]
    platform: PlatformName
    module: str


SYSTEMS = (
    System((".circleci/",), "circleci", "elsewhere.circleci"),
    System(("azure-pipelines", ".azure-pipelines"), "azure", "elsewhere.azure"),
    System(("bitbucket-pipelines",), "bitbucket", "elsewhere.bitbucket"),
    System((".buildkite/",), "buildkite", "elsewhere.buildkite"),
    System((".travis",), "travis", "elsewhere.travis"),
    System(("appveyor", ".appveyor"), "appveyor", "elsewhere.appveyor"),
    System(("Jenkinsfile",), "jenkins", "elsewhere.jenkins"),
    System(("cloudbuild",), "google", "google.builds"),
    System(("buildscript",), "activestate", "activestate.builds"),
)
# Files that are no YAML; their modules read the text.
_TEXTS = frozenset({"jenkins", "activestate"})
_SIGNS = (*WORDS, "pypi")
# What a job that publishes to PyPI speaks of, beside the script that does it.
_SPEAKING = ("pypi", "twine")
_UPLOADS = r"\b(?:twine\s+upload|(?:uv|poetry|flit|hatch|pdm|maturin)\s+publish|maturin\s+upload)\b"


def read(files: Files, path: str) -> Reading | None:
    """Read one file; None where it does not speak of uploading, or cannot be read, which is a problem of ``files``."""
    system = next((system for system in SYSTEMS if path.startswith(system.files)), None)
    source = files.read(path)
    if system is None or source is None or not _speaks(source):
        return None
    if len(source.text) > MAX_TEXT:
        unread = Undecided(Place(source, 0, 0), f"it is longer than {MAX_TEXT:,} characters")
        return Reading((Pipeline(system.platform, Document(source, ()), (), None, ()),), undecided=(unread,))
    document = Document(source, ()) if system.platform in _TEXTS else files.document(path)
    if document is None:
        return None
    module = import_module(f"tplint.platforms.{system.module}")
    find: Callable[[Document], Iterator[FoundJob]] = module.jobs
    found = tuple(islice(find(document), MAX_JOBS + 1))
    jobs = tuple(_jobs(found[:MAX_JOBS], system.platform))
    claims: Claims | None = getattr(module, "claims", None)
    reading = _reading(Pipeline(system.platform, document, (), None, jobs), files, claims)
    if len(found) <= MAX_JOBS and sum(len(each.steps) for each in found) <= MAX_STEPS:
        return reading
    why = f"jobs behind the first {MAX_JOBS} are not examined, nor steps behind the first {MAX_STEPS}"
    return reading._replace(undecided=(*reading.undecided, Undecided(jobs[-1].at, why)))


def _speaks(source: Source) -> bool:
    lower = source.text.lower()
    return any(sign in lower for sign in _SIGNS)


# --- jobs -----------------------------------------------------------------------------------------------------------


def _jobs(found: Iterable[FoundJob], platform: PlatformName) -> Iterator[Job]:
    """The jobs with their scripts read, as far as the limit of steps reaches."""
    left = MAX_STEPS
    for each in found:
        yield _job(each._replace(steps=each.steps[:left]), platform)
        left -= len(each.steps)
        if left <= 0:
            return


def _job(found: FoundJob, platform: PlatformName) -> Job:
    node = Mapping((), Span(found.at.start, found.at.end))
    return Job(
        id=found.name,
        at=found.at,
        node=node,
        permissions=Unknown("only GitHub has `permissions`"),
        can_mint=Known(platform in ACCEPTED),
        environment=Known(None),
        environment_url=Known(""),
        runner=Known(Runner("", found.hosted, "")),
        container=False,
        condition=Unknown("when it runs is not read"),
        needs=(),
        steps=tuple(_step(each, found, node) for each in found.steps),
        token_uses=Unknown("which programs read an identity token is not known"),
    )


def _step(each: Lines | Action, found: FoundJob, node: Mapping) -> Step:
    run = each if isinstance(each, Action) else script(each, found.env)
    return Step("", "", run, Known(True), each.at, node)


# --- uploads --------------------------------------------------------------------------------------------------------


def _reading(pipeline: Pipeline, files: Files, claims: Claims | None) -> Reading:
    sites: dict[Place, list[Upload]] = {}
    undecided: dict[Place, Undecided] = {}
    for job in pipeline.jobs:
        found = _found(pipeline.platform, job, files)
        for each in found.sighted:
            upload = _upload(pipeline, job, each)
            upload = upload._replace(claims=claims(upload, files)) if claims else upload
            sites.setdefault(upload.at, []).append(upload)
        for doubt in _doubts(job, found):
            undecided.setdefault(doubt.at, doubt)
    # Jobs that share their steps are one upload, unless they differ in what it does.
    uploads = tuple(upload for each in sites.values() for upload in distinct(each))
    return Reading((pipeline,), uploads, uploads, undecided=tuple(undecided.values()))


def _found(platform: PlatformName, job: Job, files: Files) -> Found:
    """What the scripts and tasks of a job upload, or may upload."""
    hosted = isinstance(job.runner, Known) and job.runner.value.hosted
    return found_in(
        job.steps, lambda step: Surroundings(platform, hosted, unread_in(job.steps[: step + 1]), files.read)
    )


def _doubts(job: Job, found: Found) -> Iterator[Undecided]:
    """What may be an upload in a job that speaks of PyPI, and the scripts with one that could not be read."""
    scripts = [step.run for step in job.steps if isinstance(step.run, Script)]
    texts = (job.id, *(each.text for each in scripts), *(each.why for each in found.doubts))
    if any(word in text.lower() for text in texts for word in _SPEAKING):
        yield from found.doubts
    read_steps = {id(each.step.run) for each in found.sighted}
    for each in scripts:
        if each.unread and id(each) not in read_steps and re.search(_UPLOADS, each.text):
            yield Undecided(each.at, f"a script that names an upload is not read: {each.unread}")


def _upload(pipeline: Pipeline, job: Job, each: Sighted) -> Upload:
    return Upload(
        pipeline=pipeline,
        job=job,
        step=each.step,
        run=each.run,
        **each.sighting._asdict(),
        condition=Unknown(f"when {PLATFORMS[pipeline.platform]} runs it is not read"),
    )
