"""What is kept by what a value is: never of another one that stands where the first has been."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import tplint
from folders import lay
from publishing import PROJECT, UPLOAD, job, workflow
from tplint.documents.source import Source
from tplint.remembered import by_identities, by_identity, forget

if TYPE_CHECKING:
    from pathlib import Path

GIVEN_BACK = ".github/workflows/given-back.yml"  # no other test has a file of that name


def test_a_value_where_another_one_was_has_a_result_of_its_own() -> None:
    """Values that nobody holds give their place, and so their `id`, to the next ones."""
    remembered = by_identity(64)(lambda of: of[0])
    assert [remembered([number]) for number in range(1_000)] == [*range(1_000)]


def test_values_that_are_equal_have_results_of_their_own() -> None:
    remembered = by_identity(4)(lambda of: [*of])
    one, other = [1], [1]
    assert remembered(one) is remembered(one)
    assert remembered(one) is not remembered(other)


def test_the_very_same_arguments_have_one_result() -> None:
    remembered = by_identities(4)(lambda one, other: [one, other])
    one, other = [1], [1]
    assert remembered(one, other) is remembered(one, other)
    assert remembered(one, other) is not remembered(one, one)


def test_arguments_where_others_were_have_a_result_of_their_own() -> None:
    remembered = by_identities(4)(lambda one, other: one[0] + other[0])
    assert [remembered([number], [1]) for number in range(1_000)] == [*range(1, 1_001)]


def test_a_run_over_many_values_keeps_few() -> None:
    remembered = by_identity(4)(len)
    values = [{number} for number in range(10)]
    held = [weakref.ref(value) for value in values]
    for value in values:
        remembered(value)
    del value
    values.clear()
    assert sum(ref() is not None for ref in held) <= 4


def test_what_is_forgotten_is_held_no_longer_and_worked_out_again() -> None:
    asked: list[int] = []
    remembered = by_identity(4)(lambda of: asked.append(len(of)))
    value = {1}
    remembered(value)
    forget()
    remembered(value)
    assert asked == [1, 1]
    forget()
    held = weakref.ref(value)
    del value
    assert held() is None


def test_a_run_that_is_over_keeps_no_tree(tmp_path: Path) -> None:
    steps = "      - run: |\n          if x; then uv publish; fi\n" + UPLOAD
    lay(tmp_path, {GIVEN_BACK: workflow(job(steps=steps)), "pyproject.toml": PROJECT})
    assert tplint.check(tmp_path).findings
    gc.collect()
    kept = [each for each in gc.get_objects() if type(each) is Source and each.path == GIVEN_BACK]
    assert kept == []
