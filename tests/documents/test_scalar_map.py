"""Offsets in a YAML scalar's value lead to the same characters in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tplint.documents import nodes, yaml
from tplint.documents.scalar_map import place_in
from tplint.documents.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable


def scalar_of(text: str) -> tuple[Source, nodes.Scalar]:
    source = Source("a.yml", text)
    scalar = nodes.get(yaml.parse(source).root, "run")
    assert isinstance(scalar, nodes.Scalar)
    return source, scalar


def offset_in(source: Source, scalar: nodes.Scalar) -> Callable[[int], int]:
    place = place_in(source, scalar)
    return lambda position: place(position, position + 1).start


EXACT = [
    "run: |\n  a b\n  c\n",
    "run: |2\n    a\n  b\n",
    "run: |2\n   \n  a\n",
    "run: >2\n\n    \n   \n  a\n",
    "run: |-\n\n  a\n\n\n  b\n\n",
    "run: |+\n  a\n\n",
    "run: |\r\n  a b\r\n  c\r\n",
    "run: | # why\n  a\n",
    "run: |\n  a\n    b\n  c",
    "run: >\n  a b\n  c\n\n  d\n",
    "run: >-\n  a\n    more\n    indented\n  b\n",
    "run: >\n\n  a\n",
    "run: a b",
    "run: a b  # why",
    "run: a\n  b\n\n  c\n",
    "run: 'it''s'",
    "run: 'a\n  b\n\n  c'",
    'run: "a \\"b\\" c"',
    'run: "a\\\n  b c"',
    'run: "a\n  b\n\n  c"',
    'run: "\\u00e9 x"',
    "run: &anchor !!str |\n  a\n",
]


@pytest.mark.parametrize("text", EXACT)
def test_every_character_is_placed(text: str) -> None:
    source, scalar = scalar_of(text)
    offset = offset_in(source, scalar)
    for position, character in enumerate(scalar.value):
        if character not in " \n\u00e9":
            assert source.text[offset(position)] == character
    letters = [position for position, character in enumerate(scalar.value) if character.isalpha()]
    assert len({offset(position) for position in letters}) == len(letters)


@pytest.mark.parametrize("text", EXACT)
def test_line_ends_are_placed_at_line_ends(text: str) -> None:
    source, scalar = scalar_of(text)
    offset = offset_in(source, scalar)
    for position, character in enumerate(scalar.value.rstrip("\n")):
        if character == "\n":
            assert source.text[offset(position)] in "\r\n"


def test_the_end_lies_behind_the_last_character() -> None:
    source, scalar = scalar_of("run: abc")
    assert place_in(source, scalar)(3, 3).start == len(source.text)


@pytest.mark.parametrize("position", [-1, 4, 100])
def test_an_offset_outside_the_value_is_the_start(position: int) -> None:
    source, scalar = scalar_of("run: abc")
    assert offset_in(source, scalar)(position) == scalar.span.start


def test_a_value_that_is_not_the_files_is_placed_at_the_start() -> None:
    source, scalar = scalar_of("run: abc")
    other = scalar._replace(value="abd")
    assert {offset_in(source, other)(position) for position in range(4)} == {scalar.span.start}
    assert place_in(source, other)(0, 1) == nodes.place(source, scalar)


@pytest.mark.parametrize(
    ("text", "start", "end", "expected"),
    [
        ("run: |\n  a b\n  c\n", 2, 3, "b"),
        ("run: |\n  a \\\n    b\n", 0, 7, "a \\\n    b"),
        ('run: "a \\"b\\""', 2, 5, '"b\\"'),
        ("run: |\n  a\n", 1, 1, ""),
        ('run: ""', 0, 0, '""'),
    ],
)
def test_places(text: str, start: int, end: int, expected: str) -> None:
    source, scalar = scalar_of(text)
    assert place_in(source, scalar)(start, end).text == expected


LINE = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["C", "Zl", "Zp"]), max_size=20)


def in_block(lines: list[str], indicator: str, end: str) -> str:
    return f"run: {indicator}2{end}" + "".join(f"  {line}{end}" for line in lines)


def quoted(lines: list[str], mark: str) -> str:
    text = " ".join(lines)
    inner = text.replace("'", "''") if mark == "'" else text.replace("\\", "\\\\").replace('"', '\\"')
    return f"run: {mark}{inner}{mark}"


@given(st.lists(LINE, min_size=1), st.sampled_from(["|", ">"]), st.sampled_from(["\n", "\r\n"]))
def test_characters_of_any_block_agree(lines: list[str], indicator: str, end: str) -> None:
    source, scalar = scalar_of(in_block(lines, indicator, end))
    offset = offset_in(source, scalar)
    for position, character in enumerate(scalar.value):
        found = offset(position)
        assert found == scalar.span.start or source.text[found] == character or character in " \n"
    if indicator == "|" and any(line.strip(" ") for line in lines):
        last = max(index for index, character in enumerate(scalar.value) if character not in " \n")
        assert all(offset(position) > scalar.span.start for position in range(last + 1))


@given(st.lists(LINE, min_size=1), st.sampled_from(["'", '"']))
def test_characters_of_any_quoted_scalar_agree(lines: list[str], mark: str) -> None:
    source, scalar = scalar_of(quoted(lines, mark))
    offset = offset_in(source, scalar)
    assert [source.text[offset(position)] for position in range(len(scalar.value))] == list(scalar.value)


@given(st.lists(st.from_regex(r"[a-z][a-z =/.*$-]{0,15}[a-z]", fullmatch=True), min_size=1, max_size=6))
def test_characters_of_any_plain_scalar_agree(lines: list[str]) -> None:
    source, scalar = scalar_of("run: " + "\n  ".join(lines))
    offset = offset_in(source, scalar)
    placed = [source.text[offset(position)] for position in range(len(scalar.value))]
    assert [character for character in placed if character != "\n"] == [
        character for character, where in zip(scalar.value, placed, strict=True) if where != "\n"
    ]
    assert len(placed) == len(scalar.value)
