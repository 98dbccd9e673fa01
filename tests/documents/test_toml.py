"""TOML: values, refusals with their places, and spans that read as the value they stand for."""

from __future__ import annotations

import json
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from tplint.documents import toml
from tplint.documents.source import Place, Pointer, Source, resolve

TEXT = """\
title = 'é' # non-ASCII before everything
a.b = 1\r
[tool.tplint]\r
select = ["TP1", "TP2"]
per-file-ignores = { "x y.yml" = ["TP401"], z.q = 'v' }

[[tool.tplint.publishers]]
owner = "first"

[[ tool . "tplint" . publishers ]]
owner = \"\"\"
second\"\"\"
[tool.tplint.publishers.more]
k = 1979-05-27
"""


def shown(text: str, keys: tuple[str | int, ...], part: str = "value") -> str:
    source = Source("pyproject.toml", text)
    start, end = toml.span(source, keys, part)
    return source.text[start:end]


@pytest.mark.parametrize(
    ("keys", "value", "key"),
    [
        (("title",), "'é'", "title"),
        (("a", "b"), "1", "b"),
        (("a",), "a.b = 1", "a"),
        (("tool", "tplint"), "[tool.tplint]", "tplint"),
        (("tool", "tplint", "select"), '["TP1", "TP2"]', "select"),
        (("tool", "tplint", "select", 1), '"TP2"', '"TP2"'),
        (("tool", "tplint", "per-file-ignores", "x y.yml"), '["TP401"]', '"x y.yml"'),
        (("tool", "tplint", "per-file-ignores", "x y.yml", 0), '"TP401"', '"TP401"'),
        (("tool", "tplint", "per-file-ignores", "z", "q"), "'v'", "q"),
        (("tool", "tplint", "publishers"), "[[tool.tplint.publishers]]", "publishers"),
        (("tool", "tplint", "publishers", 0, "owner"), '"first"', "owner"),
        (("tool", "tplint", "publishers", 1), '[[ tool . "tplint" . publishers ]]', "publishers"),
        (("tool", "tplint", "publishers", 1, "owner"), '"""\nsecond"""', "owner"),
        (("tool", "tplint", "publishers", 1, "more", "k"), "1979-05-27", "k"),
    ],
)
def test_span_is_the_text_of_the_value_or_the_key(keys: tuple[str | int, ...], value: str, key: str) -> None:
    assert (shown(TEXT, keys), shown(TEXT, keys, "key")) == (value, key)


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (("tool", "tplint", "publishers", 0, "kind"), "[[tool.tplint.publishers]]"),
        (("tool", "tplint", "publishers", 5, "kind"), "[[tool.tplint.publishers]]"),
        (("tool", "tplint", "ignore"), "[tool.tplint]"),
        (("tool", "tplint", "select", 9), '["TP1", "TP2"]'),
        (("nothing", "here"), ""),
        ((), ""),
    ],
)
def test_what_is_not_there_is_shown_at_the_nearest_table(keys: tuple[str | int, ...], text: str) -> None:
    assert shown(TEXT, keys) == shown(TEXT, keys, "key") == text


def test_place_in_a_text_that_is_no_toml_is_its_start() -> None:
    assert toml.span(Source("p", "a = 1\nb = "), ("a",)) == (0, 0)


def test_resolve_leaves_places_and_looks_pointers_up() -> None:
    source = Source("pyproject.toml", TEXT)
    place = Place(source, 1, 2)
    assert resolve(place) is place
    assert resolve(Pointer(source, ("a", "b"), "key")).text == "b"


@pytest.mark.parametrize(
    ("text", "offset", "message"),
    [
        ("a = é", 4, "Invalid value"),
        ("a = 1\r\nb = 2\r\nc = !", 18, "Invalid value"),
        ("a = '''x", 8, "Expected"),
        ("[a]\n[a]\n", 6, "twice"),
        ("a = " + "[" * 5000, 0, "nested"),
        ("a = " + "9" * 5000, 0, "digits"),
    ],
)
def test_refusal_says_where_reading_stopped(text: str, offset: int, message: str) -> None:
    with pytest.raises(toml.NotToml) as refused:
        toml.parse(Source("p", text))
    assert refused.value.offset == offset
    assert message in refused.value.message
    assert "\n" not in refused.value.message


@pytest.mark.parametrize(
    ("keys", "found"), [(("a", 1, "b"), 2), (("a", 9), None), (("a", -1), None), (("a", "b"), None), (("c",), None)]
)
def test_value_follows_keys_and_positions(keys: tuple[str | int, ...], found: object) -> None:
    assert toml.value({"a": [1, {"b": 2}]}, keys) == found


# --- random documents -----------------------------------------------------------------------------------------------

NAMES = st.one_of(st.sampled_from(["a", "b-c", "x y", "é", "a.b", '"', ""]), st.text("ab é", max_size=3))
SCALARS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\x7f"), max_size=5),
    st.integers(-9, 9),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False, width=16),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)),
    max_leaves=6,
)
TABLES = st.dictionaries(NAMES, VALUES, max_size=4)
DOCUMENTS = st.dictionaries(NAMES, st.one_of(VALUES, TABLES, st.lists(TABLES, min_size=1, max_size=3)), max_size=4)


def write_key(name: str) -> str:
    bare = name.isascii() and name.replace("-", "").isalnum()
    return name if bare else json.dumps(name, ensure_ascii=False)


def write_value(value: Any) -> str:
    match value:
        case list():
            return "[" + ", ".join(write_value(item) for item in value) + "]"
        case dict():
            return "{ " + ", ".join(f"{write_key(key)} = {write_value(item)}" for key, item in value.items()) + " }"
        case _:
            return json.dumps(value, ensure_ascii=False)


def write(document: dict[str, Any], newline: str) -> str:
    """Plain values first, then dictionaries as tables and lists of dictionaries as arrays of tables."""
    lines, tables = ["# é"], []
    for name, value in document.items():
        if isinstance(value, dict):
            tables += [f"[{write_key(name)}] # c", *pairs(value)]
        elif value and isinstance(value, list) and all(isinstance(item, dict) for item in value):
            for item in value:
                tables += [f"[[{write_key(name)}]]", *pairs(item), ""]
        else:
            lines += pairs({name: value})
    return newline.join([*lines, *tables, ""])


def pairs(table: dict[str, Any]) -> list[str]:
    return [f"{write_key(name)} = {write_value(value)}" for name, value in table.items()]


def leaves(value: Any, keys: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    match value:
        case dict() if value:
            return [path for name, item in value.items() for path in leaves(item, (*keys, name))]
        case list() if value:
            return [path for position, item in enumerate(value) for path in leaves(item, (*keys, position))]
        case dict():
            return []
        case _:
            return [keys]


@given(DOCUMENTS, st.sampled_from(["\n", "\r\n"]))
def test_every_span_of_a_random_document_parses_to_the_value(document: dict[str, Any], newline: str) -> None:
    text = write(document, newline)
    source = Source("p.toml", text)
    data = toml.parse(source).data
    for keys in leaves(data):
        value = tomli.loads(f"v = {shown(text, keys)}")["v"]
        assert value == toml.value(data, keys)
        if isinstance(keys[-1], str):
            assert list(tomli.loads(f"{shown(text, keys, 'key')} = 1")) == [keys[-1]]


@given(st.text(alphabet=st.sampled_from("ab=[]{}\".'\n\r #,1é\\\0"), max_size=40), st.sampled_from(["value", "key"]))
def test_odd_text_is_read_or_refused(text: str, part: str) -> None:
    source = Source("p.toml", text)
    try:
        keys = tuple(toml.parse(source).data)[:1] or ("a",)
    except toml.NotToml as refusal:
        assert 0 <= refusal.offset <= len(text)  # noqa: PT017 - it is raised for some texts only
        keys = ("a",)
    start, end = toml.span(source, keys, part)
    assert 0 <= start <= end <= len(text)
