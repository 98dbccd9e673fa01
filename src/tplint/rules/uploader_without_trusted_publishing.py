"""TP107: an upload has no credential, and its tool, or the version that is pinned, has no trusted publishing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.exchanges import lost
from tplint.findings import Related, Rule
from tplint.identity_tokens import asked_at
from tplint.model import Known
from tplint.occasions import occasion
from tplint.uploaders import successors
from tplint.uploaders.ignored_credentials import ignored
from tplint.uploaders.pypi_publish_action import SUNSET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP107",
    name="uploader-without-trusted-publishing",
    level="error",
    summary="an upload has no credential, and its tool or the pinned version cannot do trusted publishing",
    platforms=("github", "gitlab"),
)

# What each tool says without a credential: the project's facts about uploaders.
_WORDS = {
    "poetry": 'poetry would upload without a credential, and PyPI would answer "403 Forbidden"',
    "hatch": 'hatch would stop with "Missing required option: user", or with a question that nobody answers',
    "flit": 'flit would stop with "Could not find username for upload."',
    "rye": 'rye would stop with "an access token is required"',
    "setup.py": "setuptools has no `upload` command any more: 75.0.0 removed it",
    "twine": "twine would ask for an API token, and nobody answers",
    "pypa/gh-action-pypi-publish": "the action would send an empty password, which PyPI refuses",
}


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload that certainly has no credential and no way to get one."""
    for upload in repository.uploads:
        if _cannot_sign_in(repository, upload):
            name, first = upload.uploader.name, successors.since(upload)
            when = occasion(repository, upload, _cannot_sign_in)
            yield RULE.finding(
                upload.at,
                f"job `{upload.job.id}` uploads by `{name}`{when} without a credential, {_cannot(upload, first)}",
                label="no password or token is given",
                related=_permission(upload),
                consequence=_WORDS.get(name, "the upload would end without credentials"),
                fix=f"{successors.remedy(upload)}, in a job with `id-token: write`, or give it a token",
            )


def _cannot_sign_in(_: Repository, upload: Upload) -> bool:
    """Not where a token is there in vain (TP114, TP116), and not for the action's sunset branch (TP502)."""
    return (
        upload.goes_to("pypi", "testpypi")
        and upload.signs_in_by("none")
        and successors.cannot_trust(upload)
        and upload.uploader.version != Known(SUNSET)
        and ignored(upload) is None
        and lost(upload) is None
    )


def _cannot(upload: Upload, first: str) -> str:
    if not first:
        return "and that tool cannot do trusted publishing"
    version = upload.uploader.version
    pinned = f"version {version.value}" if isinstance(version, Known) else "the version that is pinned"
    return f"and {pinned} cannot do trusted publishing, which came with {first}"


def _permission(upload: Upload) -> tuple[Related, ...]:
    granted = asked_at(upload.pipeline, upload.job)
    return (Related(granted, "the tool does not use what this permits"),) if granted else ()
