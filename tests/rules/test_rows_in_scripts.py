"""Scripts that name what a matrix sets: what they build is known of the row that an upload runs with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, line, lint
from publishing import PROJECT, declaration, job, workflow

if TYPE_CHECKING:
    from pathlib import Path

PATH = ".github/workflows/publish.yml"
ROWS = "    strategy: {matrix: {p: [a, b]}}\n"
CHECKOUT = "      - uses: actions/checkout@v5\n"


def upload(folder: str) -> str:
    return f"      - uses: pypa/gh-action-pypi-publish@release/v1\n        with: {{packages-dir: '{folder}'}}\n"


def build(script: str) -> str:
    return f"{CHECKOUT}      - run: {script}\n"


def found(
    tmp_path: Path, rule: str, steps: str, *, rows: str = ROWS, environment: str = "pypi", **files: str
) -> list[str]:
    """Where a rule reports something, and what."""
    named = {name.replace("__", "."): text for name, text in files.items()}
    publish = workflow(job(steps=steps, environment=environment, more=rows))
    root = lay(tmp_path, {PATH: publish, "pyproject.toml": PROJECT, **named})
    return [f"{line(each)} {each.message}" for each in lint(root, rule).findings]


@pytest.mark.parametrize(
    ("script", "into"),
    [
        ("cd packages/${{ matrix.p }} && python -m build", "packages/{}/dist"),
        ("python -m build packages/${{ matrix.p }}", "packages/{}/dist"),
        ("python -m build -o ${{ format('out-{0}', matrix.p) }}", "out-{}"),
    ],
)
def test_the_folder_that_a_row_builds_into(tmp_path: Path, script: str, into: str) -> None:
    said = found(tmp_path, "TP516", build(script) + upload("other/${{ matrix.p }}/dist"))
    assert said == [
        f"{PATH}:11 the distributions are built into `{into.format(row)}`, but job `publish` uploads `other/{row}/dist`"
        for row in "ab"
    ]


def test_the_folder_that_is_uploaded(tmp_path: Path) -> None:
    steps = build("cd packages/${{ matrix.p }} && python -m build") + upload("packages/${{ matrix.p }}/dist")
    assert found(tmp_path, "TP516", steps) == []


def test_the_project_that_a_row_builds(tmp_path: Path) -> None:
    packages = {f"packages/{name}/pyproject__toml": f'[project]\nname = "{name}"\nversion = "1"\n' for name in "ab"}
    steps = build("cd packages/${{ matrix.p }} && python -m build") + upload("packages/${{ matrix.p }}/dist")
    declared = declaration(project_name="a", environment="pypi")
    said = found(tmp_path, "TP307", steps, pyproject__toml=declared, **packages)
    assert said == [
        "packages/b/pyproject.toml:2 `publish.yml` uploads `b` too, but what it presents is declared for `a` only"
    ]


def test_rows_that_present_the_same_and_build_different_projects(tmp_path: Path) -> None:
    rows = "    strategy: {matrix: {include: [{p: ., env: pypi}, {p: packages/b, env: pypi}]}}\n"
    steps = build('cd ${{ matrix.p }} && python -m build -o "$GITHUB_WORKSPACE/dist"') + upload("dist")
    declared = PROJECT + declaration(project_name="b", environment="pypi")
    assert found(tmp_path, "TP301", steps, rows=rows, environment="${{ matrix.env }}", pyproject__toml=declared) == []
    alone = rows.replace(", {p: packages/b, env: pypi}", "")
    assert found(tmp_path, "TP301", steps, rows=alone, environment="${{ matrix.env }}", pyproject__toml=declared) == [
        "pyproject.toml:2 the project is named `demo`, but its publisher is declared for `b`"
    ]
