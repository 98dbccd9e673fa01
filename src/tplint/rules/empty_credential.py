"""TP104: the place of a credential holds an empty string, which the tool counts as a credential."""

from __future__ import annotations

from tplint.facts.occasions import occasion
from tplint.findings import Rule
from tplint.model import Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP104",
    name="empty-credential",
    level="error",
    summary="a credential is set to an empty string, which the tool counts as set: trusted publishing is off",
    platforms=("github", "gitlab"),
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload whose credential is a literal empty string; an expression may give another one."""
    for upload in repository.uploads:
        credential = upload.credential
        if isinstance(credential, Known) and _is_empty(repository, upload):
            when = occasion(repository, upload, _is_empty)
            yield RULE.finding(
                credential.at[0] if credential.at else upload.at,
                f"{credential.value.carrier} is empty{when}, and {upload.uploader.name} counts that as a credential",
                label="set to an empty string, so trusted publishing is not tried",
                consequence='PyPI would answer "403 Invalid or non-existent authentication information"',
                fix=f"remove {credential.value.carrier}",
            )


def _is_empty(_: Repository, upload: Upload) -> bool:
    return (
        upload.goes_to("pypi", "testpypi")
        and upload.signs_in_by("empty")
        and not any("$" in at.text for at in upload.credential.at)
    )
