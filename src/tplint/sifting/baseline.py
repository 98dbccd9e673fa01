"""A file of accepted findings → the findings that are not in it. Between the engine and the reports.

A finding is known again by its rule, its file and the keys that lead to its place, so that it stays accepted when lines
move; of several that are alike as many are accepted as the file counts. Paths are relative to the file's folder.
"""

from __future__ import annotations

import os
import re
from collections import Counter

from tplint.errors import UsageError
from tplint.findings import Suppression
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tplint.findings import Finding, Report

DEFAULT = "tplint-baseline.json"
VERSION = 1
MAX_BYTES = 20_000_000
MAX_MESSAGE = 300


class Key(NamedTuple):
    """What a finding keeps when lines move. ``path`` is relative to the folder of the baseline."""

    code: str
    path: str
    place: str


class Entry(NamedTuple):
    """Accepted findings that are alike; name and message are for people."""

    key: Key
    name: str
    message: str
    times: int


class Baseline(NamedTuple):
    """The accepted findings, by key; ``folder`` is where the file lies, as an absolute path."""

    folder: str
    entries: Mapping[Key, Entry]


def load(path: str) -> Baseline:
    """Read a baseline; raises ``UsageError`` where it cannot be read or is none."""
    from tplint.config import quoted  # noqa: PLC0415 - only with a baseline

    try:
        if not os.path.isfile(path):
            raise UsageError(f"there is no baseline {quoted(path)}; `--write-baseline` makes one")
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"baseline {quoted(path)} cannot be read: {getattr(error, 'strerror', '') or error}"
        ) from error
    if len(data) > MAX_BYTES:
        raise UsageError(f"baseline {quoted(path)} is larger than {MAX_BYTES // 1_000_000} MB")
    return Baseline(_folder(path), {entry.key: entry for entry in _merged(_entries(path, data))})


def empty(path: str) -> Baseline:
    """A baseline that accepts nothing, for a file that is to be made."""
    return Baseline(_folder(path), {})


def _folder(path: str) -> str:
    return os.path.dirname(os.path.realpath(path))


def _entries(path: str, data: bytes) -> Iterator[Entry]:
    """The entries of a file; raises ``UsageError`` for the first that is none."""
    import json  # noqa: PLC0415 - only with a baseline

    from tplint.config import quoted  # noqa: PLC0415 - the same

    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"baseline {quoted(path)} is no JSON: {error}") from error
    if not isinstance(document, dict) or not isinstance(document.get("findings"), list):
        raise UsageError(f"{quoted(path)} is no baseline of tplint: it has no list `findings`")
    if document.get("version") != VERSION:
        raise UsageError(f"baseline {quoted(path)} is not of version {VERSION}, which this tplint reads")
    for number, found in enumerate(document["findings"], start=1):
        entry = _entry(found)
        if entry is None:
            raise UsageError(f"baseline {quoted(path)}: entry {number} is not as `--write-baseline` writes it")
        yield entry


def _entry(found: object) -> Entry | None:
    match found:
        case {
            "code": str(code),
            "name": str(name),
            "path": str(path),
            "place": str(place),
            "message": str(message),
            **more,
        }:
            times = more.get("count", 1)
            if type(times) is int and times > 0:
                return Entry(Key(code, path, place), name, message, times)
    return None


def _merged(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Entries with the same key as one: merging two branches can leave two of them."""
    found: dict[Key, Entry] = {}
    for entry in entries:
        before = found.get(entry.key)
        found[entry.key] = entry._replace(times=entry.times + before.times) if before else entry
    yield from found.values()


def sift(report: Report, baseline: Baseline, root: str) -> Report:
    """The report with the accepted findings among the suppressed ones; ``root`` is its repository's folder."""
    met: Counter[Key] = Counter()
    prefix = _prefix(baseline, root)
    reported, accepted = [], []
    for finding in report.findings:
        key = _key(finding, prefix)
        met[key] += 1
        if key in baseline.entries and met[key] <= baseline.entries[key].times:
            accepted.append(finding._replace(suppression=Suppression("baseline")))
        else:
            reported.append(finding)
    return report._replace(findings=tuple(reported), suppressed=(*report.suppressed, *accepted))


def accept(report: Report) -> Report:
    """The report with all its findings accepted."""
    accepted = [finding._replace(suppression=Suppression("baseline")) for finding in report.findings]
    return report._replace(findings=(), suppressed=(*report.suppressed, *accepted))


def _key(finding: Finding, prefix: str) -> Key:
    return Key(finding.code, f"{prefix}{finding.at.source.path}", finding.logical or finding.message)


def _prefix(baseline: Baseline, root: str) -> str:
    """What leads from the baseline's folder to a repository: empty, or with a slash at its end."""
    try:
        path = os.path.relpath(os.path.realpath(root), baseline.folder).replace(os.sep, "/")
    except ValueError:  # on another drive of Windows
        path = os.path.realpath(root).replace(os.sep, "/")
    return "" if path == "." else f"{path}/"


class Scope(NamedTuple):
    """What a run has looked at: a repository's folder, the files if it was limited to some, and its report."""

    root: str
    files: tuple[str, ...]
    report: Report


def updated(baseline: Baseline, scopes: Iterable[Scope], covers: Callable[[str], bool]) -> Baseline:
    """The baseline as it is to be now: of what was looked at, only what is still there.

    ``covers`` tells the codes of the rules that ran. What a run did not look at stays.
    """
    looked: dict[str, list[Scope]] = {}
    for scope in scopes:
        looked.setdefault(_prefix(baseline, scope.root), []).append(scope)
    kept = [entry for key, entry in baseline.entries.items() if not (covers(key.code) and _is_among(key, looked))]
    found = [
        Entry(_key(finding, prefix), finding.name, finding.message[:MAX_MESSAGE], 1)
        for prefix, of_folder in looked.items()
        for scope in of_folder
        for finding in scope.report.suppressed
        if finding.suppression and finding.suppression.by == "baseline"
    ]
    return baseline._replace(entries={entry.key: entry for entry in _merged([*kept, *found])})


def _is_among(key: Key, looked: Mapping[str, list[Scope]]) -> bool:
    """Whether a run has looked at the file of an entry, by its rule; of thousands of repositories few can have it."""
    folders = ("", *(key.path[: sign.end()] for sign in re.finditer("/", key.path)))
    return any(
        (not scope.files or key.path[len(prefix) :] in scope.files)
        and all(fault.rule != key.code for fault in scope.report.faults)
        for prefix in folders
        for scope in looked.get(prefix, ())
    )


def missing(baseline: Baseline, other: Baseline) -> int:
    """How many findings a baseline accepts that another one does not."""
    return sum(
        max(0, entry.times - (other.entries[key].times if key in other.entries else 0))
        for key, entry in baseline.entries.items()
    )


def size(baseline: Baseline) -> int:
    """How many findings a baseline accepts."""
    return sum(entry.times for entry in baseline.entries.values())


def render(baseline: Baseline) -> str:
    """The text of the file, sorted and with one value a line, so that its differences can be read."""
    import json  # noqa: PLC0415 - only where one is written

    entries = [
        {
            "code": entry.key.code,
            "name": entry.name,
            "path": entry.key.path,
            "place": entry.key.place,
            "message": entry.message,
            **({"count": entry.times} if entry.times > 1 else {}),
        }
        for entry in sorted(baseline.entries.values(), key=lambda entry: (entry.key.path, *entry.key))
    ]
    return json.dumps({"version": VERSION, "tool": "tplint", "findings": entries}, indent=2)
