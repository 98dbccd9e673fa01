"""What a guide tells the reader to register, beside what the repository is and does → the values that do not fit."""

from __future__ import annotations

from tplint.facts.identity_tokens import runs_known_programs
from tplint.facts.sending import certainly_sent
from tplint.model import Known, Unknown
from tplint.platforms.file_names import differs_in_spelling
from tplint.publishers.declarations import comparable
from tplint.publishers.form_fields import FORMS
from tplint.pypi.names import normalize
from tplint.records import NamedTuple
from tplint.repository import identities

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tplint.guides.records import Guide, Registration, Statement
    from tplint.model import IndexName, Job, Pipeline, PlatformName, Repository, Upload
    from tplint.repository import Identity

_INDEXES: dict[str, tuple[IndexName, ...]] = {
    "pypi": ("pypi",),
    "testpypi": ("testpypi",),
    "both": ("pypi", "testpypi"),
}
SHOWN = {"pypi": "PyPI", "testpypi": "TestPyPI", "both": "PyPI or TestPyPI"}


class Drift(NamedTuple):
    """A value that a guide gives, and why it is wrong, as the end of a sentence; ``better`` is the right one if known.

    ``uploads`` show what the repository does instead.
    """

    registration: Registration
    statement: Statement
    why: str
    better: str = ""
    uploads: tuple[Upload, ...] = ()


def drifts(guide: Guide, repository: Repository) -> Iterator[Drift]:
    """The values of a guide that are certainly not this repository's, of forms that are certainly about it."""
    ours = [registration for registration in guide.registrations if _is_ours(registration, repository)]
    for registration in ours:
        workflow = _workflow(registration, repository)
        for drift in (
            *_identity(registration, repository),
            workflow,
            _environment(registration, repository, of_workflow=workflow is None),
            _project(registration, repository),
        ):
            if drift is not None and not drift.statement.open and drift.statement in registration.statements:
                yield drift


def misnamed_workflows(guide: Guide, repository: Repository) -> Iterator[Statement]:
    """The workflows of a guide that are not those to register."""
    for drift in drifts(guide, repository):
        if drift.statement.field == "workflow_filename":
            yield drift.statement


def contradictions(drift: Drift, repository: Repository) -> Iterator[Statement]:
    """What other guides say of the same field of the same index, where that differs; one is enough for each value."""
    seen = {drift.statement.value.rpartition("/")[2]}
    for guide in repository.guides:
        for registration in guide.registrations if guide.path != drift.statement.at.source.path else ():
            said = registration.get(drift.statement.field)
            if said not in registration.statements or registration.index_name != drift.registration.index_name:
                continue
            value = _file_name(said)
            if value and value not in seen and not said.open:
                seen.add(value)
                yield said


# --- whose form it is -----------------------------------------------------------------------------------------------


def _is_ours(registration: Registration, repository: Repository) -> bool:
    """Whether project, owner or repository is this repository's; an owner alone can have other projects."""
    named = _identities(registration, repository)
    project, (owner, name) = _is_our_project(registration, repository), _values(registration)
    owners, names = {each.owner.lower() for each in named}, {each.repository.lower() for each in named}
    if project is None and not owner and not name:
        return any(normalize(link) in _projects(repository) for link in registration.projects)
    if not named:
        return project is True or (project is None and bool(name) and normalize(name) in _projects(repository))
    if name.lower() in names:
        return not owner or owner.lower() in owners or project is True or _uploads_here(registration, repository)
    if owner.lower() in owners:
        return project is True or (project is None and (not name or _uploads_here(registration, repository)))
    return project is True and (not owner or not name or _uploads_here(registration, repository))


def _uploads_here(registration: Registration, repository: Repository) -> bool:
    """Whether the documented workflow is one of this repository that uploads."""
    said = registration.get("workflow_filename")
    uploads = repository.written_uploads
    return said is not None and any(upload.pipeline.file_name == _file_name(said) for upload in uploads)


def _values(registration: Registration) -> tuple[str, str]:
    owner, name = (registration.get(field) for field in FORMS[registration.kind].names)
    return (owner.value if owner else "", name.value if name else "")


def _identities(registration: Registration, repository: Repository) -> tuple[Identity, ...]:
    return identities(repository.remotes, repository.projects, FORMS[registration.kind].host)


def _named_by_urls(registration: Registration, repository: Repository) -> tuple[Identity, ...]:
    return identities((), repository.projects, FORMS[registration.kind].host)


def _is_our_project(registration: Registration, repository: Repository) -> bool | None:
    """None where the form names no project."""
    said = registration.get("project_name")
    return None if said is None else normalize(said.value) in _projects(repository)


def _projects(repository: Repository) -> frozenset[str]:
    return frozenset(
        normalize(project.name.value) for project in repository.projects if isinstance(project.name, Known)
    )


def _file_name(statement: Statement) -> str:
    return statement.value.rpartition("/")[2]


# --- owner and repository -------------------------------------------------------------------------------------------


def _identity(registration: Registration, repository: Repository) -> Iterator[Drift]:
    """Owner or repository, where all remotes and URLs that there are agree on other names.

    Remotes alone tell no other owner: every contributor's clone has a fork as `origin`.
    """
    named = _identities(registration, repository)
    owner, name = _values(registration)
    same = [
        each for each in named if each.repository.lower() == name.lower() and each.owner.lower() in {owner.lower(), ""}
    ]
    if same or not named or len({each.name.lower() for each in named}) > 1:
        yield from _spelling(registration, same)
        return
    if owner.lower() != named[0].owner.lower() and not _named_by_urls(registration, repository):
        return
    for field, written, right in zip(FORMS[registration.kind].names, (owner, name), named[0][:2], strict=False):
        said = registration.get(field)
        if said is not None and written.lower() != right.lower():
            yield Drift(registration, said, f"but {named[0].origin} names `{named[0].name}`", right)


def _spelling(registration: Registration, same: list[Identity]) -> Iterator[Drift]:
    """The repository in other letter case than everywhere else: PyPI's query compares it exactly."""
    said = registration.get("repository")
    if registration.kind == "github" and said and same and all(each.repository != said.value for each in same):
        right = same[0].repository
        yield Drift(
            registration, said, f"but {same[0].origin} spells it `{right}`, and PyPI compares it exactly", right
        )


# --- workflow -------------------------------------------------------------------------------------------------------


def _workflow(registration: Registration, repository: Repository) -> Drift | None:
    """A workflow that does not exist, or certainly uploads nothing to the index while another one does."""
    if registration.kind == "gitlab":
        said = registration.get("workflow_filepath")
        return Drift(registration, said, "which does not exist") if said and said.missing else None
    said = registration.get("workflow_filename")
    if said is None:
        return None
    uploads = tuple(_publishing(repository, _INDEXES[registration.index_name]))
    if said.missing:
        if not uploads and not _is_read(repository):
            return None
        near = tuple(upload for upload in uploads if differs_in_spelling(_file_name(said), upload.pipeline.file_name))
        why = f"but the file is `{near[0].pipeline.file_name}`" if near else "which does not exist in this repository"
        return Drift(registration, said, why, _only_file(near or uploads), near[:1] or uploads)
    others = tuple(upload for upload in uploads if upload.pipeline.file_name != _file_name(said))
    if (
        others
        and len(others) == len(uploads)
        and _certainly_uploads_nothing(_file_name(said), registration, repository)
    ):
        why = f"which uploads nothing to {SHOWN[registration.index_name]} by trusted publishing"
        return Drift(registration, said, why, _only_file(others), others)
    return None


def _only_file(uploads: Iterable[Upload]) -> str:
    names = {upload.pipeline.file_name for upload in uploads}
    return names.pop() if len(names) == 1 else ""


def _publishing(
    repository: Repository, indexes: tuple[IndexName, ...], platform: PlatformName = "github"
) -> Iterator[Upload]:
    """The uploads that use trusted publishing and go to one of these indexes.

    On GitHub certainly. On GitLab no file tells, so those count too that may: none of them is to be left out.
    """
    for upload in repository.written_uploads:
        may = platform == "gitlab" and isinstance(upload.credential, Unknown)
        if upload.platform == platform and (may or upload.signs_in_by("oidc")) and upload.goes_to(*indexes):
            yield upload


def _certainly_uploads_nothing(file_name: str, registration: Registration, repository: Repository) -> bool:
    """Whether everything that a workflow may upload to the index certainly signs in otherwise."""
    path = f".github/workflows/{file_name}"
    pipeline = repository.pipeline(path)
    if pipeline is None or any(job.calls or _may_sign_in(job) for job in pipeline.jobs):
        return False
    if any(undecided.at.source.path == path for undecided in repository.undecided):
        return False
    return not any(
        upload.pipeline.path == path
        and (isinstance(upload.target, Unknown) or upload.target.value.name in _INDEXES[registration.index_name])
        and (isinstance(upload.credential, Unknown) or upload.signs_in_by("oidc", "none", "both", "empty", "unpassed"))
        for upload in repository.written_uploads
    )


def _may_sign_in(job: Job) -> bool:
    """Whether a job may request identity tokens, and something that it runs may do so to upload."""
    return job.can_mint != Known(False) and not runs_known_programs(job)


def _is_read(repository: Repository) -> bool:
    """Whether something of the repository is known to publish: else a guide may tell what is yet to be written."""
    return any(upload.goes_to("pypi", "testpypi") for upload in repository.written_uploads)


# --- environment and project ----------------------------------------------------------------------------------------


def _environment(registration: Registration, repository: Repository, *, of_workflow: bool) -> Drift | None:
    """An environment that no upload of the documented workflow to the index has, while all of them are decided."""
    said, workflow = registration.get("environment"), registration.get(FORMS[registration.kind].file)
    if said is None or not said.value:
        return None
    name = _file_name(workflow) if workflow and of_workflow else ""
    indexes = _INDEXES[registration.index_name]
    uploads = tuple(_publishing(repository, indexes, registration.kind))
    here = tuple(upload for upload in uploads if not name or name in _files(upload))
    if (uploads and not here) or _is_undecided(repository, here, name, indexes):
        return None
    found = {environment for upload in here for environment in _named(upload)}
    if comparable(said.value, registration.kind) in {comparable(each, registration.kind) for each in found if each}:
        return None
    if _may_be_unread(said.value, registration.kind, repository, name if here else ""):
        return None
    if not here:
        publishes = registration.index_name == "testpypi" and any(_publishing(repository, ("pypi",), registration.kind))
        return Drift(registration, said, "but no job uploads to TestPyPI") if publishes else None
    if any(isinstance(upload.job.environment, Unknown) for upload in here):
        return None
    return _in_others(registration, said, here, found)


def _in_others(registration: Registration, said: Statement, here: tuple[Upload, ...], found: set[str | None]) -> Drift:
    """The uploads are in other environments than the documented one."""
    better = next(iter(found)) if len(found) == 1 else None
    shown = " and ".join(f"from `{name}`" if name else "without an environment" for name in sorted(found, key=str))
    return Drift(
        registration,
        said,
        f"but {_file(here)} uploads to {SHOWN[registration.index_name]} {shown}",
        better or "",
        here,
    )


def _may_be_unread(environment: str, kind: PlatformName, repository: Repository, file_name: str) -> bool:
    """Whether something that is not read may upload in an environment: a file, or what a job runs.

    ``file_name`` is the documented file where it uploads, empty where another one may be meant.
    """
    if not file_name and any(problem.may_decide for problem in repository.problems):
        return True
    return any(
        _may_be_in(job, comparable(environment, kind), kind) and _may_sign_in(job)
        for pipeline in repository.pipelines
        if pipeline.platform == kind and file_name in {"", pipeline.file_name}
        for job in pipeline.jobs
    )


def _may_be_in(job: Job, environment: str, kind: PlatformName) -> bool:
    """Whether a job runs, or may run, in an environment."""
    found = job.environment
    return isinstance(found, Unknown) or comparable(found.value or "", kind) == environment


def _files(upload: Upload) -> frozenset[str]:
    """The file of an upload's job, and those through which it is called."""
    return frozenset((upload.pipeline.file_name, *(call.pipeline.file_name for call in upload.calls)))


def _named(upload: Upload) -> Iterator[str | None]:
    if isinstance(upload.job.environment, Known):
        yield upload.job.environment.value


def _file(uploads: tuple[Upload, ...]) -> str:
    return " and ".join(f"`{name}`" for name in sorted({upload.pipeline.file_name for upload in uploads}))


def _is_undecided(
    repository: Repository, here: tuple[Upload, ...], file_name: str, indexes: tuple[IndexName, ...]
) -> bool:
    """Whether another upload may go to one of the indexes too: an unread script or call, an index that is not known.

    ``here`` are the uploads that count; ``file_name`` is the documented file, empty where all files may be meant.
    """
    paths = {upload.pipeline.path for upload in here}
    if paths and file_name:
        paths = {*paths, f".github/workflows/{file_name}"}
    pipelines = [pipeline for pipeline in repository.pipelines if not paths or pipeline.path in paths]
    uploads = repository.written_uploads
    settled = {upload.at for upload in here}
    settled |= {upload.at for upload in uploads if isinstance(upload.target, Known) and not upload.goes_to(*indexes)}
    open_places = {undecided.at for undecided in repository.undecided}
    open_places |= {upload.at for upload in uploads if _is_open(upload)}
    return any(not paths or at.source.path in paths for at in open_places - settled) or any(
        map(_calls_others, pipelines)
    )


def _is_open(upload: Upload) -> bool:
    return isinstance(upload.target, Unknown) or isinstance(upload.credential, Unknown)


def _calls_others(pipeline: Pipeline) -> bool:
    """Whether a job of a workflow is written in another repository."""
    return any(job.calls and not job.calls.startswith("./") for job in pipeline.jobs)


def _project(registration: Registration, repository: Repository) -> Drift | None:
    """Another project than every upload of the documented workflow sends."""
    said, workflow = registration.get("project_name"), registration.get("workflow_filename")
    if said is None or workflow is None or workflow.missing or registration.kind != "github":
        return None
    if normalize(said.value) in _projects(repository):
        return None
    uploads = [upload for upload in repository.written_uploads if upload.pipeline.file_name == _file_name(workflow)]
    names = set()
    for upload in uploads:
        project = certainly_sent(upload, repository)
        if isinstance(project, Unknown) or isinstance(project.value.name, Unknown):
            return None
        names.add(project.value.name.value)
    if len(names) != 1 or normalize(said.value) in normalize(uploads[0].pipeline.document.source.text):
        return None
    name = names.pop()
    return Drift(registration, said, f"but the project is named `{name}`", name, tuple(uploads[:1]))
