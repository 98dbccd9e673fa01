"""Reports → SARIF 2.1.0, for GitHub's code scanning, GitLab and viewers of such files.

What is written, and what is left out, follows what the readers use:
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
and https://docs.gitlab.com/user/application_security/detect/sarif/.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

from tplint.documents.source import line_text
from tplint.records import NamedTuple
from tplint.reporters.cells import visible
from tplint.reporters.json import dump
from tplint.reporters.locations import locate
from tplint.reporters.sarif_rules import descriptor, driver, sentence, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tplint.findings import Finding, Fix, Report, Rule
    from tplint.reporters.json import Value
    from tplint.reporters.locations import Location

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
UNREAD = "TP001"
# GitLab drops a result whose message is longer.
MAX_MESSAGE = 2_000


class _Result(NamedTuple):
    """A finding on its way into the document."""

    finding: Finding
    root: str
    location: Location
    suppressed: bool


def render(reports: Iterable[Report], rules: Sequence[Rule], page: Callable[[Rule], str]) -> Iterator[str]:
    """The document, without line breaks; ``rules`` are those a finding can be of, ``page`` gives a rule's page."""
    yield dump(document(list(reports), rules, page))


def document(reports: Sequence[Report], rules: Sequence[Rule], page: Callable[[Rule], str]) -> dict[str, Value]:
    """The document as values. It describes the rules that have results: all pages together are larger than most."""
    results = [result for report in reports for result in _results(report)]
    codes = sorted({result.finding.code for result in results})
    described = {rule.code: rule for rule in rules}
    run: Value = {
        "tool": {"driver": {**driver(), "rules": [descriptor(described[code], page) for code in codes]}},
        "automationDetails": {"id": "tplint/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notifications(results, codes)}],
        "results": list(_rendered(results, codes)),
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _results(report: Report) -> Iterator[_Result]:
    """A report's findings, then its suppressed ones, which GitLab shows as dismissed."""
    root = _uri_root(report.root)
    for findings, suppressed in ((report.findings, False), (report.suppressed, True)):
        for finding in findings:
            yield _Result(finding, root, locate(root, finding.at), suppressed)


def _uri_root(root: str) -> str:
    """The folder that addresses begin with.

    Readers take them from the repository's root, so where the current folder is inside the repository, or elsewhere,
    they begin there.
    """
    return "." if root.startswith(("..", "/")) else root


def _rendered(results: Sequence[_Result], codes: Sequence[str]) -> Iterator[Value]:
    seen: Counter[str] = Counter()
    for result in results:
        key = _line_hash(result)
        seen[key] += 1
        yield _result(result, codes.index(result.finding.code), f"{key}:{seen[key]}")


def _result(result: _Result, index: int, fingerprint: str) -> Value:
    finding = result.finding
    related: list[Value] = [
        {
            "id": number,
            **_location(locate(result.root, entry.at)),
            "message": {"text": shortened(visible(sentence(entry.message)), MAX_MESSAGE)},
        }
        for number, entry in enumerate(finding.related, start=1)
    ]
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": finding.level,
        "message": {"text": _message(finding)},
        "locations": [_location(result.location)],
        **({"relatedLocations": related} if related else {}),
        "partialFingerprints": {"primaryLocationLineHash": fingerprint},
        **({"suppressions": [{"kind": "inSource"}]} if result.suppressed else {}),
        **({"fixes": [_fix(result.root, finding.fix)]} if finding.fix and finding.fix.edits else {}),
    }


def _fix(root: str, fix: Fix) -> Value:
    """The edits by file; a place of nothing is where something is inserted."""
    changes: dict[str, list[Value]] = {}
    for edit in fix.edits:
        location = locate(root, edit.at)
        deleted: Value = {
            "startLine": location.start.line,
            "startColumn": location.start.column,
            "endLine": location.end.line,
            "endColumn": location.end.column,
        }
        replacement: Value = {"deletedRegion": deleted, "insertedContent": {"text": edit.text}}
        changes.setdefault(_uri(location.path), []).append(replacement)
    return {
        "description": {"text": visible(sentence(fix.title))},
        "artifactChanges": [
            {"artifactLocation": {"uri": uri}, "replacements": replacements} for uri, replacements in changes.items()
        ],
    }


def _message(finding: Finding) -> str:
    """What the finding says, with a link to each related place, as ``[text](id)``."""
    links = [f"[{_link_text(related.message)}]({number})" for number, related in enumerate(finding.related, start=1)]
    said = finding.message if not finding.label else f"{finding.message}: {finding.label}"
    remedy = f"To fix it: {finding.fix.title}" if finding.fix else ""
    texts = [_unlinked(sentence(text)) for text in (said, finding.consequence)]
    see = f"See: {'; '.join(links)}." if links and sum(map(len, links)) < MAX_MESSAGE // 2 else ""
    parts = [*texts, see, _unlinked(sentence(remedy))]
    whole = visible(" ".join(part for part in parts if part))
    return whole if len(whole) <= MAX_MESSAGE else shortened(visible(texts[0]), MAX_MESSAGE)


def _unlinked(text: str) -> str:
    """A text in which nothing that the linted file says becomes a link."""
    return text.replace("](", r"\](")


def _link_text(text: str) -> str:
    return text.replace("\\", r"\\").replace("[", r"\[").replace("]", r"\]")


def _location(location: Location) -> dict[str, Value]:
    """One line with all four numbers: GitHub annotates a pull request only where the whole region is in the diff."""
    start, line = location.start, location.start.line
    length = len(line_text(location.source, line))
    end = location.end.column if location.end.line == line else length + 1
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(location.path)},
            "region": {
                "startLine": line,
                "startColumn": start.column,
                "endLine": line,
                "endColumn": max(end, min(start.column + 1, length + 1), start.column),
            },
        }
    }


def _uri(path: str) -> str:
    """A relative URI; what is not ASCII, and the bytes of names that are no text, are percent-encoded."""
    from urllib.parse import quote  # noqa: PLC0415 - only this format needs it

    return quote(os.fsencode(path))


def _line_hash(result: _Result) -> str:
    """The identity of an alert: the rule, the file and the text of the line, so that it holds when lines move."""
    from hashlib import sha256  # noqa: PLC0415 - only this format needs it

    location = result.location
    line = line_text(location.source, location.start.line).strip()
    identity = f"{result.finding.code}\n{location.path}\n{line}"
    return sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _notifications(results: Sequence[_Result], codes: Sequence[str]) -> list[Value]:
    """The files that were not read: what the run does not speak of."""
    return [
        {
            "level": result.finding.level,
            "message": {"text": _message(result.finding)},
            "locations": [_location(result.location)],
            "associatedRule": {"id": UNREAD, "index": codes.index(UNREAD)},
        }
        for result in results
        if result.finding.code == UNREAD
    ]
