"""A workflow with one job that publishes, and what one rule says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folders import lay, lint
from tplint.documents.locate import resolve
from tplint.documents.source import position

if TYPE_CHECKING:
    from pathlib import Path

ACTION = "pypa/gh-action-pypi-publish"
PUBLISH = f"      - uses: {ACTION}@release/v1\n"
TESTPYPI = "        with: {repository-url: https://test.pypi.org/legacy/}\n"
JOB = """\
  publish:
    runs-on: ubuntu-latest
    environment: pypi
    permissions: {id-token: write}
"""
TAG = "startsWith(github.ref, 'refs/tags/')"


def workflow(steps: str, *, on: str = "on: release\n", job: str = JOB, jobs: str = "") -> str:
    return f"{on}jobs:\n{jobs}{job}    steps:\n{steps}"


def findings(tmp_path: Path, code: str, *workflows: str, **files: str) -> list[tuple[str, int, str]]:
    """Level, line and message of what a rule says."""
    named = {f".github/workflows/w{number}.yml": text for number, text in enumerate(workflows)}
    root = lay(tmp_path, {**named, **files})
    return [
        (finding.level, position(place.source, place.start).line, finding.message)
        for finding in lint(root, code).findings
        for place in (resolve(finding.at),)
    ]


def levels(tmp_path: Path, code: str, *workflows: str, **files: str) -> list[str]:
    return [level for level, _, _ in findings(tmp_path, code, *workflows, **files)]
