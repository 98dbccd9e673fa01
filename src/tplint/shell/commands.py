"""Simple commands: their words, what they do to the script around them, and the scripts and functions they start."""

from __future__ import annotations

import re

from tplint.model import Command, Known, Word
from tplint.shell import plain
from tplint.shell.effects import BUILTINS, unread
from tplint.shell.scope import arguments, forget, stops_at_failures, without_arguments
from tplint.shell.syntax import REDIRECTS, descendants, is_intact
from tplint.shell.variables import set_variable
from tplint.shell.words import evaluate
from tplint.shell.wrappers import script_word, unwrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tree_sitter import Node

    from tplint.documents.source import Place
    from tplint.shell.reader import Context, Reader
    from tplint.shell.scope import Scope

MAX_WORDS = 2_000
_PLAIN = frozenset({"word", "number", "string", "raw_string", "concatenation", "command_name"})
_EXPANSIONS = frozenset({"simple_expansion", "expansion"})
_MATTERS = re.compile(r"twine|publish|upload|pypi|export", re.IGNORECASE)


def with_options(scope: Scope, options: Iterable[str]) -> Scope:
    """The scope that a shell starts with which has these options: it has none of those of the shell around it."""
    written = " ".join(options)
    return scope._replace(errexit=stops_at_failures(written), pipefail="pipefail" in written)


def follow_command(reader: Reader, node: Node, scope: Scope, context: Context, extra: Iterable[Node] = ()) -> Scope:
    """A simple command; ``extra`` are words of it that stand behind a redirection."""
    if not is_intact(reader.tree, node):
        return scope
    inside = scope
    children = node.children
    for child in children:
        assigns = child.type == "variable_assignment"
        reader.substituted(child, scope, context._replace(tolerated=context.tolerated or not assigns))
        if assigns:
            inside = set_variable(reader, child, inside, exported=True)
    parts = [*_words_of(children), *extra]
    if len(parts) > MAX_WORDS:
        reader.give_up(f"it has a command of more than {MAX_WORDS:,} words")
        return scope
    pairs = [(word, part) for part in parts for word in _read_words(reader, part, scope)]
    if not pairs:
        return scope
    at = reader.at(node.start_byte, max(node.end_byte, parts[-1].end_byte))
    words = tuple(word for word, _ in pairs)
    _add(reader, words, at, inside, context)
    script = _reachable_script(reader, words)
    for word, part in pairs:
        if word is script:
            options = [before.raw for before in words[: words.index(word)]]
            _follow_script(reader, word, part, with_options(inside, options), context)
    return _effect(reader, words, scope, context)


def _reachable_script(reader: Reader, words: tuple[Word, ...]) -> Word | None:
    """The word that names the script which a command runs, unless that does not get the environment around it."""
    script = script_word(words)
    if script is None or not (why := unwrap(words).isolated):
        return script
    if any(_MATTERS.search(word.raw) for word in words):
        reader.give_up(f"it runs a script where {why}")
    return None


def _words_of(children: list[Node]) -> Iterator[Node]:
    """The nodes of a command's name and arguments."""
    for index, child in enumerate(children):
        kind = child.type
        is_mark = kind == "$" and index + 1 < len(children) and children[index + 1].type == "string"
        if kind != "variable_assignment" and kind not in REDIRECTS and not is_mark:
            yield child


def _read_words(reader: Reader, node: Node, scope: Scope) -> tuple[Word, ...]:
    """The word of a node; of a variable without quotes as many as its value has."""
    first, last = reader.text.written(node.start_byte, node.end_byte)
    raw, at = reader.text.script[first:last], reader.place(first, last)
    if not reader.text.holes and node.type in _PLAIN and (value := plain.value(raw)) is not None:
        return (Word(raw, Known(value, at), at),)
    fact = evaluate(node, reader.text, scope)
    if not isinstance(fact, Known):
        return (Word(raw, fact, at),)
    only = node.children[0] if node.type == "command_name" and len(node.children) == 1 else node
    values = fact.value.split() if only.type in _EXPANSIONS else [fact.value]
    return tuple(Word(raw, Known(value, *(fact.at or (at,))), at) for value in values)


def _add(reader: Reader, words: tuple[Word, ...], at: Place, scope: Scope, context: Context) -> None:
    """Record a command; whether the script goes on behind a failure of it may show only later."""
    output = reader.output
    output.commands.append(
        Command(
            words,
            scope.env,
            scope.folder,
            at,
            conditional=context.conditional or scope.may_have_ended,
            tolerated=context.tolerated,
            redirected_to=context.redirected_to,
        )
    )
    if not context.tolerated and not context.retried and (context.unchecked or not scope.errexit):
        output.pending.append(len(output.commands) - 1)


def _effect(reader: Reader, words: tuple[Word, ...], scope: Scope, context: Context) -> Scope:
    """What a command changes for those behind it."""
    name = words[0].fact.value if isinstance(words[0].fact, Known) else ""
    if name in scope.functions and name not in context.calls:
        return _call(reader, name, words, scope, context)
    if why := unread(words):
        reader.give_up(why)
    builtin = BUILTINS.get(name)
    return scope if builtin is None else builtin(words, scope)


def _call(reader: Reader, name: str, words: tuple[Word, ...], scope: Scope, context: Context) -> Scope:
    """Follow a function's body with its arguments in place."""
    reader.followed.add(name)
    given = arguments(words[1:], words[0].at)
    outer = {key: value for key, value in scope.variables.items() if key.isdigit()}
    others = without_arguments(scope).variables
    body = scope.functions[name]
    inside = context._replace(retried=True, calls=(*context.calls, name))
    after = reader.statement(body, scope._replace(variables={**others, **given}), inside)
    local = sorted(_local_names(reader, body) - scope.env.keys())
    after = forget(after, local, f"local to `{name}`", words[0].at) if local else after
    return after._replace(variables={**without_arguments(after).variables, **outer})


def _local_names(reader: Reader, body: Node) -> set[str]:
    """The names that a function declares by ``local``."""
    return {
        reader.source(part)
        for node in descendants(body)
        if node.type == "declaration_command" and reader.source(node.children[0]) == "local"
        for child in node.children
        for part in (child, *child.children[:1])
        if part.type == "variable_name"
    }


def _follow_script(reader: Reader, word: Word, node: Node, scope: Scope, context: Context) -> None:
    """The script of ``bash -c``, at its places where quotes leave it as it is, else at the whole word's."""
    quoted = node.type in {"raw_string", "string"} and len(word.raw) > 1 and word.raw[0] in "'\""
    if quoted and (node.type == "raw_string" or "\\" not in word.raw):
        start, end = reader.text.written(node.start_byte, node.end_byte)
        hidden = scope._replace(variables={}) if node.type == "raw_string" else scope
        reader.nested(reader.text.script[start + 1 : end - 1], reader.shifted(start + 1), hidden, context)
    elif isinstance(word.fact, Known):
        reader.nested(word.fact.value, lambda _start, _end: word.at, scope, context)
    elif _MATTERS.search(word.raw):
        reader.give_up(f"the script of `-c {word.raw[:40]}` is not in the files")
