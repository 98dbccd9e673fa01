"""The values of GitHub's expressions: documented results, and what follows where only a part is known."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tplint.documents.source import Place, Source
from tplint.model import Known, Unknown
from tplint.platforms.github.evaluation import (
    Prefix,
    assignments,
    contexts,
    evaluate,
    holds,
    interpolate,
    interpolate_partly,
    truth,
    undecided,
)
from tplint.platforms.github.expressions import parse

NOTHING = contexts({})


def value(text: str, **known: object) -> object:
    """The value of an expression that is decided."""
    fact = evaluate(parse(text), contexts({name: Known(each) for name, each in known.items()}))
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
    assert isinstance(evaluate(parse(text), NOTHING), Unknown)


def test_a_value_beyond_the_limit_is_unknown() -> None:
    text = "'abcdefgh'"
    for _ in range(30):
        text = f"format('{{0}}{{0}}', {text})"
    assert isinstance(evaluate(parse(text), NOTHING), Unknown)


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
    fact = evaluate(parse(text), NOTHING)
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
    fact = holds(parse(text), NOTHING)
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
    fact = evaluate(parse(text), NOTHING)
    assert isinstance(fact, Unknown)
    assert fact.origins == origins


# --- contexts -------------------------------------------------------------------------------------------------------

HERE = Place(Source("f.yml", "text"), 0, 4)
SOME = contexts(
    {
        "github": {
            "event_name": Known("push", HERE),
            "event": {"inputs": Known({"Where": "pypi"}), "release": None, "action": Unknown("why", HERE)},
        },
        "matrix": {"python-version": "3.12", "index": {"name": "pypi"}, "os": Unknown("dynamic", origins=("needs.m",))},
        "inputs": {"publish": True, "choices": ["a", "b"]},
        "needs": Unknown("another job decides it"),
    },
    closed={"matrix", "inputs"},
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GitHub.Event_Name", Known("push", HERE)),
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
        ("matrix.os.name", ("needs.m",)),
        ("matrix", ("needs.m",)),
        ("inputs.choices[1]", Known("b")),
        ("join(inputs.choices)", Known("a,b")),
        ("toJSON(inputs.choices) != ''", Known(True)),
        ("needs.Build.outputs.v", ("needs.Build.outputs.v",)),
        ("env.X", ("env.X",)),
    ],
)
def test_contexts_answer_from_dicts(text: str, expected: Known[object] | Unknown | tuple[str, ...]) -> None:
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


def test_a_dict_of_paths_is_a_lookup() -> None:
    known: dict[tuple[str, ...], Known[object]] = {("github", "ref"): Known("refs/heads/main")}
    assert evaluate(parse("github.ref"), known.get) == Known("refs/heads/main")


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
    fact = evaluate(parse(text), NOTHING, assume)
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
    assert undecided(parse(text), NOTHING) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vars.X", ("vars.X",)),
        ("vars.X && vars.Y", ("vars.X", "vars.Y")),
        ("github.event_name == 'push' && vars.Y", ("vars.Y",)),
        ("github.event_name == 'release' && vars.Y", ()),
        ("vars.X || true", ()),
        ("!contains(vars.X, 'a')", ("contains(vars.X, 'a')",)),
        ("always() && !failure()", ()),
        ("${{ vars.X }}", ("vars.X",)),
        ("${{ vars.X }} && true", ()),
        ("not valid", ()),
    ],
)
def test_conditions_tell_on_which_conditions_they_depend(text: str, expected: tuple[str, ...]) -> None:
    assert undecided(text, contexts({"github": {"event_name": "push"}}), boolean=True) == expected


def test_a_further_condition_turns_up_under_an_assumption() -> None:
    comparison = "(vars.X == '1' && vars.Y) == 'a'"
    expression = parse(f"{comparison} && 'c' || 'd'")
    assert undecided(expression, NOTHING) == ("vars.X == '1'",)
    assert undecided(expression, NOTHING, {"vars.X == '1'": False}) == ()
    assert undecided(expression, NOTHING, {"vars.X == '1'": True}) == (comparison,)


def test_one_assignment_decides_several_expressions_together() -> None:
    environment = f"${{{{ {PROD} && 'pypi' || 'testpypi' }}}}"
    url = f"https://${{{{ {PROD} && 'upload' || 'test' }}}}.pypi.org/legacy/"
    found = assignments(NOTHING, values=[environment, url])
    assert found is not None
    assert [[interpolate(text, NOTHING, assume) for text in (environment, url)] for assume in found] == [
        [Known("pypi"), Known("https://upload.pypi.org/legacy/")],
        [Known("testpypi"), Known("https://test.pypi.org/legacy/")],
    ]


@pytest.mark.parametrize(
    ("conditions", "values", "expected"),
    [
        ([], [], ({},)),
        (["vars.X"], ["${{ vars.X && 'a' || 'b' }}"], ({"vars.X": True}, {"vars.X": False})),
        (
            ["vars.X && vars.Y"],
            [],
            ({"vars.X": True, "vars.Y": True}, {"vars.X": True, "vars.Y": False}, {"vars.X": False}),
        ),
        (
            ["inputs.a == 'x' || inputs.a == 'y'"],
            [],
            (
                {"inputs.a == 'x'": True},
                {"inputs.a == 'x'": False, "inputs.a == 'y'": True},
                {"inputs.a == 'x'": False, "inputs.a == 'y'": False},
            ),
        ),
        (
            ["inputs.a == 'x'", "inputs.a == 'y'"],
            [],
            (
                {"inputs.a == 'x'": True},
                {"inputs.a == 'x'": False, "inputs.a == 'y'": True},
                {"inputs.a == 'x'": False, "inputs.a == 'y'": False},
            ),
        ),
        ([f"vars.X{number}" for number in range(8)], [], None),
    ],
)
def test_assignments_are_those_that_make_a_difference(
    conditions: list[str], values: list[str], expected: tuple[dict[str, bool], ...] | None
) -> None:
    assert assignments(NOTHING, conditions=conditions, values=values) == expected


# --- strings of which the beginning is known ------------------------------------------------------------------------

TAG = contexts({"github": {"ref": Prefix("refs/tags/"), "ref_type": "tag", "ref_name": Prefix("")}})


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
    assert interpolate_partly(text, TAG) == expected
    assert isinstance(interpolate(text, TAG), Unknown)


@given(
    st.sampled_from(["==", "!=", "startsWith", "endsWith", "contains", "contains reversed", "startsWith reversed"]),
    st.text("aA1/ ", max_size=3),
    st.text("aA1/ ", min_size=1, max_size=3),
    st.one_of(st.text("aA1/ ", max_size=5), st.sampled_from([None, True, False, 0.0, 1.0, 11.0])),
)
def test_what_a_known_beginning_decides_holds_for_every_string(
    operation: str, beginning: str, rest: str, other: object
) -> None:
    function, _, is_reversed = operation.partition(" ")
    first, second = ("b.x", "a.x") if is_reversed else ("a.x", "b.x")
    text = f"{function}({first}, {second})" if function.isalpha() else f"{first} {function} {second}"
    fact = evaluate(parse(text), contexts({"a": {"x": Prefix(beginning)}, "b": {"x": other}}))
    if isinstance(fact, Known):
        assert fact == evaluate(parse(text), contexts({"a": {"x": beginning + rest}, "b": {"x": other}}))


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
    assert truth("${{ vars.A }}", NOTHING, {"vars.A": True}) == Known(True)
    assert truth("!vars.A", NOTHING, {"vars.A": True}) == Known(False)
    assert truth("vars.A != 'x'", NOTHING, {"vars.A == 'x'": False}) == Known(True)


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


# --- nothing raises -------------------------------------------------------------------------------------------------

PLAIN = st.sampled_from(
    ["'a'", "''", "0", "-1.5", "NaN", "true", "null", "'[1, {}]'", "'{0}'", "a", "a.b", "a.*", "x.y.z"]
)
FUNCTIONS = ["contains", "startsWith", "endsWith", "toJSON", "fromJSON", "join", "format", "case", "success", "other"]
ARITY = {"contains": 2, "startsWith": 2, "endsWith": 2, "toJSON": 1, "fromJSON": 1, "join": 2, "format": 3, "case": 3}
PLAIN_VALUES = [None, True, 0, 10**400, -(10**400), math.nan, math.inf, "a", "B", "1", Prefix("a"), object()]
OBJECTS = [[], {}, ["a", Prefix("")], {"b": {"a": 1}, "B2": [1.0, None]}, [[["a"]], {"y": "z"}]]
VALUES = st.sampled_from([*PLAIN_VALUES, *OBJECTS])
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


@given(texts(), FACTS, st.booleans())
def test_no_expression_raises_whatever_the_contexts_hold(
    text: str,
    fact: Known[object] | Unknown | None,
    assumed: bool,  # noqa: FBT001 - drawn
) -> None:
    assume = dict.fromkeys(undecided(text, lambda _: fact, boolean=True), assumed)
    for each in (text, f"${{{{ {text} }}}}", f"x${{{{ {text} }}}}"):
        assert isinstance(truth(each, lambda _: fact, assume), (Known, Unknown))
        assert isinstance(interpolate(each, lambda _: fact, assume), (Known, Unknown))


@given(texts(), st.dictionaries(st.sampled_from(["a", "x"]), VALUES))
def test_a_known_value_holds_whatever_the_unknown_context_turns_out_to_be(text: str, held: dict[str, object]) -> None:
    before = evaluate(parse(text), NOTHING)
    if isinstance(before, Known):
        after = evaluate(parse(text), contexts({name: Known(each) for name, each in held.items()}))
        assert isinstance(after, Unknown) or repr(after) == repr(before)


@given(texts(), st.dictionaries(st.sampled_from(["a", "x"]), VALUES))
def test_true_assumptions_lead_to_the_true_value(text: str, held: dict[str, object]) -> None:
    context = contexts({name: Known(each) for name, each in held.items()})
    facts = {atom: holds(parse(atom), context) for atom in undecided(text, NOTHING)}
    assume = {atom: fact.value for atom, fact in facts.items() if isinstance(fact, Known)}
    assumed, after = evaluate(parse(text), NOTHING, assume), evaluate(parse(text), context)
    if isinstance(assumed, Known) and isinstance(after, Known):
        assert repr(assumed) == repr(after)


@given(texts())
def test_every_assignment_decides_the_condition(text: str) -> None:
    for assume in assignments(NOTHING, conditions=[text]) or ():
        assert isinstance(holds(parse(text), NOTHING, assume), Known)
        assert undecided(text, NOTHING, assume, boolean=True) == ()


@given(st.text(), st.text())
def test_no_text_makes_conditions_or_values_raise(text: str, inside: str) -> None:
    for each in (text, f"{text}${{{{{inside}}}}}"):
        assert isinstance(truth(each, NOTHING), (Known, Unknown))
        assert isinstance(interpolate(each, NOTHING), (Known, Unknown))
