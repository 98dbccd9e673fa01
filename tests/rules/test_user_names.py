"""TP110: names of people from GitLab's command lines, and from poetry's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint

if TYPE_CHECKING:
    from pathlib import Path

TOKENS = "  id_tokens: {PYPI_ID_TOKEN: {aud: pypi}}\n"
PYPI = "--repository-url https://upload.pypi.org/legacy/"


@pytest.mark.parametrize(
    ("keys", "command", "expected"),
    [
        ("", f"twine upload -u octo {PYPI} dist/*", ["TP110"]),
        ("", f"twine upload --username=octo {PYPI} dist/*", ["TP110"]),
        (TOKENS, "twine upload -u octo dist/*", ["TP110"]),
        (TOKENS, "uv publish --username octo", ["TP110"]),
        (TOKENS, "twine upload -u $NAME dist/*", []),
        (TOKENS, "twine upload -u __token__ dist/*", []),
        (TOKENS + "  variables: {TWINE_USERNAME: octo}\n", "twine upload dist/*", []),
        # where it goes to may be said in the settings, beside the password
        ("", "twine upload -u octo dist/*", []),
        ("", "twine upload -u octo --repository-url https://pypi.example.org/ dist/*", []),
    ],
)
def test_names_on_gitlab(keys: str, command: str, expected: list[str], tmp_path: Path) -> None:
    text = f"publish:\n  image: python:3.13\n{keys}  script:\n    - {command}\n"
    found = lint(lay(tmp_path, {".gitlab-ci.yml": text}), "TP101", "TP103", "TP105", "TP110").findings
    assert [finding.code for finding in found] == expected


POETRY = """\
on: release
jobs:
  publish:
    runs-on: ubuntu-latest
    steps:
      - run: poetry config http-basic.{} ${{{{ secrets.PASSWORD }}}}
      - run: poetry publish
"""


@pytest.mark.parametrize(
    ("setting", "expected"),
    [("pypi octo", ["TP110 octo"]), ("pypi __token__", ["TP103 __token__"]), ("pypi $NAME", ["TP103 $NAME"])],
)
def test_names_in_poetry_s_settings(setting: str, expected: list[str], tmp_path: Path) -> None:
    root = lay(tmp_path, {".github/workflows/publish.yml": POETRY.format(setting)})
    found = lint(root, "TP103", "TP110").findings
    assert [f"{finding.code} {setting.partition(' ')[2]}" for finding in found] == expected
