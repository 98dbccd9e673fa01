"""Python text → its syntax tree, by the interpreter's own parser, and where nodes of it stand; nothing is run."""

from __future__ import annotations

import ast
import warnings

from tplint.documents.source import Place, Unreadable, line_starts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Source


class NotPython(Unreadable):
    """The text is no Python that this interpreter reads."""


def parse(source: Source) -> ast.Module:
    """The tree of a file; raises ``NotPython``."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Python thinks of the file is not the point
            return ast.parse(source.text)
    except (SyntaxError, ValueError) as error:
        raise NotPython("it cannot be parsed", 0) from error
    except (RecursionError, MemoryError) as error:
        raise NotPython("it is nested too deeply", 0) from error


def nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """A node and all below it, in the order of the text; trees may be deeper than functions can call themselves."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed([*ast.iter_child_nodes(node)])


def place(source: Source, node: ast.expr) -> Place:
    """Where an expression stands; the parser counts lines from 1, and bytes of UTF-8 in them."""
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    starts = line_starts(source.text)

    def offset(line: int, column: int) -> int:
        start = starts[line - 1]
        return start + len(source.text[start : start + column].encode()[:column].decode("utf-8", "replace"))

    return Place(source, offset(node.lineno, node.col_offset), offset(node.end_lineno, node.end_col_offset))
