"""Branches of a script that its own text decides: what a test says, and whether an item of a ``case`` is taken.

What the environment has is not used: settings and runs may set it otherwise. That leaves what the script assigns, and
the arguments that it or a function of it was given.
"""

from __future__ import annotations

from tplint.model import Known
from tplint.shell.syntax import statements
from tplint.shell.words import evaluate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from tplint.shell.holes import Text
    from tplint.shell.scope import Scope

_QUOTED = frozenset({"string", "raw_string", "ansi_c_string", "translated_string"})
_GLOB = frozenset("*?[")


def holds(condition: list[Node], text: Text, scope: Scope) -> bool | None:
    """Whether a condition holds; None where it is not one test, or the script does not decide it."""
    tests = statements(condition)
    inner = statements(tests[0].children) if len(tests) == 1 and tests[0].type == "test_command" else []
    return _says(inner[0], text, scope) if len(inner) == 1 else None


def _says(test: Node, text: Text, scope: Scope) -> bool | None:
    """What ``a = b``, ``a != b``, ``-z a`` and ``-n a`` say."""
    words = [child for child in test.children if child.type != "comment"]
    if test.type == "binary_expression" and len(words) == 3 and words[1].type in {"=", "==", "!="}:  # noqa: PLR2004 - left, operator, right
        left, right = value(words[0], text, scope), pattern(words[2], text, scope)
        return None if left is None or right is None else (left == right) is (words[1].type != "!=")
    if test.type == "unary_expression" and len(words) == 2:  # noqa: PLR2004 - operator and word
        operator = text.filled[words[0].start_byte : words[0].end_byte]
        word = value(words[1], text, scope) if operator in {"-z", "-n"} else None
        return None if word is None else (not word) is (operator == "-z")
    return None


def value(node: Node, text: Text, scope: Scope) -> str | None:
    """The value of a word; None where the script does not decide it."""
    fact = evaluate(node, text, scope._replace(env={}))
    return fact.value if isinstance(fact, Known) else None


def pattern(node: Node, text: Text, scope: Scope) -> str | None:
    """The only text that a pattern matches; None where it may match others."""
    word = value(node, text, scope)
    return None if word is None or (node.type not in _QUOTED and _GLOB & set(word)) else word


def is_taken(item: Node, subject: str, text: Text, scope: Scope) -> bool | None:
    """Whether an item of a ``case`` is taken for a subject; None where a pattern does not say."""
    closing = next((index for index, child in enumerate(item.children) if child.type == ")"), 0)
    patterns = statements(item.children[:closing])
    if any(text.filled[node.start_byte : node.end_byte] == "*" for node in patterns):
        return True
    texts = [pattern(node, text, scope) for node in patterns]
    if subject in texts:
        return True
    return None if None in texts else False
