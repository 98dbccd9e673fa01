"""Markdown: tables and code from values, and the changing of prose without touching code. For the generators."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

# Code spans, links, HTML tags and headings: prose inside them is left as it is.
_KEPT = r"`+[^`]+`+|\[[^\]]*\]\([^)]*\)|<[^>]+>|^#+ .*$"
_FENCE = re.compile(r" *(`{3,}|~{3,})")


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of Markdown."""
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *([_cell(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def code(text: str) -> str:
    """A text as a code span, whatever it holds."""
    if not text:
        return ""
    fence = "``" if "`" in text else "`"
    return f"{fence}{' ' * (fence != '`')}{text}{' ' * (fence != '`')}{fence}"


def pre(text: str) -> str:
    """A code span in HTML, for tables and figures that are written in it."""
    return f"<code>{html.escape(text)}</code>"


def blocks(markdown: str) -> Iterator[tuple[bool, str]]:
    """The text in pieces: whether a piece is fenced code, and the piece."""
    piece: list[str] = []
    fence = ""
    for line in markdown.splitlines(keepends=True):
        match = _FENCE.match(line)
        if not fence and match:
            yield False, "".join(piece)
            piece, fence = [line], match[1]
        elif fence and line.strip().startswith(fence) and not line.strip(" \n`~"):
            yield True, "".join([*piece, line])
            piece, fence = [], ""
        else:
            piece.append(line)
    yield bool(fence), "".join(piece)


def in_prose(markdown: str, pattern: str, change: Callable[[re.Match[str]], str]) -> str:
    """The text with what a pattern finds changed, but for code, links, tags and headings."""
    wanted = re.compile(f"(?P<kept>{_KEPT})|(?:{pattern})", re.MULTILINE)
    return _outside_code(
        markdown, lambda text: wanted.sub(lambda match: match[0] if match["kept"] else change(match), text)
    )


def in_links(markdown: str, change: Callable[[str], str]) -> str:
    """The text with the targets of its links changed."""
    return _outside_code(
        markdown, lambda text: re.sub(r"(?<=\]\()([^)\s]+)(?=\))", lambda match: change(match[1]), text)
    )


def _outside_code(markdown: str, change: Callable[[str], str]) -> str:
    return "".join(piece if is_code else change(piece) for is_code, piece in blocks(markdown))


def _cell(text: str) -> str:
    # Python-Markdown knows code in tables, and shows a backslash in it.
    return re.sub(r"(`+).+?\1|(\|)", lambda match: r"\|" if match[2] else match[0], text.replace("\n", " "))
