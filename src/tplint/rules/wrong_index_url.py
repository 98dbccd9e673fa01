"""TP509: an upload goes to a URL of PyPI's hosts that takes no uploads."""

from __future__ import annotations

from tplint.facts.endpoint_answers import answer
from tplint.facts.reuse import given_by_call
from tplint.findings import Rule
from tplint.model import Known
from tplint.uploaders.indexes import PYPI_URL, endpoint_fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Index, Repository, Upload
    from tplint.uploaders.indexes import EndpointFault

RULE = Rule(
    code="TP509",
    name="wrong-index-url",
    level="error",
    summary="the URL of an upload is on a host of PyPI, but takes no uploads",
    platforms=(),
)

_LABELS = {
    "host": "this host takes no uploads",
    "path": "nothing is uploaded to this path",
    "slash": "the last slash is missing",
    "scheme": "not `https`",
}


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload whose literal URL is on one of PyPI's hosts and is no upload endpoint."""
    for upload in repository.uploads:
        target = upload.target
        if not isinstance(target, Known) or not target.at:
            continue
        fault, at = endpoint_fault(target.value.url), given_by_call(upload, target.at[0])
        if fault is not None and "${{" not in at.text and not _has_port(target.value.url):
            yield _finding(upload, target.value, at, fault)


def _has_port(url: str) -> bool:
    """Whether the URL names a port, which the comparison of hosts does not read."""
    authority = url.partition("://")[2].partition("/")[0]
    return ":" in authority.rpartition("@")[2]


def _finding(upload: Upload, target: Index, at: Place, fault: EndpointFault) -> Finding:
    url, result = target.url, answer(upload, target.url, fault)
    return RULE.finding(
        at,
        f"`{url}` takes no uploads; `{fault.meant}` is meant"
        if fault.kind in {"host", "path"}
        else f"`{url}` is not quite the URL for uploads, `{fault.meant}`",
        label=_LABELS[fault.kind],
        consequence=result.consequence,
        fix=f"upload to `{fault.meant}`" + (", the default" if fault.meant == PYPI_URL else ""),
        level="error" if result.fails else "warning",
    )
