"""GitHub Actions' expression language: what ``${{ }}`` and ``if:`` say, and what of it the files decide.

Text becomes a tree (``parser``, ``templates``), and a tree with what its contexts hold becomes a fact (``evaluation``).
"""

from tplint.platforms.github.expressions.evaluation import interpolate, truth
from tplint.platforms.github.expressions.parser import ExpressionError
from tplint.platforms.github.expressions.printer import canonical
from tplint.platforms.github.expressions.templates import (
    UNCLOSED,
    Hole,
    condition_expression,
    functions_called,
    paths_read,
    template,
    value_expression,
)
from tplint.platforms.github.expressions.tree import Call, Context, Literal, Property, descendants
from tplint.platforms.github.expressions.values import Prefix

__all__ = [
    "UNCLOSED",
    "Call",
    "Context",
    "ExpressionError",
    "Hole",
    "Literal",
    "Prefix",
    "Property",
    "canonical",
    "condition_expression",
    "descendants",
    "functions_called",
    "interpolate",
    "paths_read",
    "template",
    "truth",
    "value_expression",
]
