"""Text of files and messages → what a terminal can show safely, and how many cells wide it is. For the text reports."""

from __future__ import annotations

import re

# A message may quote a value of the linted file, and that can be as long as the file.
MAX_MESSAGE = 1_000

_TAB = "    "
# Macaroons of PyPI begin so (https://pypi.org/help/#apitoken), and what is JSON in base64.
_SIGNED = r"(?P<start>pypi-Ag|eyJ)[\w-]{12,}(?:\.[\w-]*){0,4}"
# Cc: control, Cf: bidirectional marks and other invisible ones, Cs: bytes of file names that are no text, Zl and Zp:
# line breaks to some terminals. Any of them could hide or rewrite what stands around it (https://trojansource.codes).
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_COMBINING = frozenset({"Mn", "Me"})


def visible(text: str) -> str:
    r"""The text with control characters, line ends and bidirectional marks written as ``\x1b``, ``\n``, ``\u202e``."""
    text = masked(text)
    if text.isprintable():
        return text
    for char in filter(unseen, set(text)):
        text = text.replace(char, char.encode("unicode_escape").decode("ascii"))
    return text


def masked(text: str) -> str:
    """The text with PyPI's API tokens and JSON Web Tokens behind asterisks, as many as they have signs.

    Whoever has a report of a private repository, or the log it went to, shall not have what signs in to PyPI.
    """
    if "pypi-Ag" not in text and "eyJ" not in text:
        return text
    return re.sub(_SIGNED, lambda found: found["start"] + "*" * (len(found[0]) - len(found["start"])), text)


def unseen(char: str) -> bool:
    """Whether a character could hide or rewrite what stands around it."""
    if char.isprintable():
        return False
    from unicodedata import category  # noqa: PLC0415 - most text is ASCII

    return category(char) in _UNSAFE


def message(text: str) -> str:
    """What a finding says, ``visible`` and of bearable length."""
    return visible(text if len(text) <= MAX_MESSAGE else f"{text[:MAX_MESSAGE]}…")


def source_text(text: str) -> str:
    """A piece of a file's line as a frame shows it: like ``visible``, but a tab is four spaces."""
    return visible(text.replace("\t", _TAB))


def width(text: str) -> int:
    """How many cells a terminal gives to a text that is ``visible``: wide characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width  # noqa: PLC0415 - most text is ASCII

    return sum(0 if category(char) in _COMBINING else 2 if east_asian_width(char) in {"W", "F"} else 1 for char in text)


def wrapped(text: str, columns: int | None) -> list[str]:
    """A text that is ``visible`` as lines of at most so many cells, broken at spaces; words are left whole."""
    if columns is None or width(text) <= columns:
        return [text]
    lines: list[str] = []
    for word in text.split(" "):
        if lines and width(lines[-1]) + 1 + width(word) <= columns:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
