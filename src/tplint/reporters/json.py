"""Reports → the JSON document, version 1, that other programs build on. Keys are only ever added to it."""

from __future__ import annotations

import json

from tplint import __version__
from tplint.reporters.cells import masked, unseen
from tplint.reporters.locations import locate, shown_path
from tplint.reporters.tally import Tally, add, tally

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from tplint.documents.source import Place, Pointer, Position
    from tplint.findings import Fault, Finding, Fix, Report, Unread

Value: TypeAlias = "Mapping[str, Value] | list[Value] | str | int | float | bool | None"

VERSION = 1


def render(reports: Iterable[Report], unread: Sequence[Unread] = ()) -> Iterator[str]:
    """The document; paths are relative to the current folder, which ``root`` names as ``.``.

    ``unread`` may grow while the reports come.
    """
    yield dump(document(list(reports), unread), indent=2)


def document(reports: list[Report], unread: Sequence[Unread] = ()) -> dict[str, Value]:
    """The document as values."""
    total = Tally()
    for report in reports:
        total = add(total, tally(report))
    summary = total._asdict()
    return {
        "version": VERSION,
        "tool": {"name": "tplint", "version": __version__},
        "root": ".",
        "summary": {key: summary[key] for key in _SUMMARY},
        "findings": [_finding(report.root, finding) for report in reports for finding in report.findings],
        "faults": [_fault(report.root, fault) for report in reports for fault in report.faults],
        "unread": [{"path": each.path, "error": masked(each.error)} for each in unread],
    }


_SUMMARY = ("files", "uploads", "undecided", "errors", "warnings", "notes", "suppressed", "accepted")


def dump(value: Value, indent: int | None = None) -> str:
    """JSON that every reader accepts: half surrogates, which names of files and YAML escapes can bring, are ``?``.

    What could steer a terminal, turn text around in it, or be a command to a runner of GitHub Actions, is escaped.
    """
    separators = (",", ": ") if indent else (",", ":")
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators).replace("##[", r"##\u005b")
    if text.isascii() and "\x7f" not in text:
        return text
    text = text.encode("utf-8", "replace").decode("utf-8")
    for char in filter(unseen, set(text) - {"\n"}):
        text = text.replace(char, json.dumps(char)[1:-1])
    return text


def _finding(root: str, finding: Finding) -> Value:
    return {
        "code": finding.code,
        "name": finding.name,
        "level": finding.level,
        "message": masked(finding.message),
        **_place(root, finding.at),
        "related": [{**_place(root, related.at), "message": masked(related.message)} for related in finding.related],
        "fix": _fix(root, finding.fix),
        "help": finding.help,
    }


def _fault(root: str, fault: Fault) -> Value:
    return {
        "rule": fault.rule,
        "path": shown_path(root, fault.path) if fault.path else root,
        "error": masked(fault.error),
    }


def _place(root: str, at: Place | Pointer) -> dict[str, Value]:
    location = locate(root, at)
    return {"path": location.path, "start": _position(location.start), "end": _position(location.end)}


def _position(position: Position) -> Value:
    return {"line": position.line, "column": position.column, "offset": position.offset}


def _fix(root: str, fix: Fix | None) -> Value:
    if fix is None:
        return None
    edits: list[Value] = [{**_place(root, edit.at), "text": edit.text} for edit in fix.edits]
    return {"title": masked(fix.title), "safety": fix.safety, "edits": edits}
