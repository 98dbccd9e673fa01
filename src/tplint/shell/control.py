"""Statements that hold statements: lists, pipelines, redirections, branches, loops, functions.

They are followed in the order in which a shell would run them; where it might take another way, what is not the same
on both is unknown afterwards.
"""

from __future__ import annotations

import re
from functools import reduce

from tplint.model import Known, Unknown
from tplint.shell import decisions, failures, syntax
from tplint.shell.commands import follow_command, with_options
from tplint.shell.scope import assign, forget, join, variable, without_arguments
from tplint.shell.words import evaluate
from tplint.shell.wrappers import is_shell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from tplint.documents.source import Place
    from tplint.shell.holes import Text
    from tplint.shell.reader import Context, Reader
    from tplint.shell.scope import Scope

MAX_STEPS = 300
MAX_WAYS = 100
_BRACED = re.compile(r"\$\{(\w+)\}")
# Words of a `for` that stand for files, so that none of them is an option: names, patterns, a list of either.
_FILES = re.compile(r"""["']?(?:\$\{?\w+\}?/)?[\w./*?\[][^\s$`]*$|"?\$\((?:ls|find)\s|"\$\{\w+\[[@*]\]\}"$""")
_TEE = re.compile(r"tee\s+(?:-a\s+|--append\s+)?([^\s|;&]+)")


def group(reader: Reader, node: Node, scope: Scope, context: Context) -> Scope:
    """``{ …; }`` and the bodies of loops; ``(( … ))`` is one too."""
    return reader.block(node.children, scope, context)


def subshell(reader: Reader, node: Node, scope: Scope, context: Context) -> Scope:
    """``( … )``: what it changes ends with it."""
    reader.block(node.children, scope, context._replace(retried=True))
    return scope


def follow_list(reader: Reader, node: Node, scope: Scope, context: Context, last_redirect: str = "") -> Scope:
    """``a && b || c``."""
    return _follow_steps(reader, syntax.steps(node), scope, context, last_redirect)


def _follow_steps(
    reader: Reader, steps: list[tuple[str, Node]], scope: Scope, context: Context, redirect: str = ""
) -> Scope:
    """The commands of a list; ``redirect`` is where the last one writes."""
    if len(steps) > MAX_STEPS:
        reader.give_up(f"it joins more than {MAX_STEPS} commands")
        return scope._replace(ended=True)
    conditional, last = context.conditional, len(steps) - 1
    for index, (operator, node) in enumerate(steps):
        surely = index == 0 or (operator == "&&" and failures.passes(steps[index - 1][1], reader.text))
        conditional = conditional or not surely
        inside = context._replace(
            conditional=conditional,
            tolerated=context.tolerated or failures.step_hides(steps, index, reader.text),
            unchecked=context.unchecked or (index < last and all(op == "&&" for op, _ in steps[index + 1 :])),
        )
        if index == last and redirect:
            inside = inside._replace(redirected_to=redirect)
        after = reader.statement(node, scope, inside)
        # A failure left of `&& exit` ends nothing.
        scope = after if surely and not (index and after.ended) else join(scope, after)
        if scope.ended:
            break
    return scope


def pipeline(reader: Reader, node: Node, scope: Scope, context: Context, last_redirect: str = "") -> Scope:
    """``a | b``: each in a shell of its own; without ``pipefail`` only the last one's failure counts."""
    parts = syntax.statements(node.children)
    teed = next((found[1] for part in parts[1:] if (found := _TEE.match(reader.source(part)))), "")
    negates = failures.is_negated(node) and not context.unchecked
    for index, part in enumerate(parts):
        is_last = index == len(parts) - 1
        ignored = negates or (not is_last and not scope.pipefail)
        target = last_redirect if is_last else _plain_target(teed)
        inside = context._replace(tolerated=context.tolerated or ignored, redirected_to=target or context.redirected_to)
        reader.statement(part, scope, inside)
    return scope


def negated(reader: Reader, node: Node, scope: Scope, context: Context) -> Scope:
    """``! a``; in a condition, the ``if`` around it has decided whether that hides a failure."""
    return reader.block(node.children, scope, context._replace(tolerated=context.tolerated or not context.unchecked))


def redirected(reader: Reader, node: Node, scope: Scope, context: Context) -> Scope:
    """A statement with redirections, and what stands behind the start of its here-document."""
    body = node.children[0]
    redirects = [child for child in node.children if child.type in syntax.REDIRECTS]
    target = _target(redirects, reader.text) or context.redirected_to
    for redirect in redirects:
        reader.substituted(redirect, scope, context._replace(tolerated=True))
    if body.type in syntax.REDIRECTS:
        return scope
    inside = context._replace(redirected_to=target)
    rest = _behind_heredoc(redirects)
    if rest:
        scope = _follow_heredoc(reader, body, rest, scope, inside)
    elif body.type == "list":
        scope = follow_list(reader, body, scope, context, target)
    elif body.type == "pipeline":
        scope = pipeline(reader, body, scope, context, target)
    elif body.type == "command":
        extra = [word for redirect in redirects for word in _words_behind(redirect)]
        scope = follow_command(reader, body, scope, inside, extra)
    else:
        scope = reader.statement(body, scope, inside)
    _heredoc_script(reader, rest[0][1] if rest and rest[0][0] == "|" else body, redirects, scope, inside)
    return scope


def _follow_heredoc(reader: Reader, body: Node, rest: list[tuple[str, Node]], scope: Scope, context: Context) -> Scope:
    """``cat <<EOF && b`` and ``cat <<EOF | b``."""
    if rest[0][0] == "|":
        reader.statement(body, scope, context)
        return reader.block([node for _, node in rest], scope, context._replace(redirected_to=""))
    return _follow_steps(reader, [("", body), *rest], scope, context)


def _heredoc_script(reader: Reader, body: Node, redirects: list[Node], scope: Scope, context: Context) -> None:
    """``bash <<EOF``: the here-document is a script."""
    written = reader.source(body).split()
    options = [word for word in written[1:] if word.startswith("-") or word == "pipefail"]
    if not written or not is_shell(written[0]) or len(options) < len(written) - 1:
        return
    for redirect in redirects:
        for part in redirect.children:
            if part.type == "heredoc_body":
                start, end = reader.text.written(part.start_byte, part.end_byte)
                inside = with_options(scope, written)
                reader.nested(reader.text.script[start:end], reader.shifted(start), inside, context)


def _behind_heredoc(redirects: list[Node]) -> list[tuple[str, Node]]:
    """What stands on the line of ``<<EOF`` behind it: the steps of a list, or the rest of a pipeline."""
    for redirect in redirects:
        operator = ""
        for part in redirect.children if redirect.type == "heredoc_redirect" else ():
            if part.type in {"&&", "||"}:
                operator = part.type
            elif part.type == "pipeline":
                return [("|", child) for child in syntax.statements(part.children)]
            elif operator and part.is_named:
                return [(operator, part)]
    return []


def _words_behind(redirect: Node) -> Iterator[Node]:
    """The words that follow a redirection's target and belong to the command: ``a >b c``."""
    if redirect.type == "file_redirect":
        targets = [child for child in redirect.children if child.is_named and child.type != "file_descriptor"]
        yield from targets[1:]
    elif redirect.type == "heredoc_redirect":
        for child in redirect.children:
            if child.type == "file_redirect":
                yield from _words_behind(child)


def _target(redirects: list[Node], text: Text) -> str:
    """Where standard output goes, as written; empty where nothing redirects it."""
    found = ""
    for redirect in redirects:
        if redirect.type == "heredoc_redirect":
            found = _target([child for child in redirect.children if child.type == "file_redirect"], text) or found
        elif redirect.type == "file_redirect":
            names = [child for child in redirect.children if child.is_named and child.type != "file_descriptor"]
            descriptors = [child for child in redirect.children if child.type == "file_descriptor"]
            operators = {child.type for child in redirect.children if not child.is_named}
            stdout = not descriptors or text.ascii[descriptors[0].start_byte : descriptors[0].end_byte] == "1"
            if names and stdout and operators & {">", ">>", ">|", "&>", "&>>"}:
                found = _plain_target(text.filled[names[0].start_byte : names[0].end_byte])
    return found


def _plain_target(written: str) -> str:
    """A redirection's target without quotes and braces, so that ``"${GITHUB_ENV}"`` is ``$GITHUB_ENV``."""
    return _BRACED.sub(r"$\1", written.strip("\"'"))


def branch(reader: Reader, node: Node, scope: Scope, context: Context) -> Scope:
    """``if``."""
    arms = syntax.arms(node)
    if len(arms) > MAX_WAYS:
        return _too_many_ways(reader, scope)
    ends: list[Scope] = []
    for index, arm in enumerate(arms):
        following = arms[index + 1] if index + 1 < len(arms) else None
        hidden = failures.condition_hides(arm.condition, arm, following, reader.text)
        asked = context._replace(
            tolerated=context.tolerated or hidden,
            conditional=context.conditional or bool(ends),
            unchecked=True,
            retried=True,
        )
        scope = reader.block(arm.condition, scope, asked)
        holds = decisions.holds(arm.condition, reader.text, scope) if arm.condition else not ends or None
        if holds is not False:
            surely = holds is True and not ends
            ends.append(reader.block(arm.body, scope, context if surely else context._replace(conditional=True)))
        if holds is True:
            return reduce(join, ends)
    if arms[-1].condition:
        ends.append(scope)
    return reduce(join, ends)


def _too_many_ways(reader: Reader, scope: Scope) -> Scope:
    """Leave a branch that was made to hurt unread, and what follows it, which depends on it."""
    reader.give_up(f"it branches more than {MAX_WAYS} ways")
    return scope._replace(ended=True)


def loop(reader: Reader, node: Node, scope: Scope, context: Context) -> Scope:
    """``for``, ``while``, ``until``, ``select``: the body may run never, once or often."""
    _loop_words(reader, node, scope, context)
    at = reader.at(node.start_byte, node.end_byte)
    names = sorted(syntax.assigned_names(node, reader.text))
    if "shift" in reader.source(node):
        scope = without_arguments(scope)
    scope = forget(scope, names, "it changes in a loop", at) if names else scope
    before = [child for child in node.children if child.type != "do_group"]
    bodies = [child for child in node.children if child.type in {"do_group", "compound_statement"}]
    if node.type == "while_statement":
        scope = reader.block(before[1:], scope, context._replace(retried=True, unchecked=True))
    elif node.type == "for_statement":
        scope = _loop_variable(reader, before, scope, at)
    inside = context._replace(conditional=True, retried=True)
    return join(scope, reader.block(bodies, scope, inside))


def _loop_words(reader: Reader, node: Node, scope: Scope, context: Context) -> None:
    """The substitutions among the words that a ``for`` goes through."""
    if node.type == "for_statement":
        for child in node.children:
            if child.type not in {"do_group", "compound_statement"}:
                reader.substituted(child, scope, context._replace(tolerated=True))


def _loop_variable(reader: Reader, nodes: list[Node], scope: Scope, at: Place) -> Scope:
    """What ``for`` sets: known only where it goes through one word."""
    names = [child for child in nodes if child.type == "variable_name"]
    values = [child for child in nodes if child.is_named and child.type not in {"variable_name", "comment"}]
    if not names:
        return scope
    name = reader.source(names[0])
    facts = [evaluate(value, reader.text, scope) for value in values]
    if len(facts) == 1 and isinstance(facts[0], Known) and not set(facts[0].value) & set("*?[{"):
        return assign(scope, name, variable(reader.source(values[0]), facts[0], at))
    origins = tuple(dict.fromkeys(origin for fact in facts if isinstance(fact, Unknown) for origin in fact.origins))
    if values and all(_FILES.match(reader.source(value)) for value in values):
        origins = ("files",)
    return forget(scope, [name], f"`{name}` takes several values in a loop", at, origins or ("shell",))


def choose(reader: Reader, node: Node, scope: Scope, context: Context) -> Scope:
    """``case``: one of its items, or none; the one that the script itself chooses."""
    ends: list[Scope] = []
    items = [child for child in node.children if child.type == "case_item"]
    if len(node.children) > MAX_WAYS:
        return _too_many_ways(reader, scope)
    for child in node.children:
        if child.is_named and child.type != "case_item":
            reader.substituted(child, scope, context._replace(tolerated=True))
    subject = decisions.value(node.children[1], reader.text, scope) if not _falls_through(items) else None
    for item in items:
        taken = decisions.is_taken(item, subject, reader.text, scope) if subject is not None else None
        closing = next((i for i, child in enumerate(item.children) if child.type == ")"), 0)
        if taken is not False:
            inside = context if taken and not ends else context._replace(conditional=True)
            ends.append(reader.block(item.children[closing + 1 :], scope, inside))
        if taken:
            return reduce(join, ends)
    return reduce(join, [scope, *ends])


def _falls_through(items: list[Node]) -> bool:
    """Whether an item of a ``case`` goes on to the next one: ``;&`` and ``;;&``."""
    return any(child.type in {";&", ";;&"} for item in items for child in item.children)


def define(reader: Reader, node: Node, scope: Scope, _context: Context) -> Scope:
    """A function is read where it is called; one that nothing calls is read last, as something that may run."""
    name = reader.source(next(child for child in node.children if child.type == "word"))
    bodies = [child for child in syntax.statements(node.children) if child.type not in syntax.REDIRECTS]
    return scope._replace(functions={**scope.functions, name: bodies[-1]})
