"""TP522: indexes and folders of uploads that nothing sets, also where the index is not known because of that."""

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
    outputs: {{set: x}}
    steps:
      - run: python -m build
  publish:
    needs: build
    runs-on: ubuntu-latest
    steps:
      - id: there
        run: ./choose
{}
"""
PUBLISH = '      - uses: pypa/gh-action-pypi-publish@release/v1\n        with: {{repository-url: "{}"}}\n'
TESTPYPI = "https://test.pypi.org/legacy/"


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (PUBLISH.format("${{ needs.build.outputs.index_url }}"), ["needs.build.outputs.index_url"]),
        (PUBLISH.format("${{ steps.pick.outputs.url }}"), ["steps.pick"]),
        (PUBLISH.format("${{ steps.pick.outputs.url || 'https://example.org/' }}"), []),
        (PUBLISH.format("https://${{ steps.pick.outputs.host }}/"), []),
        (PUBLISH.format("${{ steps.there.outputs.url }}"), []),
        (PUBLISH.format("${{ needs.build.outputs.set }}"), []),
        ("      - run: uv publish --publish-url '${{ steps.pick.outputs.url }}'\n", ["steps.pick"]),
        ("      - run: uv publish --publish-url ${{ steps.there.outputs.url }}\n", []),
        ("      - run: uv publish --publish-url ${{ vars.URL }} -t ${{ steps.pick.outputs.token }}\n", []),
        (f"      - run: uv publish --publish-url {TESTPYPI} '${{{{ steps.pick.outputs.files }}}}'\n", ["steps.pick"]),
        ("      - run: uv publish\n        working-directory: ${{ steps.where.outputs.dir }}\n", ["steps.where"]),
        ("      - run: uv publish\n        working-directory: ${{ steps.there.outputs.dir }}\n", []),
        ("      - run: uv build\n        working-directory: ${{ steps.where.outputs.dir }}\n", []),
    ],
)
def test_an_index_or_a_folder_is_not_set(step: str, expected: list[str], tmp_path: Path) -> None:
    root = lay(tmp_path, {".github/workflows/publish.yml": WORKFLOW.format(step)})
    found = [finding.message for finding in lint(root, "TP522").findings]
    assert [message.partition("reads `")[2].partition("`")[0] for message in found] == expected
