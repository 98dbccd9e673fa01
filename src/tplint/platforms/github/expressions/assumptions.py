"""Undecided conditions: noted while an expression is evaluated, or assumed one way or the other."""

from __future__ import annotations

from functools import lru_cache

from tplint.model import Known
from tplint.platforms.github.expressions.functions import SEARCHES
from tplint.platforms.github.expressions.outcomes import Outcome, only, outcome_of, result_of
from tplint.platforms.github.expressions.parser import ExpressionError, parse
from tplint.platforms.github.expressions.printer import canonical
from tplint.platforms.github.expressions.tree import STATUS_FUNCTIONS, And, Call, Compare, Literal, Not, Or
from tplint.platforms.github.expressions.values import to_number
from tplint.remembered import by_identity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    from tplint.platforms.github.expressions.contexts import Lookup
    from tplint.platforms.github.expressions.outcomes import Result
    from tplint.platforms.github.expressions.tree import Expression

    # The truth assumed of undecided conditions, by their canonical text.
    Assumptions: TypeAlias = Mapping[str, bool]


class Run:
    """One evaluation: where contexts are looked up, what is assumed, and which conditions turned out undecided."""

    def __init__(self, lookup: Lookup, assume: Assumptions | None) -> None:
        self.lookup = lookup
        self.assume = assume or {}
        held = [text for text, holds in self.assume.items() if holds]
        self.equal = dict(filter(None, map(_equality, held))) if held else {}
        self.undecided: list[str] = []


@lru_cache(maxsize=1024)
def _equality(text: str) -> tuple[str, str] | None:
    """Of an assumption ``x == 'text'``: ``x``, and the text that it must then be, in some case.

    A text that reads as a number is left out, for other values equal it as well.
    """
    try:
        expression = parse(text)
    except ExpressionError:
        return None
    match expression:
        case Compare("==", left, Literal(str(value))) if to_number(value) != to_number(value):  # NaN
            return canonical(left), value
    return None


def settled(expression: Expression, result: Result, run: Run, before: int) -> Result:
    """Apply what is assumed of an undecided condition; take note of it where nothing is and no part is smaller."""
    text, wanted = _asserted(expression)
    if text in run.assume:
        return _assumed(expression, result, truth=run.assume[text] == wanted)
    if text in run.equal:  # assumed equal to a string that is not empty
        return _assumed(expression, result, truth=True)
    if len(run.undecided) == before:
        run.undecided.append(text)
    return result


@by_identity(256)
def _asserted(expression: Expression) -> tuple[str, bool]:
    """The canonical text of a condition, and whether it says so: that of ``x != y`` is the one of ``x == y``."""
    if isinstance(expression, Compare) and expression.op == "!=":
        return canonical(expression._replace(op="==")), False
    return canonical(expression), True


def _assumed(expression: Expression, result: Result, *, truth: bool) -> Result:
    """What is left of the outcomes of a condition of which the truth is assumed."""
    left = [with_truth(expression, o, truth=truth) for o in result.outcomes if o.truth in {truth, None}]
    return result_of(left, result.doubts) if left else only(Known(truth))


def with_truth(expression: Expression, outcome: Outcome, *, truth: bool) -> Outcome:
    """An outcome of an expression once its truth is settled: of one that can only be true or false, its value."""
    if outcome.truth is None and is_boolean(expression):
        return outcome_of(Known(truth))
    return Outcome(outcome.fact, truth)


def is_boolean(expression: Expression) -> bool:
    """Whether the value can be nothing but true or false."""
    match expression:
        case Not() | Compare():
            return True
        case And(operands) | Or(operands):
            return all(map(is_boolean, operands))
        case Call(name):
            return name.lower() in STATUS_FUNCTIONS or name.lower() in SEARCHES
        case Literal(value):
            return isinstance(value, bool)
    return False
