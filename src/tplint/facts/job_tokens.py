"""Identity tokens of a GitLab job → which of them an upload's tool takes by itself, and whether PyPI takes that one.

GitLab's settings can give every job a credential, so that an upload has none is never known. What is known is that the
files give it none, and what they would hand it for trusted publishing.
"""

from __future__ import annotations

import re

from tplint.documents.nodes import entries, get, text
from tplint.model import Known, Script, Unknown
from tplint.platforms.gitlab.token_uses import MAX_SCRIPT, without_installers
from tplint.uploaders.hidden import GITLAB

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.model import IdToken, IndexName, Job, Pipeline, Repository, Upload

# The tools build the name from the audience (https://github.com/di/id, https://github.com/astral-sh/ambient-id).
_NAMES: dict[IndexName, str] = {"pypi": "PYPI_ID_TOKEN", "testpypi": "TESTPYPI_ID_TOKEN"}
# Signs that a script signs in by itself, or runs what may do so.
_BY_HAND = r"""(?ixm)mint-token|\b(?:pipx\s+run|uvx)\s+id\b|pypirc|netrc|keyring|\buv\s+auth\b|\beval\b
      | \b(?:poetry|hatch|pdm)\s+config\b|\b(?:hatch|pdm|rye|pixi)\s+run\b
      | \bpython[\d.]*\s+-c
      | \bpython[\d.]*\s+-m(?!\s*(?:build|twine|pip|venv|virtualenv|ensurepip|uv|pdm|pytest|poetry|hatch)\b)
      | (?:twine|publish|pypi|index|flit|basic|rye|maturin)_\w{0,40}(?:password|token|auth)
      | (?:^|[\s;&|({])(?:source|\.)[ \t]+(?!\S*activate\b)
      | (?:^|[\s;&|({"'])(?:\./|(?:make|just|task|invoke|inv|poe|tox|nox)\s)
      | (?<!setup)\.(?:py|sh|bash)\b"""
_AUDIENCES = frozenset((name,) for name in _NAMES)
_GITLAB_COM = "https://gitlab.com"


def variable(upload: Upload) -> str:
    """The variable in which the tools look for an identity token for the upload's index; empty for other indexes."""
    return _NAMES.get(upload.index_name, "")


def has_no_credential_in_files(upload: Upload) -> bool:
    """Whether an upload from GitLab to PyPI or TestPyPI has a credential at most from GitLab's settings."""
    return (
        upload.platform == "gitlab"
        and upload.goes_to("pypi", "testpypi")
        and upload.credential == Unknown(GITLAB)
        and upload.at.source.path.endswith((".yml", ".yaml"))
        and not _signs_in_by_hand(upload.job)
        and not _hands_on(upload.pipeline)
    )


def takes_token(upload: Upload) -> bool:
    """Whether the tool of an upload from GitLab looks for an identity token, unless settings give it a credential.

    Not where `variables` set what the tool reads: to a token of another name, or to one from the settings.
    """
    if upload.uploader.can_trusted_publish == Known(value=False) or variable(upload) in upload.run.env:
        return False
    return has_no_credential_in_files(upload) or _is_forced(upload)


def _is_forced(upload: Upload) -> bool:
    """Whether an upload from GitLab uses trusted publishing or fails: `uv publish --trusted-publishing always`."""
    return (
        upload.platform == "gitlab"
        and upload.goes_to("pypi", "testpypi")
        and isinstance(upload.credential, Known)
        and upload.credential.value.kind == "oidc"
        and not upload.credential.value.minted
        and not _signs_in_by_hand(upload.job)
    )


def presents_token(upload: Upload) -> bool:
    """Whether an upload from GitLab is made to show PyPI an identity token that PyPI could take."""
    by_hand = isinstance(upload.credential, Known) and upload.credential.value.minted
    if by_hand:
        return upload.platform == "gitlab" and upload.goes_to("pypi", "testpypi")
    token = taken(upload)
    return token is not None and takes_token(upload) and token in tuple(made_for_index(upload))


def taken(upload: Upload) -> IdToken | None:
    """The token that the tool takes by its name, whatever it is made for."""
    return next((token for token in upload.job.id_tokens if token.name == variable(upload)), None)


def made_for_index(upload: Upload) -> Iterator[IdToken]:
    """The tokens of the job that are made for the upload's index alone, as PyPI wants it, under any name."""
    for token in upload.job.id_tokens:
        if token.audiences == Known((upload.index_name,)) and is_literal(token) and not token.is_list:
            yield token


def is_literal(token: IdToken) -> bool:
    """Whether a token's audiences are written out, or given by an include's inputs, so that all runs have the same."""
    return isinstance(token.audiences, Known) and bool(token.audiences.value) and token.fixed


def index_tokens(job: Job) -> Iterator[IdToken]:
    """The tokens of a job that are certainly made for PyPI or TestPyPI alone, as these want it."""
    for token in job.id_tokens:
        if isinstance(token.audiences, Known) and token.audiences.value in _AUDIENCES and not token.is_list:
            yield token


def names_index(upload: Upload) -> bool:
    """Whether the files say that an upload from GitLab goes to its index, which settings could else replace."""
    target = upload.target
    return upload.platform != "gitlab" or bool(isinstance(target, Known) and target.at) or any(made_for_index(upload))


def has_all_tokens(upload: Upload) -> bool:
    """Whether the job has no other tokens than those that are known: no file from elsewhere may add one."""
    job, known = upload.job, upload.job.can_mint
    if not isinstance(known, Known) or not all(map(is_literal, job.id_tokens)):
        return False
    return not job.id_tokens or not upload.pipeline.unread


def lacks_token(repository: Repository, upload: Upload) -> bool:
    """Whether an upload from GitLab is meant to use trusted publishing, and its job has no token for the index."""
    return (
        takes_token(upload)
        and has_all_tokens(upload)
        and not any(
            token.name == variable(upload) or upload.index_name in _audiences(token) for token in upload.job.id_tokens
        )
        and (_is_forced(upload) or _is_meant(repository, upload))
    )


def is_from_accepted_host(repository: Repository, upload: Upload) -> bool:
    """Whether PyPI takes identity tokens of the GitLab that runs an upload: of gitlab.com, and of declared issuers."""
    declared, issuers = _declared_issuers(repository), {claims["iss"] for claims in upload.claims if "iss" in claims}
    known = {issuer.value for issuer in issuers if isinstance(issuer, Known)}
    if known:
        return len(known) == len(issuers) and known <= {_GITLAB_COM, *declared}
    return bool(declared)


def unaccepted_issuer(repository: Repository, upload: Upload) -> str:
    """The issuer of an upload's tokens where it is certainly neither gitlab.com nor declared; else empty."""
    issuers = {claims["iss"] for claims in upload.claims if "iss" in claims}
    accepted = {_GITLAB_COM, *_declared_issuers(repository)}
    known = [issuer.value for issuer in issuers if isinstance(issuer, Known) and issuer.value not in accepted]
    return known[0] if len(known) == len(issuers) == 1 else ""


def _declared_issuers(repository: Repository) -> set[str]:
    gitlab = (publisher for publisher in repository.publishers if publisher.kind == "gitlab")
    return {publisher.fields.get("issuer_url") or _GITLAB_COM for publisher in gitlab}


def stores_token(upload: Upload) -> bool:
    """Whether an upload from GitLab certainly has a long-lived token, and its job no identity token instead of it."""
    return (
        upload.platform == "gitlab"
        and upload.goes_to("pypi", "testpypi")
        and upload.signs_in_by("token")
        and upload.job.can_mint == Known(value=False)
        and not upload.job.id_tokens
        and all(isinstance(step.run, Script) and not step.run.unread for step in upload.job.steps)
    )


def _is_meant(repository: Repository, upload: Upload) -> bool:
    """Whether another part of the pipeline has a token for the index, or a publisher is declared for the pipeline."""
    declared = any(
        publisher.kind == "gitlab"
        and upload.goes_to(publisher.index_name)
        and publisher.fields.get("workflow_filepath") == upload.pipeline.path
        for publisher in repository.publishers
    )
    return (
        declared
        or any(
            upload.index_name in _audiences(token) and not token.is_list and not _signs_in_by_hand(job)
            for job in upload.pipeline.jobs
            for token in job.id_tokens
        )
        or upload.index_name in _inheritable_audiences(upload.pipeline)
    )


def _inheritable_audiences(pipeline: Pipeline) -> Iterator[str | None]:
    """What the identity tokens of `default` and of templates are made for.

    A job with `id_tokens` of its own loses those of `default`, and those that `<<` brings. A token that jobs, or the
    template itself, exchange by hand says nothing of other jobs.
    """
    by_hand = any(job.id_tokens and _signs_in_by_hand(job) for job in pipeline.jobs)
    for document in (pipeline.document, *pipeline.included):
        for name, entry in (found for root in document.roots for found in entries(root)):
            written = document.source.text[slice(*entry.value.span)]
            if name == "default" or (name.startswith(".") and not by_hand and "mint-token" not in written):
                yield from (text(get(token.value, "aud")) for _, token in entries(get(entry.value, "id_tokens")))


def _audiences(token: IdToken) -> tuple[str, ...]:
    return token.audiences.value if isinstance(token.audiences, Known) else ()


def _signs_in_by_hand(job: Job) -> bool:
    """Whether a script of the job names one of its tokens, stores a credential, or runs what may do so."""
    for step in job.steps:
        if not isinstance(step.run, Script) or step.run.unread or len(step.run.text) > MAX_SCRIPT:
            return True
        script = step.run.text
        if re.search(_BY_HAND, without_installers(script)) or any(token.name in script for token in job.id_tokens):
            return True
    return False


def _hands_on(pipeline: Pipeline) -> bool:
    """Whether a job's report may give variables, and with them a credential, to later jobs."""
    sources = {job.at.source for job in pipeline.jobs} | {pipeline.document.source}
    return any("dotenv" in source.text for source in sources)
