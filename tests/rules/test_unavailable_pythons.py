"""TP535 unavailable-python: what its page does not show, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from judged import PUBLISH, findings, job, levels, workflow

if TYPE_CHECKING:
    from pathlib import Path

FOUND = [("error", "job `build` asks for Python 3.1: `3.10` has no quotes")]


def set_up(version: str, more: str = "") -> str:
    return f"      - uses: actions/setup-python@v6\n{more}        with:\n          python-version: {version}\n"


def built_with(version: str, *keys: str, head: str = "", more: str = "") -> str:
    build = job(set_up(version, more), *keys, name="build")
    return workflow(build, job(PUBLISH, "needs: build"), head=head)


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("3.10", FOUND),
        ("3.10 # the oldest one", FOUND),
        ("'3.10'", []),
        ('"3.10"', []),
        ("3.10.14", []),
        ("3.11", []),
        ("|\n            3.9\n            3.10", []),
        ("${{ vars.PYTHON || 3.10 }}", []),
    ],
)
def test_versions(version: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    assert findings(tmp_path, "TP535", built_with(version)) == expected


@pytest.mark.parametrize(
    ("version", "runner", "expected"),
    [
        ("3.7", "ubuntu-latest", "3.7"),
        ("'3.7'", "ubuntu-24.04", "3.7"),
        ("'3.7.x'", "ubuntu-24.04", "3.7.x"),
        ("3.6.15", "Ubuntu-22.04", "3.6.15"),
        ("2.7", "ubuntu-latest", "2.7"),
        ("3.4", "macos-15-intel", "3.4"),
        ("3.7", "macos-latest", "3.7"),
        ("3.7", "ubuntu-24.04-arm", "3.7"),
        ("3.9", "ubuntu-26.04", "3.9"),
        ("3.8", "ubuntu-26.04-arm", "3.8"),
        ("3.10.4", "ubuntu-26.04", ""),
        ("3.8", "ubuntu-24.04", ""),
        ("3.7", "ubuntu-22.04", ""),
        ("3.7", "macos-15-intel", ""),
        ("3.10", "windows-latest", ""),
        ("2.7", "windows-latest", ""),
        ("3.7", "ubuntu-20.04", ""),
        ("3.7", "[self-hosted, linux]", ""),
        ("3.7", "${{ vars.RUNNER }}", ""),
        ("'>=3.7'", "ubuntu-latest", ""),
        ("pypy3.7", "ubuntu-latest", ""),
        ("3.7-dev", "ubuntu-latest", ""),
        ("3", "ubuntu-latest", ""),
    ],
)
def test_what_there_is_for_runners(version: str, runner: str, expected: str, tmp_path: Path) -> None:
    text = workflow(job(set_up(version), name="build", runner=runner), job(PUBLISH, "needs: build"))
    found = findings(tmp_path, "TP535", text)
    runner = runner.lower()
    message = f"job `build` asks for Python {expected}, which `{runner}` does not have"
    assert found == ([("error", message)] if expected else [])


@pytest.mark.parametrize("version", ["3.8", "'3.9'", "3.9.x"])
def test_what_a_label_loses_with_its_next_image(version: str, tmp_path: Path) -> None:
    asked = version.strip("'")
    message = f"job `build` asks for Python {asked}, which `ubuntu-latest` does not have as Ubuntu 26.04"
    assert findings(tmp_path, "TP535", built_with(version)) == [("warning", message)]
    assert findings(tmp_path, "TP535", built_with("'3.10'")) == []


@pytest.mark.parametrize(
    ("keys", "head", "more", "expected"),
    [
        (["env: {PYTHON: 3.10}"], "", "", FOUND),
        ([], "env: {PYTHON: 3.10}\n", "", FOUND),
        (["env: {PYTHON: '3.10'}"], "env: {PYTHON: 3.10}\n", "", []),
        ([], "env: {OTHER: 3.10}\n", "", []),
        ([], "env: {PYTHON: 3.10}\n", "        env: {PYTHON: '3.12'}\n", []),
    ],
)
def test_variables(keys: list[str], head: str, more: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    assert findings(tmp_path, "TP535", built_with("${{ env.PYTHON }}", *keys, head=head, more=more)) == expected


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        ("{python: [3.12, 3.10, '3.10']}", FOUND),
        ("{include: [{python: 3.12}, {python: 3.10, os: ubuntu-22.04}]}", FOUND),
        ("{python: [3.10], include: [{python: 3.10, os: ubuntu-22.04}]}", FOUND * 2),
        ("{python: [3.12, 3.10], exclude: [{python: 3.10}]}", []),
        ("{python: ['3.12', '3.10'], other: [3.10]}", []),
        ("{python: ['3.10'], exclude: [{python: 3.10}]}", []),
        ("{python: '${{ fromJSON(vars.ROWS) }}', other: [3.10]}", []),
        ("{os: [ubuntu-latest, windows-latest], python: [3.10], exclude: [{os: ubuntu-latest}]}", []),
    ],
)
def test_matrices(matrix: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    text = built_with("${{ matrix.python }}", f"strategy: {{matrix: {matrix}}}")
    if "os:" in matrix:
        text = text.replace("runs-on: ubuntu-latest", "runs-on: ${{ matrix.os || 'ubuntu-latest' }}", 1)
    assert findings(tmp_path, "TP535", text) == expected


@pytest.mark.parametrize("more", ["        if: runner.debug\n", "        continue-on-error: true\n"])
def test_a_step_that_may_not_fail_the_job(more: str, tmp_path: Path) -> None:
    assert levels(tmp_path, "TP535", built_with("3.10", more=more)) == []


@pytest.mark.parametrize(
    ("steps", "keys", "expected"),
    [
        (set_up("3.10") + PUBLISH, [], ["error"]),
        (PUBLISH + set_up("3.10"), [], []),
        (set_up("${{ matrix.python }}") + PUBLISH, ["strategy: {matrix: {python: [3.10, 3.11]}}"], []),
        (set_up("3.10").replace("actions/setup-python", "astral-sh/setup-uv") + PUBLISH, [], []),
        (set_up("3.10") + "          architecture: x86\n" + PUBLISH, [], []),
        (set_up("3.10") + PUBLISH, ["container: python:3"], []),
    ],
)
def test_the_job_of_the_upload_itself(steps: str, keys: list[str], expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP535", workflow(job(steps, *keys))) == expected


def test_a_job_beside_the_upload(tmp_path: Path) -> None:
    assert levels(tmp_path, "TP535", workflow(job(set_up("3.10"), name="test"), job(PUBLISH))) == []


def test_an_action_of_the_repository(tmp_path: Path) -> None:
    action = "runs:\n  using: composite\n  steps:\n" + set_up("3.10")
    text = workflow(job("      - uses: ./.github/set-up\n" + PUBLISH))
    assert levels(tmp_path, "TP535", text, **{".github/set-up/action__yml": action}) == ["error"]


@pytest.mark.parametrize(
    ("version", "remedy"),
    [
        ("3.9", "ask for Python 3.10 or newer, or for the runner `ubuntu-24.04`"),
        ("3.7", "ask for Python 3.10 or newer, or leave it out"),
    ],
)
def test_what_to_ask_for(version: str, remedy: str, tmp_path: Path) -> None:
    (found,) = lint(lay(tmp_path, {".github/workflows/publish.yml": built_with(version)}), "TP535").findings
    assert found.fix is not None
    assert found.fix.title == remedy


CHECKED_OUT = "      - uses: actions/checkout@v5\n"
ABSENT = [("error", "job `build` takes the version of Python from `.python-version`, which is not in the repository")]


@pytest.mark.parametrize(
    ("before", "file", "expected"),
    [
        (CHECKED_OUT, ".python-version", ABSENT),
        (CHECKED_OUT + "      - uses: astral-sh/setup-uv@v7\n", ".python-version", ABSENT),
        ("", ".python-version", ABSENT),
        (CHECKED_OUT, '".python-version"', ABSENT),
        (CHECKED_OUT, "pyproject.toml", []),
        (CHECKED_OUT, "'pyproject.toml'", []),
        (CHECKED_OUT, "${{ inputs.file }}", []),
        (CHECKED_OUT, "/opt/.python-version", []),
        (CHECKED_OUT, ".python-version\n          python-version: '3.13'", []),
        (CHECKED_OUT + "      - run: uv python pin 3.13\n", ".python-version", []),
        (CHECKED_OUT + "        with: {repository: octo/other}\n", ".python-version", []),
        (CHECKED_OUT + "      - uses: actions/download-artifact@v5\n", ".python-version", []),
    ],
)
def test_files_of_versions(before: str, file: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    asked = f"{before}      - uses: actions/setup-python@v6\n        with:\n          python-version-file: {file}\n"
    text = workflow(job(asked, name="build"), job(PUBLISH, "needs: build"))
    files = {".git/index": "", "pyproject.toml": "[project]\nname = 'x'\n"}
    assert findings(tmp_path / "whole", "TP535", text, **files) == expected
    assert findings(tmp_path / "part", "TP535", text) == []


def test_a_file_of_versions_that_nothing_waits_for_or_that_callers_have(tmp_path: Path) -> None:
    asked = (
        f"{CHECKED_OUT}      - uses: actions/setup-python@v6\n        with: {{python-version-file: .python-version}}\n"
    )
    text = workflow(job(asked, name="build"), job(PUBLISH))
    assert findings(tmp_path, "TP535", text, **{".git/index": ""}) == []
