"""The sections of a guide on trusted publishing → what they say of PyPI that PyPI does not do."""

from __future__ import annotations

import re

from tplint.documents.source import Place
from tplint.guides.context import about_publisher, about_pypi
from tplint.guides.labels import OF_REFS, labels
from tplint.guides.records import Myth
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tplint.documents.markdown import Line, Section
    from tplint.guides.records import Registration


class _Wording(NamedTuple):
    """Words that state a myth, as a verbose pattern. It is compiled only for a document with one of the ``signs``.

    ``near`` has to match a line of the same section, ``far`` none.
    """

    kind: str
    signs: tuple[str, ...]
    words: str
    near: str = ""
    far: str = ""


_CLOUDS = r"\baws\b|amazon|\bazure\b|google[ ]cloud|\bgcp\b|vault|\bsts\b|terraform"
_VERBS = ("must", "may", "can", "should")
_FORBIDDEN = rf"(?:job|workflow)s?[ ](?:{'|'.join(_VERBS)})(?:[ ]?not|n't)[ ](?:have|use|set|name|declare|specify)"
_NAME = r"(?:the|your|a|this)?\s*(?:project[ ]|package[ ]|pypi[ ])*names?"
_OIDC = r"(?:oidc|openid[ ]connect|id[_ ]tokens?|identity[ ]tokens?)"
_WORDINGS = (
    _Wording(
        "no-new-projects",
        ("create", "register", "exist"),
        r"""(?:trusted[ ]publish\w*|oidc)[^.]{0,60}?(?:can(?:not|'t|[ ]not)|(?:does|do|will)(?:n't|[ ]not))[ *_]+
        (?:be[ ]used[ ]to[ ])?(?:create|register)[ ](?:an?[ ]|any[ ])?(?:new[ ]|brand[- ]new[ ])?(?:pypi[ ])?
        (?:projects?|packages?)
        |(?:project|package)[^.]{0,60}?must[ ](?:already[ ]|first[ ])?exist\b[^.]{0,40}?\bbefore\b[^.]{0,30}?
        (?:trusted[ ]publish|oidc)
        |^[ *_>-]*project[ ]must[ ](?:already[ ])?exist\b(?=[^.\n]{0,20}?:.*pypi)
        |(?:need|have)[ ]to[ ]create[ ](?:your|the|a)[ ](?:(?:test)?pypi[ ])?project[ ](?:on[ ](?:test)?pypi[ ])?first\b
        """,
    ),
    _Wording(
        "empty-project",
        ("new project", "an empty ", "pypi web", "pypi's web"),
        r"""(?:click|press|select|choose|use)\W{1,4}(?:on\W{1,4})?(?:add|create)[ ](?:a[ ])?new[ ]project\b
        |creat(?:e|ing)[ ]an[ ]empty[ ](?:pypi[ ])?project\b
        |creat(?:e|ing)[ ][^.\n]{0,30}?project[^.\n]{0,20}?(?:through|in|on|via|using)
        [ ](?:the[ ])?pypi(?:'s)?[ ]web\b""",
    ),
    _Wording(
        "mixing-refused",
        ("password",),
        r"""\b(?:both|together)\b[^.\n]{0,40}?id-token[^.\n]{0,40}?\b(?:and|with)\b[^.\n]{0,20}?\bpassword\b
        |\bid-token:?[ ]write\W[^.\n]{0,30}?(?:together[ ]with|alongside|combined[ ]with)[^.\n]{0,20}?password""",
        near=r"invalid-publisher|no[ ]corresponding[ ]publisher|exchange[ ]failure|matching[ ]claims",
    ),
    _Wording(
        "blank-forbids-environment",
        tuple(f"{what} {verb}" for what in ("job", "jobs", "workflow", "workflows") for verb in _VERBS),
        rf"""(?:blank|empty|without[ ]an?)[^.;]{{0,60}}?environment[^.;]{{0,60}}?{_FORBIDDEN}
        |environment[^.;]{{0,40}}?(?:blank|empty)[^.;]{{0,60}}?{_FORBIDDEN}""",
    ),
    _Wording(
        "pending-reserves-name",
        ("pending publisher",),
        rf"""pending[ ]publishers?[^.]{{0,40}}?(?<!not[ ])(?<!n't[ ])(?:reserves?|claims?|secures?|holds)\s+{_NAME}
        |(?:reserve|claim|secure)\s+{_NAME}[^.]{{0,30}}?(?:by|with|using|via|through)
        [^.]{{0,30}}?pending[ ]publisher""",
    ),
    _Wording(
        "project-name-case",
        ("case-sensitive", "case sensitive"),
        r"""(?:project|package)[ ]name\b[^.\n]{0,50}?\bcase[- ]sensitive
        |publisher[^.\n]{0,30}?\bexact[ ]name\b[^.\n]{0,40}?\bcase[- ]sensitive""",
    ),
    _Wording(
        "ref-field",
        ("branch",),
        r"\bbranch\b[^.\n]{0,40}?\bmust[ ]match\b[^.\n]{0,50}?\bpypi\b",
    ),
    _Wording(
        "workflow-ref-compared",
        ("workflow_ref",),
        r"""workflow\b[^\n]{0,40}?\(from[ ]`?workflow_ref\b
        |(?<![\w])`?workflow_ref`?[ ](?:claim[ ])?(?:must|has[ ]to)[ ]match""",
    ),
    _Wording(
        "invented-error",
        ("mismatch", "not found"),
        r"""\berror\b:?\W{0,4}["\u201c'`](?:project[ ]name|owner|repository|workflow|environment)[ ](?:name[ ])?
        (?:mismatch|not[ ]found)["\u201d'`]""",
        near=r"trusted[ ]publisher",
    ),
    _Wording(
        "shared-accounts",
        ("account", "login", "credential"),
        r"""test\W?pypi\b[^.\n]{0,40}?(?<!not[ ])\b(?:shares?|uses?)[ ](?:the[ ]same|its|your)?[ ]?(?:pypi(?:'s)?[ ])?
        (?:accounts?|login|credentials)[ ](?:as|with|of)[ ](?:the[ ])?(?:main[ ]|real[ ]|production[ ])?pypi""",
    ),
    _Wording(
        "enabled-identity-tokens",
        ("gitlab",),
        rf"""\b(?:enable|activate|turn[ ]on|switch[ ]on)[ ](?:gitlab[ ])?{_OIDC}[^.\n]{{0,20}}?\b(?:in|on|for)[ ]
        (?:your[ ]|the[ ])?gitlab
        |{_OIDC}[ ](?:is|are|must[ ]be|has[ ]to[ ]be|have[ ]to[ ]be)[ ](?:enabled|activated|switched[ ]on)
        [^.\n]{{0,30}}?gitlab""",
        far=_CLOUDS,
    ),
    _Wording(
        "gitlab-python",
        ("gitlab",),
        r"""python[ ]?3\.1[0-9][^.]{0,40}?(?:oidc|trusted|id[_ ]token)
        |(?:make[ ]sure|must|required?)[^.]{0,40}?python[ ]?3\.1[0-9]\+?""",
    ),
    _Wording(
        "lower-case-owner",
        ("owner",),
        r"""\bowner\b[^.\n]{0,60}?(?:(?:must|has[ ]to|should|needs?[ ]to)[ ]be[ ](?:all[ ]|in[ ]|written[ ]in[ ])?
        lower-?[ ]?case|\([^)\n]{0,30}lower-?[ ]?case[^)\n]{0,30}\))""",
    ),
    _Wording(
        "discouraged-event",
        ("pull_request_target",),
        r"""pull_request_target\W[^.\n]{0,40}?(?:\bdiscouraged\b|\bnot[ ]recommended\b)[^\n]{0,60}?(?:publish|pypi)
        |(?:publish|pypi)[^\n]{0,60}?pull_request_target\W[^.\n]{0,40}?(?:\bdiscouraged\b|\bnot[ ]recommended\b)""",
    ),
    _Wording(
        "subject-pattern",
        ("subject",),
        r"\bsubject\b[^.`]{0,30}\bpatterns?\b|\bsubject\b\W{0,6}(?:[:=]\W{0,4})?repo:[^\s`]*",
        far=_CLOUDS,
    ),
)
# Denials, and PyPI's own words.
_DENIED = re.compile(
    r"\bmyth\b|misconception|no longer|contrary|not true|\bwrong\b|\bfalse\b|does(?: not|n't) need|not necessary|unlike"
    r"|non-user identities|pending publishers? (?:can|lets?|allows?|creates?)",
    re.IGNORECASE,
)
_FIELDS: Mapping[str, str] = {"subject": "subject-pattern", "ref": "ref-field"}
_OF_THE_FORM = frozenset({"owner", "repository", "workflow_filename", "environment", "namespace", "workflow_filepath"})
_LOWER_CASE = re.compile(r"(?:must|exact)[^.\n]{0,40}lower-?\s?case", re.IGNORECASE)
# What says that a project has to be there before; a pending publisher for one that is, PyPI's form refuses.
_CREATED_FIRST = frozenset({"no-new-projects", "empty-project"})
_ADD_PENDING = re.compile(r"\badd\W{1,4}(?:an?[ ])?(?:new[ ])?pending publisher", re.IGNORECASE)


def myths(sections: tuple[Section, ...], registrations: tuple[Registration, ...]) -> Iterator[Myth]:
    """What a document states and PyPI does not do, each kind once, at its first place."""
    found = [*_of_fields(sections, registrations), *_of_sentences(sections)]
    found += _pending_for_existing(sections, found)
    found.sort(key=lambda myth: myth.at.start)
    yield from {myth.kind: myth for myth in reversed(found)}.values()


def _of_sentences(sections: tuple[Section, ...]) -> Iterator[Myth]:
    document = "\n".join(map(_text, sections))
    wordings = tuple(_stated(document)) if about_publisher(document) else ()
    for section in sections if wordings else ():
        text = _text(section)
        for line in _statements(section):
            for wording in wordings:
                match = _matching(wording.words, line.text)
                if match and _is_meant(wording, text):
                    yield Myth(wording.kind, _at(line, *match.span()))


def _stated(document: str) -> Iterator[_Wording]:
    """The wordings that a document has somewhere."""
    lower = document.lower()
    for wording in _WORDINGS:
        if any(sign in lower for sign in wording.signs) and _matching(wording.words, document):
            yield wording


def _matching(words: str, text: str) -> re.Match[str] | None:
    return re.search(words, text, re.IGNORECASE | re.MULTILINE | re.VERBOSE)


def _is_meant(wording: _Wording, section: str) -> bool:
    return not (wording.near and not _matching(wording.near, section)) and not (
        wording.far and _matching(wording.far, section)
    )


def _statements(section: Section) -> Iterator[Line]:
    """The lines of a section, its heading first, that state something about PyPI: no code, and no denial."""
    if section.heading is not None and not _DENIED.search(section.heading.text):
        yield section.heading
    for number, line in enumerate(section.lines):
        if line.kind != "code" and not _DENIED.search(line.text) and _is_about_pypi(section, number):
            yield line


def _pending_for_existing(sections: tuple[Section, ...], found: list[Myth]) -> Iterator[Myth]:
    """The step that adds a pending publisher, in a document that has the project created before."""
    start = min((myth.at.start for myth in found if myth.kind in _CREATED_FIRST), default=None)
    if start is None:
        return
    for section in sections:
        for line in _statements(section):
            match = _ADD_PENDING.search(line.text)
            if match and line.at.start > start:
                yield Myth("pending-for-existing", _at(line, *match.span()))


def _is_about_pypi(section: Section, line: int) -> bool:
    """Whether a line is not about another registry; that the document is about publishers is known."""
    return about_pypi(section, line, len(section.lines[line].text), of_publishers=True)


def _text(section: Section) -> str:
    return "\n".join((*section.titles, *(line.text for line in section.lines)))


def _of_fields(sections: tuple[Section, ...], registrations: tuple[Registration, ...]) -> Iterator[Myth]:
    """Fields that PyPI's form does not have, and a remark that an owner is written in lower case."""
    for section in sections:
        yield from _among_placeholders(section)
    for registration in registrations:
        for statement in registration.statements if registration.firm else ():
            if statement.field in _FIELDS:
                yield Myth(_FIELDS[statement.field], statement.at)
            if statement.field == "owner":
                yield from _remarks(sections, statement.at)


def _among_placeholders(section: Section) -> Iterator[Myth]:
    """A field that PyPI's form does not have beside two that it has, in one block; their values may be placeholders."""
    written = _text(section).lower()
    if not any(word in written for word in OF_REFS):
        return
    blocks: dict[int, dict[str, Place]] = {}
    for number, line in enumerate(section.lines):
        for label in labels(line.text):
            if label.firm and _is_about_pypi(section, number):
                blocks.setdefault(line.block, {}).setdefault(label.field, _at(line, label.start, len(line.text)))
    for fields in blocks.values():
        if len(fields.keys() & _OF_THE_FORM) > 1 and "ref" in fields and about_publisher(_text(section)):
            yield Myth(_FIELDS["ref"], fields["ref"])


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
