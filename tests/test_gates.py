"""TP508 unguarded-upload: a step of a needed job that ends the run is a guard, if it has a condition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import PUBLISH, job, levels, workflow

if TYPE_CHECKING:
    from pathlib import Path

GATE = "      - run: |\n          echo not approved\n          exit 1\n"
APPROVED = "        if: steps.check.outputs.approved != 'true'\n"


@pytest.mark.parametrize(
    ("steps", "needs", "expected"),
    [
        (GATE + APPROVED, "needs: check", []),
        (GATE + APPROVED, "needs: build", []),
        (GATE, "needs: check", ["warning"]),
        (GATE + APPROVED, "name: alone", ["warning"]),
        (f"      - run: make\n{APPROVED}", "needs: check", ["warning"]),
        (f"      - uses: actions/checkout@v5\n{APPROVED}", "needs: check", ["warning"]),
    ],
)
def test_steps_that_end_a_needed_job(steps: str, needs: str, expected: list[str], tmp_path: Path) -> None:
    build = job("      - run: make\n", "needs: check", name="build")
    text = workflow(job(steps, name="check"), build, job(PUBLISH, needs), on="pull_request")
    assert levels(tmp_path, "TP508", text) == expected
