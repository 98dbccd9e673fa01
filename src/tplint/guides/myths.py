"""The sections of a guide on trusted publishing → what they say of PyPI that PyPI does not do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tplint.documents.source import Place
from tplint.guides.context import about_publisher, about_pypi
from tplint.guides.records import Myth
from tplint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tplint.documents.markdown import Line, Section
    from tplint.guides.records import Registration


class _Wording(NamedTuple):
    """Words that state a myth; ``near`` has to stand in the document as well, ``far`` not beside it."""

    kind: str
    words: re.Pattern[str]
    near: re.Pattern[str]
    far: re.Pattern[str] | None = None


def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE | re.MULTILINE | re.VERBOSE)


_PUBLISHING = _compiled(r"trusted[ ]publish|pending[ ]publisher|oidc")
_CLOUDS = _compiled(r"\baws\b|amazon|\bazure\b|google[ ]cloud|\bgcp\b|vault|\bsts\b|terraform")
_FORBIDDEN = r"(?:job|workflow)s?[ ](?:must|may|can|should)(?:[ ]?not|n't)[ ](?:have|use|set|name|declare|specify)"
_NAME = r"(?:the|your|a|this)?\s*(?:project[ ]|package[ ]|pypi[ ])*names?"
_WORDINGS = (
    _Wording(
        "no-new-projects",
        _compiled(
            r"""(?:trusted[ ]publish\w*|oidc)[^.]{0,60}?(?:can(?:not|'t|[ ]not)|(?:does|do|will)(?:n't|[ ]not))[ *_]+
            (?:be[ ]used[ ]to[ ])?(?:create|register)[ ](?:an?[ ]|any[ ])?(?:new[ ]|brand[- ]new[ ])?(?:pypi[ ])?
            (?:projects?|packages?)
            |(?:project|package)[^.]{0,60}?must[ ](?:already[ ]|first[ ])?exist\b[^.]{0,40}?\bbefore\b[^.]{0,30}?
            (?:trusted[ ]publish|oidc)
            |^[ *_>-]*project[ ]must[ ](?:already[ ])?exist\b(?=[^.\n]{0,20}?:.*pypi)"""
        ),
        _PUBLISHING,
    ),
    _Wording(
        "blank-forbids-environment",
        _compiled(
            rf"""(?:blank|empty|without[ ]an?)[^.;]{{0,60}}?environment[^.;]{{0,60}}?{_FORBIDDEN}
            |environment[^.;]{{0,40}}?(?:blank|empty)[^.;]{{0,60}}?{_FORBIDDEN}"""
        ),
        _PUBLISHING,
    ),
    _Wording(
        "pending-reserves-name",
        _compiled(
            rf"""pending[ ]publishers?[^.]{{0,40}}?(?<!not[ ])(?<!n't[ ])(?:reserves?|claims?|secures?|holds)\s+{_NAME}
            |(?:reserve|claim|secure)\s+{_NAME}[^.]{{0,30}}?(?:by|with|using|via|through)
            [^.]{{0,30}}?pending[ ]publisher"""
        ),
        _PUBLISHING,
    ),
    _Wording(
        "gitlab-python",
        _compiled(
            r"""python[ ]?3\.1[0-9][^.]{0,40}?(?:oidc|trusted|id[_ ]token)
            |(?:make[ ]sure|must|required?)[^.]{0,40}?python[ ]?3\.1[0-9]\+?"""
        ),
        _compiled("gitlab"),
    ),
    _Wording(
        "lower-case-owner",
        _compiled(
            r"""\bowner\b[^.\n]{0,60}?(?:(?:must|has[ ]to|should|needs?[ ]to)[ ]be[ ](?:all[ ]|in[ ]|written[ ]in[ ])?
            lower-?[ ]?case|\([^)\n]{0,30}lower-?[ ]?case[^)\n]{0,30}\))"""
        ),
        _PUBLISHING,
    ),
    _Wording(
        "subject-pattern",
        _compiled(r"\bsubject\b[^.`]{0,30}\bpatterns?\b|\bsubject\b\W{0,6}(?:[:=]\W{0,4})?repo:[^\s`]*"),
        _PUBLISHING,
        _CLOUDS,
    ),
)
# Denials, and PyPI's own words.
_DENIED = re.compile(
    r"\bmyth\b|misconception|no longer|contrary|not true|\bwrong\b|\bfalse\b|does(?: not|n't) need|not necessary|unlike"
    r"|non-user identities|pending publishers? (?:can|lets?|allows?|creates?)",
    re.IGNORECASE,
)
_FIELDS: Mapping[str, str] = {"subject": "subject-pattern", "ref": "ref-field"}
_LOWER_CASE = re.compile(r"(?:must|exact)[^.\n]{0,40}lower-?\s?case", re.IGNORECASE)


def myths(sections: tuple[Section, ...], registrations: tuple[Registration, ...]) -> Iterator[Myth]:
    """What a document states and PyPI does not do, each kind once, at its first place."""
    found = [*_of_fields(sections, registrations), *_of_sentences(sections)]
    found.sort(key=lambda myth: myth.at.start)
    yield from {myth.kind: myth for myth in reversed(found)}.values()


def _of_sentences(sections: tuple[Section, ...]) -> Iterator[Myth]:
    document = "\n".join(text for section in sections for text in (*section.titles, *_texts(section)))
    wordings = [wording for wording in _WORDINGS if wording.near.search(document) and wording.words.search(document)]
    for section in sections if wordings and about_publisher(document) else ():
        for number, line in enumerate(section.lines):
            if line.kind == "code" or _DENIED.search(line.text) or not _is_about_pypi(section, number):
                continue
            for wording in wordings:
                match = wording.words.search(line.text)
                if match and not (wording.far and wording.far.search("\n".join((*section.titles, *_texts(section))))):
                    yield Myth(wording.kind, _at(line, *match.span()))


def _is_about_pypi(section: Section, line: int) -> bool:
    """Whether a line is not about another registry; that the document is about publishers is known."""
    return about_pypi(section, line, len(section.lines[line].text), of_publishers=True)


def _texts(section: Section) -> Iterator[str]:
    yield from (line.text for line in section.lines)


def _of_fields(sections: tuple[Section, ...], registrations: tuple[Registration, ...]) -> Iterator[Myth]:
    """Fields that PyPI's form does not have, and a remark that an owner is written in lower case."""
    for registration in registrations:
        for statement in registration.statements if registration.firm else ():
            if statement.field in _FIELDS:
                yield Myth(_FIELDS[statement.field], statement.at)
            if statement.field == "owner":
                yield from _remarks(sections, statement.at)


def _remarks(sections: tuple[Section, ...], owner: Place) -> Iterator[Myth]:
    """A remark on the line of an owner, or on the next one."""
    for section in sections:
        for number, line in enumerate(section.lines):
            if line.at.start <= owner.start < line.at.end:
                for each in section.lines[number : number + 2]:
                    match = _LOWER_CASE.search(each.text)
                    if match:
                        yield Myth("lower-case-owner", _at(each, *match.span()))


def _at(line: Line, start: int, end: int) -> Place:
    return Place(line.at.source, line.at.start + start, line.at.start + end)
