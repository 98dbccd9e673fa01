"""The sections of a guide on trusted publishing → what they say of PyPI that PyPI does not do."""

from __future__ import annotations

import re
from itertools import islice

from tplint.documents.source import Place
from tplint.guides.context import about_publisher, about_pypi
from tplint.guides.labels import OF_REFS, labels, lower_case
from tplint.guides.myth_wordings import WORDINGS
from tplint.guides.records import Myth
from tplint.guides.sentences import paragraphs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tplint.documents.markdown import Line, Section
    from tplint.guides.myth_wordings import Wording
    from tplint.guides.records import Registration
    from tplint.guides.sentences import Paragraph

# Denials, and PyPI's own words. This and the patterns below are for text in lower case.
_DENIED = (
    r"\bmyth\b|misconception|no longer|contrary|not true|\bwrong\b|\bfalse\b|does(?: not|n't) need|not necessary|unlike"
    r"|non-user identities|pending publishers? (?:can|lets?|allows?|creates?)"
)
# A denial of what follows it in a clause.
_NOT_SO = (
    r"\b(?:do|does|did|is|are)(?: not|n['\u2019]t) (?:look|check|compar|care|ask|think|assume|believe|mean|imply|requir"
    r"|need|use|know|support|read|want|take|let|allow)|\bno (?:subject|need)\b"
)
_FIELDS: Mapping[str, str] = {"subject": "subject-pattern", "ref": "ref-field"}
_OF_THE_FORM = frozenset({"owner", "repository", "workflow_filename", "environment", "namespace", "workflow_filepath"})
_MOST = 200  # sentences of a document
_MOST_ALIKE = 20  # times that a paragraph says the same
_LOWER_CASE = r"(?:must|exact)[^.\n]{0,40}lower-?\s?case"
# What says that a project has to be there before; a pending publisher for one that is, PyPI's form refuses.
_CREATED_FIRST = frozenset({"no-new-projects", "empty-project"})
_ADD_PENDING = r"\badd\W{1,4}(?:an?[ ])?(?:new[ ])?pending publisher"


def myths(sections: tuple[Section, ...], registrations: tuple[Registration, ...]) -> Iterator[Myth]:
    """What a document states and PyPI does not do, in its order."""
    found = [*_of_fields(sections, registrations), *islice(_of_sentences(sections), _MOST)]
    found += _pending_for_existing(sections, found)
    ends: dict[str, int] = {}
    for myth in sorted(found, key=lambda myth: myth.at.start):
        if myth.at.start >= ends.get(myth.kind, 0):  # several wordings may fit the same words
            ends[myth.kind] = myth.at.end
            yield myth


def _of_sentences(sections: tuple[Section, ...]) -> Iterator[Myth]:
    texts = [section.text for section in sections]
    document = "\n".join(texts).lower()
    wordings = _possible((wording for wording in WORDINGS if _is_possible(wording, document)), document)
    if not wordings or not any(map(about_publisher, texts)):
        return
    for section, text in zip(sections, texts, strict=True):
        lower = text.lower()
        here = [wording for wording in _possible(wordings, lower) if _is_meant(wording, lower)]
        for paragraph in paragraphs(section) if here else ():
            for wording in _possible(here, paragraph.text):
                for match in islice(re.finditer(wording.words, paragraph.text, re.VERBOSE), _MOST_ALIKE):
                    if _states(section, paragraph, match):
                        yield Myth(wording.kind, paragraph.place(*match.span()))


def _is_possible(wording: Wording, document: str) -> bool:
    return wording.beside in document and not (wording.without and wording.without in document)


def _possible(wordings: Iterable[Wording], lower: str) -> list[Wording]:
    """The wordings whose signs a text has."""
    return [wording for wording in wordings if any(all(part in lower for part in sign) for sign in wording.signs)]


def _matching(words: str, lower: str) -> re.Match[str] | None:
    return re.search(words, lower, re.MULTILINE | re.VERBOSE)


def _is_meant(wording: Wording, section: str) -> bool:
    return not (wording.near and not _matching(wording.near, section)) and not (
        wording.far and _matching(wording.far, section)
    )


def _states(section: Section, paragraph: Paragraph, match: re.Match[str]) -> bool:
    """Whether a paragraph states something about PyPI there: it is no question, and nothing near denies it."""
    if paragraph.is_question(match.end()):
        return False
    clause, around = paragraph.clause(*match.span()), paragraph.around(*match.span())
    if re.search(_NOT_SO, clause.replace("*", "")) or re.search(_DENIED, around.replace("*", "")):
        return False
    return paragraph.number < 0 or _is_about_pypi(section, paragraph.number)


def _pending_for_existing(sections: tuple[Section, ...], found: list[Myth]) -> Iterator[Myth]:
    """The step that adds a pending publisher, in a document that has the project created before."""
    start = min((myth.at.start for myth in found if myth.kind in _CREATED_FIRST), default=None)
    if start is None:
        return
    for section in sections:
        for paragraph in paragraphs(section):
            match = re.search(_ADD_PENDING, paragraph.text)
            if match and paragraph.lines[0].start > start and _states(section, paragraph, match):
                yield Myth("pending-for-existing", paragraph.place(*match.span()))


def _is_about_pypi(section: Section, line: int) -> bool:
    """Whether a line is not about another registry; that the document is about publishers is known."""
    return about_pypi(section, line, len(section.lines[line].text), of_publishers=True)


def _of_fields(sections: tuple[Section, ...], registrations: tuple[Registration, ...]) -> Iterator[Myth]:
    """Fields that PyPI's form does not have, and a remark that an owner is written in lower case."""
    for section in sections:
        yield from _among_placeholders(section)
    remarking = tuple(section for section in sections if "lower" in section.text.lower())
    for registration in registrations:
        for statement in registration.statements if registration.firm else ():
            if statement.field in _FIELDS:
                yield Myth(_FIELDS[statement.field], statement.at)
            if statement.field == "owner":
                yield from _remarks(remarking, statement.at)


def _among_placeholders(section: Section) -> Iterator[Myth]:
    """A field that PyPI's form does not have beside two that it has, in one block; their values may be placeholders."""
    written = section.text.lower()
    if not any(word in written for word in OF_REFS) or not about_publisher(written):
        return
    blocks: dict[int, dict[str, Place]] = {}
    for number, line in enumerate(section.lines):
        for label in labels(line.text):
            if label.firm and _is_about_pypi(section, number):
                blocks.setdefault(line.block, {}).setdefault(label.field, _at(line, label.start, len(line.text)))
    for fields in blocks.values():
        if len(fields.keys() & _OF_THE_FORM) > 1 and "ref" in fields:
            yield Myth(_FIELDS["ref"], fields["ref"])


def _remarks(sections: tuple[Section, ...], owner: Place) -> Iterator[Myth]:
    """A remark on the line of an owner, or on the next one."""
    for section in sections:
        for number, line in enumerate(section.lines):
            if line.start <= owner.start < line.end:
                for each in section.lines[number : number + 2]:
                    match = re.search(_LOWER_CASE, lower_case(each.text))
                    if match:
                        yield Myth("lower-case-owner", _at(each, *match.span()))


def _at(line: Line, start: int, end: int) -> Place:
    return Place(line.source, line.start + start, line.start + end)
