"""TP520: whose token `git push` signs in with, and which tag it pushes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint

if TYPE_CHECKING:
    from pathlib import Path

WAITING = """\
on: {push: {tags: ['v*']}}
jobs:
  publish:
    runs-on: ubuntu-latest
    steps:
      - uses: pypa/gh-action-pypi-publish@release/v1
"""
MAKING = """\
on: workflow_dispatch
jobs:
  make:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with: {{{}}}
      - run: |
{}
"""


def found(tmp_path: Path, checkout: str, *lines: str) -> list[str]:
    making = MAKING.format(checkout, "\n".join(f"          {line}" for line in lines))
    files = {".github/workflows/publish.yml": WAITING, ".github/workflows/make.yml": making}
    return [finding.level for finding in lint(lay(tmp_path, files), "TP520").findings]


@pytest.mark.parametrize(
    ("checkout", "before", "expected"),
    [
        ("", "true", ["warning"]),
        ("persist-credentials: true", "true", ["warning"]),
        ("persist-credentials: false", "true", []),
        ("persist-credentials: '${{ inputs.keep }}'", "true", []),
        ("persist-credentials: false", "gh auth setup-git", []),
        ("", "gh auth setup-git", []),
        ("", "git config credential.helper store", []),
        ("", "git credential-store store < answer", []),
        ("", "export GIT_ASKPASS=./answer", []),
        ("", "cp token ~/.netrc", []),
        ("", "git config user.name bot", ["warning"]),
    ],
)
def test_the_token_of_a_push(checkout: str, before: str, expected: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, checkout, before, 'git push origin "v$VERSION"') == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (('git tag "v$(cat VERSION)"', "git push --tags"), ["warning"]),
        (("git tag -a v${V} -m x", "git push --follow-tags"), ["warning"]),
        (("git tag -am x v${V}", "git push origin main --tags"), ["warning"]),
        (("git tag -d v1", "git tag v$V", "git push --tags"), ["warning"]),
        (("git push origin v$(cat VERSION)",), ["warning"]),
        (("git tag v$V", "git push"), []),
        (('git tag "$(cat VERSION)"', "git push --tags"), []),
        (("git tag $ARGS", "git push --tags"), []),
        (("git tag nightly", "git push --tags"), []),
        (("git tag v1.2.3", "git push origin v1.2.3"), ["warning"]),
        (("git tag 1.2.3", "git push origin 1.2.3"), []),
        (("git tag v$V", 'git tag "$NEXT"', "git push --tags"), []),
        (("git tag -l 'v*'", "git push --tags"), []),
        (("git push --tags",), []),
    ],
)
def test_the_tag_of_a_push(lines: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, "", *lines) == expected
