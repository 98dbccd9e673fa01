"""TP506: two uploads of one job with conditions of their own, and whether one run can reach both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from publishing import TEST, UPLOAD, job, workflow

if TYPE_CHECKING:
    from pathlib import Path

BOTH = "push: {branches: [main], tags: ['v*']}"
CHOICE = "workflow_dispatch: {inputs: {to: {type: choice, options: [both, pypi, testpypi]}}}"
TAG = "startsWith(github.ref, 'refs/tags/')"
ROWS = "    strategy: {matrix: {d: [a, b]}}\n"


def levels(root: Path, *steps: str, on: str = BOTH, more: str = "") -> list[str]:
    lay(root, {".github/workflows/publish.yml": workflow(job(steps="".join(steps), more=more), on=on)})
    return [finding.level for finding in lint(root, "TP506").findings]


@pytest.mark.parametrize(
    ("on", "first", "second", "expected"),
    [
        (BOTH, "github.event_name == 'push'", TAG, ["error"]),
        (BOTH + "\n  pull_request:", "github.event_name != 'pull_request'", TAG, ["error"]),
        (BOTH, TAG, f"github.event_name == 'push' && {TAG}", ["error"]),
        (BOTH, "always()", TAG, ["error"]),
        (CHOICE, "inputs.to != 'pypi'", "inputs.to != 'testpypi'", ["error"]),
        (CHOICE, "inputs.to == 'testpypi'", "inputs.to != 'testpypi'", []),
        (CHOICE.replace("type: choice", "type: string"), "inputs.to != 'pypi'", "inputs.to != 'testpypi'", []),
        (BOTH, "github.ref_type == 'branch'", TAG, []),
        (f"{CHOICE}\n  push: {{tags: ['v*']}}", "inputs.to == 'testpypi'", TAG, []),
        (BOTH + "\n  release:", "github.event_name == 'release'", "github.event_name == 'push'", []),
        (BOTH, "vars.TEST == 'yes'", TAG, []),
        (BOTH, "github.event_name == 'push'", "steps.up.outcome == 'failure'", []),
        (BOTH, "github.event_name == 'push'", "failure()", []),
    ],
)
def test_conditions_that_hold_in_one_run(on: str, first: str, second: str, expected: list[str], tmp_path: Path) -> None:
    steps = [f'{UPLOAD}        if: "{condition}"\n' for condition in (first, second)]
    assert levels(tmp_path, steps[0] + TEST, steps[1], on=on) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("matrix.d == 'a'", "matrix.d != 'b'", ["error"]),
        ("matrix.d == 'a'", "matrix.d == 'b'", []),
        ("runner.os == 'Linux'", "runner.os != 'Windows'", ["error"]),
    ],
)
def test_rows_of_a_matrix(first: str, second: str, expected: list[str], tmp_path: Path) -> None:
    steps = [f'{UPLOAD}        if: "{condition}"\n' for condition in (first, second)]
    assert levels(tmp_path, steps[0] + TEST, steps[1], more=ROWS) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("${{ matrix.d }}", "${{ matrix.d }}", ["error"]),
        ("${{ matrix.d }}", "dist", ["warning"]),
        ("${{ matrix.d == 'a' && 'x' || 'y' }}", "${{ matrix.d == 'a' && 'y' || 'x' }}", ["warning"]),
    ],
)
def test_folders_of_a_matrix(first: str, second: str, expected: list[str], tmp_path: Path) -> None:
    steps = [f'{UPLOAD}        with: {{packages-dir: "{folder}"}}\n' for folder in (first, second)]
    assert levels(tmp_path, *steps, more=ROWS) == expected


def test_a_called_workflow_whose_inputs_callers_give(tmp_path: Path) -> None:
    on = "workflow_call: {inputs: {to: {type: string}}}"
    caller = "jobs:\n  up:\n    uses: ./.github/workflows/publish.yml\n    permissions: {id-token: write}\n"
    lay(tmp_path, {".github/workflows/release.yml": f"on: push\n{caller}    with: {{to: test}}\n"})
    steps = [f"{UPLOAD}        if: {condition}\n" for condition in ("inputs.to == 'test'", "inputs.to != 'test'")]
    assert levels(tmp_path, steps[0] + TEST, steps[1], on=on) == []
