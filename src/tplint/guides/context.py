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

# What speaks of publishers beside their name. This and the patterns are for text in lower case.
_PUBLISHING = (
    *("trusted publish", "trusted-publish", "trustedpublish", "pending publisher", "pending-publisher"),
    *("/settings/publishing", "/account/publishing"),
)
_FOREIGN = ("доверенн", "信頼", "可信", "受信任", "신뢰")
_TEST_PYPI = r"test[ ._-]?pypi"
_PYPI = r"(?<!test)(?<!test[ ._-])pypi"
_ENVIRONMENT = r"`(?:test[-_]?)?pypi`|environment[^:=|`]{0,30}[:=|]\s*\S+"
# The feature has PyPI's name on both indexes.
_FEATURE = r"\bpypi['\u2019]s (?:\*\*)?(?:oidc )?trusted[ -]publishing\b"
# What is like another index is not for that one.
_LIKE_ANOTHER = r"\b(?<!well )(?<!such )(?:as|like|unlike|than)(?: (?:for|on|in|with|the|real))* (?:test[ ._-]?)?pypi\b"
_REGISTRY = (
    r"\bnpm(?:js)?\b|crates\.io|\bcargo\b|rubygems|\bnuget\b|docker ?hub|\bghcr\b|anaconda|maven|packagist|zenodo"
    r"|read ?the ?docs|codecov|\bjsr\b"
)


def about_publisher(text: str) -> bool:
    """Whether a text speaks of trusted publishing or of publishers."""
    lower = text.lower()
    if "oidc" in lower or "openid" in lower:
        return True
    if "publish" in lower and (any(word in lower for word in _PUBLISHING) or re.search(r"\bpublishers?\b", lower)):
        return True
    return not lower.isascii() and any(word in lower for word in _FOREIGN)


def index_of(text: str) -> IndexNames:
    """The index that a text names; names of environments are not meant, nor is what it is compared with."""
    lower = text.lower()
    if "pypi" not in lower:
        return ""
    lower = re.sub(_LIKE_ANOTHER, "", re.sub(_ENVIRONMENT, "", lower))
    test, real = re.search(_TEST_PYPI, lower), re.search(_PYPI, re.sub(_TEST_PYPI, "", lower))
    if test and real:
        return "both"
    return "testpypi" if test else "pypi" if real else ""


def index_around(section: Section, line: int, start: int) -> Literal["pypi", "testpypi", "both"]:
    """The index that a form at a place is for: by the heading, else the nearest text before it, else any of them."""
    titles = [index_of(title) for title in reversed(section.titles)]
    if titles[:1] == ["testpypi"]:
        return "testpypi"
    texts = chain([section.lines[line].text[:start]], _texts_before(section, line))
    for name in chain((index_of(re.sub(_FEATURE, "", text.lower())) for text in texts), titles):
        if name:
            return name
    return "both"


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
        if re.search(_REGISTRY, text.lower()):
            return False
        if index_of(text):
            return True
    return True


def _texts_before(section: Section, line: int) -> Iterator[str]:
    """The lines of prose before one, the nearest first."""
    lines = (section.lines[number] for number in range(line - 1, max(-1, line - 1 - _MOST_LINES), -1))
    return (each.text for each in lines if each.kind == "text")
