"""A workflow with one job that publishes, and what one rule says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folders import line
from judged import reported

if TYPE_CHECKING:
    from pathlib import Path

ACTION = "pypa/gh-action-pypi-publish"
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
    found = reported(tmp_path, code, *workflows, **files)
    return [(each.level, int(line(each).rpartition(":")[2]), each.message) for each in found]
