"""TP117 unexpanded-credential: what its page does not show, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from signing_in import PATH, TEST_URL, action, run, workflow

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "TWINE_PASSWORD: secrets.TOKEN"


def said(tmp_path: Path, *steps: str) -> list[str]:
    """The rules that speak of a credential, and the fix of TP117."""
    findings = lint(lay(tmp_path, {PATH: workflow(*steps, mint=False)}), "TP103", "TP102", "TP117").findings
    return [each.fix.title if each.code == "TP117" and each.fix else each.code for each in findings]


@pytest.mark.parametrize(
    ("step", "meant"),
    [
        (action("password: secrets.TOKEN"), "secrets.TOKEN"),
        (action("password: 'secrets.TOKEN'"), "secrets.TOKEN"),
        (action('password: "${ secrets.TOKEN }"'), "secrets.TOKEN"),
        (action("password: $secrets.TOKEN"), "secrets.TOKEN"),
        (action("password: vars.TOKEN", TEST_URL), "vars.TOKEN"),
        (run("twine upload dist/*", TEXT), "secrets.TOKEN"),
        (run("uv publish --token secrets.TOKEN"), "secrets.TOKEN"),
        (action("password: $TOKEN"), "secrets.NAME"),
        (action("password: ${TOKEN}"), "secrets.NAME"),
        (action("password: '$TOKEN'"), "secrets.NAME"),
    ],
)
def test_the_text_of_an_expression(step: str, meant: str, tmp_path: Path) -> None:
    assert said(tmp_path, step) == [f"write `${{{{ {meant} }}}}`, or use trusted publishing, which needs no token"]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (action("password: ${{ secrets.TOKEN }}"), ["TP103"]),
        (action("password: pypi-AgEIcHlwaS5vcmc"), ["TP103"]),
        (action("password: secrets.TOKEN", "repository-url: https://pypi.example.org/legacy/"), []),
        (action("password: my secrets.TOKEN"), ["TP103"]),
        (run("twine upload -p $TOKEN dist/*", "TOKEN: ${{ secrets.TOKEN }}"), ["TP103"]),
        (run("twine upload dist/*", "TWINE_PASSWORD: $TOKEN"), ["TP103"]),
    ],
)
def test_other_credentials(step: str, expected: list[str], tmp_path: Path) -> None:
    assert said(tmp_path, step) == expected


def test_it_comes_before_trusted_publishing_that_it_switches_off(tmp_path: Path) -> None:
    text = workflow(action("password: secrets.TOKEN"))
    found = lint(lay(tmp_path, {PATH: text}), "TP102", "TP103", "TP117").findings
    assert [each.code for each in found] == ["TP117"]


def test_a_variable_of_two_uploads_is_reported_once(tmp_path: Path) -> None:
    steps = (run("twine upload dist/*"), run("twine upload more/*"))
    text = workflow(*steps, mint=False, top=f"env: {{{TEXT}}}")
    assert len(lint(lay(tmp_path, {PATH: text}), "TP117").findings) == 1
