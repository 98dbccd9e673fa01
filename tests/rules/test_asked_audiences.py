"""TP116: the audience that a script asks GitHub for, beside the index at which it exchanges the token."""

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
    permissions: {{id-token: write}}
    steps:
      - id: mint
        run: |
          {}
          asked=$(jq -r .value <<< "$answer")
          token=$(curl -s https://{}/_/oidc/mint-token -d "{{\\"token\\": \\"$asked\\"}}" | jq -r .token)
          echo "token=$token" >> "$GITHUB_OUTPUT"
      - run: twine upload -r {} dist/*
        env: {{TWINE_USERNAME: __token__, TWINE_PASSWORD: "${{{{ steps.mint.outputs.token }}}}"}}
"""
BEARER = 'curl -sSf -H "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN"'

ANOTHER = 'curl "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=testpypi"; '


@pytest.mark.parametrize(
    ("ask", "index", "expected"),
    [
        ('answer=$({} "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=testpypi")', "pypi", ["testpypi"]),
        ('answer=$({} "${{ACTIONS_ID_TOKEN_REQUEST_URL}}&audience=PyPI")', "pypi", ["PyPI"]),
        ('answer=$({} "$ACTIONS_ID_TOKEN_REQUEST_URL"\'&audience=pypi\')', "testpypi", ["pypi"]),
        ('answer=$({} "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=pypi")', "pypi", []),
        ('answer=$({} "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=testpypi")', "testpypi", []),
        ('answer=$({} "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=$INDEX")', "pypi", []),
        ('answer=$({} "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=sigstore")', "pypi", []),
        (ANOTHER + 'answer=$({} "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=$INDEX")', "pypi", []),
    ],
)  # fmt: skip
def test_the_audience_is_the_index_s(ask: str, index: str, expected: list[str], tmp_path: Path) -> None:
    host = {"pypi": "pypi.org", "testpypi": "test.pypi.org"}[index]
    text = WORKFLOW.format(ask.format(BEARER), host, index)
    found = lint(lay(tmp_path, {".github/workflows/publish.yml": text}), "TP116").findings
    assert [finding.message.split("`")[3] for finding in found] == expected
