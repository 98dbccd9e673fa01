"""An upload → whether it signs in by trusted publishing, and whether PyPI takes the identity tokens it can have."""

from __future__ import annotations

from tplint.documents.nodes import get
from tplint.model import ACCEPTED, PLATFORMS, Known
from tplint.repository import identities

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.model import Repository, Upload

# GitHub Enterprise Cloud with data residency: an issuer of its own, which PyPI does not know.
_OWN_ISSUER = ".ghe.com"
_OF_GOOGLE = ("google", "gcloud", "gcp")


def uses_trusted_publishing(upload: Upload) -> bool:
    """Whether an upload certainly signs in to PyPI or TestPyPI with an identity token.

    On GitLab, whose settings may hold another credential, that is what its job is made for.
    """
    if upload.platform == "gitlab":
        from tplint.facts.job_tokens import presents_token  # noqa: PLC0415 - for GitLab only

        return presents_token(upload)
    is_accepted = upload.platform in ACCEPTED
    return is_accepted and upload.signs_in_by("oidc") and upload.goes_to("pypi", "testpypi")


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


def may_sign_in(repository: Repository, upload: Upload) -> bool:
    """Whether PyPI takes the identity tokens that an upload's job can have; on GitLab each is made for one index."""
    if upload.platform != "gitlab":
        return not foreign_issuer(repository)
    from tplint.facts.identity_tokens import runs_known_programs  # noqa: PLC0415 - for GitLab only
    from tplint.facts.job_tokens import made_for_index, unaccepted_issuer  # noqa: PLC0415 - the same

    meant = any(made_for_index(upload)) and runs_known_programs(upload.job, upload.run.at)
    return meant and not unaccepted_issuer(repository, upload)


def foreign_issuer(repository: Repository) -> str:
    """The host whose identity tokens PyPI does not accept, where every remote is on it; empty where that is not so.

    A repository that is also on github.com, by a remote or a URL of its metadata, may publish from there.
    """
    hosts = {remote.host for remote in repository.remotes}
    if not hosts or identities(repository.remotes, repository.projects):
        return ""
    return min(hosts) if all(host.endswith(_OWN_ISSUER) for host in hosts) else ""


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
