"""Filters on tags: which tags a pattern of GitHub's fits, and which a filter lets through."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tplint.documents import yaml
from tplint.documents.nodes import get
from tplint.documents.source import Place, Source
from tplint.model import Trigger
from tplint.platforms.github.tag_filters import VERSIONS, Pattern, tag_filter

if TYPE_CHECKING:
    from tplint.platforms.github.tag_filters import TagFilter

NOWHERE = Place(Source("", ""), 0, 0)


def fits(pattern: str, tag: str) -> bool:
    return Pattern(pattern, NOWHERE, leaves_out=False).fits(tag)


def filtered(push: str) -> TagFilter:
    """What `push` says, of which the filters are given."""
    source = Source("w.yml", f"push: {{{push}}}")
    return tag_filter(Trigger("push", Place(source, 0, 4), get(yaml.parse(source).root, "push")))


@pytest.mark.parametrize(
    ("pattern", "tags", "others"),
    [
        ("v1.2.3", ["v1.2.3"], ["v1x2x3", "v1.2.34", "1.2.3", ""]),
        ("v*", ["v", "v1.2.3"], ["1.2.3", "rev1", "v/1"]),
        ("*", ["v1.2.3", ""], ["name/v1"]),
        ("**", ["v1.2.3", "name/v1", ""], []),
        ("name/**", ["name/v1", "name/x/v1"], ["name-v1"]),
        ("v[0-9]+.[0-9]+.[0-9]+", ["v1.2.3", "v10.20.30"], ["v1.2", "v1.2.3rc1", "v1.2.x"]),
        ("v[0-9]+.[0-9]+.?[0-9]*", ["v1.2.3", "v1.23"], ["v1.2", "v1.x"]),
        ("v?[0-9]*", ["v1.2.3", "1.2.3"], ["vv1", "w1"]),
        ("v[12].*", ["v1.0", "v2.0"], ["v3.0"]),
        ("v[a-c0x]", ["va", "vc", "v0", "vx"], ["vd", "v1", "v-", "v"]),
        (r"v1\.2\*", ["v1.2*"], ["v1x2*", "v1.23"]),
        (r"v\d+", ["vd", "vdd"], ["v1", "v"]),
        ("v*rc*", ["v1.2.3rc1"], ["v1.2.3"]),
        ("*.*.*", ["v1.2.3", "name-v1.2.3"], ["v1.2"]),
        ("v(.*)", ["v(.1)"], ["v1.2.3"]),
        ("v[0-9", ["v[0-9"], ["v1"]),
        ("+1", ["+1"], ["1"]),
        ("v[]", [], ["v", "v1", "v[]"]),
        ("", [""], ["v1"]),
    ],
)
def test_tags_that_fit(pattern: str, tags: list[str], others: list[str]) -> None:
    assert {tag: fits(pattern, tag) for tag in (*tags, *others)} == {
        **dict.fromkeys(tags, True),
        **dict.fromkeys(others, False),
    }


@given(st.text("*?+v1./", max_size=8), st.text("v1./", max_size=6))
def test_patterns_are_what_a_regular_expression_for_them_says(pattern: str, tag: str) -> None:
    written = re.sub(r"^[?+]+", "", pattern)
    parts = re.findall(r"(\*\*|.)([?+]*)", written)
    meaning = {"*": "[^/]*", "**": ".*", ".": r"\."}
    counted = {"": "", "?": "?", "+": "+"}
    expression = "".join(
        f"(?:{meaning.get(part, part)}){counted[''.join(sorted(set(marks)))] if len(set(marks)) < 2 else '*'}"
        for part, marks in parts
    )
    assert fits(written, tag) == (re.fullmatch(expression, tag) is not None)


@pytest.mark.parametrize("pattern", ["*?" * 5_000 + "x", "[a-z]+" * 5_000, "v+" * 5_000 + "x"])
def test_long_patterns_take_time_in_proportion(pattern: str) -> None:
    begun = time.perf_counter()
    assert not fits(pattern, "v" * 100)
    assert time.perf_counter() - begun < 10


@pytest.mark.parametrize(
    ("push", "expected"),
    [
        ("", VERSIONS),
        ("branches: [main]", VERSIONS),
        ("tags: v*", ("v1.2.3",)),
        ("tags: ['v*', '[0-9]*']", ("v1.2.3", "1.2.3")),
        ("tags: ['**']", VERSIONS),
        ("tags: ['*', '!v*']", ("1.2.3", "name-v1.2.3")),
        ("tags: ['*', '!v*', 'v1.*']", VERSIONS),
        ("tags: ['!v*']", ()),
        ("tags: []", ()),
        ("tags: [{v: x}]", ()),
        ("tags-ignore: ['v*']", ("1.2.3", "name-v1.2.3")),
        ("tags-ignore: 'nightly'", VERSIONS),
    ],
)
def test_tags_that_a_filter_lets_through(push: str, expected: tuple[str, ...]) -> None:
    assert tuple(filter(filtered(push).admits, VERSIONS)) == expected


def test_where_a_pattern_is_written() -> None:
    given_tags, ignored = filtered("tags: ['v*', '!(x)']")
    first, second = given_tags or ()
    assert (first.at.text, first.sign, first.leaves_out) == ("'v*'", "", False)
    assert (second.at.text, second.sign, second.leaves_out) == ("'!(x)'", "(", True)
    assert ignored is None
