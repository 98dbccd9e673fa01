"""What is kept by what a value is: never of another one that stands where the first has been."""

from __future__ import annotations

import weakref

from tplint.remembered import by_identity


def test_a_value_where_another_one_was_has_a_result_of_its_own() -> None:
    """Values that nobody holds give their place, and so their `id`, to the next ones."""
    remembered = by_identity(64)(lambda of: of[0])
    assert [remembered([number]) for number in range(1_000)] == [*range(1_000)]


def test_values_that_are_equal_have_results_of_their_own() -> None:
    remembered = by_identity(4)(lambda of: [*of])
    one, other = [1], [1]
    assert remembered(one) is remembered(one)
    assert remembered(one) is not remembered(other)


def test_a_run_over_many_values_keeps_few() -> None:
    remembered = by_identity(4)(len)
    values = [{number} for number in range(10)]
    held = [weakref.ref(value) for value in values]
    for value in values:
        remembered(value)
    del value
    values.clear()
    assert sum(ref() is not None for ref in held) <= 4
