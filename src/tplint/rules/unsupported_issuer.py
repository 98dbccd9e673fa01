"""TP115: a trusted-publishing upload runs where PyPI does not accept the identity tokens from."""

from __future__ import annotations

from tplint.facts.job_tokens import unaccepted_issuer
from tplint.facts.trusted_publishing import foreign_issuer, unaccepted_system, uses_trusted_publishing
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
            where = f"{system}, whose tokens PyPI does not accept"
            yield _finding(upload, where, f"publish with an API token, or from {', '.join(ACCEPTED.values())}")
        if not uses_trusted_publishing(upload):
            continue
        if upload.platform == "gitlab":
            issuer = unaccepted_issuer(repository, upload)
            if issuer:
                yield _on_gitlab(upload, issuer.removeprefix("https://"))
        elif host and upload.platform == "github":
            where = f"`{host}`; PyPI accepts github.com only"
            yield _finding(upload, where, "publish with an API token, or from a repository on github.com")


def _on_gitlab(upload: Upload, host: str) -> Finding:
    """An organisation can have its instance registered, which the configuration then says."""
    where = f"`{host}`; PyPI accepts gitlab.com, and instances that an organization has registered"
    fix = f'if PyPI knows it, declare the publisher with `issuer-url = "https://{host}"`; else publish with a token'
    answer = f"{_ANSWER}, unless it knows the instance"
    return _finding(upload, where, fix)._replace(consequence=answer, level="warning")


def _finding(upload: Upload, where: str, fix: str) -> Finding:
    return RULE.finding(
        upload.at,
        f"job `{upload.job.id}` uploads with trusted publishing from {where}",
        label="uses trusted publishing",
        consequence=_ANSWER,
        fix=fix,
    )
