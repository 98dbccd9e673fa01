"""TP004: repeated keys in actions of the repository, and those that take an upload's place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, line, lint

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PATH = ".github/workflows/publish.yml"
UP = "pypa/gh-action-pypi-publish@release/v1"
JOB = "  {}:\n    runs-on: ubuntu-latest\n    steps:\n      - {}\n"
PUBLISH = JOB.format("publish", f"uses: {UP}")
ON = "on: release\njobs:\n"
ACTION = "name: a\nname: b\nruns:\n  using: {}\n  steps:\n    - {}\n"
GITLAB = "p:\n  script: [{}]\n  rules: [{{if: $CI_COMMIT_TAG}}]\np:\n  script: [ls]\n"
CALLS = ON + JOB.format("publish", "uses: ./a\n      - uses: " + UP)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({PATH: ON + PUBLISH + JOB.format("publish", "run: ls")}, f"error {PATH}:7"),
        ({PATH: ON + PUBLISH + "jobs:\n" + JOB.format("x", "run: ls")}, f"error {PATH}:7"),
        ({PATH: ON + PUBLISH + "    steps:\n      - run: ls\n"}, f"error {PATH}:7"),
        ({PATH: ON + PUBLISH + "        uses: actions/checkout@v5\n"}, f"error {PATH}:7"),
        ({PATH: ON + JOB.format("p", "run: uv publish") + JOB.format("p", "run: ls")}, f"error {PATH}:7"),
        ({".gitlab-ci.yml": GITLAB.format("twine upload x")}, "warning .gitlab-ci.yml:4"),
        ({".gitlab-ci.yml": GITLAB.format("twine check x")}, ""),
        ({PATH: ON + JOB.format("p", "run: twine check x") + JOB.format("p", "run: ls")}, ""),
        ({PATH: CALLS, "a/action.yml": ACTION.format("composite", "run: ls")}, "error a/action.yml:2"),
        ({PATH: CALLS, "a/action.yaml": ACTION.format("node20", "{}")}, "error a/action.yaml:2"),
        (
            {
                PATH: CALLS,
                "a/action.yml": ACTION.format("composite", "uses: ./b").partition("\n")[2],
                "b/action.yml": ACTION.format("composite", "uses: ./a"),
            },
            "error b/action.yml:2",
        ),
        ({PATH: ON + PUBLISH, "a/action.yml": ACTION.format("composite", "run: ls")}, ""),
        ({PATH: ON + JOB.format("x", "uses: ./a"), "a/action.yml": ACTION.format("composite", "run: ls")}, ""),
        (
            {PATH: CALLS, PATH.replace("publish", "b"): CALLS, "a/action.yml": ACTION.format("composite", "run: ls")},
            "error a/action.yml:2",
        ),
    ],
)
def test_repeated_keys(tmp_path: Path, files: Mapping[str, str], said: str) -> None:
    found = lint(lay(tmp_path, files), "TP004").findings
    assert [f"{each.level} {line(each, f'{tmp_path}/')}" for each in found] == ([said] if said else [])
