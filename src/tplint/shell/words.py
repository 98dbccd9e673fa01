"""Words of a command line → facts: quotes removed, variables and expressions in place where the files decide them."""

from __future__ import annotations

import re

from tplint.model import Known, Unknown
from tplint.shell.scope import look_up

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tree_sitter import Node

    from tplint.model import Fact
    from tplint.shell.holes import Text
    from tplint.shell.scope import Scope

MAX_DEPTH = 20
# `A+=$A$A` on ten lines makes a value of 3¹⁰ times its length.
MAX_VALUE = 50_000
_ESCAPE = re.compile(r"\\(\n|.)", re.DOTALL)
_QUOTED_ESCAPE = re.compile(r"\\([$`\"\\\n])")
_ANSI_ESCAPE = re.compile(r"\\([abefnrtv\\'\"?])")
_ANSI = {"a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_DEFAULT = re.compile(r"\$\{(\w+):?[-=]")
_REQUIRED = re.compile(r"\$\{(\w+)(?::?\?[^}]*)?\}")
_NAME = re.compile(r"\$\{?[#!]?(\w+|[@*#?$!-])")


def evaluate(node: Node, text: Text, scope: Scope) -> Fact[str]:
    """The value of a word, or of what is assigned; ``at`` is where the files say parts of it other than as text."""
    return joined(_parts(node, text, scope, 0))


def joined(parts: Iterable[Fact[str]]) -> Fact[str]:
    """Put parts together: known where all are, else unknown for the first reason, with the origins of all."""
    facts = list(parts)
    unknown = [fact for fact in facts if isinstance(fact, Unknown)]
    if len(facts) == 1:
        return facts[0]
    at = tuple(dict.fromkeys(place for fact in facts for place in fact.at))
    if unknown:
        origins = dict.fromkeys(origin for fact in unknown for origin in fact.origins)
        return Unknown(unknown[0].why, *at, origins=tuple(origins))
    values = [fact.value for fact in facts if isinstance(fact, Known)]
    if sum(map(len, values)) > MAX_VALUE:
        return Unknown(f"longer than {MAX_VALUE:,} characters", *at, origins=("shell",))
    return Known("".join(values), *at)


def _parts(node: Node, text: Text, scope: Scope, depth: int) -> Iterator[Fact[str]]:
    """The parts of a word from left to right."""
    start, end = node.start_byte, node.end_byte
    if depth > MAX_DEPTH:
        yield Unknown("nested too deeply")
        return
    match node.type:
        case "string" | "concatenation" | "command_name" | "translated_string":
            yield from _composed(node, text, scope, depth)
        case "raw_string":
            yield from literal(text, start + 1, end - 1, None)
        case "ansi_c_string":
            yield from literal(text, start + 2, end - 1, _ANSI_ESCAPE)
        case "simple_expansion":
            yield _expansion(text.filled[start + 1 : end], scope)
        case "expansion":
            yield from _braced(node, text, scope, depth)
        case "command_substitution" | "process_substitution":
            yield Unknown("set by a command", origins=("shell",))
        case "arithmetic_expansion":
            yield Unknown("computed by the shell", origins=("shell",))
        case "array":
            yield Unknown("a list of values", origins=("shell",))
        case _:
            yield from literal(text, start, end, _ESCAPE)


def _composed(node: Node, text: Text, scope: Scope, depth: int) -> Iterator[Fact[str]]:
    """The children of a quoted string or of a joined word; in a string the grammar leaves some blanks to none."""
    if node.type != "string":
        for child in node.children:
            yield from _parts(child, text, scope, depth + 1)
        return
    position = node.start_byte + (2 if text.ascii.startswith("$", node.start_byte) else 1)
    for child in node.children:
        if child.is_named and child.type != "string_content":
            yield from literal(text, position, child.start_byte, _QUOTED_ESCAPE)
            yield from _parts(child, text, scope, depth + 1)
            position = child.end_byte
    yield from literal(text, position, node.end_byte - 1, _QUOTED_ESCAPE)


def literal(text: Text, start: int, end: int, escapes: re.Pattern[str] | None) -> Iterator[Fact[str]]:
    """Literal text, broken up by the expressions in it."""
    position = start
    for hole in text.within(start, end):
        if isinstance(hole.fact, Known):
            # Its text is part of the script: quotes and variables in it mean what they mean to the shell.
            yield Known(_unescaped(text.filled[position : max(hole.start, start)], escapes))
            yield Known(_unescaped(text.filled[max(hole.start, start) : min(hole.end, end)], escapes), *hole.fact.at)
        else:
            if position < hole.start:
                yield Known(_unescaped(text.filled[position : hole.start], escapes))
            yield hole.fact
        position = min(max(hole.end, position), end)
    if position < end or position == start:
        yield Known(_unescaped(text.filled[position:end], escapes))


def _unescaped(literal: str, escapes: re.Pattern[str] | None) -> str:
    if escapes is None or "\\" not in literal:
        return literal
    if escapes is _ANSI_ESCAPE:
        return escapes.sub(lambda found: _ANSI.get(found[1], found[1]), literal)
    return escapes.sub(lambda found: "" if found[1] == "\n" else found[1], literal)


def _expansion(name: str, scope: Scope) -> Fact[str]:
    """The value of ``$name``."""
    if name in {"@", "*", "#", "?", "$", "!", "-", "0", "_"}:
        return Unknown(f"`${name}` is set by the shell", origins=("shell",))
    return look_up(scope, name)


def _braced(node: Node, text: Text, scope: Scope, depth: int) -> Iterator[Fact[str]]:
    """The value of ``${name}`` and ``${name:-default}``; other operators are not carried out."""
    written = text.filled[node.start_byte : node.end_byte]
    if plain := _REQUIRED.fullmatch(written):
        yield _expansion(plain[1], scope)
    elif default := _DEFAULT.match(written):
        yield from _defaulted(node, text, scope, default, depth)
    else:
        name = _NAME.match(written)
        fact = _expansion(name[1], scope) if name else None
        origins = fact.origins if isinstance(fact, Unknown) else ("shell",)
        yield Unknown(f"`{written}` is computed by the shell", origins=origins)


def _defaulted(node: Node, text: Text, scope: Scope, default: re.Match[str], depth: int) -> Iterator[Fact[str]]:
    name = default[1]
    fact = look_up(scope, name)
    if isinstance(fact, Known) and (fact.value or ":" not in default[0]):
        yield fact
        return
    operator = node.start_byte + default.end()
    children = [child for child in node.children if child.is_named and child.start_byte >= operator]
    other = joined([part for child in children for part in _parts(child, text, scope, depth + 1)] or [Known("")])
    if isinstance(fact, Known):
        yield other
        return
    # Not set in the files is not the same as not set: the default applies only if nothing else sets it.
    origins = dict.fromkeys((*fact.origins, *(other.origins if isinstance(other, Unknown) else ())))
    yield Unknown(fact.why, *fact.at, origins=tuple(origins))
