"""Statements that set variables: assignments, ``export`` and its relatives, ``unset``."""

from __future__ import annotations

from tplint.model import Known, Unknown
from tplint.shell import scope as scopes
from tplint.shell.words import evaluate, joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from tplint.model import Fact, Variable
    from tplint.shell.reader import Context, Reader
    from tplint.shell.scope import Scope


def follow_assignment(reader: Reader, node: Node, scope: Scope, context: Context) -> Scope:
    """``NAME=value``."""
    reader.substituted(node, scope, context)
    return set_variable(reader, node, scope, exported=False)


def set_variable(reader: Reader, node: Node, scope: Scope, *, exported: bool) -> Scope:
    """Set a variable to what it is assigned; elements of arrays are not followed."""
    if len(node.children) < 2 or node.children[0].type != "variable_name":  # noqa: PLR2004 - name and operator
        return scope
    target = node.children[0]
    name = reader.source(target)
    if any(isinstance(hole.fact, Unknown) for hole in reader.text.within(target.start_byte, target.end_byte)):
        reader.give_up("it sets a variable whose name comes from an expression")
        return scope
    return scopes.assign(scope, name, _assigned(reader, node, name, scope), exported=exported)


def _assigned(reader: Reader, node: Node, name: str, scope: Scope) -> Variable:
    target, operator, *values = node.children
    fact: Fact[str] = evaluate(values[-1], reader.text, scope) if values else Known("")
    if operator.type == "+=" and (name in scope.variables or name in scope.env):
        fact = joined([scopes.look_up(scope, name), fact])
    start, end = operator.end_byte, node.end_byte
    at = reader.at(start, end)
    if isinstance(fact, Known) and not fact.at:
        fact = Known(fact.value, at)
    first, last = reader.text.written(start, end)
    key = reader.at(target.start_byte, target.end_byte)
    return scopes.variable(reader.text.script[first:last], fact, at, key)


def follow_declaration(reader: Reader, node: Node, scope: Scope, context: Context) -> Scope:
    """``export``, ``declare``, ``typeset``, ``readonly``, ``local``."""
    keyword = reader.source(node.children[0])
    flags = {reader.source(child) for child in node.children[1:] if child.type == "word"}
    exported = keyword == "export" or any(flag.startswith("-") and "x" in flag for flag in flags)
    for child in node.children[1:]:
        reader.substituted(child, scope, context._replace(tolerated=True))  # it goes well whatever `$(…)` does
        match child.type:
            case "variable_assignment":
                scope = set_variable(reader, child, scope, exported=exported)
            case "variable_name" if keyword == "export" and "-n" in flags:
                scope = scopes.hide(scope, reader.source(child))
            case "variable_name" if exported:
                scope = scopes.export(scope, reader.source(child))
            case "string" | "raw_string" | "concatenation":
                scope = _declare_word(reader, child, scope, exported=exported)
            case "command_substitution" | "simple_expansion" | "expansion":
                reader.give_up(f"`{keyword} {reader.source(child)}` sets variables that are not in the files")
    return scope


def _declare_word(reader: Reader, node: Node, scope: Scope, *, exported: bool) -> Scope:
    """``export "NAME=value"``: an assignment that is a word of its own."""
    name, equals, raw = reader.source(node).strip("\"'").partition("=")
    if not equals or not name.isidentifier():
        return scope
    at = reader.at(node.start_byte, node.end_byte)
    fact = evaluate(node, reader.text, scope)
    if isinstance(fact, Known):
        fact = Known(fact.value.partition("=")[2], *(fact.at or (at,)))
    return scopes.assign(scope, name, scopes.variable(raw, fact, at), exported=exported)


def follow_unset(reader: Reader, node: Node, scope: Scope, _context: Context) -> Scope:
    """``unset NAME``."""
    for child in node.children:
        if child.type in {"variable_name", "word"}:
            scope = scopes.unset(scope, reader.source(child))
    return scope
