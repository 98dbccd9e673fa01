"""TP517: how often a run writes an artifact's name, by the rows of a matrix, and after it was deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint

if TYPE_CHECKING:
    from pathlib import Path

WORKFLOW = """\
on: release
jobs:
  build:
    runs-on: ubuntu-latest
    strategy: {{matrix: {{os: [a, b, c]}}}}
    steps:
{steps}
  sdist:
    runs-on: ubuntu-latest
    needs: build
    steps:
{other}
  publish:
    needs: [build, sdist]
    runs-on: ubuntu-latest
    steps:
      - uses: pypa/gh-action-pypi-publish@release/v1
"""
CHECKOUT = "      - uses: actions/checkout@v5\n"
BUILD = "      - run: make wheel\n"
INSTALL = "      - run: |\n          python3 -m pip install cibuildwheel==3\n"


def found(tmp_path: Path, steps: str, other: str = CHECKOUT) -> list[str]:
    root = lay(tmp_path, {".github/workflows/publish.yml": WORKFLOW.format(steps=steps, other=other)})
    return [finding.level for finding in lint(root, "TP517").findings]


def stores(condition: str = "", name: str = "x") -> str:
    """A step that stores an artifact."""
    asked = f"        if: {condition}\n" if condition else ""
    return f"      - uses: actions/upload-artifact@v4\n{asked}        with: {{name: {name}, path: dist}}\n"


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (stores("matrix.os != 'c'"), ["error"]),
        (stores("${{ matrix.os == 'a' || matrix.os == 'b' }}"), ["error"]),
        (stores("always() && matrix.os != 'c'"), ["error"]),
        (stores("matrix.os == 'a'"), []),
        (stores("matrix.os == 'd'"), []),
        (stores("matrix.other == 'd'"), []),
        (stores("matrix.os != 'c' && runner.os != 'Windows'"), []),
        (stores("matrix.os != 'c' && env.KEEP"), []),
        (stores("matrix.os != 'c' && failure()"), []),
        (stores("matrix.os == 'a'") + stores("matrix.os == 'b'"), ["error"]),
        (stores("matrix.os == 'a'") + stores("matrix.os == 'b'", "y"), []),
        (stores("matrix.os == 'a'") + stores("env.KEEP"), []),
        (BUILD + stores("matrix.os != 'c'"), ["error"]),
        (BUILD + "        if: matrix.os == 'a'\n" + stores("matrix.os != 'c'"), []),
        (INSTALL + "        if: matrix.os == 'a'\n" + BUILD + stores(), ["error"]),
        (INSTALL + "          make wheel\n        if: matrix.os == 'a'\n" + BUILD + stores(), []),
        (INSTALL.replace("==3", " && make wheel") + "        if: matrix.os == 'a'\n" + stores(), []),
    ],
)
def test_conditions_leave_rows(steps: str, expected: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, steps) == expected


DELETE = "      - uses: owner/delete-artifact@v5\n        with: {name: x}\n"


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        ("", ["error"]),
        (CHECKOUT, ["error"]),
        ("      - run: git branch --delete old-artifacts\n", ["error"]),
        (DELETE, []),
        ("      - run: gh api -X DELETE repos/o/r/actions/artifacts/$ID\n", []),
        ("      - run: curl $API/actions/artifacts/$ID --request DELETE\n", []),
        (
            "      - uses: actions/github-script@v8\n        with: {script: 'github.rest.actions.deleteArtifact(x)'}\n",
            [],
        ),
    ],
)
def test_a_name_is_free_again_once_it_was_deleted(between: str, expected: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, stores("matrix.os == 'a'"), between + stores()) == expected


def test_what_is_deleted_after_the_upload_was_there_before(tmp_path: Path) -> None:
    text = WORKFLOW.format(steps=stores(), other=CHECKOUT)
    after = "  tidy:\n    needs: publish\n    runs-on: ubuntu-latest\n    steps:\n" + DELETE
    root = lay(tmp_path, {".github/workflows/publish.yml": text + after})
    assert [finding.level for finding in lint(root, "TP517").findings] == ["error"]


def test_remedy_names_rows_only_where_the_job_has_them(tmp_path: Path) -> None:
    called = WORKFLOW.format(steps=stores(), other=CHECKOUT).replace("    strategy: {matrix: {os: [a, b, c]}}\n", "")
    job = "    strategy: {matrix: {os: [a, b]}}\n    uses: ./.github/workflows/publish.yml\n"
    calling = f"on: release\njobs:\n  all:\n{job}"
    files = {"publish.yml": called.replace("on: release", "on: workflow_call"), "release.yml": calling}
    own = lay(tmp_path / "own", {".github/workflows/publish.yml": WORKFLOW.format(steps=stores(), other=CHECKOUT)})
    others = lay(tmp_path / "others", {f".github/workflows/{name}": text for name, text in files.items()})
    remedies = [finding.fix.title for root in (own, others) for finding in lint(root, "TP517").findings if finding.fix]
    assert ["`x-${{ strategy.job-index }}`" in remedy for remedy in remedies] == [True, False]
