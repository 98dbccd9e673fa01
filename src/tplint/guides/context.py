"""Where in a document something stands → whether it is about PyPI's trusted publishing, and about which index."""

from __future__ import annotations

import re
from itertools import chain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal, TypeAlias

    from tplint.documents.markdown import Section

IndexNames: TypeAlias = 'Literal["pypi", "testpypi", "both", ""]'

# Lines after a place that still belong to what introduces it.
MAX_AFTER = 12
# Lines of prose before a place that are looked at for the index that is meant; then the headings say it.
_MOST_LINES = 500

_PUBLISHER = re.compile(
    r"trusted[ -]?publish|pending[ -]publisher|\bpublishers?\b|oidc|openid|/settings/publishing|/account/publishing"
    r"|доверенн|信頼|可信|受信任|신뢰",
    re.IGNORECASE,
)
_TEST_PYPI = re.compile(r"test[ ._-]?pypi", re.IGNORECASE)
_PYPI = re.compile(r"(?<!test)(?<!test[ ._-])pypi", re.IGNORECASE)
_ENVIRONMENT = re.compile(r"`(?:test[-_]?)?pypi`|environment[^:=|`]{0,30}[:=|]\s*\S+", re.IGNORECASE)
_REGISTRY = re.compile(
    r"\bnpm(?:js)?\b|crates\.io|\bcargo\b|rubygems|\bnuget\b|docker ?hub|\bghcr\b|anaconda|maven|packagist|zenodo"
    r"|read ?the ?docs|codecov|\bjsr\b",
    re.IGNORECASE,
)


def about_publisher(text: str) -> bool:
    """Whether a text speaks of trusted publishing or of publishers."""
    return _PUBLISHER.search(text) is not None


def index_of(text: str) -> IndexNames:
    """The index that a text names; names of environments are not meant."""
    text = _ENVIRONMENT.sub("", text)
    test, real = _TEST_PYPI.search(text), _PYPI.search(_TEST_PYPI.sub("", text))
    if test and real:
        return "both"
    return "testpypi" if test else "pypi" if real else ""


def index_around(section: Section, line: int, start: int) -> Literal["pypi", "testpypi", "both"]:
    """The index that a form at a place is for: by the heading, else the nearest text before it, else PyPI."""
    titles = [index_of(title) for title in reversed(section.titles)]
    if titles[:1] == ["testpypi"]:
        return "testpypi"
    texts = chain([section.lines[line].text[:start]], _texts_before(section, line))
    for name in chain(map(index_of, texts), titles):
        if name:
            return name
    return "pypi"


def about_pypi(section: Section, line: int, start: int, *, of_publishers: bool = False) -> bool:
    """Whether a place is about a publisher on PyPI, not on another registry; near it, or by its headings.

    With ``of_publishers`` it is known already that publishers are meant.
    """
    if not _is_of_pypi(section, line, start):
        return False
    if of_publishers:
        return True
    near = (section.lines[number].text for number in range(min(line + MAX_AFTER, len(section.lines))))
    return any(about_publisher(text) for text in chain(section.titles, near))


def _is_of_pypi(section: Section, line: int, start: int) -> bool:
    """Whether the nearest registry that is named before a place is PyPI; the line of the place is read up to it."""
    before = _texts_before(section, line)
    for text in chain([section.lines[line].text[:start]], before, reversed(section.titles)):
        if _REGISTRY.search(text):
            return False
        if index_of(text):
            return True
    return True


def _texts_before(section: Section, line: int) -> Iterator[str]:
    """The lines of prose before one, the nearest first."""
    lines = (section.lines[number] for number in range(line - 1, max(-1, line - 1 - _MOST_LINES), -1))
    return (each.text for each in lines if each.kind == "text")
