"""A diagnosis → text for people, for ``tplint diagnose``."""

from __future__ import annotations

from textwrap import wrap

from tplint.diagnosis.remarks import remarks
from tplint.diagnosis.repairs import repairs
from tplint.pypi import form_fields
from tplint.records import NamedTuple
from tplint.reporters.cells import visible, width
from tplint.reporters.locations import declared_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tplint.diagnosis.comparison import Comparison, Diagnosis, Found
    from tplint.model import Repository
    from tplint.reporters.paint import Paint

_MAX_COLUMNS = 100
_MIN_COLUMNS = 30
# The columns of a comparison that are none of its cells'.
_GAPS = 14
_MAX_CELL = 120
_MAX_SHOWN = 3


def render(
    diagnosis: Diagnosis, repository: Repository | None, log: str, paint: Paint, columns: int | None
) -> Iterator[str]:
    """The lines of the text; ``log`` is the file's name or empty, ``columns`` the window's width or None."""
    return _Text(diagnosis, repository, log, paint, columns).lines()


class _Text(NamedTuple):
    """What is drawn, and how."""

    diagnosis: Diagnosis
    repository: Repository | None
    log: str
    paint: Paint
    columns: int | None

    def lines(self) -> Iterator[str]:
        """All of it."""
        diagnosis = self.diagnosis
        if diagnosis.found:
            yield from self._error(diagnosis.found[0], with_cause=not self._tells())
        else:
            lines = "1 line" if diagnosis.length == 1 else f"{diagnosis.length} lines"
            yield f"no known error in {visible(self.log) or 'the log'} ({lines})"
        for comparison in diagnosis.comparisons[:_MAX_SHOWN]:
            yield ""
            yield from self._table(comparison)
        if len(diagnosis.comparisons) > _MAX_SHOWN:
            yield f"  … and {len(diagnosis.comparisons) - _MAX_SHOWN} more declared publishers that differ"
        if not diagnosis.comparisons and diagnosis.run and (diagnosis.is_mismatch or not diagnosis.found):
            yield ""
            yield from self._form()
        yield from self._remarks()
        yield from self._repair()
        yield from self._others(diagnosis.found[1:])

    def _tells(self) -> bool:
        """Whether a comparison tells more than the error's general cause."""
        return bool(self.diagnosis.comparisons) and bool(self.diagnosis.comparisons[0].fields)

    def _error(self, found: Found, *, with_cause: bool) -> Iterator[str]:
        place = self.paint("path", visible(f"{self.log}:{found.line}:")) + " " if self.log else ""
        yield f"{place}{self.paint('heading', visible(found.title))} [{found.category}]"
        yield self.paint("quiet", f"  line {found.line}: {_cell(found.quote, _MAX_COLUMNS * 2)}")
        if with_cause:
            yield ""
            yield from self._wrapped(found.cause)

    def _table(self, comparison: Comparison) -> Iterator[str]:
        run = self.diagnosis.run
        declared = declared_at(comparison.publisher)
        head = "the run presented" if run and run.from_log else "the repository would present"
        cells = [("", head, f"declared at {visible(declared.path)}:{declared.start.line}", "")]
        for row in comparison.rows:
            is_environment = row.name == "environment"
            shown = "(not shown)" if row.presented is None else row.presented or "(none)"
            cells.append((row.name, _cell(shown), _cell(row.declared or ("(any)" if is_environment else "")), row.why))
        first, second, third = (max(width(cell[column]) for cell in cells) for column in (0, 1, 2))
        needed = first + second + third + _GAPS + max(width(visible(why)) for *_, why in cells)
        if self.columns and needed > self.columns:
            yield from self._stacked(cells)
            return
        for name, shown, wanted, why in cells:
            start = f"  {_padded(name, first)}  {_padded(shown, second)}"
            yield f"{start}    {_padded(wanted, third)}{self._mark(why)}".rstrip()

    def _stacked(self, cells: Sequence[tuple[str, str, str, str]]) -> Iterator[str]:
        """The same for a narrow window: each value below its row's name."""
        (_, presented, heading, _), *rows = cells
        for name, shown, declared, why in rows:
            yield f"  {name}{self._mark(why)}"
            yield f"    {shown}  ({presented})"
            yield f"    {declared}  ({heading})"

    def _mark(self, why: str) -> str:
        return "    " + self.paint("error", f"← {visible(why)}") if why else ""

    def _form(self) -> Iterator[str]:
        """What to compare on PyPI's page, in its form's words, where no publisher is declared."""
        run = self.diagnosis.run
        assert run is not None
        what = (
            "The run presented" if run.from_log else "The log shows no claims; from its files the repository presents"
        )
        yield f"{what} (PyPI's form calls it so):"
        for field in form_fields(run.kind):
            if field.name == "issuer_url" and run.fields.get(field.name) == field.default:
                continue
            value = run.fields.get(field.name)
            note = "(none: the field is empty, or it differs)" if field.name == "environment" else ""
            yield f"  {field.label:<30}{'(not shown)' if value is None else _cell(value) or note}"
        if run.caller:
            yield f"  {'started as':<30}{_cell(run.caller)}  (PyPI looks at the called workflow instead)"

    def _remarks(self) -> Iterator[str]:
        found = list(remarks(self.diagnosis, self.repository)) if self.repository is not None else []
        if found:
            yield ""
        for remark in found:
            yield from self._wrapped(remark)

    def _repair(self) -> Iterator[str]:
        diagnosis = self.diagnosis
        ways = repairs(diagnosis, self.repository)
        if not ways and not diagnosis.found:
            return
        yield ""
        if not ways or (not diagnosis.comparisons and diagnosis.found[0].category != "publisher-mismatch"):
            yield from self._wrapped(diagnosis.found[0].remedy)
        for i, way in enumerate(ways):
            start = "Either " if i == 0 and len(ways) > 1 else "Or " if i else ""
            text = way.text if start else f"{way.text[:1].upper()}{way.text[1:]}"
            yield from self._wrapped(f"{start}{text}{':' if way.link else '.'}")
            if way.link:
                yield f"  {visible(way.link)}"
        if diagnosis.found:
            yield from self._see(diagnosis.found[0])

    def _see(self, found: Found) -> Iterator[str]:
        diagnosis = self.diagnosis
        # Of a run that nothing tells, what is declared may be its publisher.
        is_declared = diagnosis.run is None and self.repository is not None and self.repository.publishers
        yield ""
        if diagnosis.is_mismatch and not diagnosis.comparisons and not is_declared:
            yield "Declare the publisher in pyproject.toml (`tplint pin`), and tplint compares it before every release."
        elif found.rules:
            yield f"tplint's rules about this: {', '.join(sorted(found.rules))}"
        yield f"see {found.source}"

    def _others(self, found: Sequence[Found]) -> Iterator[str]:
        if found:
            yield ""
            yield "also in the log:"
        for other in found:
            place = f"{visible(self.log)}:{other.line}:" if self.log else f"line {other.line}:"
            yield f"  {place} {self.paint('heading', visible(other.title))} [{other.category}]"
            yield from self._wrapped(other.remedy, indent="    ")

    def _wrapped(self, text: str, indent: str = "") -> Iterator[str]:
        """A text in lines of the window's width, as far as that is readable."""
        columns = max(_MIN_COLUMNS, min(self.columns or _MAX_COLUMNS, _MAX_COLUMNS))
        yield from wrap(
            visible(text), columns, initial_indent=indent, subsequent_indent=indent, break_long_words=False,
            break_on_hyphens=False,
        )  # fmt: skip


def _cell(text: str, limit: int = _MAX_CELL) -> str:
    shown = visible(text)
    return shown if len(shown) <= limit else f"{shown[: limit - 1]}…"


def _padded(text: str, cells: int) -> str:
    return text + " " * (cells - width(text))
