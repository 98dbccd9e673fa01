"""TP115: a trusted-publishing upload runs where PyPI does not accept the identity tokens from."""

from __future__ import annotations

from tplint.facts.identity_tokens import foreign_issuer, unaccepted_system, uses_trusted_publishing
from tplint.facts.job_tokens import unaccepted_issuer
from tplint.findings import Rule
from tplint.model import ACCEPTED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP115",
    name="unsupported-issuer",
    level="error",
    summary="an upload uses trusted publishing from where PyPI accepts no identity tokens",
    platforms=(),
)
_ANSWER = 'PyPI would answer "invalid-payload: unknown trusted publishing issuer"'


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each such upload, where every remote is on an instance with an issuer of its own."""
    host = foreign_issuer(repository)
    for upload in repository.uploads:
        system = unaccepted_system(repository, upload)
        if system:
            yield _elsewhere(upload, system)
        if not uses_trusted_publishing(upload):
            continue
        if upload.platform == "gitlab":
            issuer = unaccepted_issuer(repository, upload)
            if issuer:
                yield _on_gitlab(upload, issuer.removeprefix("https://"))
        elif host and upload.platform == "github":
            yield _on_github(upload, host)


def _on_github(upload: Upload, host: str) -> Finding:
    return RULE.finding(
        upload.at,
        f"job `{upload.job.id}` uploads with trusted publishing from `{host}`; PyPI accepts github.com only",
        label="uses trusted publishing",
        consequence=_ANSWER,
        fix="publish with an API token, or from a repository on github.com",
    )


def _elsewhere(upload: Upload, system: str) -> Finding:
    return RULE.finding(
        upload.at,
        f"job `{upload.job.id}` uploads with trusted publishing from {system}, whose tokens PyPI does not accept",
        label="uses trusted publishing",
        consequence=_ANSWER,
        fix=f"publish with an API token, or from {', '.join(ACCEPTED.values())}",
    )


def _on_gitlab(upload: Upload, host: str) -> Finding:
    """An organisation can have its instance registered, which the configuration then says."""
    return RULE.finding(
        upload.at,
        f"job `{upload.job.id}` uploads with trusted publishing from `{host}`; PyPI accepts gitlab.com, and instances"
        " that an organization has registered",
        label="uses trusted publishing",
        consequence=f"{_ANSWER}, unless it knows the instance",
        fix=f'if PyPI knows it, declare the publisher with `issuer-url = "https://{host}"`; else publish with a token',
        level="warning",
    )
