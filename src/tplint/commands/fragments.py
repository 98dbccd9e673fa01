"""Text of CI files that holds expressions, cut at its spaces outside of them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def split_outside_expressions(text: str) -> Iterator[str]:
    """The words of a text; the spaces within `${{ }}` do not separate."""
    word, depth = "", 0
    for index, character in enumerate(text):
        if text.startswith("${{", index):
            depth += 1
        elif depth and text.startswith("}}", index - 2) and index >= len("${{"):
            depth -= 1
        if character.isspace() and not depth:
            if word:
                yield word
            word = ""
        else:
            word += character
    if word:
        yield word
