"""The conditions on which the value of an expression depends, alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.platforms.github.expressions.evaluation import evaluate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tplint.platforms.github.expressions.contexts import Lookup
    from tplint.platforms.github.expressions.tree import Expression


def undecided(expression: Expression, context: Lookup, assume: Mapping[str, bool] | None = None) -> tuple[str, ...]:
    """The undecided conditions of an expression, by their texts."""
    found: dict[str, None] = {}
    evaluate(expression, context, assume, found)
    return tuple(found)
