"""TP115: a trusted-publishing upload runs where PyPI does not accept the identity tokens from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.findings import Rule
from tplint.identity_tokens import foreign_issuer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository

RULE = Rule(
    code="TP115",
    name="unsupported-issuer",
    level="error",
    summary="an upload uses trusted publishing from a GitHub whose identity tokens PyPI does not accept",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each such upload, where every remote is on a GitHub with an issuer of its own."""
    host = foreign_issuer(repository)
    if not host:
        return
    for upload in repository.uploads:
        if upload.platform == "github" and upload.goes_to("pypi", "testpypi") and upload.signs_in_by("oidc"):
            yield RULE.finding(
                upload.at,
                f"job `{upload.job.id}` uploads with trusted publishing from `{host}`; PyPI accepts github.com only",
                label="uses trusted publishing",
                consequence='PyPI would answer "invalid-payload: unknown trusted publishing issuer"',
                fix="publish with an API token, or from a repository on github.com",
            )
