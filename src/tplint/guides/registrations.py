"""The sections of a guide → the publishers it tells its reader to register: values grouped, and put in context."""

from __future__ import annotations

import re
from itertools import islice

from tplint.guides.context import about_publisher, about_pypi, index_around, index_of
from tplint.guides.records import Registration
from tplint.guides.statements import said
from tplint.remembered import by_identity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Literal

    from tplint.documents.markdown import Section
    from tplint.guides.records import Statement
    from tplint.guides.statements import Said

# More labelled values than any guide has: what is beyond them is not read.
MAX_VALUES = 1_000
# Lines without a label between two labels of one form.
MAX_GAP = 8

_AGAIN = (
    r"\bsame\b|\babove\b|\brepeat|\bidentical|\bagain\b|同|上記|то же|аналогич|также|stess|\bmism|\bigual|même"
    r"|gleich|wie oben|위와"
)
_PROJECT_LINK = r"pypi\.org/(?:manage/)?(?:project|p)/([\w-]+(?:\.[\w-]+)*)"
# What begins a line that lists a claim of a token, and how many lines around it list others.
_CLAIM = r"[^\w\n]*(?:job_workflow_ref|workflow_ref|repository_owner_id)[`*\"']*[ \t]*[:=|]"
_CLAIMS_AROUND = 3
_PARTS = r"[.!?;](?=\s|$)"  # where a part of a sentence ends
_LINES_AROUND = 3  # lines that a sentence may have beside the one with a value
_ITEM = r"\s*(?:[-*+]|\d+[.)])\s"
_IDENTITY = frozenset({"owner", "repository", "project_name", "namespace", "project"})
_FILES = frozenset({"workflow_filename", "workflow_filepath"})
# Labels that are no field of PyPI's form, and what its field for the workflow does not take.
_NO_FIELDS = frozenset({"subject", "ref", "workflow_title"})
_OF_TEST_PYPI = r"test[-_.]?pypi"


def registrations(sections: tuple[Section, ...], is_missing: Callable[[str], bool]) -> Iterator[Registration]:
    """The publishers that a document describes, in its order. ``is_missing`` judges a path in the repository."""
    earlier: list[Registration] = []
    values = 0
    for section in sections:
        if not about_publisher(section.text):  # as what it describes has to be (``about_pypi``)
            continue
        end = -1
        found = list(islice(said(section, is_missing), MAX_VALUES - values))
        values += len(found)
        for group in _groups(section, _without_asides(section, list(_without_claims(section, found)))):
            registration = _registration(section, group, earlier, end)
            if registration is not None:
                end = group[-1].line
                earlier.append(registration)
                yield registration


def _without_claims(section: Section, found: list[Said]) -> Iterator[Said]:
    """What is no claim of a token: what a run presented is not what PyPI wants to be told."""
    for each in found:
        around = section.lines[max(0, each.line - _CLAIMS_AROUND) : each.line + _CLAIMS_AROUND + 1]
        own = section.lines[each.line].kind
        if not any(line.kind == own and re.match(_CLAIM, line.text) for line in around):
            yield each


def _without_asides(section: Section, found: list[Said]) -> list[Said]:
    """What is no aside: where sentences name several files, only what speaks of publishers or of an index is a form."""
    soft = {number for number, each in enumerate(found) if not each.firm and section.lines[each.line].kind == "text"}
    files = {found[number].statement.value for number in soft if found[number].statement.field in _FILES}
    if len(files) <= 1:
        return found
    return [each for number, each in enumerate(found) if number not in soft or _is_of_publishers(section, each)]


def _is_of_publishers(section: Section, each: Said) -> bool:
    """Whether the part of a sentence that a value stands in, or the item of a list, speaks of publishers."""
    own, around = section.lines[each.line], section.lines[max(0, each.line - _LINES_AROUND) : each.line + _LINES_AROUND]
    before, after = (
        [line.text for line in around if line.block == own.block and sign * (line.start - own.start) > 0]
        for sign in (-1, 1)
    )
    start = len(" ".join([*before, ""])) + each.start
    text = " ".join([*before, own.text, *after])
    begins = [match.end() for match in re.finditer(_PARTS, text) if match.end() <= start]
    ends = re.compile(_PARTS).search(text, start)
    part = text[begins[-1] if begins else 0 : ends.start() if ends else len(text)]
    written = own.source.text
    is_item = re.match(_ITEM, written[written.rfind("\n", 0, own.start) + 1 : own.start])
    return is_item is not None or about_publisher(part) or bool(index_of(part))


def _groups(section: Section, found: list[Said]) -> Iterator[list[Said]]:
    """Statements that belong to one form: near each other, each field once, in one block of code or table row."""
    rows: dict[tuple[int, int], list[Said]] = {}
    group: list[Said] = []
    for each in found:
        line = section.lines[each.line]
        if line.kind == "row":
            rows.setdefault((line.block, each.row), []).append(each)
            continue
        if group and not _continues(section, group, each):
            yield group
            group = []
        group.append(each)
    yield from ([group] if group else [])
    yield from (row for row in rows.values() if not _is_of_overview(row, section, rows))


def _is_of_overview(row: list[Said], section: Section, rows: Mapping[tuple[int, int], list[Said]]) -> bool:
    """Whether a row is one of several that name neither a project nor an index: what workflows there are."""
    first = row[0]
    if first.row < 0 or first.index_name or any(each.statement.field in _IDENTITY for each in row):
        return False
    block = section.lines[first.line].block
    return len([number for number in rows if number[0] == block]) > 1


def _continues(section: Section, group: list[Said], each: Said) -> bool:
    before, line = section.lines[group[-1].line], section.lines[each.line]
    if each.line - group[-1].line > MAX_GAP or (before.block != line.block and "code" in {before.kind, line.kind}):
        return False
    named = index_of(section.lines[group[0].line].text[: group[0].start]), index_of(line.text[: each.start])
    if all(named) and named[0] != named[1]:
        return False
    if any(
        index_of(between.text) for between in section.lines[group[-1].line + 1 : each.line] if between.kind == "text"
    ):
        return False
    same = [other for other in group if other.statement.field == each.statement.field]
    return not same or each.statement.open or all(other.statement.value == each.statement.value for other in same)


def _registration(section: Section, group: list[Said], earlier: list[Registration], end: int) -> Registration | None:
    """A group as what it registers; None where it is no form of PyPI's, or too little is said to tell.

    ``end`` is the last line of the registration before it in the section.
    """
    first = group[0]
    if not about_pypi(section, first.line, first.start):
        return None
    statements = tuple({each.statement.field: each.statement for each in reversed(group)}.values())[::-1]
    fields = {statement.field for statement in statements} - _NO_FIELDS
    is_gitlab = bool({"namespace", "workflow_filepath"} & fields)
    again = _refers_back(section, group, end)
    inherited = _inherited(fields, earlier, everything=again)
    if not fields or (len(fields) == 1 and not (again and inherited)):
        return None
    if not ({"environment", *_FILES} & fields) and not {"owner", "repository"} <= fields:
        return None
    return Registration(
        "gitlab" if is_gitlab else "github",
        first.index_name or _index(section, first, statements),
        tuple(_renamed(statement, is_gitlab=is_gitlab) for statement in statements),
        inherited,
        _linked_projects(section),
        len({each.statement.field for each in group if each.firm} - _NO_FIELDS) > 1,
    )


@by_identity(1)
def _linked_projects(section: Section) -> tuple[str, ...]:
    """The projects on PyPI that a section links to: the same for all its forms, which may be hundreds."""
    return tuple(dict.fromkeys(re.findall(_PROJECT_LINK, "\n".join(line.text for line in section.lines))))


def _index(section: Section, first: Said, statements: tuple[Statement, ...]) -> Literal["pypi", "testpypi", "both"]:
    """The index that a form is for. Where no heading says so, `PyPI` may mean both, and its values tell."""
    index = index_around(section, first.line, first.start)
    if index != "pypi" or any(map(index_of, section.titles)):
        return index
    return "both" if any(re.search(_OF_TEST_PYPI, said.value.lower()) for said in statements) else index


def _refers_back(section: Section, group: list[Said], end: int) -> bool:
    """Whether a group's lines, or those just before that are of no other, say that earlier values are meant again."""
    first = group[0].line
    lines = section.lines[max(0, first - 3, min(end + 1, first)) : group[-1].line + 1]
    return re.search(_AGAIN, "\n".join(line.text for line in lines).lower()) is not None


def _inherited(fields: set[str], earlier: list[Registration], *, everything: bool) -> tuple[Statement, ...]:
    """What a document said before of the fields that a group leaves out: all, or only whose publisher it is."""
    if not everything and fields & _IDENTITY:
        return ()
    source = next((found for found in reversed(earlier) if any(found.get(field) for field in _IDENTITY)), None)
    if source is None:
        return ()
    wanted = _IDENTITY | _FILES if everything else _IDENTITY
    found = (source.get(field) for field in sorted(wanted - fields))
    return tuple(statement for statement in found if statement is not None)


def _renamed(statement: Statement, *, is_gitlab: bool) -> Statement:
    """GitLab's form has a field `Project name` for the repository; on GitHub a project is PyPI's."""
    if statement.field == "project" and not is_gitlab:
        return statement._replace(field="project_name")
    return statement
