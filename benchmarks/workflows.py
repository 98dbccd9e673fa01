"""Publishing workflows by number: each of about 70 lines, no two alike, built as people build theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

TEST = """\
name: Tests
on:
  push:
    branches: [main]
  pull_request:
permissions:
  contents: read
jobs:
  test:
    strategy:
      matrix:
        python: ["3.10", "3.11", "3.12", "3.13"]
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-python@v6
        with:
          python-version: ${{ matrix.python }}
      - run: pip install -e '.[test]'
      - run: pytest --cov
"""
LINT = TEST.replace("name: Tests", "name: Lint").replace("pytest --cov", "ruff check")
PUBLISH = """\
name: Publish
on:
  release:
    types: [published]
permissions: {}
jobs:
  build:
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-python@v6
      - run: python -m pip install build
      - run: python -m build
      - uses: actions/upload-artifact@v5
        with:
          name: dist
          path: dist/
  publish:
    needs: build
    runs-on: ubuntu-latest
    environment:
      name: pypi
      url: https://pypi.org/p/sampleproject
    permissions:
      id-token: write
    steps:
      - uses: actions/download-artifact@v5
        with:
          name: dist
          path: dist/
      - uses: pypa/gh-action-pypi-publish@release/v1
"""
OTHER = TEST.replace("name: Tests", "name: Nightly").replace("pytest --cov", "mypy")
METADATA = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "sampleproject"
version = "1.0"
"""

_HEAD = """\
# Tests, builds and publishes {project}.
name: Release {project}
on:
{trigger}
  workflow_dispatch:
    inputs:
      note:
        description: Why this run of {project} was started
        required: false
permissions:
  contents: read
env:
  FORCE_COLOR: "1"
  PROJECT: {project}
jobs:
  test:
    strategy:
      fail-fast: false
      matrix:
        python: ["3.10", "3.11", "3.12", "3.{minor}"]
        os: [ubuntu-latest, macos-latest, windows-latest]
    runs-on: ${{{{ matrix.os }}}}
    steps:
      - uses: actions/checkout@v5
      - name: Set up Python ${{{{ matrix.python }}}}
        uses: actions/setup-python@v6
        with:
          python-version: ${{{{ matrix.python }}}}
      - name: Install
        run: |
          python -m pip install --upgrade pip
          python -m pip install -e 'packages/{project}[test]'
      - name: Test
        run: pytest packages/{project}
  build:
    needs: test
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with:
          fetch-depth: 0
      - uses: actions/setup-python@v6
      - run: python -m pip install build
      - run: python -m build packages/{project} --outdir dist/
      - uses: actions/upload-artifact@v5
        with:
          name: {project}-dist
          path: dist/
  publish:
    needs: build
    if: {condition}
    runs-on: ubuntu-latest
    environment:
      name: {environment}
      url: https://pypi.org/p/{project}
    permissions:
      id-token: write
    steps:
      - uses: actions/download-artifact@v5
        with:
          name: {project}-dist
          path: dist/
"""
# What starts a release, and the condition that goes with it.
_TRIGGERS = (
    ("  release:\n    types: [published]", "github.event_name == 'release'"),
    ("  push:\n    tags:\n      - '{project}-v*'", "startsWith(github.ref, 'refs/tags/{project}-v')"),
    ("  push:\n    branches: [main]\n    tags: ['v*']", "github.ref_type == 'tag'"),
)
_UPLOADS = (
    """\
      - uses: pypa/gh-action-pypi-publish@release/v1
""",
    """\
      - uses: pypa/gh-action-pypi-publish@dc37677b2e1c63e2034f94d8a5b11f265b73ba33 # v1.14.2
        with:
          packages-dir: dist/
          skip-existing: true
""",
    """\
      - uses: astral-sh/setup-uv@v7
      - name: Publish {project}
        run: uv publish --trusted-publishing always dist/*
""",
    """\
      - name: Publish {project}
        env:
          TWINE_USERNAME: __token__
          TWINE_PASSWORD: ${{{{ secrets.PYPI_TOKEN_{number} }}}}
        run: |
          python -m pip install twine
          twine check dist/*
          twine upload dist/*
""",
    """\
      - uses: pypa/gh-action-pypi-publish@v1.13.0
        with:
          password: ${{{{ secrets.PYPI_TOKEN_{number} }}}}
          print-hash: true
""",
)
_ENVIRONMENTS = ("pypi", "release", "publish-{project}")


def workflow(number: int) -> str:
    """The text of one workflow."""
    project = f"project-{number}"
    trigger, condition = _TRIGGERS[number % len(_TRIGGERS)]
    text = _HEAD + _UPLOADS[number % len(_UPLOADS)]
    return text.format(
        project=project,
        number=number,
        minor=13 + number % 2,
        trigger=trigger.format(project=project),
        condition=condition.format(project=project),
        environment=_ENVIRONMENTS[number % len(_ENVIRONMENTS)].format(project=project),
    )


def repository(folder: Path, workflows: dict[str, str]) -> Path:
    """Lay out a repository with some workflows and a project."""
    (folder / ".github" / "workflows").mkdir(parents=True)
    for name, text in workflows.items():
        (folder / ".github" / "workflows" / name).write_text(text, "utf-8")
    (folder / "pyproject.toml").write_text(METADATA, "utf-8")
    return folder


def tree(folder: Path, count: int) -> Path:
    """Lay out a repository with that many distinct publishing workflows."""
    return repository(folder, {f"release-{number:05}.yml": workflow(number) for number in range(count)})
