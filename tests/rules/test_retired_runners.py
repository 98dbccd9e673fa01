"""TP531 retired-runner: what its page does not show, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay
from judged import CHECKOUT, PUBLISH, findings, job, levels, workflow

if TYPE_CHECKING:
    from pathlib import Path


def built_on(runner: str, *keys: str, needs: str = "needs: build") -> str:
    return workflow(job(CHECKOUT, *keys, name="build", runner=runner), job(PUBLISH, needs))


@pytest.mark.parametrize(
    ("runner", "expected"),
    [
        ("macos-13", ["error"]),
        ("macos-13-xlarge", ["error"]),
        ("macos-12-xl", ["error"]),
        ("MacOS-12", ["error"]),
        ("[macos-13]", ["error"]),
        ("{labels: macos-13}", ["error"]),
        ("macos-14", ["warning"]),
        ("macos-14-large", ["warning"]),
        ("ubuntu-20.04", ["error"]),
        ("windows-2019", ["error"]),
        ("macos-15", []),
        ("macos-15-intel", []),
        ("macos-130", []),
        ("ubuntu-22.04", []),
        ("ubuntu-20.04-8core", []),
        ("windows-2019-gpu", []),
        ("windows-2022", []),
        ("[self-hosted, macos-13]", []),
        ("{group: ours, labels: macos-13}", []),
        ("${{ vars.RUNNER }} # macos-13", []),
    ],
)
def test_labels(runner: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP531", built_on(runner)) == expected


@pytest.mark.parametrize(
    ("matrix", "runner", "expected"),
    [
        ("{os: [a, macos-13, macos-13]}", "${{ matrix.os }}", ["macos-13"]),
        ("{os: [macos-13, windows-2019]}", "${{ matrix.os }}", ["macos-13", "windows-2019"]),
        ("{include: [{at: {on: macos-13}}, {at: {on: b}}]}", "${{ matrix.at.on }}", ["macos-13"]),
        ("{os: [macos, ubuntu]}", "${{ matrix.os == 'macos' && 'macos-13' || 'ubuntu-latest' }}", ["macos-13"]),
        ("{os: [a, macos-13], exclude: [{os: macos-13}]}", "${{ matrix.os }}", []),
        ("{target: [macos-13]}", "${{ startsWith(matrix.target, 'macos') && 'macos-15' || 'x' }}", []),
        ("{os: '${{ fromJSON(vars.ROWS) }}'} # macos-13", "${{ matrix.os }}", []),
    ],
)
def test_rows(matrix: str, runner: str, expected: list[str], tmp_path: Path) -> None:
    found = findings(tmp_path, "TP531", built_on(runner, f"strategy: {{matrix: {matrix}}}"))
    assert [message.split("`")[3] for _, message in found] == expected


@pytest.mark.parametrize(
    ("keys", "needs", "expected"),
    [
        ((), "needs: build", ["error"]),
        (("if: github.event_name == 'release'",), "needs: build", ["error"]),
        (("if: false",), "needs: build", []),
        ((), "name: alone", []),
        (("continue-on-error: true",), "needs: build", []),
        ((), "needs: build\n    if: always()", []),
    ],
)
def test_only_jobs_that_the_upload_needs(
    keys: tuple[str, ...], needs: str, expected: list[str], tmp_path: Path
) -> None:
    assert levels(tmp_path, "TP531", built_on("macos-13", *keys, needs=needs)) == expected


def test_rows_beside_the_one_that_uploads(tmp_path: Path) -> None:
    matrix = "strategy: {matrix: {os: [ubuntu-latest, macos-13]}}"
    own = job(f"{CHECKOUT}{PUBLISH}        if: runner.os == 'Linux'\n", matrix, runner="${{ matrix.os }}")
    assert levels(tmp_path, "TP531", workflow(own)) == []


def test_jobs_of_a_called_workflow(tmp_path: Path) -> None:
    called = workflow(job(CHECKOUT, name="build", runner="macos-13"), on="workflow_call")
    caller = workflow("  build:\n    uses: ./.github/workflows/w0.yml\n", job(PUBLISH, "needs: build"))
    assert levels(tmp_path, "TP531", called, caller) == ["error"]


@pytest.mark.parametrize(
    ("url", "expected"), [("https://github.com/o/r.git", ["error"]), ("https://git.example.com/o/r.git", [])]
)
def test_enterprise_servers_have_runners_of_their_own(url: str, expected: list[str], tmp_path: Path) -> None:
    lay(tmp_path, {".git/config": f'[core]\n[remote "origin"]\n\turl = {url}\n'})
    assert levels(tmp_path, "TP531", built_on("macos-13")) == expected
