"""The sections of a guide on trusted publishing → what they say of PyPI that PyPI does not do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tplint.documents.source import Place
from tplint.guides.context import about_publisher, about_pypi
from tplint.guides.records import Myth

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tplint.documents.markdown import Line, Section
    from tplint.guides.records import Registration


class _Wording(NamedTuple):
    """Words that state a myth. ``near`` has to be said in the line, its neighbours or its headings as well."""

    kind: str
    words: re.Pattern[str]
    near: re.Pattern[str] | None = None


def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE | re.VERBOSE)


_PUBLISHING = _compiled(r"trusted[ ]publish|oidc|pending[ ]publisher|trusted[ ]publisher")
_WORDINGS: tuple[_Wording, ...] = (
    _Wording(
        "no-new-projects",
        _compiled(
            r"""(?:trusted[ ]publish\w*|oidc)[^.]{0,60}?(?:can(?:not|'t|\snot)|(?:does|do|will)(?:n't|\snot))\s+(?:be[ ]used[ ]to[ ])?
            (?:create|register)[ ](?:a[ ]|any[ ])?(?:new[ ]|brand[- ]new[ ])?(?:pypi[ ])?(?:projects?|packages?)
            |(?:project|package)[^.]{0,60}?must[ ](?:already[ ]|first[ ])?exist\b[^.]{0,40}?\bbefore\b[^.]{0,30}?(?:trusted[ ]publish|oidc)
            |^[\s*_>-]*project[ ]must[ ](?:already[ ])?exist\b[^.]{0,20}?:"""
        ),
        _PUBLISHING,
    ),
    _Wording(
        "blank-forbids-environment",
        _compiled(
            r"""(?:blank|empty|without[ ]an?)[^.;]{0,60}?environment[^.;]{0,60}?(?:job|workflow)s?[ ]
            (?:must|may|can|should)(?:[ ]?not|n't)[ ](?:have|use|set|name|declare|specify)
            |environment[^.;]{0,40}?(?:blank|empty)[^.;]{0,60}?(?:job|workflow)s?[ ](?:must|may|can|should)(?:[ ]?not|n't)[ ]
            (?:have|use|set|name|declare|specify)"""
        ),
        _PUBLISHING,
    ),
    _Wording(
        "pending-reserves-name",
        _compiled(
            r"""pending[ ]publishers?[^.]{0,40}?(?<!not[ ])(?<!n't[ ])(?:reserves?|claims?|secures?|holds)\s+(?:the|your|a|this)?\s*
            (?:project[ ]|package[ ]|pypi[ ])*names?
            |(?:reserve|claim|secure)\s+(?:the|your|a|this)?\s*(?:project[ ]|package[ ]|pypi[ ])*names?[^.]{0,30}?(?:by|with|using|via|through)
            [^.]{0,30}?pending[ ]publisher"""
        ),
    ),
    _Wording(
        "gitlab-python",
        _compiled(
            r"python[ ]?3\.1[0-9][^.]{0,40}?(?:oidc|trusted|id[_ ]token)|(?:make[ ]sure|must|required?)[^.]{0,40}?python[ ]?3\.1[0-9]\+?"
        ),
        _compiled(r"gitlab"),
    ),
    _Wording(
        "lower-case-owner",
        _compiled(
            r"""\bowner\b[^.\n]{0,60}?(?:(?:must|has[ ]to|should|needs?[ ]to)[ ]be[ ](?:all[ ]|in[ ]|written[ ]in[ ])?lower-?[ ]?case
            |\([^)\n]{0,30}lower-?[ ]?case[^)\n]{0,30}\)|,[ ](?:all[ ])?lower-?[ ]?case\b)"""
        ),
    ),
)
# Denials, and PyPI's own words.
_DENIED = re.compile(
    r"\bmyth\b|misconception|no longer|contrary|not true|\bwrong\b|\bfalse\b|does(?: not|n't) need|not necessary|unlike|"
    r"non-user identities|pending publishers? (?:can|lets?|allows?|creates?)",
    re.IGNORECASE,
)
_PATTERN_WORDS = re.compile(
    r"\bsubject\b[^.`]{0,30}\bpatterns?\b|\bsubject\b\W{0,6}\s*[:=]?\W{0,4}repo:", re.IGNORECASE
)
_SUBJECT = re.compile(r"`?repo:[\w.-]+/[\w.-]+:[\w:./*-]+`?")
_CLOUDS = re.compile(r"\baws\b|amazon|\bazure\b|google cloud|\bgcp\b|vault|\bsts\b|terraform", re.IGNORECASE)
_LOWER_CASE = re.compile(r"(?:must|exact)[^.\n]{0,40}lower-?\s?case", re.IGNORECASE)


def myths(sections: tuple[Section, ...], registrations: tuple[Registration, ...]) -> Iterator[Myth]:
    """What the document states and PyPI does not do, each kind once, at its first place."""
    found: dict[str, Myth] = {}
    for myth in (*_of_fields(sections, registrations), *_of_sentences(sections)):
        known = found.get(myth.kind)
        if known is None or myth.at.start < known.at.start:
            found[myth.kind] = myth
    yield from sorted(found.values(), key=lambda myth: myth.at.start)


def _of_sentences(sections: tuple[Section, ...]) -> Iterator[Myth]:
    document = "\n".join((*(title for section in sections for title in section.titles), *_texts(sections)))
    for section in sections:
        for number, line in enumerate(section.lines):
            if line.kind == "code" or not about_pypi(section, number, len(line.text)) and not about_publisher(document):
                continue
            around = "\n".join(
                (*section.titles, *(each.text for each in section.lines[max(0, number - 2) : number + 3]))
            )
            if _DENIED.search(line.text):
                continue
            for wording in _WORDINGS:
                scope = document if wording.kind in {"gitlab-python", "no-new-projects"} else around
                match = wording.words.search(line.text)
                if match and (wording.near is None or wording.near.search(scope)):
                    yield Myth(wording.kind, _at(line, *match.span()))
            match = _PATTERN_WORDS.search(line.text)
            if match and not _CLOUDS.search(around) and _PUBLISHING.search(document):
                yield Myth("subject-pattern", _at(line, *match.span()))


def _texts(sections: tuple[Section, ...]) -> Iterator[str]:
    yield from (line.text for section in sections for line in section.lines)


def _of_fields(sections: tuple[Section, ...], registrations: tuple[Registration, ...]) -> Iterator[Myth]:
    """Fields that PyPI's form does not have, and a remark that an owner is written in lower case."""
    for registration in registrations:
        for statement in registration.statements if registration.firm else ():
            if statement.field in _FIELD_MYTHS:
                yield Myth(_FIELD_MYTHS[statement.field], statement.at)
            if statement.field == "owner":
                yield from _remarks(sections, statement.at)


_FIELD_MYTHS: Mapping[str, str] = {"subject": "subject-pattern", "ref": "ref-field"}


def _remarks(sections: tuple[Section, ...], owner: Place) -> Iterator[Myth]:
    """A remark on the owner's line, or on the next two lines of text before another label."""
    for section in sections:
        for number, line in enumerate(section.lines):
            if not line.at.start <= owner.start < line.at.end:
                continue
            for each in section.lines[number : number + 2]:
                match = _LOWER_CASE.search(each.text)
                if match and (each is line or "owner" not in each.text.lower()):
                    yield Myth("lower-case-owner", _at(each, *match.span()))


def _at(line: Line, start: int, end: int) -> Place:
    return Place(line.at.source, line.at.start + start, line.at.start + end)
