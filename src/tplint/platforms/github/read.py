"""The workflows of a repository → pipelines and their uploads, each under every assignment that makes a difference."""

from __future__ import annotations

import re
from itertools import islice
from operator import is_

from tplint.discover import WORKFLOW
from tplint.documents.nodes import Mapping, get, text
from tplint.model import LOCAL, Known, Pipeline, Script, Undecided, Upload, is_written_by_itself
from tplint.platforms.github import permissions
from tplint.platforms.github.claims import claims
from tplint.platforms.github.limits import MAX_EVALUATED, MAX_STEPS, MAX_UPLOADS, excess, parts
from tplint.platforms.github.routes import MAX_ROUTES, Route, Workflows, called_path, evaluate, routes, workflow
from tplint.platforms.github.scope import EVENT, NOTHING_CHOSEN
from tplint.platforms.github.steps import both
from tplint.platforms.github.written_jobs import may_upload, written_job
from tplint.platforms.readings import Reading, distinct, settle
from tplint.uploaders.sightings import NOTHING_FOUND, Surroundings, found_in, unread_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tplint.discover import Input
    from tplint.documents.nodes import Document, Node, Pair
    from tplint.documents.source import Place, Source
    from tplint.load import Files
    from tplint.model import Credential, Event, Fact, Job
    from tplint.platforms.github.routes import Run, Workflow
    from tplint.platforms.github.scope import Assignment
    from tplint.uploaders.sightings import Found, Sighted

# Assignments tried for one job on one route; what is still open then stays Unknown.
MAX_ASSIGNMENTS = 128


def read(files: Files, inputs: Iterable[Input], repository: Fact[str]) -> Reading:
    """Read the workflows among the inputs. ``repository`` is ``owner/name`` where it is known."""
    known = Workflows({}, {}, files, repository)
    for path, kind in inputs:
        document = files.document(path) if kind == WORKFLOW else None
        if document is None or not isinstance(document.root, Mapping):
            continue
        if too_much := excess(document):
            files.refuse(document.source, too_much, document.root.span.start)
        else:
            known.by_path[path] = workflow(document)
    for path, each in known.by_path.items():
        known.pipelines[path] = _pipeline(known, each)
    suspicions: list[Undecided] = []
    alternatives: list[Upload] = []
    for each in known.by_path.values():
        _search(known, each, alternatives, suspicions)
    for path in {upload.pipeline.path for upload in alternatives}:
        known.pipelines[path] = _with_actions(known.pipelines[path], files)
    return _reading(known, alternatives, suspicions)


def _search(known: Workflows, of: Workflow, alternatives: list[Upload], suspicions: list[Undecided]) -> None:
    """Add what the jobs of a workflow upload, and what may be an upload."""
    effort, before = Effort(), len(alternatives)
    for entry, job in zip(of.jobs, known.pipelines[of.path].jobs, strict=True):
        found = _found(of, job, known.files.read) if may_upload(job) else NOTHING_FOUND
        if not is_written_by_itself(job) and len(job.steps) == MAX_STEPS:
            suspicions.append(Undecided(job.at, f"its steps behind the first {MAX_STEPS:,} are not examined"))
        unread = [*found.doubts, *_called_elsewhere(job, known.repository)]
        unread += () if any(found) else _unrecognised(of, job)
        if unread and _may_publish(of, job):
            suspicions.append(unread[0])  # one is enough for a job
        if found.sighted:
            alternatives += islice(_uploads(known, of, entry, (job, found), effort), MAX_UPLOADS + 1)
            if len(alternatives) - before > MAX_UPLOADS:
                why = f"uploads of its workflow behind the first {MAX_UPLOADS:,} are not examined"
                suspicions.append(Undecided(job.at, why))
                return
            if effort.leaves_routes:
                suspicions.append(Undecided(job.at, "its workflow is called in more ways than are examined"))


_USES_LOCAL = r"uses[\"']?:[ \t]*[\"']?[.$]/"


def _with_actions(pipeline: Pipeline, files: Files) -> Pipeline:
    """A workflow with the files of the repository's own actions that it uses."""
    text = pipeline.document.source.text
    if not any(sign in text for sign in LOCAL) or re.search(_USES_LOCAL, text) is None:
        return pipeline
    from tplint.platforms.github.local_actions import local_actions  # noqa: PLC0415 - few workflows use such

    return pipeline._replace(included=local_actions(pipeline.document, files))


# A credential that a script could publish with: an uploader's variable, or a secret that is called after PyPI.
_CREDENTIAL = (
    r"(?i:\b(?:twine_|uv_publish_|poetry_pypi|poetry_http|hatch_index_|flit_|maturin_)\w+[\"']?[ \t]*[:=])"
    r"|\b[A-Z0-9_]{0,40}PYPI[A-Z0-9_]{0,40}[\"']?[ \t]*[:=]|(?i:secrets\.\w{0,40}pypi)"
)

_UPLOADING = r"(?i)pypi|publish|upload"
_ASKS = r"\bid-token[\"']?:[ \t]*[\"']?write\b"
_RELEASING = r"(?m)^[ \t]*(?:[\w./-]+[ \t]+)+(?:publish|release|upload)\b"


def _called_elsewhere(job: Job, repository: Fact[str]) -> Iterator[Undecided]:
    """A reusable workflow of another repository whose name says that it may upload."""
    if job.calls_at is not None and called_path(job.calls, repository) is None and re.search(_UPLOADING, job.calls):
        yield Undecided(job.calls_at, f"`{job.calls}` is a reusable workflow in another repository")


def _unrecognised(of: Workflow, job: Job) -> Iterator[Undecided]:
    """A job that asks for an identity token, speaks of PyPI, and runs what its name says is a release."""
    text = of.document.source.text[slice(*job.node.bounds)]
    if "pypi" not in text.lower() or not re.search(_ASKS, text):
        return
    if any(isinstance(step.run, Script) and re.search(_RELEASING, step.run.text) for step in job.steps):
        yield Undecided(job.at, "it asks for an identity token and speaks of PyPI, and no upload in it is recognised")


def _may_publish(of: Workflow, job: Job) -> bool:
    """Whether something in a job that cannot be read may be an upload: the job has something to sign in with."""
    text = of.document.source.text[slice(*job.node.bounds)]
    is_explained = isinstance(job.token_uses, Known) and bool(job.token_uses.value)
    return (job.can_mint == Known(True) and not is_explained) or re.search(_CREDENTIAL, text) is not None


def _pipeline(known: Workflows, of: Workflow) -> Pipeline:
    """A workflow with its jobs, evaluated as far as no assignment is needed: now or when something is asked of them."""
    route = Route(of, external=of.can_be_called and not of.events)
    # What a job keeps to be evaluated later must not lead to its pipeline: nothing in such a circle is given back.
    alone = known._replace(pipelines={})

    def evaluated(entry: Pair) -> Job:
        return evaluate(alone, route, entry, NOTHING_CHOSEN, frozenset()).job

    jobs = tuple(written_job(of, entry, evaluated) or evaluated(entry) for entry in of.jobs)
    declared = permissions.declared(of.document.source, get(of.root, "permissions"), "workflow")
    return Pipeline("github", of.document, of.triggers, declared, jobs, settings=_settings(of.document, known.files))


def _settings(document: Document, files: Files) -> tuple[Document, ...]:
    """The configuration of what makes releases in a workflow."""
    found: tuple[Document, ...] = ()
    if "release-please-action" in document.source.text:
        from tplint.platforms.github.starts import release_please  # noqa: PLC0415 - few workflows have such

        found = release_please.settings(document, files)
    if "semantic-release" in document.source.text:
        from tplint.platforms.github.starts import semantic_release  # noqa: PLC0415 - the same

        found += semantic_release.settings(files)
    return found


def _reading(known: Workflows, alternatives: list[Upload], suspicions: list[Undecided]) -> Reading:
    sites: dict[tuple[Place, Place, Place], list[Upload]] = {}  # aliases bring one place into several jobs and steps
    for upload in alternatives:
        sites.setdefault((upload.at, upload.job.at, upload.step.at), []).append(upload)
    reachable: list[Upload] = []
    unreachable: list[Upload] = []
    settled: list[Upload] = []
    for uploads in sites.values():
        running = [upload for upload in uploads if upload.condition != Known(False)]
        if not running:
            unreachable += uploads[:1]
            continue
        different = distinct(running)
        reachable += different
        settled += settle(different)
    return Reading(
        tuple(known.pipelines.values()), tuple(settled), tuple(reachable), tuple(unreachable), tuple(suspicions)
    )


def _found(of: Workflow, job: Job, read_file: Callable[[str], Source | None]) -> Found:
    """What the steps of a job upload, or may upload."""
    hosted = isinstance(job.runner, Known) and job.runner.value.hosted and not job.container

    def around(step: int) -> Surroundings:
        own = unread_in(job.steps[step : step + 1]) or _unread_variables(of.root, job.node, job.steps[step].node)
        unread = unread_in(job.steps[:step]) or own
        is_before = bool(unread and not own)
        return Surroundings("github", hosted, unread, read_file, is_before=is_before, can_mint=job.can_mint)

    return found_in(job.steps, around, MAX_UPLOADS + 1)


def _unread_variables(*holders: Node | None) -> str:
    """Why the environment that a workflow, a job and a step set is not known: one is an expression as a whole."""
    given = any("${{" in (text(get(holder, "env")) or "") for holder in holders)
    return "`env` is set from an expression" if given else ""


class Effort:
    """How many steps may still be evaluated for assignments of a workflow's uploads, and whether that was too few."""

    def __init__(self) -> None:
        self.left = MAX_EVALUATED
        self.leaves_routes = False


def _uploads(known: Workflows, of: Workflow, entry: Pair, last: tuple[Job, Found], effort: Effort) -> Iterator[Upload]:
    """The uploads of a job; ``last`` is how it was evaluated before, and what was recognised in it then."""
    watched = frozenset(each.step.node.span.start for each in last[1].sighted)
    for i, route in enumerate(routes(known, of)):
        if i >= MAX_ROUTES or (i and effort.left < 0):
            effort.leaves_routes = True
            return
        for assignment, run in _assignments(known, route, entry, watched, effort):
            if not _are_alike(last[0], run.job):
                last = run.job, _found(of, run.job, known.files.read)
            for sighted in last[1].sighted:
                yield _upload(known.pipelines[of.path], assignment, run, sighted, known.repository)


def _are_alike(first: Job, second: Job) -> bool:
    """Whether two evaluations of a job have the very same steps, on the same runner and with the same permission."""
    if len(first.steps) != len(second.steps) or (first.runner, first.can_mint) != (second.runner, second.can_mint):
        return False
    return all(map(is_, first.steps, second.steps))


def _assignments(
    known: Workflows, route: Route, entry: Pair, watched: frozenset[int], effort: Effort
) -> Iterator[tuple[Assignment, Run]]:
    """Every assignment under which the job's uploads may differ, decided one open choice at a time."""
    waiting, tried, written = [NOTHING_CHOSEN], 0, 1 + parts(entry.value)
    while waiting:
        assignment = waiting.pop(0)
        run = evaluate(known, route, entry, assignment, watched)
        tried += 1
        cost = max(written, len(run.job.steps))  # composite actions have more than is written in the job
        effort.left -= cost
        goes_on = tried + len(waiting) < MAX_ASSIGNMENTS
        following = list(_next(assignment, run)) if goes_on else []
        if following and effort.left > cost * (len(waiting) + len(following)):
            waiting += following
        else:
            yield assignment, run


def _next(assignment: Assignment, run: Run) -> Iterator[Assignment]:
    if run.job.condition == Known(False):
        return
    for choice, values in run.scope.asked.items():
        for value in values:
            yield assignment.choose(choice, value)
        return
    for condition in run.scope.open:
        if condition not in assignment.assumed:
            yield assignment.assume(condition, holds=True)
            yield assignment.assume(condition, holds=False)
            return


def _upload(of: Pipeline, assignment: Assignment, run: Run, sighted: Sighted, repository: Fact[str]) -> Upload:
    seen = sighted.sighting
    condition = both(run.job.condition, sighted.step.condition)
    chosen = assignment.choices.get(EVENT)
    events: tuple[Event, ...] = run.scope.events if chosen is None else (chosen,)  # type: ignore[assignment]
    return Upload(
        pipeline=of,
        job=run.job,
        step=sighted.step,
        run=sighted.run,
        **seen._replace(credential=_passed(seen.credential, of, run))._asdict(),
        condition=condition,
        events=events,
        calls=run.calls,
        claims=claims(of, run.job, run.calls, events, repository, seen.target),
        certain=isinstance(condition, Known) and not assignment.assumed,
        when=_when(assignment),
    )


def _passed(credential: Fact[Credential], of: Pipeline, run: Run) -> Fact[Credential]:
    """A credential as it arrives in a called workflow."""
    if not run.calls or not isinstance(credential, Known) or credential.value.kind not in {"token", "password"}:
        return credential
    from tplint.platforms.github.passed_secrets import passed  # noqa: PLC0415 - few workflows are called

    return passed(credential, of, run.job, run.calls)


def _when(assignment: Assignment) -> str:
    """The assignment for people: ``on `release`, with the input `target` = `testpypi```."""
    parts = []
    for choice, value in assignment.choices.items():
        kind, _, name = choice.partition(" ")
        if kind == EVENT:
            parts.append(f"on `{value.shown}`")  # type: ignore[attr-defined] # an event
        elif kind == "input":
            parts.append(f"with the input `{name}` = `{_shown(value)}`")
        elif isinstance(value, dict):
            row = ", ".join(f"`{key}` = `{_shown(cell)}`" for key, cell in value.items() if not isinstance(cell, dict))
            parts.append(f"for the matrix row {row}")
    return ", ".join(parts)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)
