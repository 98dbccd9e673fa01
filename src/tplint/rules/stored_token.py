"""TP103: an upload signs in with a long-lived secret where trusted publishing would need none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.findings import Rule
from tplint.model import Known
from tplint.rules import mixed_credentials

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP103",
    name="stored-token",
    level="warning",
    summary="an upload signs in with a long-lived token although PyPI accepts trusted publishing from here",
    platforms=("github", "gitlab"),
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload with a stored token, unless TP102 speaks of it."""
    for upload in repository.uploads:
        credential = upload.credential
        if (
            upload.platform == "github"
            and upload.goes_to("pypi", "testpypi")
            and isinstance(credential, Known)
            and credential.value.kind == "token"
            and not mixed_credentials.is_mixed(upload)
        ):
            yield RULE.finding(
                credential.at[0] if credential.at else upload.at,
                f"job `{upload.job.id}` signs in to {_INDEXES[upload.index_name]} with a long-lived token",
                label=f"a token that is valid until somebody revokes it, by {credential.value.carrier}",
                fix=_remedy(upload),
            )


_INDEXES = {"pypi": "PyPI", "testpypi": "TestPyPI", "other": "the index"}


def _remedy(upload: Upload) -> str:
    able = upload.uploader.can_trusted_publish
    if isinstance(able, Known) and not able.value:
        return (
            f"{upload.uploader.name} cannot do trusted publishing: upload the built files with "
            "`pypa/gh-action-pypi-publish`, and register this workflow as a trusted publisher"
        )
    return "register this workflow as a trusted publisher, give the job `id-token: write`, and drop the token"
