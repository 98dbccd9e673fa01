"""TP522 unset-value: inputs that the workflow does not declare."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import PUBLISH, findings, job, levels, workflow

if TYPE_CHECKING:
    from pathlib import Path

CALLED = "{workflow_call: {inputs: {Folder: {type: string}}}}"
BY_HAND = "{release: {}, workflow_dispatch: {inputs: {folder: {type: string}}}}"


def given(value: str, key: str = "packages-dir") -> str:
    return PUBLISH + f'        with: {{{key}: "{value}"}}\n'


@pytest.mark.parametrize(
    ("steps", "on", "expected"),
    [
        (given("${{ inputs.folder }}"), "release", ["warning"]),
        (given("${{inputs.folder}}/dist/"), "release", ["warning"]),
        (given("${{ inputs.other }}"), BY_HAND, ["warning"]),
        ("      - run: uv publish\n        working-directory: ${{ inputs.folder }}\n", "release", ["warning"]),
        (given("${{ inputs.folder }}"), CALLED, []),
        (given("${{ inputs.folder }}"), BY_HAND, []),
        (given("${{ inputs.folder || 'dist' }}"), "release", []),
        (given("${{ inputs.folder }}", "skip-existing"), "release", []),
        (PUBLISH + "        if: inputs.folder\n", "release", []),
        (PUBLISH + "        if: ${{ inputs.folder }}\n", "release", []),
    ],
)
def test_inputs_of_the_workflow(steps: str, on: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP522", workflow(job(steps), on=on)) == expected


def test_environments(tmp_path: Path) -> None:
    text = workflow(job(PUBLISH, "environment: '${{ inputs.place }}'"))
    why = "which nothing sets: the workflow declares no input `place`"
    said = f"the environment of job `publish` reads `inputs.place`, {why}"
    assert findings(tmp_path, "TP522", text) == [("warning", said)]
