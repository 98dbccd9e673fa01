"""What holds of every expression, whatever is in it and whatever its contexts hold."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tplint.model import Known, Unknown
from tplint.platforms.github.expressions import Prefix, interpolate, truth
from tplint.platforms.github.expressions.evaluation import evaluate, holds
from tplint.platforms.github.expressions.parser import parse
from undecided_conditions import undecided

if TYPE_CHECKING:
    from tplint.platforms.github.expressions.tree import Expression


def nothing(_path: tuple[str, ...]) -> None:
    """The contexts of which nothing is known."""


PLAIN = st.sampled_from(
    ["'a'", "''", "0", "-1.5", "NaN", "true", "null", "'[1, {}]'", "'{0}'", "a", "a.b", "a.*", "x.y.z"]
)
FUNCTIONS = ["contains", "startsWith", "endsWith", "toJSON", "fromJSON", "join", "format", "case", "success", "other"]
ARITY = {"contains": 2, "startsWith": 2, "endsWith": 2, "toJSON": 1, "fromJSON": 1, "join": 2, "format": 3, "case": 3}
PLAIN_VALUES = [None, True, 0, 10**400, -(10**400), math.nan, math.inf, "a", "B", "1", Prefix("a"), object()]
OBJECTS = [[], {}, ["a", Prefix("")], {"b": {"a": 1}, "B2": [1.0, None]}, [[["a"]], {"y": "z"}]]
VALUES = st.sampled_from([*PLAIN_VALUES, *OBJECTS])
HELD = st.dictionaries(st.sampled_from([("a",), ("x",)]), VALUES.map(Known))
FACTS = st.one_of(st.none(), VALUES.map(Known), st.just(Unknown("why")))


@st.composite
def texts(draw: st.DrawFn, depth: int = 3) -> str:
    """The text of an expression."""
    inner = texts(depth - 1) if depth else PLAIN
    match draw(st.integers(0, 5)) if depth else 0:
        case 1:
            return f"({draw(inner)})[{draw(inner)}]".replace("('", "(a || '")
        case 2:
            return f"!({draw(inner)})"
        case 3:
            return f"({draw(inner)}) {draw(st.sampled_from(['==', '!=', '<', '>=']))} ({draw(inner)})"
        case 4:
            return f"({draw(inner)}) {draw(st.sampled_from(['&&', '||']))} ({draw(inner)})"
        case 5:
            name = draw(st.sampled_from(FUNCTIONS))
            return f"{name}({', '.join(draw(inner) for _ in range(ARITY.get(name, 0)))})"
    return draw(PLAIN)


def choice(condition: str) -> Expression:
    """A value that depends on nothing but a condition."""
    return parse(f"({condition}) && 'yes' || 'no'")


@given(texts(), FACTS, st.booleans())
def test_no_expression_raises_whatever_the_contexts_hold(
    text: str,
    fact: Known[object] | Unknown | None,
    assumed: bool,  # noqa: FBT001 - drawn
) -> None:
    assume = dict.fromkeys(undecided(choice(text), lambda _: fact), assumed)
    for each in (text, f"${{{{ {text} }}}}", f"x${{{{ {text} }}}}"):
        assert isinstance(truth(each, lambda _: fact, assume), (Known, Unknown))
        assert isinstance(interpolate(each, lambda _: fact, assume), (Known, Unknown))


@given(texts(), HELD)
def test_a_known_value_holds_whatever_the_unknown_context_turns_out_to_be(
    text: str, held: dict[tuple[str, ...], Known[object]]
) -> None:
    before = evaluate(parse(text), nothing)
    if isinstance(before, Known):
        after = evaluate(parse(text), held.get)
        assert isinstance(after, Unknown) or repr(after) == repr(before)


@given(texts(), HELD)
def test_true_assumptions_lead_to_the_true_value(text: str, held: dict[tuple[str, ...], Known[object]]) -> None:
    facts = {atom: holds(parse(atom), held.get) for atom in undecided(parse(text), nothing)}
    assume = {atom: fact.value for atom, fact in facts.items() if isinstance(fact, Known)}
    assumed, after = evaluate(parse(text), nothing, assume), evaluate(parse(text), held.get)
    if isinstance(assumed, Known) and isinstance(after, Known):
        assert repr(assumed) == repr(after)


@given(texts(), st.lists(st.booleans(), min_size=20, max_size=20))
def test_assuming_one_undecided_condition_after_the_other_decides_a_choice(text: str, truths: list[bool]) -> None:
    assume: dict[str, bool] = {}
    while open_conditions := undecided(choice(text), nothing, assume):
        assert open_conditions[0] not in assume
        assume[open_conditions[0]] = truths[len(assume)]
    assert isinstance(evaluate(choice(text), nothing, assume), Known)


@given(st.text(), st.text())
def test_no_text_makes_conditions_or_values_raise(text: str, inside: str) -> None:
    for each in (text, f"{text}${{{{{inside}}}}}"):
        assert isinstance(truth(each, nothing), (Known, Unknown))
        assert isinstance(interpolate(each, nothing), (Known, Unknown))
