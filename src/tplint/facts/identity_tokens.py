"""Repository → who in it may request an identity token, and whether anything there needs one; read by the rules."""

from __future__ import annotations

from itertools import chain

from tplint.documents.nodes import Scalar, get, pair, text
from tplint.documents.source import Place
from tplint.model import ACCEPTED, PLATFORMS, Known
from tplint.repository import identities

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Node
    from tplint.documents.source import Source
    from tplint.model import IdToken, Job, Pipeline, Repository, Upload

# GitHub Enterprise Cloud with data residency: an issuer of its own, which PyPI does not know.
_OWN_ISSUER = ".ghe.com"
_OF_GOOGLE = ("google", "gcloud", "gcp")


def granted_at(source: Source, holder: Node | None) -> Place | None:
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
    return granted_at(pipeline.document.source, holder)


def asked_by_job(pipeline: Pipeline, job: Job) -> Place | None:
    """Where a job itself asks for the means to sign in to PyPI: a scope by its name, or an identity token."""
    if pipeline.platform == "gitlab":
        return next((token.at for token in _tokens(job) if stands_in(job, token.at)), None)
    granted = granted_at(pipeline.document.source, job.node)
    return granted if granted is not None and granted.text != "write-all" else None


def given_to_all(pipeline: Pipeline) -> tuple[Place | None, tuple[Job, ...]]:
    """Where all jobs are given the means to sign in to PyPI, and the jobs that have it from there."""
    if pipeline.platform == "gitlab":
        return _default_token(pipeline)
    granted = granted_at(pipeline.document.source, pipeline.document.root)
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


def uses_trusted_publishing(upload: Upload) -> bool:
    """Whether an upload certainly signs in to PyPI or TestPyPI with an identity token.

    On GitLab, whose settings may hold another credential, that is what its job is made for.
    """
    if upload.platform == "gitlab":
        from tplint.facts.job_tokens import presents_token  # noqa: PLC0415 - for GitLab only

        return presents_token(upload)
    is_accepted = upload.platform in ACCEPTED
    return is_accepted and upload.signs_in_by("oidc") and upload.goes_to("pypi", "testpypi")


def unaccepted_system(repository: Repository, upload: Upload) -> str:
    """The CI system of an upload that certainly uses trusted publishing, where PyPI accepts no tokens of that system.

    A machine of the user's own, or a job that speaks of Google, may have an identity of Google Cloud: then it is empty.
    """
    runner = upload.job.runner
    if (
        upload.platform in ACCEPTED
        or not (upload.signs_in_by("oidc") and upload.goes_to("pypi", "testpypi"))
        or not (isinstance(runner, Known) and runner.value.hosted)
        or any(publisher.kind == "google" for publisher in repository.publishers)
        or any(word in upload.pipeline.document.source.text.lower() for word in _OF_GOOGLE)
    ):
        return ""
    return PLATFORMS[upload.platform]


def _place(source: Source, first: Node, last: Node) -> Place:
    return Place(source, first.span.start, last.span.end)


def uploads_in(repository: Repository, pipeline: Pipeline, job_id: str) -> Iterator[Upload]:
    """Everything that a job uploads or may upload, to any index, also what no event reaches."""
    for upload in chain(repository.alternatives, repository.unreachable):
        if upload.pipeline.path == pipeline.path and upload.job.id == job_id:
            yield upload


def publishes(repository: Repository, pipeline: Pipeline) -> bool:
    """Whether a workflow uploads to PyPI or TestPyPI."""
    return any(
        upload.pipeline.path == pipeline.path and upload.goes_to("pypi", "testpypi")
        for upload in chain(repository.alternatives, repository.unreachable)
    )


def counts_on_trusted_publishing(upload: Upload) -> bool:
    """A token that was minted by hand may come from another job; a tool that cannot mint is TP107."""
    credential, able = upload.credential, upload.uploader.can_trusted_publish
    return (
        isinstance(credential, Known)
        and credential.value.kind == "oidc"
        and not credential.value.minted
        and able == Known(True)
    )


def lacks_permission(_: Repository, upload: Upload) -> bool:
    """Whether an upload counts on trusted publishing, and its own job certainly may not mint.

    Not where a calling job is the cause, a token in a place that the tool does not read, or `with` beside `run`.
    """
    if not (
        upload.goes_to("pypi", "testpypi")
        and counts_on_trusted_publishing(upload)
        and upload.job.can_mint == Known(False)
    ):
        return False
    from tplint.facts.ignored_credentials import ignored  # noqa: PLC0415 - only where a job cannot mint

    refused = get(upload.step.node, "run") is not None and get(upload.step.node, "with") is not None
    return upload.withheld_by is None and not refused and ignored(upload) is None


def has_twin(repository: Repository, upload: Upload) -> bool:
    """Whether the upload's job uses trusted publishing as well, or may; or another job does so instead of it.

    Two uploads are meant to exclude each other where neither is certain to run.
    """
    if any(
        not other.signs_in_by("token", "password") for other in uploads_in(repository, upload.pipeline, upload.job.id)
    ):
        return True
    if any(other.certain for other in repository.alternatives if other.at == upload.at):
        return False
    return any(
        other.pipeline.path == upload.pipeline.path
        and other.index_name == upload.index_name
        and other.signs_in_by("oidc")
        and not other.certain
        for other in repository.alternatives
    )


def may_sign_in(repository: Repository, upload: Upload) -> bool:
    """Whether PyPI takes the identity tokens that an upload's job can have; on GitLab each is made for one index."""
    if upload.platform != "gitlab":
        return not foreign_issuer(repository)
    from tplint.facts.job_tokens import made_for_index, unaccepted_issuer  # noqa: PLC0415 - for GitLab only

    meant = any(made_for_index(upload)) and runs_known_programs(upload.job, upload.run.at)
    return meant and not unaccepted_issuer(repository, upload)


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


def foreign_issuer(repository: Repository) -> str:
    """The host whose identity tokens PyPI does not accept, where every remote is on it; empty where that is not so.

    A repository that is also on github.com, by a remote or a URL of its metadata, may publish from there.
    """
    hosts = {remote.host for remote in repository.remotes}
    if not hosts or identities(repository.remotes, repository.projects):
        return ""
    return min(hosts) if all(host.endswith(_OWN_ISSUER) for host in hosts) else ""
