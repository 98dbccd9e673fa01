"""TP005: local actions outside `.github` that are not in the repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from publishing import UPLOAD, job, workflow

if TYPE_CHECKING:
    from pathlib import Path

CHECKOUT = "      - uses: actions/checkout@v5\n"
SETUP = "      - uses: actions/setup-python@v6\n"
USE = "      - uses: ./ci/get\n"
ACTION = "runs: {using: composite, steps: []}\n"


@pytest.mark.parametrize(
    ("steps", "files", "expected"),
    [
        (CHECKOUT + USE, {}, ["error"]),
        (CHECKOUT + SETUP + USE, {}, ["error"]),
        (CHECKOUT + USE.replace("./ci/get", "./"), {}, ["error"]),
        (CHECKOUT + USE, {"ci/get/action.yml": ACTION}, []),
        (CHECKOUT + USE.replace("./ci/get", "./"), {"action.yaml": ACTION}, []),
        (CHECKOUT + "      - run: ls\n" + USE, {}, []),
        (CHECKOUT + "        with: {submodules: true}\n" + USE, {}, []),
        (CHECKOUT + "      - uses: actions/download-artifact@v5\n" + USE, {}, []),
        (CHECKOUT + USE + "        if: vars.GET == 'yes'\n", {}, []),
    ],
)
def test_actions_that_only_the_commit_may_have(
    steps: str, files: dict[str, str], expected: list[str], tmp_path: Path
) -> None:
    lay(tmp_path, {".github/workflows/publish.yml": workflow(job(steps=steps + UPLOAD)), **files})
    assert [finding.level for finding in lint(tmp_path, "TP005").findings] == expected


@pytest.mark.parametrize("before", ["", "        with: {submodules: true}\n      - run: make\n"])
def test_a_step_that_uses_a_workflow(before: str, tmp_path: Path) -> None:
    called = "on: workflow_call\njobs: {build: {runs-on: ubuntu-latest, steps: [{run: make}]}}\n"
    use = "      - uses: ./.github/workflows/build.yml\n"
    text = workflow(job(steps=CHECKOUT + before + use + UPLOAD))
    lay(tmp_path, {".github/workflows/publish.yml": text, ".github/workflows/build.yml": called})
    (finding,) = lint(tmp_path, "TP005").findings
    assert finding.message == "`./.github/workflows/build.yml` names no action of this repository"
