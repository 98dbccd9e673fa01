"""A PowerShell script → its commands, as far as it is made of plain lines.

Lines, backtick continuations, quotes, ``$env:NAME = value`` and calls of programs are read; blocks, pipelines and
expressions are said to be unread.
"""

from __future__ import annotations

import re

from tplint.model import Command, Known, Unknown, Word
from tplint.records import NamedTuple
from tplint.shell.effects import unread as doubt
from tplint.shell.holes import fill
from tplint.shell.scope import Scope, assign, enter, look_up, unset, variable
from tplint.shell.words import joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tplint.documents.source import Place
    from tplint.model import Fact, Variable
    from tplint.shell.holes import Text

MAX_LINES = 2_000
MAX_WORDS = 2_000
_TOKEN = re.compile(
    r"(?P<comment><\#.*?\#>|(?<!\S)\#[^\n]*)|(?P<continued>`\r?\n)|(?P<blank>[ \t\r]+)|(?P<end>[\n;])"
    r"|(?P<redirect>[1*]?>>?)|(?P<block>[(){}|&]|@['\"]|2>&1|2>)"
    r"|(?P<word>(?:'(?:[^']|'')*'|\"(?:[^\"`]|`.|\"\")*\"|`[^\r\n]|[^\s'\"`;(){}|&>\n]|['\"])+)",
    re.DOTALL,
)
_PIECE = re.compile(r"'((?:[^']|'')*)'|\"((?:[^\"`]|`.|\"\")*)\"|([^'\"]+|['\"])", re.DOTALL)
_VARIABLE = re.compile(r"\$(?:\{env:(\w+)\}|env:(\w+)|\{(\w+)\}|(\w+))", re.IGNORECASE)
_ESCAPE = re.compile(r"`(.)", re.DOTALL)
_TARGET = re.compile(r"\$\{?env:(\w+)\}?", re.IGNORECASE)
_SETTERS = frozenset({"set-item", "new-item", "set-content", "si", "ni", "sc"})
_ASSIGNMENT = re.compile(r"\$(?:\{env:(\w+)\}|env:(\w+)|(\w+))(?:=|\Z)", re.IGNORECASE)


class Token(NamedTuple):
    """A piece of a line: ``kind`` is ``word``, ``redirect`` or ``block``."""

    kind: str
    start: int
    end: int


def read(
    text: str,
    *,
    place: Callable[[int, int], Place],
    env: Mapping[str, Variable],
    hole: Callable[[str], Fact[str]],
    folder: Fact[str],
) -> tuple[tuple[Command, ...], str]:
    """The commands of a script, and why some of it could not be read (or empty)."""
    filled = fill(text, hole)
    scope = Scope(env=env, variables={}, functions={}, folder=folder)
    commands: list[Command] = []
    unread, depth = "", 0
    for count, line in enumerate(_lines(filled.filled)):
        written = filled.filled[line[0].start : line[-1].end]
        if count >= MAX_LINES:
            return tuple(commands), f"it has more than {MAX_LINES:,} lines"
        if len(line) > MAX_WORDS:
            unread = f"it has a command of more than {MAX_WORDS:,} words"
            continue
        if depth or any(token.kind == "block" for token in line):
            unread = unread or f"PowerShell's `{written.partition(chr(10))[0][:40]}` is not read"
            depth = max(depth + written.count("{") - written.count("}"), 0)
            continue
        scope, command = _follow(filled, line, scope, place)
        if command is not None:
            commands.append(command)
            unread = unread or doubt(command.words)
    return tuple(commands), unread


def _lines(text: str) -> Iterator[list[Token]]:
    """The lines of a script as tokens, continued ones joined; a leading call operator is left out."""
    line: list[Token] = []
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or ""
        if kind == "end":
            if line:
                yield line
            line = []
        elif kind in {"word", "redirect"} or (kind == "block" and (line or found[0] != "&") and found[0] != "2>&1"):
            line.append(Token(kind, found.start(), found.end()))
    if line:
        yield line


def _follow(
    text: Text, line: list[Token], scope: Scope, place: Callable[[int, int], Place]
) -> tuple[Scope, Command | None]:
    """One line: an assignment, or a command and what it changes."""
    assignment = _assignment(text, line)
    if assignment is not None:
        return _assign(text, line[0], assignment, scope, place), None
    words = tuple(_word(text, token, scope, place) for token in line if token.kind == "word")
    targets = [after for index, after in enumerate(line[1:]) if line[index].kind == "redirect"]
    target = text.filled[targets[0].start : targets[0].end] if targets else ""
    if target:
        words = words[:-1]
    if not words:
        return scope, None
    at = place(*text.written(line[0].start, line[-1].end))
    command = Command(words, scope.env, scope.folder, at, redirected_to=_plain_target(target))
    return _effect(words, scope), command


def _plain_target(target: str) -> str:
    """``"$env:GITHUB_ENV"`` as POSIX shells write it."""
    return _TARGET.sub(r"$\1", target.strip("\"'"))


def _assignment(text: Text, line: list[Token]) -> list[Token] | None:
    """The tokens of the value that a line assigns, or None for a line that assigns nothing."""
    first = line[0]
    found = _ASSIGNMENT.match(text.filled[first.start : first.end])
    if found is None:
        return None
    if found[0].endswith("="):
        behind = Token("word", first.start + found.end(), first.end)
        return [*([behind] if behind.start < behind.end else []), *line[1:]]
    operator = text.filled[line[1].start : line[1].end] if len(line) > 1 else ""
    return line[2:] if operator == "=" else line[1:2] if operator.endswith("=") else None


def _assign(text: Text, target: Token, tokens: list[Token], scope: Scope, place: Callable[[int, int], Place]) -> Scope:
    """``$env:NAME = value`` and ``$name = value``; anything else than one plain value is unknown."""
    found = _ASSIGNMENT.match(text.filled[target.start : target.end])
    assert found is not None
    name, exported = found[1] or found[2] or found[3], found[3] is None
    key = place(*text.written(target.start, target.start + len(found[0].rstrip("="))))
    words = [_word(text, token, scope, place) for token in tokens]
    if len(words) == 1 and not words[0].raw.endswith("="):
        return assign(scope, name, variable(words[0].raw, words[0].fact, words[0].at, key), exported=exported)
    return assign(
        scope, name, variable("", Unknown("computed by the script", key, origins=("shell",)), key), exported=exported
    )


def _word(text: Text, token: Token, scope: Scope, place: Callable[[int, int], Place]) -> Word:
    """A word, with quotes removed and variables in place."""
    first, last = text.written(token.start, token.end)
    at = place(first, last)
    fact = joined(_pieces(text, token, scope))
    if isinstance(fact, Known) and not fact.at:
        fact = Known(fact.value, at)
    return Word(text.script[first:last], fact, at)


def _pieces(text: Text, token: Token, scope: Scope) -> Iterator[Fact[str]]:
    for piece in _PIECE.finditer(text.filled, token.start, token.end):
        unknown = [hole.fact for hole in text.within(*piece.span()) if isinstance(hole.fact, Unknown)]
        if unknown:
            yield joined(unknown)
        elif piece[1] is not None:
            yield Known(piece[1].replace("''", "'"))
        else:
            yield from _expanded(piece[3] if piece[2] is None else piece[2].replace('""', '"'), scope)


def _expanded(literal: str, scope: Scope) -> Iterator[Fact[str]]:
    """Text in which variables have their values."""
    position = 0
    for found in _VARIABLE.finditer(literal):
        if found.start() and literal[found.start() - 1] == "`":
            continue
        yield Known(_ESCAPE.sub(r"\1", literal[position : found.start()]))
        yield look_up(scope, next(name for name in found.groups() if name))
        position = found.end()
    rest = literal[position:]
    yield Unknown("computed by the script", origins=("shell",)) if "$(" in rest else Known(_ESCAPE.sub(r"\1", rest))


def _effect(words: tuple[Word, ...], scope: Scope) -> Scope:
    """What a command changes for those behind it."""
    name = words[0].raw.lower()
    if name in {"cd", "set-location", "sl", "push-location", "pushd"} and len(words) > 1:
        return scope._replace(folder=enter(scope.folder, words[-1].fact))
    if name in {"pop-location", "popd"}:
        return scope._replace(folder=Unknown(f"the script changes the folder by `{name}`", origins=("shell",)))
    if name == "remove-item" and words[-1].raw.lower().startswith("env:"):
        return unset(scope, words[-1].raw[4:])
    for word in words[1:] if name in _SETTERS else ():
        if word.raw.lower().startswith("env:"):
            value = Unknown(f"set by `{name}`", word.at, origins=("shell",))
            scope = assign(scope, word.raw[4:].lstrip("\\/"), variable(word.raw, value, word.at), exported=True)
    return scope
