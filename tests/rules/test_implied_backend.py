"""TP521: projects that require no build backend are built by the newest setuptools, if a frontend builds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint

if TYPE_CHECKING:
    from pathlib import Path

WORKFLOW = """\
on: release
jobs:
  publish:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/setup-python@v6
        with: {{python-version: "{python}"}}
      - run: {build}
      - uses: pypa/gh-action-pypi-publish@{action}
"""
METADATA = {"pyproject.toml": '[project]\nname = "demo"\nversion = "1"\n'}
SETUP = {"setup.py": 'from setuptools import setup\nsetup(name="demo")\n'}
REQUIRES = '[build-system]\nrequires = ["{}"]\nbuild-backend = "setuptools.build_meta"\n'


@pytest.mark.parametrize(
    ("build", "python", "action", "files", "expected"),
    [
        ("python -m build", "3.13", "v1.12.2", METADATA, ["warning"]),
        ("uv build", "3.x", "v1.12.2", METADATA, ["warning"]),
        ("pipx run build", "3.9", "v1.12.2", SETUP, ["warning"]),
        ("uv build", "3.13", "v1.12.3", METADATA, []),
        ("npm run build", "3.13", "v1.12.2", METADATA, []),
        ("make dist", "3.13", "v1.12.2", METADATA, []),
        ("python setup.py sdist", "3.13", "v1.12.2", SETUP, []),
        ("python -m build", "3.8", "v1.12.2", SETUP, []),
        ("python -m build --no-isolation", "3.13", "v1.12.2", SETUP, []),
        ("uv build", "3.13", "v1.12.2", {**SETUP, "pyproject.toml": REQUIRES.format("setuptools<77")}, []),
        ("uv build", "3.13", "v1.12.2", {**SETUP, "pyproject.toml": '[build-system]\nrequires = ["setuptools<77"]\n'},
         []),
        ("uv build", "3.13", "v1.12.2", {**SETUP, "pyproject.toml": "[tool.black]\n"}, ["warning"]),
        ("uv build", "3.8", "v1.12.2", {"pyproject.toml": REQUIRES.format("setuptools") + METADATA["pyproject.toml"]},
         ["warning"]),
        ("uv build", "3.13", "v1.12.2",
         {"pyproject.toml": REQUIRES.format("setuptools<77") + METADATA["pyproject.toml"]}, []),
    ],
)  # fmt: skip
def test_what_builds_without_a_backend(
    build: str, python: str, action: str, files: dict[str, str], expected: list[str], tmp_path: Path
) -> None:
    text = WORKFLOW.format(build=build, python=python, action=action)
    root = lay(tmp_path, {".github/workflows/publish.yml": text, **files})
    assert [finding.level for finding in lint(root, "TP521").findings] == expected


@pytest.mark.parametrize(("named", "expected"), [("PYTHON: '3.8'", []), ("PYTHON: '3.13'", ["warning"])])
def test_an_old_python_that_stands_elsewhere(named: str, expected: list[str], tmp_path: Path) -> None:
    text = WORKFLOW.format(build="python -m build", python="${{ env.PYTHON }}", action="v1.12.2")
    text = text.replace("jobs:\n", f"env: {{{named}}}\njobs:\n", 1)
    root = lay(tmp_path, {".github/workflows/publish.yml": text, **SETUP})
    assert [finding.level for finding in lint(root, "TP521").findings] == expected
