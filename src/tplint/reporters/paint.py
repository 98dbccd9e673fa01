"""Text → text with terminal colours, or as it is. For the text reports and the pages."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    Paint: TypeAlias = Callable[[str, str], str]

# Readable on dark and on light backgrounds: yellow, blue and cyan are not on one of them, so warnings are magenta, as
# in GCC and Clang, and all but errors and warnings keeps the terminal's own colour.
_STYLES = {
    "path": "1",
    "heading": "1",
    "code": "1",
    "error": "1;31",
    "warning": "1;35",
    "note": "1",
    "frame": "2",
    "related": "1",
    "quiet": "2",
}


def painter(*, colour: bool) -> Paint:
    """A function ``(style, text) -> text`` that colours, or one that leaves all text alone."""
    return _painted if colour else _plain


def _painted(style: str, text: str) -> str:
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if text else text


def _plain(style: str, text: str) -> str:  # noqa: ARG001 - has the signature of `_painted`
    return text
