"""Python files: where their expressions stand, whatever their text is made of."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tplint.documents import python
from tplint.documents.source import Source


def texts(text: str) -> list[str]:
    """The texts of all constants, by their places."""
    source = Source("a.py", text)
    found = python.nodes(python.parse(source))
    return [python.place(source, node).text for node in found if isinstance(node, ast.Constant)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_places_count_code_points_and_the_line_ends_of_python(end: str) -> None:
    lines = ["\f", 'x = "a\u2028b\x85c", "ü"', "y = ('d'", "     'e', 1)"]
    expected = ['"a\u2028b\x85c"', '"ü"', f"'d'{end}     'e'", "1"]
    assert texts(end.join(lines)) == expected


@given(st.lists(st.sampled_from(["x", " ", "=", "'é'", '"\u2028"', "(", ")", "\n", "\f", ","]), max_size=20))
def test_a_place_has_the_text_of_its_value(parts: list[str]) -> None:
    try:
        found = texts("".join(parts))
    except python.NotPython:
        return
    assert all(isinstance(ast.literal_eval(f"({text})"), str) for text in found if text not in {"", "x"})


@pytest.mark.parametrize(
    ("text", "why"),
    [("def", "it cannot be parsed"), ("\0", "it cannot be parsed"), ("-" * 100_000 + "1", "it is nested too deeply")],
)
def test_what_is_no_python_is_refused(text: str, why: str) -> None:
    with pytest.raises(python.NotPython, match=why):
        python.parse(Source("a.py", text))


def test_nodes_come_in_the_order_of_the_text() -> None:
    tree = ast.parse("f(a, b(c))\nd = e")
    names = [node.id for node in python.nodes(tree) if isinstance(node, ast.Name)]
    assert names == ["f", "a", "b", "c", "d", "e"]
