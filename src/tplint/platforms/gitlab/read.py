"""The pipeline file of a repository → its jobs and their uploads, in every way that it starts."""

from __future__ import annotations

from functools import cache

from tplint.model import Action, Known, Pipeline, Undecided, Unknown, Upload
from tplint.platforms.gitlab.claims import claims
from tplint.platforms.gitlab.jobs import FOREIGN, job, matrix, on_occasion
from tplint.platforms.gitlab.occurrences import (
    Begun,
    Occurrence,
    exclusions,
    occurrences,
    of_child,
    possible,
    running,
    sets_variables,
)
from tplint.platforms.gitlab.pipeline import compose, compose_child
from tplint.platforms.gitlab.starts import starts
from tplint.platforms.gitlab.trees import get, leaves, place, texts
from tplint.platforms.gitlab.variables import definitions
from tplint.platforms.readings import Reading, distinct, settle
from tplint.records import NamedTuple
from tplint.uploaders.sightings import Surroundings, found_in, unread_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tplint.documents.nodes import Document
    from tplint.documents.source import Place
    from tplint.load import Files
    from tplint.model import Fact, Index, Job
    from tplint.platforms.gitlab.identity import Project
    from tplint.platforms.gitlab.includes import Unread
    from tplint.platforms.gitlab.pipeline import Composed
    from tplint.platforms.gitlab.trees import Entry, Table
    from tplint.platforms.gitlab.variables import Definition
    from tplint.uploaders.sightings import Found, Sighted

# GitLab allows two levels of child pipelines.
MAX_CHILD_DEPTH = 2
MAX_UPLOADS = 1_000
# Of a pipeline with its children; the largest that people write has some hundreds.
MAX_JOBS = 1_000
# What a job that publishes to PyPI speaks of, beside the script that does it.
_SIGNS = ("pypi", "twine", "uv_publish", "poetry_", "hatch_index", "flit_", "maturin_")


class _Part(NamedTuple):
    """A pipeline or a child pipeline of it; ``before`` are the ways it begins before its `workflow:rules`.

    ``begun`` tells those after them: few jobs make anybody ask.
    """

    composed: Composed
    before: tuple[Begun, ...]
    begun: Callable[[], tuple[Begun, ...]]
    depth: int


class _Member(NamedTuple):
    """A job of a part; ``found`` tells the ways it is reached, which matters where it uploads."""

    part: _Part
    name: str
    found: Callable[[], tuple[Occurrence, ...]]

    @property
    def table(self) -> Table:
        """The job's configuration."""
        return self.part.composed.table(self.name)


def read(files: Files, path: str, project: Project) -> Reading:
    """Read the pipeline whose top-level file is ``path``; what cannot be read is a problem of ``files``.

    ``project`` is the GitLab project as far as it is known.
    """
    document = files.document(path)
    composed = compose(files, path)
    if document is None or composed is None:
        return Reading()
    members = list(_members(files, document, composed))
    runs = [_first(member, files) for member in members]
    parts = tuple({id(part): part for part in (composed, *(member.part.composed for member in members))}.values())
    generated = tuple(_generated(members))
    pipeline = _pipeline(document, parts, tuple(run.job for run in runs), generated)
    found = _Uploads([], [], [*_unread(parts), *_undecided_children(pipeline, generated)])
    if len(members) == MAX_JOBS:
        found.suspicions.append(Undecided(pipeline.jobs[-1].at, f"jobs behind the first {MAX_JOBS:,} are not examined"))
    for member, first in zip(members, runs, strict=True):
        if len(found.alternatives) + len(found.unreachable) > MAX_UPLOADS:
            at = first.job.at
            found.suspicions.append(Undecided(at, f"the jobs before it upload more than {MAX_UPLOADS:,} times"))
            break
        if first.found.doubts and _may_publish(member, first.job):
            found.suspicions.extend(first.found.doubts)
        if first.found.sighted:
            uploads = _uploads(pipeline, member, first, files, project)
            (found.alternatives if member.found() else found.unreachable).extend(uploads)
    return _reading(pipeline, found)


def _pipeline(
    document: Document, parts: tuple[Composed, ...], jobs: tuple[Job, ...], generated: tuple[Place, ...]
) -> Pipeline:
    """The pipeline of a file and of its child pipelines; ``generated`` are those that a job writes."""
    included = {each.source.path: each for part in parts for each in part.included}
    unread = (*(include.at for part in parts for include in part.unread if _matters(include)), *generated)
    return Pipeline("gitlab", document, (), None, jobs, tuple(included.values()), unread)


def _matters(include: Unread) -> bool:
    """Whether an include may add to jobs, or say when pipelines run: GitLab's own templates for workflows do that."""
    return include.kind in FOREIGN or "workflows/" in include.what.lower()


class _Uploads(NamedTuple):
    """What the jobs read so far upload."""

    alternatives: list[Upload]
    unreachable: list[Upload]
    suspicions: list[Undecided]


def _reading(pipeline: Pipeline, found: _Uploads) -> Reading:
    sites: dict[tuple[Place, str], list[Upload]] = {}
    for upload in found.alternatives:
        sites.setdefault((upload.at, upload.job.id), []).append(upload)
    different = [distinct(uploads) for uploads in sites.values()]
    return Reading(
        pipelines=(pipeline,),
        uploads=tuple(upload for uploads in different for upload in settle(uploads)),
        alternatives=tuple(upload for uploads in different for upload in uploads),
        unreachable=tuple(found.unreachable),
        undecided=tuple(found.suspicions),
    )


# --- jobs -----------------------------------------------------------------------------------------------------------


def _members(files: Files, document: Document, composed: Composed) -> Iterator[_Member]:
    """The jobs of a pipeline and of its child pipelines."""
    begun = tuple(Begun(start, Known(True), {}) for start in starts())
    waiting, left = [_part(composed, begun, 0)], MAX_JOBS
    while waiting:
        part = waiting.pop(0)
        for name in part.composed.jobs:
            left -= 1
            if left < 0:
                return
            member = _member(part, name)
            yield member
            child = _child(files, document, member)
            if child is not None:
                waiting.append(child)


def _part(composed: Composed, before: tuple[Begun, ...], depth: int) -> _Part:
    return _Part(composed, before, cache(lambda: running(composed, before)), depth)


def _member(part: _Part, name: str) -> _Member:
    composed = part.composed
    found = cache(lambda: occurrences(composed, name, part.begun()) or possible(composed, name, part.before))
    return _Member(part, name, found)


def _child(files: Files, document: Document, member: _Member) -> _Part | None:
    """The child pipeline that a job starts."""
    part, table = member.part, member.table
    trigger = get(table, "trigger")
    include = get(trigger, "include")
    if include is None or part.depth >= MAX_CHILD_DEPTH or not member.found():
        return None
    composed = compose_child(files, document, include)
    if composed is None:
        return None
    begun = of_child(part.composed, member.name, member.found(), _handed_down(member))
    return _part(composed, begun, part.depth + 1)


def _first(member: _Member, files: Files) -> _Run:
    """A job as far as no assignment is needed; when it runs is asked of one that uploads."""
    composed = member.part.composed
    found = member.found() if sets_variables(composed, member.name) else ()
    chosen = found[0].chosen if len(found) == 1 else {}
    of = job(composed, member.name, chosen, _handed_down(member))
    seen = _found(of, files)
    return _Run(_on_occasion(of, member, _main(member)) if seen.sighted else of, seen)


def _on_occasion(of: Job, member: _Member, occurrence: Occurrence) -> Job:
    return on_occasion(of, member.table, occurrence.runs, occurrence.rule)


def _main(member: _Member) -> Occurrence:
    """The first way that is certain, else the first."""
    found = next((each for each in member.found() if isinstance(each.runs, Known)), None)
    return found or next(iter(member.found()), None) or _never(member)


def _never(member: _Member) -> Occurrence:
    """The one way of a job that is never part of its pipeline."""
    return Occurrence((), Known(False, *exclusions(member.part.composed, member.name)), {})


def _handed_down(member: _Member) -> Mapping[str, Definition]:
    """The variables that a parent hands down, as it does at the first of the ways it starts."""
    begun = member.part.begun() if member.part.depth else ()
    return next((each.handed_down for each in begun), {})


def _may_publish(member: _Member, of: Job) -> bool:
    """Whether something in a job that cannot be read may be an upload: the job can mint, or speaks of PyPI."""
    node, source = member.table.node, of.at.source
    text = source.text[slice(*node.span)].lower()
    return of.can_mint == Known(True) or any(sign in text for sign in _SIGNS)


def _unread(parts: tuple[Composed, ...]) -> Iterator[Undecided]:
    """The includes that are not read and speak of publishing to PyPI."""
    seen = set()
    for include in (include for part in parts for include in part.unread):
        if include.at not in seen and any(sign in include.what.lower() for sign in _SIGNS):
            seen.add(include.at)
            yield Undecided(include.at, f"what it includes is not read: {include.what}")


def _generated(members: list[_Member]) -> Iterator[Place]:
    """Where jobs start child pipelines that other jobs write."""
    for member in members:
        table = member.table
        for include in leaves(get(table, "trigger", "include")):
            file = get(include, "artifact")
            if file is not None and member.found():
                yield place(file)


def _undecided_children(pipeline: Pipeline, generated: tuple[Place, ...]) -> Iterator[Undecided]:
    """Child pipelines that are not in the files, where a file speaks of publishing to PyPI: they may do it."""
    sources = (each.source.text.lower() for each in (pipeline.document, *pipeline.included))
    if any(sign in text for text in sources for sign in _SIGNS):
        yield from (Undecided(at, "it names a pipeline that another job writes") for at in generated)


# --- uploads --------------------------------------------------------------------------------------------------------


def _found(of: Job, files: Files) -> Found:
    """What the scripts of a job upload, or may upload."""
    image = of.image.value if isinstance(of.image, Known) else ""
    return found_in(
        of.steps,
        lambda step: Surroundings("gitlab", False, unread_in(of.steps[: step + 1]), files.read, image=image),
    )


class _Run(NamedTuple):
    """A job under one assignment, and what is recognised in it."""

    job: Job
    found: Found


def _uploads(pipeline: Pipeline, member: _Member, first: _Run, files: Files, project: Project) -> Iterator[Upload]:
    """The uploads of a job in every way it is reached, for every row of its matrix."""
    composed, table = member.part.composed, member.table
    rows = matrix(table)
    alone = len(member.found()) < 2  # noqa: PLR2004 - one way, or none
    for occurrence in member.found() or (_never(member),):
        for row in rows:
            run = first
            if row or (occurrence.chosen and not alone):
                chosen = {**occurrence.chosen, **definitions(row.items(), "job")}
                of = job(composed, member.name, chosen, _handed_down(member))
                run = _Run(of, _found(of, files))
            run = run._replace(job=_on_occasion(run.job, member, occurrence)) if row or not alone else run
            when = _when(occurrence, row, alone=alone)
            for each in run.found.sighted:
                yield _upload(pipeline, run.job, each, occurrence, project)._replace(when=when)


def _when(occurrence: Occurrence, row: Mapping[str, Entry], *, alone: bool) -> str:
    """The assignment for people."""
    shown = ", ".join(f"`{name}` = `{', '.join(texts(entry.value))}`" for name, entry in row.items())
    parts = ["" if alone else f"on `{occurrence.events[0].shown}`", f"for the matrix row {shown}" if shown else ""]
    return ", ".join(filter(None, parts))


def _upload(pipeline: Pipeline, run: Job, each: Sighted, occurrence: Occurrence, project: Project) -> Upload:
    target = _target(each)
    return Upload(
        pipeline=pipeline,
        job=run,
        step=each.step,
        run=each.run,
        **each.sighting._replace(target=target)._asdict(),
        condition=occurrence.runs,
        events=occurrence.events,
        claims=claims(pipeline.path, run, occurrence.events, project, target),
        certain=isinstance(occurrence.runs, Known),
    )


# Users of GitLab's own registry (https://docs.gitlab.com/user/packages/pypi_repository/#authenticate).
_OF_REGISTRY = ("gitlab-ci-token", "gitlab+deploy-token")
_JOB_TOKEN = "ci.CI_JOB_TOKEN"  # noqa: S105 - the name of a variable


def _target(sighted: Sighted) -> Fact[Index]:
    """Where an upload goes.

    Where nothing names the index and the job signs in to GitLab's own registry, settings name that one.
    """
    command, seen = sighted.run, sighted.sighting
    if isinstance(seen.target, Unknown) or seen.target.at or isinstance(command, Action):
        return seen.target
    user = command.env.get("TWINE_USERNAME") or command.env.get("UV_PUBLISH_USERNAME")
    facts = [word.fact for word in command.words] + ([user.value.fact] if user is not None else [])
    for fact in (*facts, seen.credential):
        match fact:
            case Known(str(text)) if text.startswith(_OF_REGISTRY):
                return Unknown("the job signs in to GitLab's registry, whose URL is not in the files")
            case Unknown(origins=origins) if _JOB_TOKEN in origins:
                return Unknown("the job signs in to GitLab's registry, whose URL is not in the files")
    return seen.target
