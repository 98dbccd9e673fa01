"""The hook, run by pre-commit itself on this checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
FAULTY = """\
on:
  release:
    types: [published]

permissions: {}

jobs:
  publish:
    runs-on: ubuntu-latest
    environment: pypi
    steps:
      - uses: actions/download-artifact@v5
        with:
          name: dist
          path: dist
      - uses: pypa/gh-action-pypi-publish@dc37677b2e1c63e2034f94d8a5b11f265b73ba33 # v1.14.2
"""
MENDED = FAULTY.replace("    steps:\n", "    permissions:\n      id-token: write\n    steps:\n", 1)

pytestmark = [
    pytest.mark.skipif(which("git") is None, reason="git is not installed"),
    pytest.mark.skipif(not (CHECKOUT / ".git").exists(), reason="pre-commit installs hooks from a git checkout"),
]


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def test_the_hook_fails_with_the_finding_and_passes_without_the_fault(tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    workflow = repository / ".github" / "workflows" / "publish.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text(FAULTY, "utf-8")
    git(repository, "init", "-q")
    git(repository, "add", "-A")

    def run_hook() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pre_commit", "try-repo", str(CHECKOUT), "tplint", "--all-files"],
            cwd=repository,
            env={**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "cache"), "PRE_COMMIT_COLOR": "never"},
            capture_output=True,
            text=True,
            check=False,
        )

    failed = run_hook()
    assert failed.returncode == 1, failed.stdout + failed.stderr
    assert "error TP101 missing-id-token" in failed.stdout

    workflow.write_text(MENDED, "utf-8")
    passed = run_hook()
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "Passed" in passed.stdout
