"""The possible outcomes of an expression: several where an undecided condition chooses between them."""

from __future__ import annotations

from tplint.model import Known, Unknown
from tplint.platforms.github.expressions.values import is_truthy
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from tplint.model import Fact

new: Any = tuple.__new__
# Alternatives of one operator's operands that are tried in combination; beyond, the result is simply not known.
MAX_COMBINATIONS = 32


class Outcome(NamedTuple):
    """One possible value; ``truth`` is None where the value is unknown and not known to be truthy or falsy."""

    fact: Fact[object]
    truth: bool | None


class Result(NamedTuple):
    """All possible outcomes, one at least, and the undecided conditions between several."""

    outcomes: tuple[Outcome, ...]
    doubts: tuple[Unknown, ...] = ()

    @property
    def truth(self) -> bool | None:
        """Whether all outcomes are truthy or all falsy; None if not."""
        if len(self.outcomes) == 1:
            return self.outcomes[0].truth
        truths = {outcome.truth for outcome in self.outcomes}
        return truths.pop() if len(truths) == 1 else None

    @property
    def fact(self) -> Fact[object]:
        """The value that all outcomes agree on."""
        return self.outcomes[0].fact if len(self.outcomes) == 1 else self.unknown

    @property
    def unknown(self) -> Unknown:
        """Why the outcomes do not agree."""
        return merged(self.unknowns) if self.unknowns else Unknown("it depends on an expression that is not known")

    @property
    def unknowns(self) -> tuple[Unknown, ...]:
        """All that keeps the value from being known."""
        return (*self.doubts, *(o.fact for o in self.outcomes if isinstance(o.fact, Unknown)))


def outcome_of(fact: Fact[object]) -> Outcome:
    """A fact as an outcome: its truth is that of its value."""
    return Outcome(fact, is_truthy(fact.value) if isinstance(fact, Known) else None)


def only(fact: Fact[object]) -> Result:
    """The result of one outcome, that of a fact; made without the records' constructors, for most are like that."""
    truth = is_truthy(fact.value) if isinstance(fact, Known) else None
    return new(Result, ((new(Outcome, (fact, truth)),), ()))  # type: ignore[no-any-return] # a Result


def result_of(outcomes: Iterable[Outcome], doubts: Iterable[Unknown]) -> Result:
    """A result without outcomes that say the same, and without doubts where only one is left."""
    distinct: list[Outcome] = []
    for outcome in outcomes:
        if not any(_is_same(outcome, other) for other in distinct):
            distinct.append(outcome)
        if len(distinct) > MAX_COMBINATIONS:
            return only(Unknown("it has too many alternatives"))
    return Result(tuple(distinct), tuple(dict.fromkeys(doubts)) if len(distinct) > 1 else ())


def _is_same(left: Outcome, right: Outcome) -> bool:
    if isinstance(left.fact, Known) and isinstance(right.fact, Known):
        one, other = left.fact.value, right.fact.value
        if isinstance(one, (dict, list)):
            return one is other
        return type(one) is type(other) and (one == other or one is other)
    return left == right


def merged(unknowns: Sequence[Unknown]) -> Unknown:
    """One Unknown for several, with all their origins and places."""
    if len(unknowns) == 1:
        return unknowns[0]
    places = dict.fromkeys(place for unknown in unknowns for place in unknown.at)
    origins = dict.fromkeys(origin for unknown in unknowns for origin in unknown.origins)
    return Unknown(unknowns[0].why, *places, origins=tuple(origins))


def lifted(function: Callable[..., Outcome], results: Sequence[Result]) -> Result:
    """Apply a function of facts to every combination of its arguments' outcomes."""
    combinations: list[tuple[Fact[object], ...]] = [()]
    for result in results:
        combinations = [(*head, outcome.fact) for head in combinations for outcome in result.outcomes]
        if len(combinations) > MAX_COMBINATIONS:
            doubts = [unknown for each in results for unknown in each.unknowns]
            return only(merged(doubts) if doubts else Unknown("it has too many alternatives"))
    if len(combinations) == 1:
        return Result((function(*combinations[0]),))
    return result_of(
        (function(*combination) for combination in combinations),
        (doubt for result in results for doubt in result.doubts),
    )


def unless_unknown(function: Callable[..., bool | None], *facts: Fact[object]) -> Outcome:
    """The boolean that a function makes of known values; it answers None where a Prefix leaves it open."""
    unknown = [fact for fact in facts if isinstance(fact, Unknown)]
    if unknown:
        return Outcome(merged(unknown), None)
    answer = function(*(fact.value for fact in facts if isinstance(fact, Known)))
    if answer is None:
        return Outcome(Unknown("the values that it compares are known only when it runs"), None)
    return outcome_of(Known(answer))
