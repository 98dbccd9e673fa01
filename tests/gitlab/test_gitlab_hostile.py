"""Pipelines that lead in circles or are made to hurt end with a finding's worth of explanation, and soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pipelines import GAP, TOP, plain, reading, repository

from limits import within
from tplint.platforms.gitlab.conditions import holds
from tplint.platforms.gitlab.pipeline import compose

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MANY = "include: [" + ", ".join(f"f{i}.yml" for i in range(160)) + "]\na: {script: x}"
DOUBLING = "".join(
    f".l{i}: {{script: [!reference [.l{i + 1}, script], !reference [.l{i + 1}, script]]}}\n" for i in range(9)
)
LEADING_ON = "".join(f".r{i}: {{script: !reference [.r{i + 1}, script]}}\n" for i in range(100))
TOO_LONG = "".join(f".l{i}: {{extends: .l{i + 1}}}\n" for i in range(13)) + ".l13: {}"
FAR_TOO_LONG = "".join(f".l{i}: {{extends: .l{i + 1}}}\n" for i in range(5000))
CIRCLE = {TOP: "include: b.yml", "b.yml": "include: c.yml", "c.yml": "include: b.yml"}
REFUSED = [
    ({TOP: "a: {extends: a}"}, "has entries that extend themselves: `a` → `a`"),
    ({TOP: "a: {extends: .b}\n.b: {extends: .c}\n.c: {extends: .b}"}, "extend themselves: `.b` → `.c` → `.b`"),
    ({TOP: TOO_LONG}, "extends more than 11 levels"),
    ({TOP: FAR_TOO_LONG}, "extends more than 11 levels"),
    ({TOP: f"include: {TOP}\na: {{script: x}}"}, f"includes `{TOP}`, which leads back to itself without end"),
    (CIRCLE, "which leads back to itself without end"),
    ({TOP: MANY, **{f"f{i}.yml": "{}" for i in range(160)}}, "includes the 151st file of its pipeline"),
    ({TOP: "a: {script: [!reference [a, script]]}"}, "has `!reference [a, script]`, which leads back to itself"),
    ({TOP: "a: {script: !reference [b, script]}\nb: {script: !reference [a, script]}"}, "which leads back to itself"),
    ({TOP: "a: &a {script: [*a]}"}, "recursive alias"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "message"), REFUSED)
def test_circles_and_excess_are_problems(tmp_path: Path, files: Mapping[str, str], message: str) -> None:
    reader = repository(tmp_path, files)
    assert compose(reader, TOP) is None
    assert [message in problem.message for problem in reader.problems.values()] == [True]


def test_references_that_lead_on_and_on_end_in_a_gap(tmp_path: Path) -> None:
    found = compose(repository(tmp_path, {TOP: LEADING_ON + "a: {script: !reference [.r0, script]}"}), TOP)
    assert found is not None
    assert plain(found.jobs["a"].value) == {"script": GAP}


def test_references_that_double_are_followed_once(tmp_path: Path) -> None:
    text = DOUBLING + ".l9: {script: [x]}\na: {script: !reference [.l0, script]}"
    found = compose(repository(tmp_path, {TOP: text}), TOP)
    assert found is not None
    assert len(str(plain(found.jobs["a"].value))) > 512


def test_merges_of_shared_content_are_limited(tmp_path: Path) -> None:
    layers = "".join(
        f".{side}{i}: &{side}{i} {{x: *{side}{i - 1}, y: *{side}{i - 1}}}\n" if i else f".{side}0: &{side}0 {{v: 1}}\n"
        for side in "ab"
        for i in range(14)
    )
    jobs = "".join(f"j{i}: {{extends: [.a13, .b13], n{i}: 1}}\n" for i in range(400))
    reader = repository(tmp_path, {TOP: layers + jobs})
    with within(10):
        compose(reader, TOP)


def test_many_jobs_and_rules_take_no_time(tmp_path: Path) -> None:
    rules = "[" + ", ".join("{if: '$A == \"x\" && $CI_COMMIT_BRANCH =~ /a/', when: never}" for _ in range(50)) + "]"
    jobs = "".join(f"j{i}: {{script: [twine upload dist/*], rules: {rules}}}\n" for i in range(50))
    with within(10):
        reading(tmp_path, {TOP: jobs})


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="$(){}\"'/=!~&| \nabAB\\*+?.[]null", max_size=200))
def test_no_condition_raises(text: str) -> None:
    assert holds(text, lambda _: "a") in {"yes", "no", "free", "open"}


@pytest.mark.parametrize("pattern", ["/(a+)+$/", "/(a|a)*$/", "/a*a*a*a*a*a*a*a*b/", "/((a?){50}){50}/"])
def test_no_pattern_hangs(pattern: str) -> None:
    with within(1):
        holds(f"$A =~ {pattern}", lambda _: "a" * 5000)


KEYS = st.sampled_from(
    ["a", ".b", "c", "extends", "script", "include", "variables", "rules", "if", "default", "inherit", "image", "only",
     "id_tokens", "aud", "environment", "name", "trigger", "parallel", "matrix", "workflow", "needs", "spec", "inputs"]
)  # fmt: skip
LEAVES = st.sampled_from(
    ["a", ".b", "c", "$A", "${B}", "'$[[ inputs.a ]]'", "!reference [a, script]", "!reference [.b]", "null", "false",
     "twine upload dist/*", "pypi", "never", "$CI_COMMIT_TAG", "b.yml", "[]", "{}", "''", "/v/", "tags"]
)  # fmt: skip
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda items: "[" + ", ".join(items) + "]")
        | st.dictionaries(KEYS, inner, max_size=5).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs.items()) + "}"
        )
    ),
    max_leaves=25,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(KEYS, TREES, max_size=6), st.dictionaries(KEYS, TREES, max_size=4))
def test_no_pipeline_raises(tmp_path: Path, top: dict[str, str], other: dict[str, str]) -> None:
    files = {
        TOP: "".join(f"{key}: {value}\n" for key, value in top.items()),
        "b.yml": "".join(f"{key}: {value}\n" for key, value in other.items()),
    }
    reading(tmp_path, files)
