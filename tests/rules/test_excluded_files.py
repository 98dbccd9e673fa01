"""TP516: lines of `path` that leave files out do not change where an artifact's files stand."""

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
    steps:
      - run: python -m build
      - uses: actions/upload-artifact@v4
        with:
          name: dist
          path: |
            {}
  publish:
    needs: build
    runs-on: ubuntu-latest
    steps:
      - uses: actions/download-artifact@v4
        with: {{name: dist}}
      - uses: pypa/gh-action-pypi-publish@release/v1
"""


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("dist/",), ["error"]),
        (("dist/", "!dist/*.md"), ["error"]),
        (("!dist/*.md", "dist/*"), ["error"]),
        (("dist/", "README.md", "!dist/*.md"), []),
        (("!dist/*.md",), []),
        ((".", "!dist/*.md"), []),
    ],
)
def test_what_is_left_out_changes_no_place(lines: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    text = WORKFLOW.format("\n            ".join(lines))
    root = lay(tmp_path, {".github/workflows/publish.yml": text})
    assert [finding.level for finding in lint(root, "TP516").findings] == expected
