"""TP502: the publish action is used at a ref that does not exist, or that no longer works."""

from __future__ import annotations

from tplint.findings import Rule
from tplint.model import Action, Known
from tplint.uploaders.pypi_publish_action import NAME, SUNSET, absence, effective, release_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP502",
    name="sunset-action-ref",
    level="error",
    summary="`pypa/gh-action-pypi-publish` is used at a ref that does not exist, or that no longer works",
)

_FIX = "use `release/v1`, or the commit of a release"
_WRONG_DEFAULT = "1.8.0"
_INVALID = "It appears you're trying to upload to pypi.org but have an invalid URL"


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each use of the action at such a ref, unless it uploads to an index that is not PyPI's."""
    for upload in repository.uploads:
        action = upload.run
        if isinstance(action, Action) and not upload.goes_to("other") and is_sunset(upload, action):
            yield _finding(upload, action)


def is_sunset(upload: Upload, action: Action) -> bool:
    """Whether it is the publish action at a ref that is missing, sunset, or the release whose default URL is wrong."""
    is_bad = bool(absence(action.ref)) or action.ref == SUNSET or _goes_wrong(upload, action)
    return is_bad and action.name == NAME


def _goes_wrong(upload: Upload, action: Action) -> bool:
    is_it = upload.uploader.version == Known(_WRONG_DEFAULT)
    return is_it and effective(action, "repository-url", release_of(action)) is None


def _finding(upload: Upload, action: Action) -> Finding:
    if why := absence(action.ref):
        return RULE.finding(
            action.at,
            f"the publish action has no ref `{action.ref}`",
            label=why,
            consequence="GitHub would end the job before its first step, for want of the action",
            fix=_FIX,
        )
    if action.ref != SUNSET:
        return RULE.finding(
            action.at,
            f"release `{_WRONG_DEFAULT}` of the publish action uploads to `https://pypi.org/legacy/` by default",
            label="that URL takes no uploads; later releases have `https://upload.pypi.org/legacy/`",
            consequence=f'twine would stop with "{_INVALID}"',
            fix=_FIX,
        )
    without = upload.signs_in_by("none")
    return RULE.finding(
        action.at,
        "branch `master` of the publish action was given up in 2022",
        label="it cannot do trusted publishing, and no password is given" if without else "it gets no more repairs",
        consequence="the upload would be sent without a password, and PyPI would refuse it" if without else "",
        fix=_FIX,
        level="error" if without else "warning",
    )
