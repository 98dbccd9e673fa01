"""The hooks, run by pre-commit itself from a clone of this checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from shutil import which
from typing import TYPE_CHECKING

import pytest

from copies import copied

if TYPE_CHECKING:
    from pathlib import Path

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
CONFIGURATION = """\
repos:
  - repo: {url}
    rev: v1
    hooks:
      - id: tplint-fix
      - id: tplint
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("package_index"),
    pytest.mark.skipif(which("git") is None, reason="git is not installed"),
]


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps the environment of the hooks: one for both."""
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a repository with this checkout's files, released as ``v1``."""
    folder = copied(tmp_path_factory.mktemp("clone") / "tplint")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "files of the checkout")
    git(folder, "tag", "v1")
    return folder.as_uri()


@pytest.fixture
def workflow(tmp_path: Path, hooks: str) -> Path:
    """The faulty workflow of a repository that uses the hooks."""
    path = tmp_path / "repository" / ".github" / "workflows" / "publish.yml"
    path.parent.mkdir(parents=True)
    path.write_text(FAULTY, "utf-8")
    repository = tmp_path / "repository"
    (repository / ".pre-commit-config.yaml").write_text(CONFIGURATION.format(url=hooks), "utf-8")
    git(repository, "init", "-q")
    git(repository, "add", "-A")
    return path


def run(hook: str, workflow: Path, cache: Path, *files: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", hook, *(("--files", *files) if files else ("--all-files",))],
        cwd=workflow.parents[2],
        env={**os.environ, "PRE_COMMIT_HOME": str(cache), "PRE_COMMIT_COLOR": "never"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_hook_fails_with_the_finding_and_passes_without_the_fault(workflow: Path, cache: Path) -> None:
    failed = run("tplint", workflow, cache)
    assert failed.returncode == 1, failed.stdout + failed.stderr
    assert "error TP101 missing-id-token" in failed.stdout
    assert workflow.read_text("utf-8") == FAULTY

    workflow.write_text(MENDED, "utf-8")
    passed = run("tplint", workflow, cache)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "Passed" in passed.stdout


def test_the_fixing_hook_mends_the_file_fails_once_and_then_passes(workflow: Path, cache: Path) -> None:
    fixed = run("tplint-fix", workflow, cache)
    assert fixed.returncode == 1, fixed.stdout + fixed.stderr
    assert "files were modified by this hook" in fixed.stdout
    assert workflow.read_text("utf-8") == MENDED

    git(workflow.parents[2], "add", "-A")
    for hook in ("tplint-fix", "tplint"):
        passed = run(hook, workflow, cache)
        assert passed.returncode == 0, passed.stdout + passed.stderr


def test_files_that_cannot_matter_do_not_start_it(workflow: Path, cache: Path) -> None:
    other = workflow.parents[2] / "src" / "main.py"
    other.parent.mkdir()
    other.write_text("pass\n", "utf-8")
    assert "(no files to check)Skipped" in run("tplint", workflow, cache, "src/main.py").stdout
