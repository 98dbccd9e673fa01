"""TP509: an upload goes to a URL of PyPI's hosts that takes no uploads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tplint.findings import Rule
from tplint.model import Known
from tplint.uploaders.indexes import endpoint_fault
from tplint.uploaders.versions import at_least

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Index, Level, Repository, Upload
    from tplint.uploaders.indexes import EndpointFault

RULE = Rule(
    code="TP509",
    name="wrong-index-url",
    level="error",
    summary="the URL of an upload is on a host of PyPI, but takes no uploads",
    platforms=("github", "gitlab"),
)

_LABELS = {
    "host": "this host takes no uploads",
    "path": "nothing is uploaded to this path",
    "slash": "the last slash is missing",
    "scheme": "not `https`",
}
_TWINE = frozenset({"pypa/gh-action-pypi-publish", "twine"})
_UV_FOLLOWS_SINCE = (0, 9, 18)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload whose literal URL is on one of PyPI's hosts and is no upload endpoint."""
    for upload in repository.uploads:
        if not isinstance(upload.target, Known) or not upload.target.at or "${{" in upload.target.at[0].text:
            continue
        fault = endpoint_fault(upload.target.value.url)
        if fault is not None and not _has_port(upload.target.value.url):
            yield _finding(upload, upload.target, fault)


def _has_port(url: str) -> bool:
    """Whether the URL names a port, which the comparison of hosts does not read."""
    authority = url.partition("://")[2].partition("/")[0]
    return ":" in authority.rpartition("@")[2]


def _finding(upload: Upload, target: Known[Index], fault: EndpointFault) -> Finding:
    consequence = _consequence(upload, target.value.url, fault)
    return RULE.finding(
        target.at[0],
        f"`{target.value.url}` takes no uploads; `{fault.meant}` is meant"
        if fault.kind in {"host", "path"}
        else f"`{target.value.url}` is not quite the URL for uploads, `{fault.meant}`",
        label=_LABELS[fault.kind],
        consequence=consequence,
        fix=f"upload to `{fault.meant}`" + (", the default" if fault.meant == _DEFAULT else ""),
        level=_level(upload, fault),
    )


_DEFAULT = "https://upload.pypi.org/legacy/"


def _level(upload: Upload, fault: EndpointFault) -> Level:
    """Error where the upload certainly fails: twine upgrades `http`, and newer uv follows redirects."""
    if fault.kind in {"host", "path"} or (fault.kind == "slash" and _stops_at_redirect(upload)):
        return "error"
    return "warning"


def _stops_at_redirect(upload: Upload) -> bool:
    if upload.uploader.name in _TWINE:
        return True
    version = upload.uploader.version
    return (
        upload.uploader.name == "uv" and isinstance(version, Known) and not at_least(version.value, _UV_FOLLOWS_SINCE)
    )


def _consequence(upload: Upload, url: str, fault: EndpointFault) -> str:
    if upload.uploader.name not in _TWINE:
        return ""
    answers: dict[Literal["host", "path", "slash", "scheme"], str] = {
        "slash": "twine would stop at the redirect to the URL with the slash",
        "scheme": "twine uses `https` in its place",
    }
    if "python.org" in url:
        return "twine would stop: this host was given up for uploads in 2018"
    return answers.get(
        fault.kind, 'twine would stop with "It appears you\'re trying to upload to pypi.org but have an invalid URL"'
    )
