"""The state of reading one shell script: its text and tree, what has been found, and the way from node to place."""

from __future__ import annotations

import re

from tplint.records import NamedTuple
from tplint.shell import failures, syntax
from tplint.shell.holes import fill
from tplint.shell.scope import without_arguments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import TypeAlias

    from tree_sitter import Node

    from tplint.documents.source import Place
    from tplint.model import Command, Fact
    from tplint.shell.holes import Text
    from tplint.shell.scope import Scope

    Follow: TypeAlias = "Callable[[Reader, Node, Scope, Context], Scope]"

MAX_STATEMENTS = 2_000
MAX_DEPTH = 40
_STATUS = re.compile(r"\$\?|\$\{\?|PIPESTATUS")


class Context(NamedTuple):
    """What the statements around a statement mean for it.

    ``unchecked``: it stands left of ``&&``, where ``errexit`` ignores it. ``retried``: it stands in a loop, a function
    or a subshell, where that says nothing about the script.
    """

    conditional: bool = False
    tolerated: bool = False
    redirected_to: str = ""
    unchecked: bool = False
    retried: bool = False
    depth: int = 0
    calls: tuple[str, ...] = ()


class Output:
    """What one reading, with the scripts inside the script, has found so far."""

    def __init__(self) -> None:
        self.commands: list[Command] = []
        self.unread: list[str] = []
        self.statements = 0
        self.pending: list[int] = []

    def tolerate(self) -> None:
        """The script goes on behind commands whose failure it does not check."""
        for index in self.pending:
            self.commands[index] = self.commands[index]._replace(tolerated=True)
        self.pending.clear()


class Reader:
    """One reading of one text; ``kinds`` says how each kind of statement is followed."""

    def __init__(
        self,
        text: Text,
        *,
        place: Callable[[int, int], Place],
        hole: Callable[[str], Fact[str]],
        output: Output,
        kinds: Mapping[str, Follow],
    ) -> None:
        self.tree = syntax.parse(text, place(0, 0).source)
        self.text: Text = self.tree.text
        self.place = place
        self.hole = hole
        self.output = output
        self.kinds = kinds
        self.followed: set[str] = set()
        self.last_status = max((found.start() for found in _STATUS.finditer(self.text.filled)), default=-1)

    def read(self, scope: Scope, context: Context) -> Scope:
        """Add the commands of the script to the output, and give the scope behind it."""
        if self.tree.unread:
            self.give_up(self.tree.unread)
        for start, end in self.tree.broken[:1]:
            line = self.text.filled[start : max(end, start + 1)].strip().partition("\n")[0][:40]
            self.give_up(f"its syntax is not understood at `{line}`" if line else "its syntax is not understood")
        scope = self.top(self.tree.root, scope, context)
        for name, body in scope.functions.items():
            if name not in self.followed:
                uncalled = context._replace(conditional=True, retried=True)
                self.statement(body, without_arguments(scope._replace(ended=False)), uncalled)
        return scope

    def at(self, start: int, end: int) -> Place:
        """The place of a stretch of the filled text."""
        return self.place(*self.text.written(start, end))

    def shifted(self, start: int) -> Callable[[int, int], Place]:
        """The places of a script that starts at an offset of this one, as written."""
        return lambda first, last: self.place(start + first, start + last)

    def source(self, node: Node) -> str:
        """The text of a node as the shell gets it."""
        return self.text.filled[node.start_byte : node.end_byte]

    def top(self, root: Node, scope: Scope, context: Context) -> Scope:
        """Follow the statements of the whole script."""
        if root.is_error:
            return scope
        for node, background in _in_sequence(root.children):
            if scope.ended:
                break
            if failures.name_of(node, self.text) == "exit" or self.last_status >= node.start_byte:
                self.output.pending.clear()
            self.output.tolerate()
            scope = self.statement(node, scope, context, background=background)
        return scope

    def block(self, nodes: Iterable[Node], scope: Scope, context: Context) -> Scope:
        """Follow statements one after the other."""
        for node, background in _in_sequence(nodes):
            if scope.ended:
                break
            scope = self.statement(node, scope, context, background=background)
        return scope

    def statement(self, node: Node, scope: Scope, context: Context, *, background: bool = False) -> Scope:
        """Follow one statement; in the background it changes nothing for those behind it."""
        if not self.may_go_on(context):
            return scope
        context = context._replace(depth=context.depth + 1, tolerated=context.tolerated or background)
        follow = self.kinds.get(node.type)
        if follow is not None:
            after = follow(self, node, scope, context)
            return scope if background else after
        if not node.is_error:
            self.substituted(node, scope, context._replace(tolerated=True))
        return scope

    def may_go_on(self, context: Context) -> bool:
        """Count a statement, and say whether it lies within the limits."""
        self.output.statements += 1
        if self.output.statements > MAX_STATEMENTS:
            self.give_up(f"it has more than {MAX_STATEMENTS:,} statements")
        elif context.depth > MAX_DEPTH:
            self.give_up(f"it is nested more than {MAX_DEPTH} levels deep")
        else:
            return True
        return False

    def give_up(self, why: str) -> None:
        """Say that some of the script is not read."""
        if why not in self.output.unread:
            self.output.unread.append(why)

    def _may_substitute(self, node: Node) -> bool:
        """Whether there may be commands in `$(…)`, `<(…)` or backquotes below a node."""
        start, end = node.start_byte, node.end_byte
        return self.text.ascii.find("(", start, end) >= 0 or self.text.ascii.find("`", start, end) >= 0

    def substituted(self, node: Node, scope: Scope, context: Context) -> None:
        """Commands in ``$(…)`` run before the command that uses their output, in a shell of their own."""
        if not self._may_substitute(node):
            return
        inside = context._replace(redirected_to="", retried=True, depth=context.depth + 1)
        for found in syntax.substitutions(node):
            if self.may_go_on(context):
                self.block(found.children, scope, inside)

    def nested(self, script: str, place: Callable[[int, int], Place], scope: Scope, context: Context) -> None:
        """Read a script inside the script, for a shell of its own."""
        if not self.may_go_on(context):
            return
        waiting, self.output.pending = self.output.pending, []
        inner = Reader(fill(script, self.hole), place=place, hole=self.hole, output=self.output, kinds=self.kinds)
        inner.read(scope._replace(functions={}), context._replace(depth=context.depth + 1))
        self.output.pending = waiting


def _in_sequence(nodes: Iterable[Node]) -> Iterator[tuple[Node, bool]]:
    """The statements among nodes, each with whether it runs in the background."""
    before: Node | None = None
    for node in nodes:
        if node.is_named and node.type != "comment":
            if before is not None:
                yield before, False
            before = node
        elif node.type == "&" and before is not None:
            yield before, True
            before = None
    if before is not None:
        yield before, False
