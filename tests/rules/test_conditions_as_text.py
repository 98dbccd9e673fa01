"""TP523 guard-always-true: what its page does not show, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import PUBLISH, job, levels, workflow

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("${{ github.event_name == 'push' }} && true", ["warning"]),
        ("always() && ${{ github.ref == 'x' }}", ["warning"]),
        ("'!${{ github.event.deleted }}'", ["warning"]),
        ("${{ github.actor }} == 'me'", ["warning"]),
        ("|\n      ${{ github.ref == 'refs/heads/main' }}", ["warning"]),
        ("|-\n      ${{ github.actor == 'me' }}", []),
        ("${{ github.actor == 'me' && always() }}", []),
        ("github.actor == 'me' && always()", []),
        ("${{ 'a' }}", []),
        ("${{ format('{0}x', github.ref) }}", []),
        ("${{ 'github.actor' }} == 'me'", ["warning"]),
    ],
)
def test_conditions_that_are_text(condition: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP523", workflow(job(PUBLISH, f"if: {condition}"), on="[push, release]")) == expected


def test_conditions_of_steps_and_callers(tmp_path: Path) -> None:
    text = "${{ github.actor == 'me' }} && true"
    called = workflow(job(PUBLISH + f"        if: {text}\n"), on="workflow_call")
    caller = workflow(f"  call:\n    if: {text}\n    uses: ./.github/workflows/w0.yml\n", on="push")
    assert levels(tmp_path, "TP523", called, caller) == ["warning", "warning"]
    other = workflow(job(f"      - run: make\n        if: {text}\n" + PUBLISH))
    assert levels(tmp_path / "other", "TP523", other) == []
