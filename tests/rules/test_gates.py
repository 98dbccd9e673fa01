"""TP508 unguarded-upload: what guards an upload: steps that end a needed job, environments, release branches."""

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


@pytest.mark.parametrize(
    ("environment", "expected"),
    [("environment: release", []), ("environment: {name: '${{ vars.NAME }}'}", []), ("name: approval", ["warning"])],
)
def test_people_may_approve_a_needed_job(environment: str, expected: list[str], tmp_path: Path) -> None:
    build = job("      - run: make\n", "needs: approval", name="build")
    approval = job("      - run: echo approved\n", environment, name="approval")
    text = workflow(approval, build, job(PUBLISH, "needs: build"), on="{push: {branches: [main]}}")
    assert levels(tmp_path, "TP508", text) == expected


@pytest.mark.parametrize(("branch", "expected"), [("hotfix/*", []), ("release/v*", []), ("fix/*", ["warning"])])
def test_branches_that_are_there_for_releases(branch: str, expected: list[str], tmp_path: Path) -> None:
    text = workflow(job(PUBLISH), on=f"{{push: {{branches: ['{branch}']}}}}")
    assert levels(tmp_path, "TP508", text) == expected
