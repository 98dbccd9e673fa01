"""The values of GitHub's expressions: documented results, contexts, conditions and interpolated values."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from tplint.documents.source import Place, Source
from tplint.model import Known, Unknown
from tplint.platforms.github.expressions import interpolate, truth
from tplint.platforms.github.expressions.evaluation import evaluate
from tplint.platforms.github.expressions.parser import parse

if TYPE_CHECKING:
    from tplint.model import Fact


def nothing(_path: tuple[str, ...]) -> None:
    """The contexts of which nothing is known."""


def value(text: str, **known: object) -> object:
    """The value of an expression that is decided."""
    contexts: dict[tuple[str, ...], Fact[object]] = {(name,): Known(each) for name, each in known.items()}
    fact = evaluate(parse(text), contexts.get)
    assert isinstance(fact, Known)
    return fact.value


# --- documented results ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # equality: strings without case, else numbers
        ("'A' == 'a'", True),
        ("'straße' == 'STRASSE'", False),
        ("'É' == 'é'", True),
        ("'a' != 'b'", True),
        ("null == 0", True),
        ("null == ''", True),
        ("null == false", True),
        ("null == null", True),
        ("true == 1", True),
        ("true == '1'", True),
        ("true == 'true'", False),
        ("false == ''", True),
        ("' 0xff ' == 255", True),
        ("' +1.2e2 ' == 120", True),
        ("'0o10' == 8", True),
        ("'abc' == 0", False),
        ("NaN == NaN", False),
        ("NaN != NaN", True),
        ("'Infinity' == Infinity", True),
        ("0 == -0", True),
        ("fromJSON('[]') == 0", False),
        ("fromJSON('{}') != ''", True),
        ("github.event == 'release'", False),
        ("'push' != github.event", True),
        ("github.event == null", False),
        # order
        ("'a' < 'B'", True),
        ("'_' > 'a'", True),
        ("'b' >= 'B'", True),
        ("1 < 2", True),
        ("2 <= 2", True),
        ("false < true", True),
        ("null <= 0", True),
        ("'10' > 9", True),
        ("'x' > 9", False),
        ("'x' <= 9", False),
        ("fromJSON('[]') > 0", False),
        ("fromJSON('[]') < fromJSON('[]')", False),
        # operands are values
        ("'' || 'a'", "a"),
        ("'a' || 'b'", "a"),
        ("'a' && 'b'", "b"),
        ("0 && 'b'", 0.0),
        ("null && true", None),
        ("false || null", None),
        ("false || 0 || 2 || 3", 2.0),
        ("fromJSON('[]') && 1", 1.0),
        ("fromJSON('{}') && 1", 1.0),
        ("NaN || 'falsy'", "falsy"),
        ("-0 || 'falsy'", "falsy"),
        ("'false' && 'truthy'", "truthy"),
        ("true && 'a' || 'b'", "a"),
        ("true && '' || 'b'", "b"),
        # !
        ("!''", True),
        ("!'false'", False),
        ("!NaN", True),
        ("!!fromJSON('[]')", True),
        # functions
        ("contains('Hello world', 'LLO')", True),
        ("CONTAINS('abc', '')", True),
        ("contains('1234', 23)", True),
        ("contains('asdf', null)", True),
        ("contains(fromJSON('[\"push\", \"pull_request\"]'), 'PUSH')", True),
        ("contains(fromJSON('[\"push\"]'), 'pus')", False),
        ("contains(fromJSON('[1]'), '1')", True),
        ("contains(fromJSON('{\"a\": 1}'), 'a')", False),
        ("startsWith('Hello', 'he')", True),
        ("startsWith(12, 1)", True),
        ("startsWith(fromJSON('[]'), '')", False),
        ("endsWith('Hello', 'LO')", True),
        ("endsWith('Hello', fromJSON('{}'))", False),
        ("format('{0} {1} {0}', 'a', 'b')", "a b a"),
        ("format('{{0}} {0} }}{{', 'a')", "{0} a }{"),
        ("format('{0}{1}{2}{3}', null, true, 1.50, fromJSON('[]'))", "true1.5Array"),
        ("format('{0}', fromJSON('{}'))", "Object"),
        ("format('{0}', 0.84551240822557006)", "0.84551240822557"),
        ("format('{0} {1} {2} {3}', -0, 1e20, 0.00001, -Infinity)", "0 1E+20 1E-05 -Infinity"),
        ("format(null)", ""),
        ("join(fromJSON('[\"a\", null, 1]'))", "a,,1"),
        ("join(fromJSON('[\"a\", \"b\"]'), ', ')", "a, b"),
        ('join(fromJSON(\'["a", "b"]\'), null)', "ab"),
        ("join(fromJSON('[\"a\", \"b\"]'), fromJSON('[]'))", "a,b"),
        ("join('a', '-')", "a"),
        ("join(fromJSON('{\"a\": 1}'))", ""),
        ("toJSON('a\"b')", '"a\\"b"'),
        ("toJSON(null)", "null"),
        ("toJSON(fromJSON('[]'))", "[]"),
        (
            'toJSON(fromJSON(\'{"a": [1, true], "b": {}}\'))',
            '{\n  "a": [\n    1,\n    true\n  ],\n  "b": {}\n}',
        ),
        ("fromJSON('3')", 3.0),
        ("fromJSON('\"x\"')", "x"),
        ('fromJSON(\'{"a": {"b": "c"}}\').A[\'B\']', "c"),
        ("case(false, 1, true, 2, 3)", 2.0),
        ("case(false, 1, 2)", 2.0),
        # of a run in which all goes well
        ("success()", True),
        ("always()", True),
        ("failure()", False),
        ("!cancelled()", True),
    ],
)
def test_documented_results(text: str, expected: object) -> None:
    found = value(text)
    assert found == expected
    assert type(found) is type(expected)


def test_nan_is_a_value() -> None:
    found = value("NaN || NaN")
    assert isinstance(found, float)
    assert math.isnan(found)


DATA = {
    "one": "first",
    "Two": {"three": [10.0, 20.0]},
    "": "empty",
    "true": "yes",
    "1": "number",
    "list": [{"name": "a", "tags": ["x"]}, {"name": "b", "tags": ["y", "z"]}, {"other": 1.0}, "plain"],
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("data.ONE", "first"),
        ("data['two'].three[1]", 20.0),
        ("data.two.three['1']", 20.0),
        ("data.two.three[1.9]", 20.0),
        ("data.two.three[true]", 20.0),
        ("data.two.three[null]", 10.0),
        ("data.two.three[2]", None),
        ("data.two.three[-1]", None),
        ("data.two.three['x']", None),
        ("data[null]", "empty"),
        ("data[true]", "yes"),
        ("data[1]", "number"),
        ("data[fromJSON('[]')]", None),
        ("data.missing", None),
        ("data.missing.deeper", None),
        ("data.one.length", None),
        ("data.list.*.name", ["a", "b"]),
        ("data.list[*].tags[0]", ["x", "y"]),
        ("data.list.*.tags.*", ["x", "y", "z"]),
        ("data.two.*", [[10.0, 20.0]]),
        ("data.one.*", []),
        ("contains(data.list.*.name, 'B')", True),
        ("join(data.list.*.name, '+')", "a+b"),
    ],
)
def test_properties_and_indexes(text: str, expected: object) -> None:
    assert value(text, data=DATA) == expected


@pytest.mark.parametrize(
    "text",
    [
        "format('{0')",
        "format('{1}', 'a')",
        "format('}')",
        "format('{0:x}', 1)",
        "fromJSON('')",
        "fromJSON('{')",
        "fromJSON(fromJSON('[]'))",
        f"fromJSON('{'[' * 5000}')",
        f"fromJSON('{'[' * 150}{']' * 150}')",
        "case('yes', 1, 2)",
        "hashFiles('**/lock')",
        "newFunction(1)",
        "fromJSON('[]') == fromJSON('[]')",
    ],
)
def test_what_fails_or_is_not_followed_is_unknown(text: str) -> None:
    assert isinstance(evaluate(parse(text), nothing), Unknown)


def test_a_value_beyond_the_limit_is_unknown() -> None:
    text = "'abcdefgh'"
    for _ in range(30):
        text = f"format('{{0}}{{0}}', {text})"
    assert isinstance(evaluate(parse(text), nothing), Unknown)


# --- contexts -------------------------------------------------------------------------------------------------------

HERE = Place(Source("f.yml", "text"), 0, 4)
_SOME: dict[tuple[str, ...], Fact[object]] = {
    ("github", "event_name"): Known("push", HERE),
    ("github", "event", "inputs"): Known({"Where": "pypi"}),
    ("github", "event", "release"): Known(None),
    ("github", "event", "action"): Unknown("why", HERE),
    ("matrix",): Known({"python-version": "3.12", "index": {"name": "pypi"}}),
    ("steps", "rows"): Unknown("dynamic", origins=("needs.rows",)),
    ("inputs",): Known({"publish": True, "choices": ["a", "b"]}),
    ("needs",): Unknown("another job decides it"),
}
SOME = _SOME.get


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("github.event_name", Known("push", HERE)),
        ("github.event.inputs.where", Known("pypi")),
        ("github.event.inputs.other", Known(None)),
        ("github.event.release.tag_name", Known(None)),
        ("github.event.action", Unknown("why", HERE, origins=("github.event.action",))),
        ("github.event.other", ("github.event.other",)),
        ("github.event", ("github.event",)),
        ("matrix.Python-Version", Known("3.12")),
        ("matrix.index.name", Known("pypi")),
        ("matrix.index", Known({"name": "pypi"})),
        ("matrix.missing", Known(None)),
        ("steps.rows.outputs.all", ("needs.rows",)),
        ("steps.rows", ("needs.rows",)),
        ("inputs.choices[1]", Known("b")),
        ("join(inputs.choices)", Known("a,b")),
        ("toJSON(inputs.choices) != ''", Known(True)),
        ("needs.Build.outputs.v", ("needs.Build.outputs.v",)),
        ("env.X", ("env.X",)),
    ],
)
def test_contexts_answer_for_a_path_and_all_below_it(
    text: str, expected: Known[object] | Unknown | tuple[str, ...]
) -> None:
    fact = evaluate(parse(text), SOME)
    if isinstance(expected, tuple):
        assert isinstance(fact, Unknown)
        assert fact.origins == expected
    else:
        assert fact == expected


def test_a_lookup_gets_the_path_as_written_and_then_shorter_ones() -> None:
    asked = []

    def lookup(path: tuple[str, ...]) -> None:
        asked.append(path)

    evaluate(parse("Needs.Build.outputs['v w'].*.x"), lookup)
    assert asked == [
        ("Needs", "Build", "outputs", "v w"),
        ("Needs", "Build", "outputs"),
        ("Needs", "Build"),
        ("Needs",),
    ]


# --- `if:` and values -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", True),
        ("  ", True),
        ("github.event_name == 'push'", True),
        ("github.event_name == 'release'", False),
        ("${{ github.event_name == 'release' }}", False),
        ("${{ github.event_name == 'release' }} && true", True),
        ("${{ github.event_name == 'release' }}\n", True),
        ("!${{ false }}", True),
        ("${{ '' }}${{ '' }}", False),
        ("${{ vars.A }}${{ vars.B }}", None),
        ("${{ 'false' }}", False),
        ("${{ '' }}", True),
        ("failure()", False),
        ("failure() || always()", True),
        ("vars.A", None),
        ("vars.A && failure()", False),
        ("== 1", None),
        ("${{ }}", None),
        ("${{ true", None),
    ],
)
def test_conditions_of_a_run_in_which_all_goes_well(text: str, expected: bool | None) -> None:  # noqa: FBT001 - a table
    fact = truth(text, SOME)
    assert (fact.value if isinstance(fact, Known) else None) is expected


def test_a_condition_can_be_assumed() -> None:
    assert truth("${{ vars.A }}", nothing, {"vars.A": True}) == Known(True)
    assert truth("!vars.A", nothing, {"vars.A": True}) == Known(False)
    assert truth("vars.A != 'x'", nothing, {"vars.A == 'x'": False}) == Known(True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("plain", "plain"),
        ("${{ true }}", "true"),
        ("${{ null }}", ""),
        ("${{ 1.0 }}", "1"),
        ("${{ fromJSON('[1]') }}", "Array"),
        ("${{ fromJSON('{}') }}", "Object"),
        ("{${{ github.event_name }}} it's", "{push} it's"),
        ("a${{ 1 }}b${{ 2 }}", "a1b2"),
        ("${{ matrix.index.name }}.org", "pypi.org"),
        ("${{ secrets.A }}", None),
        ("x${{ secrets.A }}", None),
        ("${{ a b }}", None),
        ("${{ a", None),
    ],
)
def test_values_become_strings(text: str, expected: str | None) -> None:
    fact = interpolate(text, SOME)
    assert (fact.value if isinstance(fact, Known) else None) == expected


def test_a_value_keeps_the_place_and_the_origins_of_what_it_is() -> None:
    assert interpolate("${{ github.event_name }}", SOME) == Known("push", HERE)
    fact = interpolate("x-${{ secrets.A }}-${{ vars.B }}", SOME)
    assert isinstance(fact, Unknown)
    assert fact.origins == ("secrets.A", "vars.B")
