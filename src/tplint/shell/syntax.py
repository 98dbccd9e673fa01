"""The grammar's side of reading a shell script: text → tree, and the shapes that the reader asks of it.

All walks are iterative: how deep a script nests is its author's choice.
"""

from __future__ import annotations

import re

from tplint.documents import grammars
from tplint.records import NamedTuple
from tplint.remembered import by_identity
from tplint.shell.holes import without_patterns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from tplint.documents.source import Source
    from tplint.shell.holes import Text

SUBSTITUTIONS = frozenset({"command_substitution", "process_substitution"})
REDIRECTS = frozenset({"file_redirect", "heredoc_redirect", "herestring_redirect"})
# The longest of 10,000 real scripts has 16,000 characters. Errors in one of that length may cost a fifth of a second; a
# file may have many scripts, and the squares of their lengths are added up.
MAX_LENGTH = 20_000
MAX_ERRORS = 2 * MAX_LENGTH**2
MAX_FILES = 2_048  # whose shares are kept: that of a file that is forgotten would begin anew
_FIRST_WORD = re.compile(r"[^\s;&|]*")
_KEYWORDS = frozenset({"then", "do", "done", "fi", "else", "elif", "esac", "}", ")"})


class Tree(NamedTuple):
    """A parsed script. ``broken`` are the spans that the parser could not make sense of, or filled in itself.

    ``unread`` says why it was not parsed at all, if so.
    """

    text: Text
    root: Node
    broken: tuple[tuple[int, int], ...]
    broken_starts: frozenset[int]
    broken_ends: frozenset[int]
    unread: str = ""


def parse(text: Text, source: Source) -> Tree:
    """Parse a script of a file; the parser recovers from errors, so this always gives a tree.

    That takes time with the square of a script's length. Beyond the file's share of it the tree is empty.
    """
    share = _share_for_errors(source)
    root = _parsed(text, share)
    if root is None:
        is_long = len(text.ascii) > MAX_LENGTH
        why = f"it is longer than {MAX_LENGTH:,} characters" if is_long else "too much of its file is not understood"
        return Tree(text, grammars.parser("tree_sitter_bash").parse(b"").root_node, (), frozenset(), frozenset(), why)
    if root.has_error:
        plain = without_patterns(text)
        again = _parsed(plain, share) if plain.ascii != text.ascii else None
        if again is not None and not again.has_error:
            text, root = plain, again
    broken = tuple(_broken(root)) if root.has_error else ()
    return Tree(text, root, broken, frozenset(start for start, _ in broken), frozenset(end for _, end in broken))


def _parsed(text: Text, share: _Share) -> Node | None:
    """The root of a script's tree; None where it is too long, or nothing is left for errors."""
    data = text.ascii.encode("ascii")
    if data in share.roots:
        return share.roots[data]
    if len(data) > MAX_LENGTH or share.left[0] <= 0:
        return None
    root = grammars.parser("tree_sitter_bash").parse(data).root_node
    if root.has_error:
        share.left[0] -= len(data) ** 2
        share.roots[data] = root
    return root


class _Share(NamedTuple):
    """What may still be spent on errors in the scripts of a file, in one number, and the roots that it was spent on.

    A script is read for each assignment of its job, and by each rule that asks: only the first time costs something.
    """

    left: list[int]
    roots: dict[bytes, Node]


@by_identity(MAX_FILES)
def _share_for_errors(_: Source) -> _Share:
    return _Share([MAX_ERRORS], {})


def descendants(node: Node, *, into: frozenset[str] | None = None) -> Iterator[Node]:
    """All nodes below a node in the order of the text, not into those of the types ``into``."""
    stack = list(reversed(node.children))
    while stack:
        current = stack.pop()
        yield current
        if into is None or current.type not in into:
            stack.extend(reversed(current.children))


def _broken(root: Node) -> Iterator[tuple[int, int]]:
    """The spans of errors, from left to right."""
    stack = [root]
    while stack:
        node = stack.pop()
        if node.is_error or node.is_missing:
            yield node.start_byte, node.end_byte
        elif node.has_error:
            stack.extend(reversed(node.children))


def is_intact(tree: Tree, node: Node) -> bool:
    """Whether the parser understood a command and what stands right beside it."""
    if not tree.broken:
        return True
    written = tree.text.ascii
    if node.has_error or _FIRST_WORD.match(written, node.start_byte, node.end_byte)[0] in _KEYWORDS:  # type: ignore[index]
        return False
    behind, before = node.end_byte, node.start_byte
    while behind < len(written) and written[behind] in " \t":
        behind += 1
    while before > 0 and written[before - 1] in " \t":
        before -= 1
    return behind not in tree.broken_starts and before not in tree.broken_ends


def substitutions(node: Node) -> Iterator[Node]:
    """The outermost command and process substitutions of a node, itself included."""
    if node.type in SUBSTITUTIONS:
        yield node
        return
    for child in descendants(node, into=SUBSTITUTIONS):
        if child.type in SUBSTITUTIONS:
            yield child


def steps(node: Node) -> list[tuple[str, Node]]:
    """The parts of ``a && b || c`` from left to right, each with the operator before it."""
    found: list[tuple[str, Node]] = []
    while node.type == "list":
        children = [child for child in node.children if child.type != "comment"]
        if len(children) != 3:  # noqa: PLR2004 - left, operator, right; anything else is a syntax error
            break
        found.append((children[1].type, children[2]))
        node = children[0]
    return [("", node), *reversed(found)]


class Arm(NamedTuple):
    """One arm of an ``if``: its condition (none for ``else``) and its body."""

    condition: list[Node]
    body: list[Node]


def arms(node: Node) -> list[Arm]:
    """The arms of an ``if``."""
    found = [_arm(node)]
    for child in node.children:
        if child.type == "elif_clause":
            found.append(_arm(child))
        elif child.type == "else_clause":
            found.append(Arm([], child.children))
    return found


def _arm(node: Node) -> Arm:
    children = [child for child in node.children if child.type not in {"elif_clause", "else_clause"}]
    then = next((index for index, child in enumerate(children) if child.type == "then"), len(children))
    return Arm(children[1:then], children[then + 1 :])


def statements(nodes: list[Node]) -> list[Node]:
    """The nodes that do something: no punctuation, no comments."""
    return [node for node in nodes if node.is_named and node.type != "comment"]


def assigned_names(node: Node, text: Text) -> set[str]:
    """The variables that assignments anywhere below a node set."""
    return {
        text.filled[child.start_byte : child.end_byte]
        for assignment in descendants(node)
        if assignment.type == "variable_assignment"
        for child in assignment.children[:1]
        if child.type == "variable_name"
    }
