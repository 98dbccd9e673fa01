"""Repository → who in it may request an identity token, and whether anything there needs one; read by the rules."""

from __future__ import annotations

from itertools import chain

from tplint.documents.nodes import Scalar, get, pair, text
from tplint.documents.source import Place
from tplint.facts.other_uploads import uploads_in
from tplint.model import Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Node
    from tplint.documents.source import Source
    from tplint.model import IdToken, Job, Pipeline, Repository


def _granted_at(source: Source, holder: Node | None) -> Place | None:
    """Where the `permissions` of a job or workflow (its mapping) give `id-token: write`; None if they do not.

    ``write-all`` gives it, too.
    """
    permissions = get(holder, "permissions")
    if isinstance(permissions, Scalar):
        return _place(source, permissions, permissions) if permissions.value == "write-all" else None
    entry = pair(permissions, "id-token")
    if entry is None or text(entry.value) != "write":
        return None
    return _place(source, entry.key, entry.value)


def asked_at(pipeline: Pipeline, job: Job) -> Place | None:
    """Where a job is given the means to sign in to PyPI or TestPyPI, by itself or for all jobs.

    On GitHub that is `id-token: write` in its own permissions, which replace the workflow's, or in those.
    """
    if pipeline.platform == "gitlab":
        return next((token.at for token in _tokens(job)), None)
    holder = job.node if get(job.node, "permissions") is not None else pipeline.document.root
    return _granted_at(pipeline.document.source, holder)


def asked_by_job(pipeline: Pipeline, job: Job) -> Place | None:
    """Where a job itself asks for the means to sign in to PyPI: a scope by its name, or an identity token."""
    if pipeline.platform == "gitlab":
        return next((token.at for token in _tokens(job) if stands_in(job, token.at)), None)
    granted = _granted_at(pipeline.document.source, job.node)
    return granted if granted is not None and granted.text != "write-all" else None


def given_to_all(pipeline: Pipeline) -> tuple[Place | None, tuple[Job, ...]]:
    """Where all jobs are given the means to sign in to PyPI, and the jobs that have it from there."""
    if pipeline.platform == "gitlab":
        return _default_token(pipeline)
    granted = _granted_at(pipeline.document.source, pipeline.document.root)
    return granted, tuple(job for job in pipeline.jobs if get(job.node, "permissions") is None)


def stands_in(job: Job, at: Place) -> bool:
    """Whether a place lies in what is written of a job itself; what it inherits may be meant for other jobs."""
    start, end = job.node.bounds
    return at.source == job.at.source and start <= at.start < end


def _default_token(pipeline: Pipeline) -> tuple[Place | None, tuple[Job, ...]]:
    """The first token of `default: id_tokens`, and the jobs that have tokens from there."""
    inherited: dict[Place, list[Job]] = {}
    for job in pipeline.jobs:
        for token in _tokens(job):
            if _stands_in_default(pipeline, token.at):
                inherited.setdefault(token.at, []).append(job)
    at = next(iter(inherited), None)
    return at, tuple(inherited.get(at, ())) if at is not None else ()


def _stands_in_default(pipeline: Pipeline, at: Place) -> bool:
    documents = (each for each in (pipeline.document, *pipeline.included) if each.source.path == at.source.path)
    nodes = (get(root, "default", "id_tokens") for document in documents for root in document.roots)
    return any(node is not None and node.span.start <= at.start < node.span.end for node in nodes)


def _tokens(job: Job) -> Iterator[IdToken]:
    from tplint.facts.job_tokens import index_tokens  # noqa: PLC0415 - for GitLab only

    return index_tokens(job)


def _place(source: Source, first: Node, last: Node) -> Place:
    return Place(source, first.span.start, last.span.end)


def publishes(repository: Repository, pipeline: Pipeline) -> bool:
    """Whether a workflow uploads to PyPI or TestPyPI."""
    return any(
        upload.pipeline.path == pipeline.path and upload.goes_to("pypi", "testpypi")
        for upload in chain(repository.alternatives, repository.unreachable)
    )


def needs_none(repository: Repository, pipeline: Pipeline, job: Job) -> bool:
    """Whether a job certainly needs no identity token: it uploads nothing, and every step is one that asks for none.

    What a reusable workflow asks for is its caller's to give, so a job that calls one may need it.
    """
    return (
        not job.calls
        and job.token_uses == Known(())
        and next(uploads_in(repository, pipeline, job.id), None) is None
        and not _may_upload(repository, job)
        and (pipeline.platform != "gitlab" or runs_known_programs(job))
    )


def runs_known_programs(job: Job, besides: Place | None = None) -> bool:
    """Whether it is known of every command of a job what it does, ``besides`` one.

    On GitLab any program finds the identity token in its environment, by a name that the script does not write.
    """
    from tplint.jobs.workspace import effects  # noqa: PLC0415 - only for jobs with an identity token

    found = (effect for step in job.steps for effect in effects(step) if effect.at != besides)
    return all(effect.kind != "unknown" for effect in found)


def _may_upload(repository: Repository, job: Job) -> bool:
    """Whether something in the job, or in a composite action that it opens, may be an upload."""
    opened = {step.within for step in job.steps if step.within}
    return any(each.at.source.path in opened or stands_in(job, each.at) for each in repository.undecided)
