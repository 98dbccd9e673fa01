"""When one of two names of a project is a slip of the other."""

from __future__ import annotations

import pytest

from tplint.remedies.names import is_typo


@pytest.mark.parametrize(
    ("first", "second", "typo"),
    [
        ("sampleproject", "sampelproject", True),
        ("sampleproject", "sample-project", True),
        ("sampleproject", "sampleprojects", True),
        ("sampleproject", "otherproject", False),
        ("demo", "dmeo", True),
        ("demo", "Demo", True),
        ("demo", "memo", False),
        ("demo", "odem", False),
        ("demo", "demo2", False),
        ("abc", "acb", False),
        ("", "", True),
    ],
)
def test_a_slip_is_small(first: str, second: str, typo: bool) -> None:  # noqa: FBT001 - a table
    assert is_typo(first, second) is typo
    assert is_typo(second, first) is typo
