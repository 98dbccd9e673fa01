"""An upload by a tool or version without trusted publishing → what uploads the same files with it."""

from __future__ import annotations

from tplint.model import Known, Unknown
from tplint.uploaders import pypi_publish_action

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.model import PlatformName, Upload

_INSTEAD = {"github": "`pypa/gh-action-pypi-publish`", "gitlab": "`twine upload` or `uv publish`"}


def cannot_trust(upload: Upload) -> bool:
    """Whether its tool, in this version and on this platform, certainly has no trusted publishing."""
    return upload.uploader.can_trusted_publish == Known(False)


def is_hindered(upload: Upload) -> bool:
    """Whether its tool is kept from trusted publishing; not where there is a password, maybe for others."""
    return upload.uploader.hindered is not None and "TWINE_PASSWORD" not in upload.run.env


def has_to_change(upload: Upload) -> bool:
    """Whether its tool, its version or its settings certainly keep an upload from trusted publishing."""
    return cannot_trust(upload) or upload.uploader.hindered is not None


def proviso(upload: Upload) -> str:
    """What has to be looked at before an upload can use trusted publishing, behind the remedy; empty for nothing."""
    able = upload.uploader.can_trusted_publish
    if upload.uploader.hindered or not isinstance(able, Unknown):
        return ""
    return f"; see first to it that the tool can do it: {able.why}"


def since(upload: Upload) -> str:
    """The first release of its tool that has trusted publishing on this platform; empty for a tool that never has."""
    numbers = _first_releases(upload.platform).get(upload.uploader.name)
    return ".".join(map(str, numbers)) if numbers else ""


def _first_releases(platform: PlatformName) -> dict[str, tuple[int, ...]]:
    """The first release of each tool that can do it from a platform; a tool that is not here never can."""
    from tplint.uploaders import maturin, pdm, twine, uv  # noqa: PLC0415 - only where an upload cannot do it

    common = {"twine": twine.TRUSTED_SINCE, "uv": uv.TRUSTED_SINCE[platform], "pdm": pdm.TRUSTED_SINCE[platform]}
    if platform == "gitlab":
        return common
    return {
        **common,
        "maturin": maturin.TRUSTED_SINCE,
        "PyO3/maturin-action": maturin.TRUSTED_SINCE,
        pypi_publish_action.NAME: pypi_publish_action.RIGHT_URL_SINCE,
    }


def shortcoming(upload: Upload) -> str:
    """What an upload's tool, or its version, lacks, as a clause."""
    first, version = since(upload), upload.uploader.shown_version
    if upload.uploader.hindered:
        return upload.uploader.hindered.why
    if not first:
        return "that tool cannot do trusted publishing"
    pinned = f"version {version.value}" if isinstance(version, Known) else "the version that is pinned"
    where = " on GitLab" if upload.platform == "gitlab" else ""
    return f"{pinned} cannot do trusted publishing, which came with {first}{where}"


def remedy(upload: Upload) -> str:
    """What to do, as a clause in the imperative."""
    if upload.uploader.hindered:
        return upload.uploader.hindered.remedy
    if upload.uploader.name == pypi_publish_action.NAME:
        return f"use `{pypi_publish_action.NAME}@release/v1`"
    first = since(upload)
    if first:
        tool = "maturin" if "maturin" in upload.uploader.name else upload.uploader.name
        return f"use {tool} {first} or newer"
    return f"upload the built files with {_INSTEAD[upload.platform]}"
