"""TP502: the publish action is used at a ref that does not exist, or that no longer works."""

from __future__ import annotations

from tplint.findings import Rule
from tplint.model import Action, Known
from tplint.uploaders.pypi_publish_action import NAME, SUNSET, absence, commit_of_tag_object, effective, release_of

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


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each use of the action at such a ref, unless it uploads to an index that is not PyPI's."""
    for upload in repository.uploads:
        action = upload.run
        if isinstance(action, Action) and not upload.goes_to("other") and is_sunset(upload, action):
            yield _finding(upload, action)


def is_sunset(upload: Upload, action: Action) -> bool:
    """Whether it is the publish action at a ref that is missing, sunset, without image, or of a wrong default URL."""
    if upload.uploader.version == Known("1.8.0"):
        return action.name == NAME and effective(action, "repository-url", release_of(action)) is None
    return action.name == NAME and bool(absence(action.ref) or action.ref == SUNSET or commit_of_tag_object(action.ref))


def _finding(upload: Upload, action: Action) -> Finding:
    if why := absence(action.ref):
        return RULE.finding(
            action.at,
            f"the publish action has no ref `{action.ref}`",
            label=why,
            consequence="GitHub would end the job before its first step, for want of the action",
            fix=_FIX,
        )
    if commit := commit_of_tag_object(action.ref):
        from tplint.remedies import steps  # noqa: PLC0415 - only for a finding

        return RULE.finding(
            action.at,
            f"`{action.ref[:8]}…` is no commit of the publish action, but the object of a tag",
            label="its image is pulled by this name, and images are named after commits",
            consequence='docker would stop with "manifest unknown", before anything is uploaded',
            fix=steps.at_ref(f"pin the commit of the same release, `{commit}`", upload, commit),
        )
    return _of_old(upload, action)


def _of_old(upload: Upload, action: Action) -> Finding:
    if action.ref != SUNSET:
        return RULE.finding(
            action.at,
            "release `1.8.0` of the publish action uploads to `https://pypi.org/legacy/` by default",
            label="that URL takes no uploads; later releases have `https://upload.pypi.org/legacy/`",
            consequence='twine would stop with "… trying to upload to pypi.org but have an invalid URL"',
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
