"""Which system a job runs on: labels of GitHub's runners and of others, and `runner.os` in conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from publishing import UPLOAD, job, workflow

if TYPE_CHECKING:
    from pathlib import Path

PRIVATE = UPLOAD + "        with: {repository-url: 'https://pypi.example.com/', password: '${{ secrets.T }}'}\n"
MISSING = PRIVATE.replace("release/v1", "v1")
ROWS = "    strategy: {matrix: {os: [ubuntu-latest, macos-latest, windows-latest]}}\n"


def systems(root: Path, steps: str, runs_on: str, more: str = "") -> set[str]:
    """The systems of which TP501 speaks."""
    written = workflow(job(steps=steps, more=more)).replace("runs-on: ubuntu-latest", f"runs-on: {runs_on}")
    lay(root, {".github/workflows/publish.yml": written})
    messages = [finding.message for finding in lint(root, "TP501").findings]
    return {
        name
        for name in ("Windows", "macOS", "slim`")
        for message in messages
        if name in message.replace("Slim", "slim")
    }


@pytest.mark.parametrize(
    ("runs_on", "expected"),
    [
        ("windows-latest", {"Windows"}),
        ("windows-2025", {"Windows"}),
        ("windows-11-arm", {"Windows"}),
        ("windows-latest-8-cores", {"Windows"}),
        ("macos-26", {"macOS"}),
        ("macos-15-intel", {"macOS"}),
        ("[self-hosted, windows]", {"Windows"}),
        ("windows-8core-pool", set()),
        ("windows-16core", set()),
        ("windows-2028", set()),
        ("windows-cross-linux", set()),
        ("macos-4-hosts", set()),
        ("macos-pool", set()),
    ],
)
def test_labels_that_tell_the_system(runs_on: str, expected: set[str], tmp_path: Path) -> None:
    assert systems(tmp_path, UPLOAD, runs_on) == expected


@pytest.mark.parametrize(
    ("runs_on", "steps", "expected"),
    [
        ("ubuntu-slim", UPLOAD, {"slim`"}),
        ("[ubuntu-slim]", UPLOAD, {"slim`"}),
        ("Ubuntu-Slim", UPLOAD.replace("release/v1", "v1.8.14"), {"slim`"}),
        ("[self-hosted, ubuntu-slim]", UPLOAD, set()),
        ("{group: small, labels: ubuntu-slim}", UPLOAD, set()),
        ("ubuntu-slim-pool", UPLOAD, set()),
        ("ubuntu-24.04", UPLOAD, set()),
        ("ubuntu-slim", "      - run: uv publish --trusted-publishing always\n", set()),
    ],
)
def test_a_runner_without_docker(runs_on: str, steps: str, expected: set[str], tmp_path: Path) -> None:
    assert systems(tmp_path, steps, runs_on) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("matrix.os != 'ubuntu-slim'", set()),
        ("runner.os == 'Linux'", {"slim`"}),
    ],
)
def test_a_row_without_docker(condition: str, expected: set[str], tmp_path: Path) -> None:
    rows = "    strategy: {matrix: {os: [ubuntu-latest, ubuntu-slim]}}\n"
    assert systems(tmp_path, UPLOAD + f"        if: {condition}\n", "${{ matrix.os }}", rows) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("runner.os != 'Windows'", {"macOS"}),
        ("runner.os == 'macOS'", {"macOS"}),
        ("runner.os != 'Linux'", {"Windows", "macOS"}),
        ("runner.os == 'linux'", set()),
        ("runner.os == 'Linux' && vars.RELEASE", set()),
        ("contains(runner.os, 'Lin')", set()),
    ],
)
def test_conditions_on_the_runner(condition: str, expected: set[str], tmp_path: Path) -> None:
    assert systems(tmp_path, UPLOAD + f"        if: {condition}\n", "${{ matrix.os }}", ROWS) == expected


@pytest.mark.parametrize(
    "runs_on", ["${{ runner.os }}", "'${{ runner.os }}-${{ runner.os }}'", "[self-hosted, '${{ runner.os }}']"]
)
def test_a_runner_that_is_named_by_itself_has_no_system(runs_on: str, tmp_path: Path) -> None:
    assert systems(tmp_path, UPLOAD, runs_on) == set()
    assert systems(tmp_path, UPLOAD + "        if: runner.os != 'Linux'\n", runs_on) == set()


def test_conditions_in_an_action_of_the_repository(tmp_path: Path) -> None:
    upload = UPLOAD.replace("      ", "    ") + "      if: runner.os != 'Windows'\n"
    lay(tmp_path, {".github/actions/up/action.yml": f"runs:\n  using: composite\n  steps:\n{upload}"})
    assert systems(tmp_path, "      - uses: ./.github/actions/up\n", "${{ matrix.os }}", ROWS) == {"macOS"}


@pytest.mark.parametrize(("steps", "code"), [(PRIVATE, "TP501"), (MISSING, "TP502"), (MISSING, "TP102")])
def test_private_indexes_get_no_finding(steps: str, code: str, tmp_path: Path) -> None:
    written = workflow(job(steps=steps))
    runs_on = "windows-latest" if code == "TP501" else "ubuntu-latest"
    lay(tmp_path, {".github/workflows/publish.yml": written.replace("ubuntu-latest", runs_on)})
    assert lint(tmp_path, code).findings == ()
    to_pypi = written.replace("repository-url: 'https://pypi.example.com/', ", "").replace("ubuntu-latest", runs_on)
    lay(tmp_path, {".github/workflows/publish.yml": to_pypi})
    assert len(lint(tmp_path, code).findings) == 1


@pytest.mark.parametrize(("runs_on", "expected"), [("ubuntu-latest", 1), ("${{ matrix.os }}", 0)])
def test_artifacts_of_rows_on_several_systems(runs_on: str, expected: int, tmp_path: Path) -> None:
    store = "      - {uses: actions/upload-artifact@v4, if: runner.os == 'Linux', with: {name: dist, path: dist}}\n"
    build = f"  build:\n{ROWS}    runs-on: {runs_on}\n    steps:\n{store}"
    lay(tmp_path, {".github/workflows/publish.yml": workflow(build, job(more="    needs: build\n"))})
    assert len(lint(tmp_path, "TP517").findings) == expected


@pytest.mark.parametrize("runs_on", ["windows-latest", "ubuntu-slim"])
def test_one_runner_is_one_finding_whatever_starts_the_upload(runs_on: str, tmp_path: Path) -> None:
    index = "${{ github.event_name == 'push' && 'https://test.pypi.org/legacy/' || '' }}"
    upload = f"{UPLOAD}        with:\n          repository-url: {index}\n"
    written = workflow(job(steps=upload), on="push: {branches: [main]}\n  release: {types: [published]}")
    lay(tmp_path, {".github/workflows/publish.yml": written.replace("ubuntu-latest", runs_on)})
    (finding,) = lint(tmp_path, "TP501").findings
    assert finding.message.endswith("Windows" if runs_on == "windows-latest" else "`ubuntu-slim`")
