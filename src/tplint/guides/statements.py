"""The lines of a section → the labelled values in them: lists, tables, blocks under labels, sentences."""

from __future__ import annotations

import re
from itertools import islice, takewhile

from tplint.documents.source import Place
from tplint.guides.context import index_of
from tplint.guides.labels import are_in_sentence, field_of, labels
from tplint.guides.records import Statement
from tplint.guides.values import Value, read_value
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tplint.documents.markdown import Line, Section
    from tplint.guides.context import IndexNames

# An owner has no dot: what has one is another host, or a folder.
_OWNER_AND_NAME = r"(?:https?://)?(?:www\.)?(?:git(?:hub|lab)\.com/)?([\w-]+)/([\w.-]+?)(?:\.git)?/?"
# A file's name may have spaces, but `gh workflow run x.yml` and `cat .github/workflows/x.yml` are commands.
_WORKFLOW = r"(?!gh |[^ ]+ .*/)[\w./ -]*\.ya?ml"
_NAME = r"[\w.-]+"
# Pages of PyPI's site that a guide leads to: Project → Publishing.
_PAGES = frozenset({"publishing", "settings", "manage", "releases"})
_ENVIRONMENT = r"[\w./${}-]+(?: [\w./${}-]+){0,3}"
_PATH = r"(?<![\w./-])[\w./-]+\.ya?ml(?![\w/-])"
_EXAMPLE = r"\be\.g\.|\bexample\b|\byour\b|\blike\b|\bsuch as\b|\bdefault|\busually\b|\bor\b"
_MOST_LINES = 20  # that a sentence with a form may have
_SPAN = r"`([\w-]+/[\w.-]+)`"


class Cell(NamedTuple):
    """A cell of a table's row, and where it stands in it."""

    text: str
    start: int
    end: int


class _Header(NamedTuple):
    """Of each cell in a table's first row the field and the index that it names, or nothing."""

    block: int
    fields: list[str]
    indexes: list[IndexNames]

    @property
    def is_of_labels(self) -> bool:
        """Whether it names several fields, so that each row below may be a publisher."""
        return len([field for field in self.fields if field]) > 1


class _Paragraph(NamedTuple):
    """A block of lines, and whether its sentences list the values of a form."""

    block: int
    in_sentence: bool


class Said(NamedTuple):
    """A statement on a line of a section; ``start`` is where its label begins there.

    ``row`` tells the rows or columns of a table apart that each describe a publisher.
    """

    statement: Statement
    line: int
    firm: bool
    start: int = 0
    row: int = 0
    index_name: IndexNames = ""


def said(section: Section, is_missing: Callable[[str], bool]) -> Iterator[Said]:
    """All labelled values of a section."""
    header, paragraph = _Header(-1, [], []), _Paragraph(-1, in_sentence=False)
    for number, line in enumerate(section.lines):
        if line.kind != "row":
            if paragraph.block != line.block:
                paragraph = _paragraph(section, number)
            yield from _in_line(section, number, is_missing, in_sentence=paragraph.in_sentence)
            continue
        cells = _cells(line.text)
        if header.block != line.block:
            header = _header(line.block, cells)
            if header.is_of_labels:
                continue
        yield from _in_row(line, number, header, cells, is_missing)


def _paragraph(section: Section, number: int) -> _Paragraph:
    """The block that begins at a line."""
    block = section.lines[number].block
    lines = takewhile(lambda line: line.block == block, islice(section.lines, number, number + _MOST_LINES))
    text = " ".join(line.text for line in lines if line.kind == "text")
    return _Paragraph(block, in_sentence="workflow" in text.lower() and are_in_sentence(text))


def _in_line(section: Section, number: int, is_missing: Callable[[str], bool], *, in_sentence: bool) -> Iterator[Said]:
    line = section.lines[number]
    text, next_line = line.text, _beginning_with_value(section, number)
    found = list(labels(text, in_sentence=in_sentence, goes_on=next_line is not None))
    if not found:
        return
    ends = [label.start for label in found[1:]] + [len(text)]
    for label, end in zip(found, ends, strict=False):
        value, at = read_value(text, label.value, end), line
        if not text[label.value : end].strip(" *_") and end == len(text):
            at = _below(section, number) or (None if label.firm else next_line) or line
            value = read_value(at.text, 0, _up_to_label(at)) if at is not line else None
        elif value is not None and value.text and value.end == len(text) and _goes_on(section, number):
            value = None  # the first word of what the next line goes on with
        if value is None and label.field == "workflow_filepath":
            value = _path_in(text, label.value, end)
        if value is not None:
            for statement in _statements(label.field, value, at, is_missing):
                yield Said(statement, number, label.firm, label.start)
    yield from _named_beside(line, number, is_missing)


def _path_in(text: str, start: int, end: int) -> Value | None:
    """The one path of a pipeline file in a sentence that gives no example."""
    found = list(re.compile(_PATH).finditer(text, start, end))
    if len(found) != 1 or re.compile(_EXAMPLE, re.IGNORECASE).search(text, start, end):
        return None
    return Value(found[0][0], *found[0].span())


def _named_beside(line: Line, number: int, is_missing: Callable[[str], bool]) -> Iterator[Said]:
    """``owner/repository`` in a sentence that gives other values: never more than a hint whose guide this is."""
    for match in re.finditer(_SPAN, line.text):
        for statement in _statements("repository", Value(match[1], *match.span(1), open=True), line, is_missing):
            yield Said(statement, number, firm=False)


def _below(section: Section, number: int) -> Line | None:
    """The line that holds the value of a label with nothing behind it: a block of one line, or one in quotes."""
    following = section.lines[number + 1 : number + 3]
    if not following:
        return None
    first = following[0]
    alone = len(following) == 1 or following[1].block != first.block
    if (first.kind == "code" and alone) or re.fullmatch(r"`[^`]+`", first.text):
        return first
    return None


def _goes_on(section: Section, number: int) -> bool:
    """Whether the next line goes on with a line's last word: one of that paragraph that begins with a small letter."""
    line, following = section.lines[number], section.lines[number + 1 : number + 2]
    if line.kind != "text" or not following or following[0].block != line.block:
        return False
    text = following[0].text
    return text[:1].islower() and _up_to_label(following[0]) > 0


def _beginning_with_value(section: Section, number: int) -> Line | None:
    """The next line, where it goes on with this one's sentence and begins with something in quotes."""
    following = section.lines[number + 1 : number + 2]
    if not following or following[0].block != section.lines[number].block or following[0].kind != "text":
        return None
    return following[0] if following[0].text.startswith("`") else None


def _up_to_label(line: Line) -> int:
    """Where the first label of a line begins, or its end."""
    return next((label.start for label in labels(line.text, in_sentence=True, goes_on=True)), len(line.text))


def _cells(row: str) -> list[Cell]:
    """The cells of a table's row: text, start and end in the row."""
    cells: list[Cell] = []
    start = 0
    for end in [match.start() for match in re.finditer(r"(?<!\\)\|", row)] + [len(row)]:
        cells.append(Cell(row[start:end], start, end))
        start = end + 1
    return cells[row.lstrip().startswith("|") : len(cells) - row.rstrip().endswith("|")]


def _header(block: int, cells: list[Cell]) -> _Header:
    return _Header(block, [field_of(cell.text) for cell in cells], [index_of(cell.text) for cell in cells])


def _in_row(
    line: Line, number: int, header: _Header, cells: list[Cell], is_missing: Callable[[str], bool]
) -> Iterator[Said]:
    """The values of a row: under a header of labels, or behind a label, with a column for each index."""
    if header.is_of_labels:
        index = index_of(" ".join(cell.text for cell in cells))
        for field, cell in zip(header.fields, cells, strict=False):
            yield from _in_cell(line, number, field, cell, is_missing, (number, index))
        return
    field = field_of(cells[0][0]) if cells else ""
    for column, cell in list(enumerate(cells))[1:] if field else ():
        index = header.indexes[column] if column < len(header.indexes) else ""
        if column == 1 or index:
            yield from _in_cell(line, number, field, cell, is_missing, (-column, index))


def _in_cell(
    line: Line, number: int, field: str, cell: Cell, is_missing: Callable[[str], bool], row: tuple[int, IndexNames]
) -> Iterator[Said]:
    value = read_value(line.text, cell.start, cell.end) if field and cell.text.strip() else None
    if value is not None:
        for statement in _statements(field, value, line, is_missing):
            yield Said(statement, number, firm=True, row=row[0], index_name=row[1])


def _statements(field: str, value: Value, line: Line, is_missing: Callable[[str], bool]) -> Iterator[Statement]:
    """A value as statements of the fields it fits; ``owner/repository`` is two."""
    at = Place(line.source, line.start + value.start, line.start + value.end)
    match field:
        case "repository" if (both := re.fullmatch(_OWNER_AND_NAME, value.text)) and "/" in value.text:
            for name, group in (("owner", 1), ("repository", 2)):
                place = Place(at.source, at.start + both.start(group), at.start + both.end(group))
                yield Statement(name, both[group], place, value.open)
        case "workflow_filename" | "workflow_filepath" if re.fullmatch(_WORKFLOW, value.text.lower()):
            path = value.text.removeprefix("./")
            if field == "workflow_filename":
                path = f".github/workflows/{path.rpartition('/')[2]}"
            yield Statement(field, value.text, at, value.open, is_missing(path))
        case "workflow_filename" if value.text:
            yield Statement("workflow_title", value.text, at, value.open)
        case "project_name" | "project" if value.text.lower() in _PAGES:
            return
        case "environment" if not value.text or re.fullmatch(_ENVIRONMENT, value.text):
            yield Statement(field, value.text, at, value.open)
        case "project_name" | "project" | "owner" | "repository" | "namespace" if re.fullmatch(_NAME, value.text):
            yield Statement(field, value.text, at, value.open)
        case "namespace" if re.fullmatch(r"[\w./-]+", value.text):
            yield Statement(field, value.text, at, value.open)
        case "subject" if value.text.startswith("repo:"):
            yield Statement(field, value.text, at, value.open)
        case "ref" if value.text:
            yield Statement(field, value.text, at, value.open)
