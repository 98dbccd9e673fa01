"""TP523's fix: what stands in a hole stays one operand, whatever stands around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fixes import MENDED, after, repository

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        ("always() && !${{ github.event_name == 'push' }}", "always() && !(github.event_name == 'push')"),
        ('"!${{ github.event_name == \'push\' }} "', "\"!(github.event_name == 'push')\""),
        ("${{ inputs.x && github.ref_type }} == false", "(inputs.x && github.ref_type) == false"),
        ("false == ${{ github.ref_type == 'tag' }}", "false == (github.ref_type == 'tag')"),
        ("${{ inputs.x == 1 }} == ${{ inputs.y }}", "inputs.x == 1 == inputs.y"),
        ("${{ inputs.x }} == ${{ inputs.y == 1 }}", "inputs.x == (inputs.y == 1)"),
        ("true && ${{ !inputs.x }} && ${{ inputs.y && inputs.z }}", "true && !inputs.x && inputs.y && inputs.z"),
        ("contains(github.ref, ${{ inputs.x || inputs.y }})", "contains(github.ref, inputs.x || inputs.y)"),
        ("${{ github.ref }}-x == 'y'", None),
        ("v${{ github.ref_name }}", None),
        ("true && v ${{ github.ref_name }} && true", None),
        ("${{ inputs.x }} && " * 40 + "true", None),
    ],
)  # fmt: skip
def test_a_hole_stays_one_operand(condition: str, wanted: str | None, tmp_path: Path) -> None:
    text = MENDED.replace("    steps:", f"    if: {condition}\n    steps:")
    made = after(repository(tmp_path, publish=text), "TP523")
    assert made == (None if wanted is None else text.replace(condition, wanted))
