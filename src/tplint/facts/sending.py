"""An upload → the project whose distributions it sends, and whether it certainly is that one."""

from __future__ import annotations

from tplint.commands.folders import SeveralFolders
from tplint.model import Known, Unknown
from tplint.remembered import by_identity
from tplint.signs import known_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.jobs.origins import Origin
    from tplint.model import Fact, Job, Project, Repository, Upload

# Where maturin and jsii-pacmak put what they build.
_OF_TOOLS = frozenset({"target/wheels", "dist/python"})


def sent(upload: Upload, repository: Repository) -> Fact[Project]:
    """The project whose distributions an upload sends.

    It is the one in whose folder the distributions are, or the only one there is where nothing builds elsewhere.
    """
    projects = repository.projects
    match upload.folder:
        case Known(value) | SeveralFolders(pattern=value):
            folder = value.removeprefix("./").strip("/")
        case _:
            return Unknown("the folder of the distributions is not known")
    owners = [project for project in projects if project.folder not in {"", "."} and _is_inside(folder, project.folder)]
    if len(owners) == 1:
        return Known(owners[0])
    if len(projects) != 1:
        return Unknown("the repository has several projects" if projects else "no file describes a project")
    if "/" in folder and folder not in _OF_TOOLS:
        return Unknown(f"`{folder}` may hold the distributions of another project")
    if _origin(upload, repository).is_elsewhere:
        return Unknown("a job may build another project than the one in the root")
    return Known(projects[0])


def certainly_sent(upload: Upload, repository: Repository) -> Fact[Project]:
    """The project whose distributions an upload sends, under the name that its files have.

    Unknown also where a job may write these anew, or take the distributions from elsewhere.
    """
    project = sent(upload, repository)
    if isinstance(project, Unknown):
        return project
    why = _origin(upload, repository).doubt(project.value.folder)
    return Unknown(why) if why else project


def _origin(upload: Upload, repository: Repository) -> Origin:
    """Where the distributions come from; what is uploaded by the steps of one job comes from the same jobs."""
    return _traced(upload, repository) if upload.calls else _of_job(upload.job, upload, repository)


@by_identity(16)
def _of_job(_: Job, upload: Upload, repository: Repository) -> Origin:
    return _traced(upload, repository)


def _traced(upload: Upload, repository: Repository) -> Origin:
    """The same, worked out; on GitLab a job gets what others leave, whether it names them or not."""
    from tplint.jobs.origins import Origin  # noqa: PLC0415 - only where one project might be another's

    if upload.platform == "gitlab":
        from tplint.platforms.gitlab.left_files import leaving  # noqa: PLC0415 - only for pipelines of GitLab

        upload = upload._replace(job=upload.job._replace(needs=leaving(upload)))
    names = [known_text(project.name) for project in repository.projects]
    return Origin(upload, repository.pipelines, names[0] if len(names) == 1 else "")


def _is_inside(folder: str, outer: str) -> bool:
    return folder == outer or folder.startswith(f"{outer}/")
