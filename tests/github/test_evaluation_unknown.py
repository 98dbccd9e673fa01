"""Expressions of which only a part is known: what follows nonetheless, what can be assumed, and known beginnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tplint.model import Known, Unknown
from tplint.platforms.github.expressions import Prefix, interpolate, value_expression
from tplint.platforms.github.expressions.evaluation import evaluate, holds
from tplint.platforms.github.expressions.parser import parse
from undecided_conditions import undecided

if TYPE_CHECKING:
    from tplint.model import Fact


def nothing(_path: tuple[str, ...]) -> None:
    """The contexts of which nothing is known."""


# --- three values ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("false && needs.a", False),
        ("needs.a && false", None),  # an empty string, or false
        ("needs.a == 'x' && false", False),
        ("true || needs.a", True),
        ("'a' || needs.a", "a"),
        ("needs.a == '1' && 'x' || 'x'", "x"),
        ("needs.a == '1' && 'x' || 'y'", None),
        ("needs.a && false || 'y'", "y"),
        ("(needs.a == '1' && 'x' || 'y') == 'z'", False),
        ("startsWith(needs.a == '1' && 'xa' || 'xb', 'x')", True),
        ("case(needs.a == '1', 'x', 'x')", "x"),
        ("case(needs.a == '1', 'x', 'y')", None),
        ("case(true, 'x', needs.a)", "x"),
        ("format('{0}', 'x', needs.a)", "x"),
        ("!needs.a", None),
        ("needs.a == needs.a", None),
        ("fromJSON(needs.a)", None),
        ("toJSON(needs)", None),
        ("needs[github.job].outputs", None),
        ("fromJSON('{\"a\": 1}')[needs.a]", None),
    ],
)
def test_unknown_parts_count_only_where_they_make_a_difference(text: str, expected: object) -> None:
    fact = evaluate(parse(text), nothing)
    assert (fact.value if isinstance(fact, Known) else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("needs.a && false", False),
        ("needs.a || 'x'", True),
        ("!(needs.a && false)", True),
        ("needs.a", None),
        ("needs.a && 'x'", None),
        ("needs.a == 'x' && 'y' || 'z'", True),
        ("format('v{0}', needs.a)", True),
        ("format('{0}', needs.a)", None),
        ("toJSON(needs.a)", True),
    ],
)
def test_truth_can_be_known_where_the_value_is_not(text: str, expected: bool | None) -> None:  # noqa: FBT001 - a table
    fact = holds(parse(text), nothing)
    assert (fact.value if isinstance(fact, Known) else None) is expected


@pytest.mark.parametrize(
    ("text", "origins"),
    [
        ("secrets.PyPI_Token", ("secrets.PyPI_Token",)),
        ("secrets['PYPI_TOKEN']", ("secrets.PYPI_TOKEN",)),
        ("secrets[format('{0}_TOKEN', 'PYPI')]", ("secrets.PYPI_TOKEN",)),
        ("matrix['python version']", ("matrix['python version']",)),
        ("steps.mint.outputs.token", ("steps.mint.outputs.token",)),
        ("secrets", ("secrets",)),
        ("github.event.commits.*.message", ("github.event.commits",)),
        ("secrets.A || secrets.B", ("secrets.A", "secrets.B")),
        ("secrets.A == 'x' && 'a' || 'b'", ("secrets.A",)),
        ("format('{0}{1}{0}', vars.A, env.B)", ("vars.A", "env.B")),
        ("secrets[vars.NAME]", ("secrets", "vars.NAME")),
        ("unheardOf(vars.A)", ("vars.A",)),
        ("true && secrets.A", ("secrets.A",)),
        ("false && secrets.A || secrets.B", ("secrets.B",)),
        ("case(vars.A == '1', secrets.B, 'c')", ("vars.A", "secrets.B")),
    ],
)
def test_unknown_values_name_their_origins(text: str, origins: tuple[str, ...]) -> None:
    fact = evaluate(parse(text), nothing)
    assert isinstance(fact, Unknown)
    assert fact.origins == origins


# --- assumptions ----------------------------------------------------------------------------------------------------

PROD = "needs.a.outputs.prod == 'true'"


@pytest.mark.parametrize(
    ("text", "assume", "expected"),
    [
        (f"{PROD} && 'pypi' || 'testpypi'", {PROD: True}, "pypi"),
        (f"{PROD} && 'pypi' || 'testpypi'", {PROD: False}, "testpypi"),
        (f"Needs.A.Outputs.Prod == 'true' && 'pypi' || {PROD} && 'never' || 'testpypi'", {PROD: False}, "testpypi"),
        ("needs.a.outputs.prod != 'true' && 'testpypi' || 'pypi'", {PROD: True}, "pypi"),
        ("'true' == needs.a.outputs.prod && 'pypi' || 'testpypi'", {PROD: True}, "pypi"),
        (f"!({PROD}) && 'testpypi' || 'pypi'", {PROD: True}, "pypi"),
        (f"({PROD}) == true && 'pypi' || 'testpypi'", {PROD: True}, "pypi"),
        (f"({PROD}) != true && 'testpypi' || 'pypi'", {PROD: True}, "pypi"),
        (f"case({PROD}, 'pypi', 'testpypi')", {PROD: False}, "testpypi"),
        (f"({PROD} && 'a' || 'b') == 'a' && 'pypi' || 'testpypi'", {PROD: True}, "pypi"),
        ("vars.PROD && 'pypi' || 'testpypi'", {"vars.PROD": True}, "pypi"),
        ("vars.prod && 'pypi' || 'testpypi'", {"vars.PROD": False}, "testpypi"),
        ("vars.INDEX || 'testpypi'", {"vars.INDEX": False}, "testpypi"),
        ("vars.INDEX || 'testpypi'", {"vars.INDEX": True}, None),
        # what is equal to one string is not equal to another
        ("inputs.to == 'test' && 'testpypi' || 'pypi'", {"inputs.to == 'prod'": True}, "pypi"),
        ("startsWith(inputs.to, 'pr') && 'pypi' || 'testpypi'", {"inputs.to == 'prod'": True}, "pypi"),
        ("inputs.to && 'pypi' || 'testpypi'", {"inputs.to == 'prod'": True}, "pypi"),
        ("inputs.to == 'test' && 'testpypi' || 'pypi'", {"inputs.to == 'prod'": False}, None),
        ("inputs.to == true && 'pypi' || 'testpypi'", {"inputs.to == '1'": True}, None),
        # a value that is not a condition is not assumed
        ("vars.INDEX", {"vars.INDEX": True}, None),
    ],
)
def test_conditions_are_assumed_by_their_canonical_text(text: str, assume: dict[str, bool], expected: object) -> None:
    fact = evaluate(parse(text), nothing, assume)
    assert (fact.value if isinstance(fact, Known) else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{PROD} && 'pypi' || 'testpypi'", (PROD,)),
        (f"{PROD} && 'pypi' || 'pypi'", ()),
        ("needs.A.x != 'true' && 'a' || 'b'", ("needs.a.x == 'true'",)),
        ("!vars.X && 'a' || 'b'", ("vars.X",)),
        ("vars.X && vars.Y && 'a' || 'b'", ("vars.X", "vars.Y")),
        ("vars.X && 'a' || vars.X && 'b' || 'c'", ("vars.X",)),
        ("(vars.X && 'a' || 'b') == 'a' && 'c' || 'd'", ("vars.X",)),
        ("format('{0}-{1}', vars.X && 'a' || 'b', 'c')", ("vars.X",)),
        ("case(vars.X == '1', 'a', 'b')", ("vars.X == '1'",)),
        ("(vars.X == '1' && false) || vars.Y", ()),
        ("(vars.X && false) || vars.Y == '1'", ()),
        ("vars.X", ()),
        ("vars.X || 'a'", ("vars.X",)),
        ("'plain'", ()),
    ],
)
def test_values_tell_on_which_conditions_they_depend(text: str, expected: tuple[str, ...]) -> None:
    assert undecided(parse(text), nothing) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("vars.X", ("vars.X",)),
        ("vars.X && vars.Y", ("vars.X", "vars.Y")),
        ("1 == 1 && vars.Y", ("vars.Y",)),
        ("1 == 2 && vars.Y", ()),
        ("vars.X || true", ()),
        ("!contains(vars.X, 'a')", ("contains(vars.X, 'a')",)),
        ("inputs.a == 'x' || inputs.a == 'y'", ("inputs.a == 'x'", "inputs.a == 'y'")),
        ("always() && !failure()", ()),
    ],
)
def test_choices_tell_on_which_conditions_they_depend(condition: str, expected: tuple[str, ...]) -> None:
    assert undecided(parse(f"({condition}) && 'a' || 'b'"), nothing) == expected


def test_a_further_condition_turns_up_under_an_assumption() -> None:
    comparison = "(vars.X == '1' && vars.Y) == 'a'"
    expression = parse(f"{comparison} && 'c' || 'd'")
    assert undecided(expression, nothing) == ("vars.X == '1'",)
    assert undecided(expression, nothing, {"vars.X == '1'": False}) == ()
    assert undecided(expression, nothing, {"vars.X == '1'": True}) == (comparison,)


@pytest.mark.parametrize(("holds", "name", "host"), [(True, "pypi", "upload"), (False, "testpypi", "test")])
def test_one_assumption_decides_several_values_together(*, holds: bool, name: str, host: str) -> None:
    environment = f"${{{{ {PROD} && 'pypi' || 'testpypi' }}}}"
    url = f"https://${{{{ {PROD} && 'upload' || 'test' }}}}.pypi.org/legacy/"
    assert interpolate(environment, nothing, {PROD: holds}) == Known(name)
    assert interpolate(url, nothing, {PROD: holds}) == Known(f"https://{host}.pypi.org/legacy/")


# --- strings of which the beginning is known ------------------------------------------------------------------------

_TAG: dict[tuple[str, ...], Fact[object]] = {
    ("github", "ref"): Known(Prefix("refs/tags/")),
    ("github", "ref_type"): Known("tag"),
    ("github", "ref_name"): Known(Prefix("")),
}
TAG = _TAG.get


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("startsWith(github.ref, 'refs/tags/')", True),
        ("startsWith(github.ref, 'REFS/')", True),
        ("startsWith(github.ref, '')", True),
        ("startsWith(github.ref, 'refs/tags/v')", None),
        ("startsWith(github.ref, 'refs/heads/')", False),
        ("startsWith('refs/tags/v1', github.ref)", None),
        ("startsWith('refs/tags/', github.ref)", False),
        ("startsWith('refs/heads/main', github.ref)", False),
        ("startsWith(github.ref, github.ref)", None),
        ("github.ref == 'refs/heads/main'", False),
        ("github.ref != 'refs/heads/main'", True),
        ("github.ref == 'refs/tags/'", False),
        ("github.ref == 'Refs/Tags/v1'", None),
        ("github.ref != 'refs/tags/v1'", None),
        ("github.ref == 0", False),
        ("github.ref == null", False),
        ("github.ref == true", False),
        ("github.ref == github.ref", None),
        ("github.ref == fromJSON('[]')", False),
        ("github.ref_name == 1", None),
        ("github.ref_name == ''", False),
        ("github.ref_name == 'v1'", None),
        ("github.ref < 'z'", None),
        ("contains(github.ref, 'refs/tags/')", True),
        ("contains(github.ref, 'tags')", True),
        ("contains(github.ref, 'rc')", None),
        ("contains('a refs/tags/v1', github.ref)", None),
        ("contains('a refs/tags/', github.ref)", False),
        ("contains('refs/heads/main', github.ref)", False),
        ("contains(github.ref, github.ref)", None),
        ("contains(fromJSON('[\"refs/heads/main\"]'), github.ref)", False),
        ("contains(fromJSON('[\"refs/tags/v1\"]'), github.ref)", None),
        ("endsWith(github.ref, '')", True),
        ("endsWith(github.ref, 'tags/')", None),
        ("endsWith('refs/tags/v1', github.ref)", None),
        ("endsWith('refs/tags/', github.ref)", False),
        ("github.ref_type == 'tag'", True),
        ("!github.ref", False),
        ("github.ref && true", True),
        ("format('{0}', github.ref) != ''", True),
        ("startsWith(format('ref: {0}', github.ref), 'ref: refs/tags')", True),
        ("github.ref.name == null", True),
        ("toJSON(github.ref) == '\"refs/tags/\"'", None),
    ],
)
def test_a_known_beginning_decides_what_it_can(text: str, expected: bool | None) -> None:  # noqa: FBT001 - a table
    fact = evaluate(parse(text), TAG)
    assert (fact.value if isinstance(fact, Known) else None) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("v-${{ github.ref }}", Known(Prefix("v-refs/tags/"))),
        ("${{ github.ref }}", Known(Prefix("refs/tags/"))),
        ("${{ github.ref }}${{ '' }}", Known(Prefix("refs/tags/"))),
        ("${{ github.ref }}-x", Unknown("only the beginning of a value in it is known")),
    ],
)
def test_a_value_that_ends_in_a_known_beginning_is_one(text: str, expected: object) -> None:
    assert evaluate(value_expression(text), TAG) == expected
    assert isinstance(interpolate(text, TAG), Unknown)


@given(
    st.sampled_from(["==", "!=", "startsWith", "endsWith", "contains", "contains reversed", "startsWith reversed"]),
    st.text("aA1/ ", max_size=3),
    st.sampled_from(["", "a", "1/"]),
    st.text("aA1/ ", min_size=1, max_size=3),
    st.one_of(st.text("aA1/ ", max_size=5), st.sampled_from([None, True, False, 0.0, 1.0, 11.0])),
)
@example("startsWith reversed", "", "1/", "1", "1/a")
def test_what_a_known_beginning_decides_holds_for_every_string(
    operation: str, beginning: str, unlike: str, rest: str, other: object
) -> None:
    assume(unlike == "" or not (beginning + rest).lower().startswith(unlike))
    function, _, is_reversed = operation.partition(" ")
    first, second = ("b.x", "a.x") if is_reversed else ("a.x", "b.x")
    text = f"{function}({first}, {second})" if function.isalpha() else f"{first} {function} {second}"
    held: dict[tuple[str, ...], Fact[object]] = {
        ("a", "x"): Known(Prefix(beginning, unlike=unlike)),
        ("b", "x"): Known(other),
    }
    fact = evaluate(parse(text), held.get)
    if isinstance(fact, Known):
        held[("a", "x")] = Known(beginning + rest)
        assert fact == evaluate(parse(text), held.get)
