"""A folder of distributions in which several projects of a workspace may be: it is not judged as one project's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publishing_job import findings

if TYPE_CHECKING:
    from pathlib import Path

PUBLISHER = """
[[tool.tplint.publishers]]
project-name = "{}"
kind = "github"
owner = "octo-org"
repository = "sampleproject"
workflow-filename = "w0.yml"
environment = "pypi"
"""
JOB = """\
on: release
jobs:
  publish:
    runs-on: ubuntu-latest
    environment: pypi
    permissions: {{id-token: write}}
    steps:
      - uses: actions/checkout@v5
      - run: {}
        working-directory: {}
      - run: uv publish {}
"""


def _member(name: str, more: str = "") -> str:
    return f'[project]\nname = "{name}"\nversion = "1.0"\n{more}'


def _judged(tmp_path: Path, build: str, publisher: str, *, folder: str = "python") -> list[str]:
    upload = "dist/*" if folder == "." else f"{folder}/dist/*"
    inner = f"{folder}/sub".removeprefix("./")
    workspace = '[tool.uv.workspace]\nmembers = ["sub"]\n'
    own = {} if folder == "." else {f"{folder}/pyproject.toml": _member("sample-root", workspace)}
    top = _member("sample-root", workspace) if folder == "." else ""
    files = {
        "pyproject.toml": top + PUBLISHER.format(publisher),
        f"{inner}/pyproject.toml": _member("sample-sub"),
        **own,
    }
    found = findings(tmp_path, "TP3", JOB.format(build, folder, upload), **files)
    return [message for _, _, message in found]


@pytest.mark.parametrize("folder", ["python", "."])
@pytest.mark.parametrize(
    "build",
    [
        "uv build --all-packages",
        "uv build --package sample-sub",
        "uv build --package=sample-sub",
        "uv build --package sample-root && uv build --package sample-sub",
        "uv build && uv build --package sample-sub",
        "uv build --sdist --wheel --package 'sample-sub'",
    ],
)
def test_members_of_a_workspace_are_built_into_its_folder(tmp_path: Path, folder: str, build: str) -> None:
    assert _judged(tmp_path, build, "sample-sub", folder=folder) == []


@pytest.mark.parametrize("build", ["uv build", "uv build --package sample-sub -o sub/dist && uv build"])
def test_what_is_built_alone_is_judged(tmp_path: Path, build: str) -> None:
    assert _judged(tmp_path, build, "sample-sub") == [
        "the project is named `sample-root`, but its publisher is declared for `sample-sub`"
    ]
