"""Reports → SARIF 2.1.0, for GitHub's code scanning, GitLab and viewers of such files.

What is written, and what is left out, follows what the readers use:
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
and https://docs.gitlab.com/user/application_security/detect/sarif/.
"""

from __future__ import annotations

import os

from tplint.records import NamedTuple
from tplint.reporters.cells import visible
from tplint.reporters.json import dump
from tplint.reporters.locations import locate, region, repository_root
from tplint.reporters.sarif_rules import descriptor, driver, sentence, shortened
from tplint.sifting.fingerprints import Fingerprints

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tplint.findings import Fault, Finding, Fix, Report, Rule, Suppression, Unread
    from tplint.reporters.json import Value
    from tplint.reporters.locations import Location

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
UNREAD = "TP001"
# GitLab drops a result whose message is longer.
MAX_MESSAGE = 2_000
# GitHub shows, and GitLab takes, that many results of a run; GitLab takes that many bytes, GitHub when compressed.
MAX_RESULTS, MAX_BYTES = 5_000, 10_000_000
# What `quote` leaves as it is.
_UNQUOTED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~/")
_RANKS = {"error": 0, "warning": 1, "note": 2}


class _Result(NamedTuple):
    """A finding on its way into the document."""

    finding: Finding
    root: str
    location: Location
    fingerprint: str


def render(
    reports: Iterable[Report],
    rule: Callable[[str], Rule],
    page: Callable[[Rule], str],
    *,
    with_suppressed: bool = True,
    unread: Sequence[Unread] = (),
    warn: Callable[[str], None] | None = None,
) -> Iterator[str]:
    """The document, without line breaks; ``rule`` gives a rule by its name, ``page`` a rule's page.

    GitLab dismisses what is suppressed; GitHub would open alerts for it: leave it out ``with_suppressed`` false. What
    goes beyond their limits is left out, least important first, and said in the document and to ``warn``.
    """
    reports = tuple(reports)
    failures = [*(_failure(fault) for report in reports for fault in report.faults), *map(_not_linted, unread)]
    results = _results(reports, with_suppressed=with_suppressed)
    kept = _most_important(results, MAX_RESULTS)
    text = dump(_document(kept, len(results) - len(kept), failures, rule, page))
    while kept and len(text.encode()) > MAX_BYTES:
        kept = _most_important(kept, len(kept) * MAX_BYTES // len(text.encode()) * 9 // 10)
        text = dump(_document(kept, len(results) - len(kept), failures, rule, page))
    if warn and len(kept) < len(results):
        warn(_left_out(len(results) - len(kept)))
    yield text


def _most_important(results: Sequence[_Result], limit: int) -> Sequence[_Result]:
    """The worst results, in their order; suppressed ones are the least important."""

    def rank(index: int) -> tuple[bool, int, int]:
        finding = results[index].finding
        return finding.suppression is not None, _RANKS[finding.level], index

    return (
        results
        if len(results) <= limit
        else [results[at] for at in sorted(sorted(range(len(results)), key=rank)[:limit])]
    )


def _left_out(number: int) -> str:
    results = "1 finding is" if number == 1 else f"{number} findings are"
    return f"{results} not in this SARIF document: GitHub and GitLab take {MAX_RESULTS:,} results, and 10 MB"


def _document(
    results: Sequence[_Result],
    left_out: int,
    failures: Sequence[Value],
    rule: Callable[[str], Rule],
    page: Callable[[Rule], str],
) -> dict[str, Value]:
    """The document as values. It describes the rules that have results: all pages together are larger than most."""
    names = {result.finding.code: result.finding.name for result in results}
    codes = sorted(names)
    notifications = [*_notifications(results, codes), *failures]
    if left_out:
        notifications.append({"level": "warning", "message": {"text": f"{_left_out(left_out)}."}})
    run: Value = {
        "tool": {"driver": {**driver(), "rules": [descriptor(rule(names[code]), page) for code in codes]}},
        "automationDetails": {"id": "tplint/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not failures, "toolExecutionNotifications": notifications}],
        "results": [_result(result, codes.index(result.finding.code)) for result in results],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _results(reports: Iterable[Report], *, with_suppressed: bool) -> list[_Result]:
    """The findings of each report, then its suppressed ones."""
    fingerprints = Fingerprints()
    results = []
    for report in reports:
        root = repository_root(report.root)
        for finding in (*report.findings, *(report.suppressed if with_suppressed else ())):
            location = locate(root, finding.at)
            results.append(_Result(finding, root, location, fingerprints.of(finding, location.path)))
    return results


def _result(result: _Result, index: int) -> Value:
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
        "partialFingerprints": {"primaryLocationLineHash": result.fingerprint},
        **({"suppressions": [_suppression(finding.suppression)]} if finding.suppression else {}),
        **({"fixes": [_fix(result.root, finding.fix)]} if finding.fix and finding.fix.edits else {}),
    }


def _suppression(by: Suppression) -> Value:
    reason = {"justification": shortened(visible(by.reason), MAX_MESSAGE)} if by.reason else {}
    return {"kind": "inSource" if by.by == "comment" else "external", **reason}


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
    line, start, end = region(location)
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(location.path)},
            "region": {"startLine": line, "startColumn": start, "endLine": line, "endColumn": end},
        }
    }


def _uri(path: str) -> str:
    """A relative URI; what is not ASCII, and the bytes of names that are no text, are percent-encoded."""
    if _UNQUOTED.issuperset(path):
        return path
    from urllib.parse import quote  # noqa: PLC0415 - 2 ms for few paths

    return quote(os.fsencode(path))


def _failure(fault: Fault) -> Value:
    """A rule that failed: what it would have found is not among the results."""
    return _error(f"{fault.rule} failed on {fault.path or 'the repository'}: {fault.error}")


def _not_linted(repository: Unread) -> Value:
    return _error(f"the repository `{repository.path}` was not linted: {repository.error}")


def _error(text: str) -> Value:
    return {"level": "error", "message": {"text": shortened(visible(sentence(text)), MAX_MESSAGE)}}


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
