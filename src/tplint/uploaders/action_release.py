"""Whether a ref of `pypa/gh-action-pypi-publish` stands for at least a certain release."""

from __future__ import annotations

from tplint.metadata.versions import FULL, release
from tplint.model import Action, Known, Unknown
from tplint.uploaders.pypi_publish_action import ATTESTS_SINCE, NEWEST, SUNSET, is_missing_ref, release_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.metadata.versions import Release
    from tplint.model import Fact, Upload

_SKIPS_ATTESTATIONS_SINCE = (1, 12, 3)
_SUNSET_AT = (1, 5, 1)  # where the branch `master` stands since July 2022


def is_since(action: Action, minimum: Release) -> Fact[bool]:
    """Whether the release that the action's ref stands for is at least ``minimum``, such as ``(1, 12, 3)``."""
    named = release_of(action)
    match named.version:
        case Known(value) if value in NEWEST:
            return Known(True, action.at)
        case Known(value) if value == SUNSET:
            return Known(minimum <= _SUNSET_AT, action.at)
        case Known(value) if not is_missing_ref(value) and (numbers := release(value)) is not None:
            return _compared(numbers, minimum, action)
        case Unknown() if named.attests == Known(True) and minimum <= ATTESTS_SINCE:
            return Known(True, action.at)  # a comment says that the commit is a recent release
    return Unknown(f"which release `{action.ref}` is, is not known", action.at)


def _compared(numbers: Release, minimum: Release, action: Action) -> Fact[bool]:
    """A tag of two numbers may stand for any release that begins so."""
    if len(numbers) < FULL and numbers == minimum[: len(numbers)] and len(minimum) > len(numbers):
        return Unknown(f"`{action.ref}` may be several releases", action.at)
    return Known(numbers >= minimum, action.at)


def signs(upload: Upload) -> bool:
    """Whether an upload by the action certainly makes attestations, as it does by default since v1.11."""
    return (
        isinstance(upload.run, Action)
        and upload.attestations == Known(True)
        and is_since(upload.run, ATTESTS_SINCE) == Known(True)
    )


def is_stopped_by_attestations(upload: Upload) -> bool:
    """Whether an upload that makes none takes attestations in its folder for distributions, as before v1.12.3."""
    return (
        isinstance(upload.run, Action)
        and upload.attestations == Known(False)
        and is_since(upload.run, _SKIPS_ATTESTATIONS_SINCE) == Known(False)
    )
