"""An upload → the project whose distributions it sends, and whether it certainly is that one."""

from __future__ import annotations

import re

from tplint.documents.nodes import get, items, texts
from tplint.model import Known, Unknown
from tplint.remembered import by_identity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.documents.nodes import Node
    from tplint.jobs.origins import Origin
    from tplint.model import Fact, Job, Project, Repository, Upload

# With these in a pipeline of GitLab more jobs may leave files than those that its one file says it of.
_LEFT_OPEN = ("include:", "GIT_STRATEGY", "GIT_CLEAN", "GIT_CHECKOUT")
_BUILD = r"\b(?:build|sdist|bdist_wheel|wheel|flit|maturin|make|tox|nox)\b"


def sent(upload: Upload, repository: Repository) -> Fact[Project]:
    """The project whose distributions an upload sends.

    It is the one in whose folder the distributions are, or the only one there is where nothing builds elsewhere.
    """
    projects = repository.projects
    if not isinstance(upload.folder, Known):
        return Unknown("the folder of the distributions is not known")
    folder = upload.folder.value.removeprefix("./").strip("/")
    owners = [project for project in projects if project.folder not in {"", "."} and _is_inside(folder, project.folder)]
    if len(owners) == 1:
        return Known(owners[0])
    if len(projects) != 1:
        return Unknown("the repository has several projects" if projects else "no file describes a project")
    if "/" in folder and folder != "target/wheels":
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
    """The same, worked out; on GitLab a job without `needs` gets what all jobs of earlier stages leave."""
    from tplint.jobs.origins import Origin  # noqa: PLC0415 - only where one project might be another's

    if upload.platform == "gitlab":
        text = upload.pipeline.document.source.text
        is_whole = not any(word in text for word in _LEFT_OPEN)
        folder = upload.folder.value if isinstance(upload.folder, Known) else ""
        leave = [job.id for job in upload.pipeline.jobs if _may_leave(job, folder)]
        if not is_whole or not ({*leave} - {upload.job.id} or _may_build(upload.job)):
            leave = [job.id for job in upload.pipeline.jobs]  # what it sends comes in a way that is not seen
        upload = upload._replace(job=upload.job._replace(needs=tuple(leave)))
    return Origin(upload, repository.pipelines)


def _may_build(job: Job) -> bool:
    from tplint.jobs.written_steps import written_steps  # noqa: PLC0415 - only for pipelines of GitLab

    return any(re.search(_BUILD, step.script) for step in written_steps(job))


def _may_leave(job: Job, folder: str) -> bool:
    """Whether a job of GitLab may leave files in a folder to others; its keys are those written in its own file."""
    kept = (node for key in ("artifacts", "cache") for node in _each(get(job.node, key)))
    return any(get(node, "untracked") is not None or _may_hold(get(node, "paths"), folder) for node in kept)


def _each(node: Node | None) -> tuple[Node, ...]:
    return items(node) or ((node,) if node is not None else ())


def _may_hold(paths: Node | None, folder: str) -> bool:
    """Whether one of some paths may be the folder, in it, or around it."""
    written = texts(paths)
    plain = [path.removeprefix("./").strip("/") for path in written if not re.search(r"[*?$\[]", path)]
    inside = any(_is_inside(path, folder) or _is_inside(folder, path) for path in plain)
    return len(plain) < len(_each(paths)) or "" in plain or inside


def _is_inside(folder: str, outer: str) -> bool:
    return folder == outer or folder.startswith(f"{outer}/")
