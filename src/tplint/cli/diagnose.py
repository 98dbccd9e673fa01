"""``tplint diagnose``: a failed run's log → the error, what the run presented beside what is declared, the repair."""

from __future__ import annotations

import os
import sys

from tplint.cli import arguments, repositories, terminal
from tplint.discover import repository_root
from tplint.errors import UsageError
from tplint.reporters.cells import visible, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, BinaryIO

    from tplint.cli.arguments import Parser
    from tplint.diagnosis.comparison import Comparison, Diagnosis, Found
    from tplint.model import Repository
    from tplint.reporters.locations import Location
    from tplint.reporters.paint import Paint

_NO_ERROR = 1
# The log's name where it is piped in, and where somebody pastes it.
_STANDARD_INPUT = frozenset({"", "-"})
_BLOCK = 1 << 20
_MAX_COLUMNS = 100
_MIN_COLUMNS = 30
# The columns of a comparison that are none of its cells'.
_GAPS = 14
_MAX_CELL = 120
_MAX_SHOWN = 3
_EPILOG = """\
exit status:
  0 an error was found and explained   1 no known error in the log   2 a mistake in the call   3 a fault of tplint
"""


def run(words: Sequence[str]) -> int:
    """Explain a log; returns 0 for one with a known error, 1 for any other, and raises ``UsageError``."""
    options = arguments.parse(parser(), words)
    if options.root is not None and not os.path.exists(options.root):
        raise UsageError(f"no such path: `{options.root}`")
    diagnosis, repository = _diagnose(options.log, options.root)
    if options.format == "json":
        import json  # noqa: PLC0415 - one format of two

        terminal.write_document([json.dumps(document(diagnosis, repository), ensure_ascii=False, indent=2)])
    else:
        from tplint.reporters.paint import painter  # noqa: PLC0415 - one format of two

        paint = painter(colour=terminal.colours_output("auto"))
        name = "" if options.log in _STANDARD_INPUT else options.log
        terminal.write(_text(diagnosis, repository, name, paint))
    return 0 if diagnosis.found else _NO_ERROR


def parser() -> Parser:
    """What the command takes."""
    made = arguments.parser("tplint diagnose", "Explain why a run could not publish, from its log.", _EPILOG)
    made.add_argument(
        "log", nargs="?", default="", metavar="LOG", help="a file, or - for a text to paste (default: what is piped in)"
    )
    made.add_argument("--root", metavar="PATH", help="the repository of the run (default: around here)")
    made.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    return made


def _diagnose(name: str, path: str | None) -> tuple[Diagnosis, Repository | None]:
    from tplint.diagnosis.comparison import diagnose  # noqa: PLC0415 - the arguments may be wrong
    from tplint.diagnosis.logs import read  # noqa: PLC0415 - the same

    log = read(_blocks(name))
    repository = _repository(path)
    return diagnose(log, repository), repository


def _repository(path: str | None) -> Repository | None:
    """The repository of the run. One that nobody named, and whose configuration is wrong, is left out with a word."""
    try:
        return repositories.read(repository_root(path or os.curdir))[0]
    except UsageError as error:
        if path is not None:
            raise
        terminal.say(visible(f"tplint: the repository here is left out: {error}"))
        return None


# --- reading ----------------------------------------------------------------------------------------------------------


def _blocks(name: str) -> Iterator[str]:
    """The log's text, piece by piece; raises ``UsageError`` where there is none to read."""
    if name in _STANDARD_INPUT:
        is_typed = sys.stdin is not None and sys.stdin.isatty()
        if sys.stdin is None or (is_typed and not name):
            raise UsageError(
                "no log is given: name a file, pipe one in (gh run view RUN --log-failed | tplint diagnose), or paste "
                "one after `tplint diagnose -`"
            )
        if is_typed:
            terminal.say("paste the log, and end it with Ctrl-D on a line of its own (on Windows Ctrl-Z)")
        yield from _decoded(sys.stdin.buffer)
        return
    try:
        with open(name, "rb") as file:
            yield from _decoded(file)
    except FileNotFoundError as error:
        raise UsageError(f"no such file: `{name}` (to paste a text: `tplint diagnose -`)") from error
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read `{name}`: {getattr(error, 'strerror', None) or error}") from error


def _decoded(file: BinaryIO) -> Iterator[str]:
    """UTF-8, or UTF-16 as PowerShell writes it; what is neither is replaced."""
    import codecs  # noqa: PLC0415 - after the arguments

    block = file.read(_BLOCK)
    is_wide = block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    decoder = codecs.getincrementaldecoder("utf-16" if is_wide else "utf-8-sig")("replace")
    while block:
        yield decoder.decode(block)
        block = file.read(_BLOCK)
    yield decoder.decode(b"", final=True)


# --- as JSON ----------------------------------------------------------------------------------------------------------


def document(diagnosis: Diagnosis, repository: Repository | None) -> dict[str, Any]:
    """The diagnosis as JSON: version 1 of the format. What is not known is null, an absent claim or environment ""."""
    from tplint.diagnosis.remarks import remarks  # noqa: PLC0415 - one format of two
    from tplint.diagnosis.repairs import repairs  # noqa: PLC0415 - the same

    run = diagnosis.run
    return {
        "version": 1,
        "lines": diagnosis.length,
        "category": diagnosis.found[0].category if diagnosis.found else None,
        "errors": [{**found._asdict(), "rules": _codes(found)} for found in diagnosis.found],
        "run": run
        and {
            "kind": run.kind,
            "index": run.index_name or None,
            "from": "log" if run.from_log else "repository",
            "fields": dict(run.fields),
            "claims": {name: value or "" for name, value in run.claims.items()},
            "caller": run.caller or None,
            "uploads": [{"path": upload.pipeline.path, "job": upload.job.id} for upload in diagnosis.uploads],
        },
        "project": diagnosis.project or None,
        "comparisons": [_compared(comparison) for comparison in diagnosis.comparisons],
        "remarks": list(remarks(diagnosis, repository)) if repository else [],
        "repairs": [{**repair._asdict(), "link": repair.link or None} for repair in repairs(diagnosis, repository)],
    }


def _compared(comparison: Comparison) -> dict[str, Any]:
    publisher = comparison.publisher
    declared = _declared(comparison)
    return {
        "declared": {"path": declared.path, "line": declared.start.line},
        "publisher": {
            "index": publisher.index_name,
            "kind": publisher.kind,
            "project_name": publisher.project_name,
            "pending": publisher.pending,
            **publisher.fields,
        },
        "matches": not comparison.fields,
        "differs": list(comparison.fields),
        "rows": [row._asdict() for row in comparison.rows],
    }


def _declared(comparison: Comparison) -> Location:
    from tplint.documents.source import Pointer  # noqa: PLC0415 - only where publishers are declared
    from tplint.reporters.locations import locate  # noqa: PLC0415 - the same

    return locate("", Pointer(comparison.publisher.source, comparison.publisher.keys))


def _codes(found: Found) -> list[str]:
    from tplint import engine  # noqa: PLC0415 - loaded with the repository

    return [rule.code for rule in engine.rules() if rule.code in found.rules]


# --- as text ----------------------------------------------------------------------------------------------------------


def _text(diagnosis: Diagnosis, repository: Repository | None, log: str, paint: Paint) -> Iterator[str]:
    if diagnosis.found:
        yield from _error(diagnosis.found[0], log, paint, with_cause=not _tells(diagnosis))
    else:
        lines = "1 line" if diagnosis.length == 1 else f"{diagnosis.length} lines"
        yield f"no known error in {visible(log) or 'the log'} ({lines})"
    for comparison in diagnosis.comparisons[:_MAX_SHOWN]:
        yield ""
        yield from _table(diagnosis, comparison, paint)
    if len(diagnosis.comparisons) > _MAX_SHOWN:
        yield f"  … and {len(diagnosis.comparisons) - _MAX_SHOWN} more declared publishers that differ"
    if not diagnosis.comparisons and diagnosis.run and (diagnosis.is_mismatch or not diagnosis.found):
        yield ""
        yield from _form(diagnosis)
    yield from _remarks(diagnosis, repository)
    yield from _repair(diagnosis, repository)
    yield from _others(diagnosis.found[1:], log, paint)


def _tells(diagnosis: Diagnosis) -> bool:
    """Whether a comparison tells more than the error's general cause."""
    return bool(diagnosis.comparisons) and bool(diagnosis.comparisons[0].fields)


def _error(found: Found, log: str, paint: Paint, *, with_cause: bool) -> Iterator[str]:
    place = paint("path", visible(f"{log}:{found.line}:")) + " " if log else ""
    yield f"{place}{paint('heading', visible(found.title))} [{found.category}]"
    yield paint("quiet", f"  line {found.line}: {_cell(found.quote, _MAX_COLUMNS * 2)}")
    if with_cause:
        yield ""
        yield from _wrapped(found.cause)


def _table(diagnosis: Diagnosis, comparison: Comparison, paint: Paint) -> Iterator[str]:
    run = diagnosis.run
    declared = _declared(comparison)
    head = "the run presented" if run and run.from_log else "the repository would present"
    cells = [("", head, f"declared at {visible(declared.path)}:{declared.start.line}", "")]
    for row in comparison.rows:
        is_environment = row.name == "environment"
        shown = "(not shown)" if row.presented is None else row.presented or "(none)"
        cells.append((row.name, _cell(shown), _cell(row.declared or ("(any)" if is_environment else "")), row.why))
    first, second, third = (max(width(cell[column]) for cell in cells) for column in (0, 1, 2))
    window = terminal.columns()
    if window and first + second + third + _GAPS + max(width(visible(why)) for *_, why in cells) > window:
        yield from _stacked(cells, paint)
        return
    for name, shown, wanted, why in cells:
        start = f"  {_padded(name, first)}  {_padded(shown, second)}"
        yield f"{start}    {_padded(wanted, third)}{_mark(why, paint)}".rstrip()


def _stacked(cells: Sequence[tuple[str, str, str, str]], paint: Paint) -> Iterator[str]:
    """The same for a narrow window: each value below its row's name."""
    (_, presented, heading, _), *rows = cells
    for name, shown, declared, why in rows:
        yield f"  {name}{_mark(why, paint)}"
        yield f"    {shown}  ({presented})"
        yield f"    {declared}  ({heading})"


def _mark(why: str, paint: Paint) -> str:
    return "    " + paint("error", f"← {visible(why)}") if why else ""


def _form(diagnosis: Diagnosis) -> Iterator[str]:
    """What to compare on PyPI's page, in its form's words, where no publisher is declared."""
    from tplint.pypi import form_fields  # noqa: PLC0415 - only for a mismatch

    run = diagnosis.run
    assert run is not None
    what = "The run presented" if run.from_log else "The log shows no claims; from its files the repository presents"
    yield f"{what} (PyPI's form calls it so):"
    for field in form_fields(run.kind):
        if field.name == "issuer_url" and run.fields.get(field.name) == field.default:
            continue
        value = run.fields.get(field.name)
        note = "(none: the field is empty, or it differs)" if field.name == "environment" else ""
        yield f"  {field.label:<30}{'(not shown)' if value is None else _cell(value) or note}"
    if run.caller:
        yield f"  {'started as':<30}{_cell(run.caller)}  (PyPI looks at the called workflow instead)"


def _remarks(diagnosis: Diagnosis, repository: Repository | None) -> Iterator[str]:
    from tplint.diagnosis.remarks import remarks  # noqa: PLC0415 - the log is read before

    found = list(remarks(diagnosis, repository)) if repository is not None else []
    if found:
        yield ""
    for remark in found:
        yield from _wrapped(remark)


def _repair(diagnosis: Diagnosis, repository: Repository | None) -> Iterator[str]:
    from tplint.diagnosis.repairs import repairs  # noqa: PLC0415 - the log is read before

    ways = repairs(diagnosis, repository)
    if not ways and not diagnosis.found:
        return
    yield ""
    if not ways or (not diagnosis.comparisons and diagnosis.found[0].category != "publisher-mismatch"):
        yield from _wrapped(diagnosis.found[0].remedy)
    for i, way in enumerate(ways):
        start = "Either " if i == 0 and len(ways) > 1 else "Or " if i else ""
        text = way.text if start else f"{way.text[:1].upper()}{way.text[1:]}"
        yield from _wrapped(f"{start}{text}{':' if way.link else '.'}")
        if way.link:
            yield f"  {visible(way.link)}"
    if diagnosis.found:
        yield from _see(diagnosis, repository)


def _see(diagnosis: Diagnosis, repository: Repository | None) -> Iterator[str]:
    codes = _codes(diagnosis.found[0])
    # Of a run that nothing tells, what is declared may be its publisher.
    is_declared = diagnosis.run is None and repository is not None and repository.publishers
    yield ""
    if diagnosis.is_mismatch and not diagnosis.comparisons and not is_declared:
        yield "Declare the publisher in pyproject.toml (`tplint pin`), and tplint compares it before every release."
    elif codes:
        yield f"tplint's rules about this: {', '.join(codes)}"
    yield f"see {diagnosis.found[0].source}"


def _others(found: Sequence[Found], log: str, paint: Paint) -> Iterator[str]:
    if found:
        yield ""
        yield "also in the log:"
    for other in found:
        place = f"{visible(log)}:{other.line}:" if log else f"line {other.line}:"
        yield f"  {place} {paint('heading', visible(other.title))} [{other.category}]"
        yield from _wrapped(other.remedy, indent="    ")


def _columns() -> int:
    """The width of the text: the window's, as far as it is readable."""
    return max(_MIN_COLUMNS, min(terminal.columns() or _MAX_COLUMNS, _MAX_COLUMNS))


def _cell(text: str, limit: int = _MAX_CELL) -> str:
    shown = visible(text)
    return shown if len(shown) <= limit else f"{shown[: limit - 1]}…"


def _padded(text: str, cells: int) -> str:
    return text + " " * (cells - width(text))


def _wrapped(text: str, indent: str = "") -> Iterator[str]:
    from textwrap import wrap  # noqa: PLC0415 - only for text

    yield from wrap(
        visible(text), _columns(), initial_indent=indent, subsequent_indent=indent, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
