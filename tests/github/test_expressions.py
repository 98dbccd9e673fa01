"""GitHub's expression language: what is accepted and refused, canonical text, and values with holes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tplint.platforms.github.expressions.parser import MAX_LENGTH, ExpressionError, parse
from tplint.platforms.github.expressions.printer import canonical
from tplint.platforms.github.expressions.templates import Hole, condition_expression, template, value_expression
from tplint.platforms.github.expressions.tree import (
    And,
    Call,
    Compare,
    Context,
    Literal,
    Not,
    Or,
    Property,
    children,
    descendants,
    is_name,
)
from tplint.platforms.github.expressions.values import SPACE

if TYPE_CHECKING:
    from tplint.platforms.github.expressions.tree import Expression


def meaning(node: Expression) -> object:
    """A tree as nested tuples, the same for trees that differ only in the case of names or the order at ``==``."""
    below = tuple(map(meaning, children(node)))
    match node:
        case Literal(value):
            return repr(value)
        case Context(name) | Call(name):
            return (type(node).__name__, name.lower(), *below)
        case Property(_, Literal(str(name))) if is_name(name):
            return ("Property", below[0], repr(name.lower()))
        case Compare(op, Literal(), right) if op in {"==", "!="} and not isinstance(right, Literal):
            return ("Compare", op, below[1], below[0])
        case Compare(op):
            return ("Compare", op, *below)
    return (type(node).__name__, *below)


@pytest.mark.parametrize("text", [" a ", " github.event.release.tag-name_1 ", " a.true", " _.b.C"])
def test_a_path_of_names_has_the_tree_of_any_other_expression(text: str) -> None:
    assert parse(text) == parse("\t" + text[1:])  # a tab is no part of such a path


@pytest.mark.parametrize("text", [" true ", " null", " NaN", " Infinity"])
def test_a_constant_is_no_path(text: str) -> None:
    assert isinstance(parse(text), Literal)


def test_a_path_of_too_many_names_is_refused() -> None:
    assert isinstance(parse("a" + ".b" * 49), Property)
    with pytest.raises(ExpressionError, match="nested more than"):
        parse("a" + ".b" * 50)


# --- generated trees ------------------------------------------------------------------------------------------------

NAMES = st.sampled_from(["a", "B_1", "_", "c-d", "github", "true1"])
LEAVES = st.one_of(
    NAMES.map(Context), st.one_of(st.none(), st.booleans(), st.floats(), st.text(max_size=5)).map(Literal)
)
ARITY = {"contains": 2, "startsWith": 2, "endsWith": 2, "toJSON": 1, "fromJSON": 1, "join": 1, "format": 3, "case": 5}


@st.composite
def expressions(draw: st.DrawFn, depth: int = 3) -> Expression:
    """A tree in the form that ``parse`` gives it."""
    inner = expressions(depth - 1) if depth else LEAVES
    match draw(st.integers(0, 7)) if depth else 0:
        case 1:
            return Property(draw(inner), None if draw(st.booleans()) else draw(inner))
        case 2:
            return Not(draw(inner))
        case 3:
            return Compare(draw(st.sampled_from(["==", "!=", "<", "<=", ">", ">="])), draw(inner), draw(inner))
        case 4:
            return And(tuple(each for each in draw(two_or_three(inner)) if not isinstance(each, And)) + TWO)
        case 5:
            return Or(tuple(each for each in draw(two_or_three(inner)) if not isinstance(each, Or)) + TWO)
        case 6:
            return Call("f_" + draw(NAMES), tuple(draw(st.lists(inner, max_size=3))))
        case 7:
            name = draw(st.sampled_from(sorted(ARITY)))
            return Call(name, tuple(draw(inner) for _ in range(ARITY[name])))
    return draw(LEAVES)


TWO: tuple[Expression, ...] = (Context("y"), Context("z"))


def two_or_three(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[list[Expression]]:
    """Operands of ``&&`` and ``||``."""
    return st.lists(inner, min_size=2, max_size=3)


TOKENS = st.sampled_from(
    [
        "a",
        "github",
        ".",
        "*",
        "[",
        "]",
        "(",
        ")",
        ",",
        "!",
        "==",
        "&&",
        "||",
        "<",
        "'x'",
        "'",
        "1",
        "-.5",
        "0x",
        " ",
        "&",
    ]
)


@given(st.one_of(st.text(), st.lists(TOKENS, max_size=20).map("".join)))
def test_no_text_raises_anything_but_an_expression_error(text: str) -> None:
    refusal = None
    try:
        parse(text)
    except ExpressionError as error:
        refusal = error
    assert refusal is None or (refusal.message and 0 <= refusal.offset <= len(text))


@given(expressions())
def test_canonical_text_is_read_back_as_the_same_tree(expression: Expression) -> None:
    assert meaning(parse(canonical(expression))) == meaning(expression)


@given(expressions())
def test_canonical_text_is_its_own_canonical_text(expression: Expression) -> None:
    assert canonical(parse(canonical(expression))) == canonical(expression)


@given(st.text())
def test_a_value_s_parts_cover_it_in_order(text: str) -> None:
    pieces = [part if isinstance(part, str) else text[part.start : part.end] for part in template(text)]
    assert "".join(pieces) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("github . ref", "github.ref"),
        ("github['ref']", "github.ref"),
        ("matrix['python version']", "matrix['python version']"),
        ("github.event.commits[0].message", "github.event.commits[0].message"),
        ("labels[*].name", "labels.*.name"),
        ("foo.true.null.format", "foo.true.null.format"),
        ("a[b.c]", "a[b.c]"),
        ("(a)", "a"),
        ("a&&b||c", "a && b || c"),
        ("a && (b || c)", "a && (b || c)"),
        ("a && (b && c)", "a && b && c"),
        ("!(a == b)", "!(a == b)"),
        ("!a == b", "!a == b"),
        ("a < b == c", "a < b == c"),
        ("a < (b == c)", "a < (b == c)"),
        ("a == (b == c)", "a == (b == c)"),
        ("a == b == c", "a == b == c"),
        ("'it''s'", "'it''s'"),
        ("contains ( a , 'b' )", "contains(a, 'b')"),
        ("fromJSON(a).b[0]", "fromjson(a).b[0]"),
        ("('a').b", "('a').b"),
        ("1.0", "1"),
        (".5", "0.5"),
        ("+1e2", "100"),
        ("0xff", "255"),
        ("0xFFFFFFFF", "-1"),
        ("0o17", "15"),
        ("-Infinity", "-Infinity"),
        ("NaN", "NaN"),
    ],
)
def test_expressions_are_read_as_github_reads_them(text: str, shown: str) -> None:
    assert canonical(parse(text)) == shown


@pytest.mark.parametrize("space", SPACE)
def test_white_space_is_what_dotnet_counts_as_such(space: str) -> None:
    assert canonical(parse(f"a{space}=={space}1{space}")) == "a == 1"


@pytest.mark.parametrize("control", "\x1c\x1d\x1e\x1f\0\u200b")
def test_other_control_characters_are_refused(control: str) -> None:
    with pytest.raises(ExpressionError):
        parse(f"a {control} == 1")


def test_only_exactly_spelled_constants_are_literals() -> None:
    assert isinstance(parse("true"), Literal)
    assert isinstance(parse("True"), Context)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GitHub.Event_Name == 'Push'", "github.event_name == 'Push'"),
        ("'push' == github.event_name", "github.event_name == 'push'"),
        ("'a' < x", "'a' < x"),
        ("secrets.pypi_token != ''", "secrets.PYPI_TOKEN != ''"),
        ("Vars['index']", "vars.INDEX"),
        ("env.Token", "env.Token"),
        ("startswith(github.ref, 'V')", "startswith(github.ref, 'V')"),
    ],
)
def test_spellings_of_one_expression_share_a_canonical_text(text: str, expected: str) -> None:
    assert canonical(parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("", 0),
        ("   ", 3),
        ("1 <", 3),
        ("> 1", 0),
        ("a b", 2),
        ("(1)2", 3),
        ("a = b", 2),
        ("a & b", 2),
        ("'open", 0),
        ("'a'.length", 3),
        ("'a'[0]", 3),
        ("true.x", 4),
        ("foo.1", 4),
        ("foo.b@r", 4),
        ("foo.", 4),
        ("foo.()", 4),
        ("github.f(1)", 8),
        ("a[]", 2),
        ("a[* == 1]", 4),
        ("a.*b", 3),
        ("()", 1),
        ("(1,", 2),
        ("f(1,", 4),
        ("f(1", 3),
        ("f(,1)", 2),
        ("-0xFF", 0),
        ("0xFZ", 0),
        ("1abc", 0),
        ("..a", 0),
        ("-Inf", 0),
        ('"a"', 0),
        ("a/b", 0),
        ("join()", 0),
        ("join(1, 2, 3)", 0),
        ("contains('a')", 0),
        ("case(true, 1)", 0),
        ("!" * 60 + "a", 50),
        ("a" + ".b" * 60, 21),
        ("(" * 5000, 101),
        ("a" * (MAX_LENGTH + 1), MAX_LENGTH),
    ],
)
def test_what_github_refuses_is_refused_at_its_place(text: str, offset: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert caught.value.offset == offset


def test_the_deepest_expression_that_github_takes_is_taken() -> None:
    assert parse("!" * 49 + "a")
    assert parse("a" + ".b" * 49)
    assert parse(" || ".join("a" * 2000))
    with pytest.raises(ExpressionError):
        parse("!" * 50 + "a")
    with pytest.raises(ExpressionError):
        parse("a" + ".*" * 50)


def test_nodes_know_where_they_begin() -> None:
    found = {type(node).__name__: node.offset for node in descendants(parse("  !a.b && f('x') == c"))}
    assert found == {"And": 7, "Not": 2, "Property": 4, "Compare": 17, "Call": 10, "Literal": 12, "Context": 20}


# --- values ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ()),
        ("plain $ {{ text }}", ("plain $ {{ text }}",)),
        ("${{ a }}", (Hole(" a ", 0, 8),)),
        ("v${{a}}-${{b}}.", ("v", Hole("a", 1, 7), "-", Hole("b", 8, 14), ".")),
        ("${{ '}}' }}x", (Hole(" '}}' ", 0, 11), "x")),
        ("${{ 'it''s }}' }}", (Hole(" 'it''s }}' ", 0, 17),)),
        ("${{ a }}}", (Hole(" a ", 0, 8), "}")),
        ("a ${{ b", ("a ", Hole(" b", 2, 7, closed=False))),
        ("${{ 'b }}", (Hole(" 'b }}", 0, 9, closed=False),)),
    ],
)
def test_values_are_split_at_their_holes(text: str, parts: tuple[str | Hole, ...]) -> None:
    assert template(text) == parts


@pytest.mark.parametrize(("text", "offset"), [("a ${{ b", 5), ("ab${{ }}", 6), ("${{ a }}${{ b c }}", 14)])
def test_a_broken_hole_is_refused_at_its_place_in_the_value(text: str, offset: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        value_expression(text)
    assert caught.value.offset == offset


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", "''"),
        ("plain", "'plain'"),
        ("${{ a }}", "a"),
        ("{v}${{ a }}${{ b }}", "format('{{v}}{0}{1}', a, b)"),
    ],
)
def test_a_value_stands_for_one_expression(text: str, shown: str) -> None:
    assert canonical(value_expression(text)) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", "success()"),
        (" \n", "success()"),
        ("a == 'b'\n", "a == 'b'"),
        ("${{ a == 'b' }}", "a == 'b'"),
        ("${{ 'false' }}", "false"),
        ("${{ a }} && b", "format('{0} && b', a)"),
        ("${{ a }}\n", "format('{0}\n', a)"),
    ],
)
def test_a_condition_stands_for_the_expression_that_github_makes_of_it(text: str, shown: str) -> None:
    assert canonical(condition_expression(text)) == shown
