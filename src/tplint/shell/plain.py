"""Scripts of plain lines → their commands, without the grammar, which takes longer to load than most runs to use it.

A plain line is a program with its words: letters, digits, signs that mean nothing to a shell, quotes around text
without expansions, comments, and backslashes at ends of lines. The grammar says the same of it.
"""

from __future__ import annotations

import re

from tplint.model import Command, Known, Word
from tplint.shell.effects import BUILTINS, unread
from tplint.shell.wrappers import script_word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from tplint.documents.source import Place
    from tplint.model import Fact
    from tplint.shell.holes import Text
    from tplint.shell.scope import Scope

    Span: TypeAlias = tuple[int, int]

MAX_LINES = 1_000
MAX_WORDS = 1_000  # of a line
_BARE = r"[\w./:=,@%+*-]*"
_WORD = rf"{_BARE}(?:(?:'[^'\n]*'|\"[^\"$`\\\n]*\"|(?<=[\w.])\[[\w,-]+\]){_BARE})*"
_ONE_WORD = re.compile(_WORD, re.ASCII)
_TOKEN = re.compile(
    rf"(?:[ \t]|\\\n)*(?P<word>(?=[^ \t\n#]){_WORD})(?=[ \t\n]|\Z)|[ \t]*(?:#[^\n]*)?(?:\n|\Z)", re.ASCII
)
_PIECE = re.compile(r"'[^']*'|\"[^\"]*\"|[^'\"]+")
_PROGRAM = re.compile(
    r"(?!(?:if|then|elif|else|fi|for|while|until|do|done|case|esac|in|select|function|coproc|time|declare|typeset"
    r"|export|readonly|local|unset|unsetenv)\b)[\w./][\w./:+-]*\Z",
    re.ASCII,
)
# A failure may be looked at behind the command: the grammar's reader finds these in comments, too.
_STATUS = ("$?", "${?", "PIPESTATUS")


def read(text: Text, place: Callable[[int, int], Place], scope: Scope) -> tuple[tuple[Command, ...], str] | None:
    """The commands of a script of plain lines, and why some of it could not be read; None for any other script."""
    lines = _lines(text.ascii)
    if lines is None or any(sign in text.filled for sign in _STATUS):
        return None
    commands: list[Command] = []
    doubts: dict[str, None] = {}
    goes_on = False  # behind a failure of the last command
    for spans in lines:
        words = tuple(_word(text, start, end, place) for start, end in spans)
        if script_word(words) is not None:
            return None
        if goes_on and text.filled[slice(*spans[0])] != "exit":
            commands[-1] = commands[-1]._replace(tolerated=True)
        at = place(*text.written(spans[0][0], spans[-1][1]))
        commands.append(Command(words, scope.env, scope.folder, at, conditional=scope.may_have_ended))
        goes_on = not scope.errexit
        if why := unread(words):
            doubts[why] = None
        name = words[0].fact
        builtin = BUILTINS.get(name.value) if isinstance(name, Known) else None
        scope = scope if builtin is None else builtin(words, scope)
        if scope.ended:
            break
    return tuple(commands), "; ".join(doubts)


def _lines(written: str) -> list[list[Span]] | None:
    """The spans of the words of each line that has any; None where a line is not plain."""
    lines: list[list[Span]] = [[]]
    position, end = 0, len(written)
    while position < end:
        found = _TOKEN.match(written, position)
        if found is None:
            return None
        position = found.end()
        word = found["word"]
        if word is None:
            if lines[-1]:
                lines.append([])
        elif word.startswith(("=", "+=")) or (not lines[-1] and _PROGRAM.match(found[0].lstrip(" \t")) is None):
            return None
        else:
            lines[-1].append(found.span("word"))
    if not lines[-1]:
        lines.pop()
    return lines if len(lines) <= MAX_LINES and all(len(line) <= MAX_WORDS for line in lines) else None


def _word(text: Text, start: int, end: int, place: Callable[[int, int], Place]) -> Word:
    """A word without its quotes, with the expressions in it."""
    first, last = text.written(start, end)
    raw, at = text.script[first:last], place(first, last)
    if not text.holes:
        return Word(raw, Known(_unquoted(raw), at), at)
    from tplint.shell.words import joined, literal  # noqa: PLC0415 - for expressions only

    facts: list[Fact[str]] = []
    for piece in _PIECE.finditer(text.filled, start, end):
        quote = 1 if piece[0][0] in "'\"" else 0
        facts += literal(text, piece.start() + quote, piece.end() - quote, None)
    fact = joined(facts)
    return Word(raw, Known(fact.value, *(fact.at or (at,))) if isinstance(fact, Known) else fact, at)


def value(raw: str) -> str | None:
    """The value of a word without expressions as it is written; None where it is not plain."""
    return _unquoted(raw) if _ONE_WORD.fullmatch(raw) else None


def _unquoted(raw: str) -> str:
    if "'" not in raw and '"' not in raw:
        return raw
    return "".join(piece[1:-1] if piece[0] in "'\"" else piece for piece in _PIECE.findall(raw))
