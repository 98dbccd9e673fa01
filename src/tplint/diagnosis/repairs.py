"""A diagnosis → what to change: in the repository, or on PyPI with the form's words and a link that fills it in."""

from __future__ import annotations

from tplint import pypi
from tplint.diagnosis.presented import is_elsewhere
from tplint.model import Known
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Literal

    from tplint.diagnosis.comparison import Comparison, Diagnosis, Row
    from tplint.diagnosis.presented import Run
    from tplint.model import Repository

_PROJECT = "YOUR-PROJECT"
# PyPI has found the publisher, so that nothing is to be looked for there.
_CLAIM_REFUSED = frozenset({"gitlab-letter-case", "gitlab-publisher-mismatch"})


class Repair(NamedTuple):
    """One way out: where, what to do as a clause, and the page of the index to do it on, if it is there."""

    side: Literal["repository", "pypi"]
    text: str
    link: str = ""


def repairs(diagnosis: Diagnosis, repository: Repository | None) -> tuple[Repair, ...]:
    """What makes the run's claims and a publisher agree; none where the error's own remedy is all there is to say."""
    run = diagnosis.run
    if run is None or not diagnosis.is_mismatch:
        return ()
    nearest = diagnosis.comparisons[0] if diagnosis.comparisons else None
    if nearest is not None and not nearest.fields:
        return () if diagnosis.found[0].category in _CLAIM_REFUSED else (_look(diagnosis, run),)
    found = list(_in_repository(diagnosis, run, nearest, repository)) if nearest else []
    return (*found, *_on_pypi(diagnosis, run, nearest))


def _job(diagnosis: Diagnosis) -> str:
    jobs = {upload.job.id for upload in diagnosis.uploads}
    return f"job `{jobs.pop()}`" if len(jobs) == 1 else "the job that uploads"


def _environment(diagnosis: Diagnosis) -> str:
    """The environment that the uploads' jobs now have; empty where there is none, or it is not known."""
    known = [upload.job.environment for upload in diagnosis.uploads]
    names = {environment.value if isinstance(environment, Known) else None for environment in known}
    return (names.pop() or "") if len(names) == 1 else ""


def _in_repository(
    diagnosis: Diagnosis, run: Run, nearest: Comparison, repository: Repository | None
) -> Iterator[Repair]:
    job, now = _job(diagnosis), _environment(diagnosis)
    rows = {row.name: row for row in nearest.rows if row.why}
    # Where the job's file is of another repository or ref, its name is put right with that.
    repeated = {"workflow ref"} if run.caller and "workflow" in rows else {"workflow", "pipeline"}
    if not rows.keys().isdisjoint(("workflow ref", "pipeline ref")):
        rows = {name: row for name, row in rows.items() if name not in repeated}
    changes = (_change(row, run, repository, job, now) for row in rows.values())
    parts = [part for part in changes if part]
    if parts:
        yield Repair("repository", " and ".join(dict.fromkeys(parts)))


def _change(row: Row, run: Run, repository: Repository | None, job: str, now: str) -> str:
    """The clause that makes the repository agree with a declared value; empty where nothing in it can.

    ``now`` is the environment that the job has by now: the run may have been of an older commit.
    """
    declared = row.declared
    match row.name:
        case "workflow" if run.caller:
            return f"move {job} into .github/workflows/{run.caller}, and see that it is the file registered on PyPI"
        case "workflow":
            return _renamed(run.fields.get("workflow_filename", ""), declared, repository, job)
        case "pipeline":
            return f"let the pipeline's top-level file be {declared}"
        case "environment" if declared and now == declared:
            return f"release again from a commit in which {job} has `environment: {declared}`, as it has now"
        case "environment":
            return f"give {job} `environment: {declared}`"
        case "repository" | "project":
            return f"publish from {declared}"
        case "workflow ref" | "pipeline ref":
            return _brought_home(row.presented or "", declared, job)
        case "event":
            return "start the workflow by another event"
        case _:
            return ""


def _brought_home(presented: str, declared: str, job: str) -> str:
    """The clause that has the job's file, or the pipeline's, in the run's own repository and ref."""
    home, folder, file = declared.rpartition("@")[0].partition("/.github/workflows/")
    project, slashes, path = home.partition("//")
    if slashes:
        is_own = presented.lower().startswith(f"{project.lower()}//")
        return "" if is_own else f"let the pipeline's top-level file be {path} of the project itself"
    path = folder.removeprefix("/") + file
    if presented.startswith(f"{home}/{path}@"):
        return f"move {job} into the workflow that is started (a call by `uses: ./{path}` has at least the same ref)"
    return f"write {job} in {path if presented.startswith(f'{home}/.') else 'a workflow of the repository itself'}"


def _renamed(file: str, declared: str, repository: Repository | None, job: str) -> str:
    """The clause that gives the upload the declared workflow; the run may have been of an older commit."""
    path = f".github/workflows/{declared}"
    here = {pipeline.file_name for pipeline in repository.pipelines} if repository is not None else set()
    if repository is None or not here or (file in here and declared not in here):
        return f"rename .github/workflows/{file} to {declared}"
    if file in here:
        return f"write {job} in {path}"
    if any(upload.pipeline.file_name == declared for upload in repository.alternatives):
        return f"release again from a commit that uploads by {path} as this one does"
    return f"let the workflow that uploads be {path}"


def _on_pypi(diagnosis: Diagnosis, run: Run, nearest: Comparison | None) -> Iterator[Repair]:
    declared = nearest.publisher.fields if nearest else {}
    rows = {row.name for row in nearest.rows if row.why} if nearest else set()
    is_called = run.caller or diagnosis.found[0].category == "reusable-workflow" or is_elsewhere(run.claims)
    if rows & {"workflow ref", "pipeline ref", "event", "instance"} or is_called:
        return  # no value of the form can match these, or none that PyPI supports
    fields = {**declared, **run.fields}
    publisher = _publisher(fields, run.kind)
    if publisher is None:
        return
    values = " · ".join(f"{label} {value}" for label, value in pypi.form_values(publisher))
    empty = "empty" if "environment" in fields else "as the job has it"
    none = "" if publisher.fields["environment"] else f" · Environment name {empty}"
    text = f"add a publisher on {_title(run, nearest)}, if these are your values: {values}{none}"
    is_pending = nearest is not None and nearest.publisher.pending
    index = _index(run, nearest)
    yield Repair("pypi", text, _link(diagnosis, publisher, index, is_pending=is_pending))
    if nearest is None:
        text = f"where the project is not on {_title(run, nearest)} yet, add a pending publisher with the same values"
        yield Repair("pypi", text, pypi.pending_link(index))


def _look(diagnosis: Diagnosis, run: Run) -> Repair:
    nearest = diagnosis.comparisons[0]
    title = _title(run, nearest)
    text = (
        f"look on {title} whether this publisher is registered as declared, for this project, and not for the other "
        "index; a pending one expires after 30 days"
    )
    publisher = _publisher(nearest.publisher.fields, run.kind)
    if publisher is None:
        return Repair("pypi", text)
    pending = nearest.publisher.pending
    return Repair("pypi", text, _link(diagnosis, publisher, _index(run, nearest), is_pending=pending))


def _publisher(fields: Mapping[str, str], kind: str) -> pypi.Publisher | None:
    """The publisher of these fields; None where one that it needs is not known."""
    wanted = {field.name: fields.get(field.name, field.default) for field in pypi.form_fields(kind)}
    if any(not value for name, value in wanted.items() if name != "environment"):
        return None
    return pypi.publisher({"kind": kind, **wanted}, form=False)


def _index(run: Run, nearest: Comparison | None) -> str:
    if nearest is not None and nearest.publisher.index_name in {"pypi", "testpypi"}:
        return nearest.publisher.index_name
    return run.index_name or "pypi"


def _title(run: Run, nearest: Comparison | None) -> str:
    return "TestPyPI" if _index(run, nearest) == "testpypi" else "PyPI"


def _link(diagnosis: Diagnosis, publisher: pypi.Publisher, index: str, *, is_pending: bool) -> str:
    if is_pending:
        return pypi.pending_link(index)
    return pypi.prefilled_link(publisher, diagnosis.project or _PROJECT, index)
