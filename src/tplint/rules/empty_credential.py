"""TP104: the place of a credential holds an empty string, which the tool counts as a credential."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.findings import Rule
from tplint.model import Known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository

RULE = Rule(
    code="TP104",
    name="empty-credential",
    level="error",
    summary="a credential is set to an empty string, which the tool counts as set: trusted publishing is off",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload whose credential is a literal empty string; an expression may give another one."""
    for upload in repository.uploads:
        credential = upload.credential
        if (
            upload.goes_to("pypi", "testpypi")
            and isinstance(credential, Known)
            and credential.value.kind == "empty"
            and upload.platform == "github"
            and not any("$" in at.text for at in credential.at)
        ):
            when = f" {upload.when}" if upload.when else ""
            yield RULE.finding(
                credential.at[0] if credential.at else upload.at,
                f"{credential.value.carrier} is empty{when}, and {upload.uploader.name} counts that as a credential",
                label="set to an empty string, so trusted publishing is not tried",
                consequence='PyPI would answer "403 Invalid or non-existent authentication information"',
                fix=f"remove {credential.value.carrier}",
            )
