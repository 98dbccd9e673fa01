"""TP101: where the permission is missing, in words and as a place; TP113: uploads joined by `&&`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from tplint.documents.source import resolve

if TYPE_CHECKING:
    from pathlib import Path

WORKFLOW = """\
on: release
{top}jobs:
  publish:
    runs-on: ubuntu-latest
{job}    steps:
      - uses: actions/download-artifact@v5
      - uses: pypa/gh-action-pypi-publish@release/v1
"""
READ, NONE = "permissions: {contents: read}\n", "permissions:\n  contents: read\n  id-token: none\n"


def inside(block: str) -> str:
    """The same for a job."""
    return "".join(f"    {line}\n" for line in block.splitlines())


@pytest.mark.parametrize(
    ("top", "job", "place", "label"),
    [
        ("", inside(READ), "{contents: read}", "`id-token: write` is not among these permissions"),
        (READ, inside("permissions: {}\n"), "{}", "these permissions replace the workflow's; `id-token: write` is not"),
        ("", inside(NONE), "id-token: none", "`write` is needed here"),
        (NONE, "", "id-token: none", "`write` is needed here"),
        (NONE, inside(READ), "{contents: read}", "these permissions replace the workflow's; `id-token: write` is not"),
        (READ, "", "{contents: read}", "`id-token: write` is not among the workflow's permissions"),
        ("", "", "publish", "no `permissions` are set"),
    ],
)
def test_where_the_permission_is_missing(top: str, job: str, place: str, label: str, tmp_path: Path) -> None:
    root = lay(tmp_path, {".github/workflows/publish.yml": WORKFLOW.format(top=top, job=job)})
    (found,) = lint(root, "TP101").findings
    assert (resolve(found.at).text, found.label[: len(label)]) == (place, label)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("uv publish a/* && uv publish b/*", ["TP113"]),
        ("uv publish a/* || uv publish b/*", []),
        ("uv publish a/* && test -d b && uv publish b/*", []),
        ("uv build && uv publish a/*", []),
    ],
)
def test_uploads_that_follow_each_other(script: str, expected: list[str], tmp_path: Path) -> None:
    text = f"publish:\n  image: python:3.13\n  id_tokens: {{PYPI_ID_TOKEN: {{aud: pypi}}}}\n  script: [{script}]\n"
    found = lint(lay(tmp_path, {".gitlab-ci.yml": text}), "TP113").findings
    assert [finding.code for finding in found] == expected
