"""Reports → GitLab's Code Quality report, which merge requests show.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format; GitLab stops reading at the first entry
that its schema refuses (`app/validators/json_schemas/codeclimate.json`).
"""

from __future__ import annotations

from tplint.reporters.cells import message
from tplint.reporters.json import dump
from tplint.reporters.locations import locate, region, repository_root
from tplint.sifting.fingerprints import Fingerprints

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tplint.findings import Finding, Report
    from tplint.reporters.json import Value

_SEVERITIES = {"error": "critical", "warning": "major", "note": "minor"}


def render(reports: Iterable[Report]) -> Iterator[str]:
    """The document; paths are relative to the repository's root, and suppressed findings are left out."""
    fingerprints = Fingerprints()
    entries: list[Value] = [
        _entry(repository_root(report.root), finding, fingerprints) for report in reports for finding in report.findings
    ]
    yield dump(entries, indent=2)


def _entry(root: str, finding: Finding, fingerprints: Fingerprints) -> Value:
    """A finding; its fingerprint has no line number, so that GitLab knows it again when lines move."""
    location = locate(root, finding.at)
    place = region(location)
    said = f"{finding.message}: {finding.label}" if finding.label else finding.message
    return {
        "description": message(f"{finding.code} {finding.name}: {said}"),
        "check_name": finding.code,
        "fingerprint": fingerprints.of(finding, location.path),
        "severity": _SEVERITIES[finding.level],
        "location": {
            "path": location.path,
            "lines": {"begin": place.line, "end": place.line},
            "positions": {
                "begin": {"line": place.line, "column": place.start},
                "end": {"line": place.line, "column": place.end},
            },
        },
    }
