"""TP509: URLs in the settings of uv and poetry, and what poetry makes of a redirect."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, line, lint
from publishing import job, workflow

if TYPE_CHECKING:
    from pathlib import Path

CHECKOUT = "      - uses: actions/checkout@v5\n"
WRONG = "https://pypi.org/simple/"
NAMED = f'[[tool.uv.index]]\nname = "a"\nurl = "{WRONG}"\n[[tool.uv.index]]\nname = "b"\npublish-url = "{WRONG}"\n'


def found(root: Path, steps: str) -> list[tuple[str, str]]:
    lay(root, {".github/workflows/publish.yml": workflow(job(steps=steps))})
    return [(finding.level, line(finding)) for finding in lint(root, "TP509").findings]


@pytest.mark.parametrize(
    ("path", "settings", "command", "expected"),
    [
        ("pyproject.toml", f'[tool.uv]\npublish-url = "{WRONG}"\n', "uv publish", [("error", "pyproject.toml:2")]),
        ("uv.toml", f'publish-url = "{WRONG}"\n', "uv publish", [("error", "uv.toml:1")]),
        ("pyproject.toml", NAMED, "uv publish --index b", [("error", "pyproject.toml:6")]),
        ("uv.toml", 'publish-url = "https://test.pypi.org/legacy"\n', "uv publish", [("warning", "uv.toml:1")]),
        ("uv.toml", f'publish-url = "{WRONG}"\n', "uv publish --publish-url https://upload.pypi.org/legacy/", []),
        ("uv.toml", 'publish-url = "https://upload.pypi.org/legacy/"\n', "uv publish", []),
        ("uv.toml", 'publish-url = "https://pypi.example.com/simple/"\n', "uv publish", []),
        ("uv.toml", f'check-url = "{WRONG}"\n', "uv publish", []),
        ("pyproject.toml", NAMED, "uv publish --index a", []),
    ],
)
def test_settings_of_uv(
    path: str, settings: str, command: str, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    lay(tmp_path, {path: settings})
    assert found(tmp_path, f"{CHECKOUT}      - run: {command}\n") == expected


@pytest.mark.parametrize("steps", ["", CHECKOUT + "        if: vars.SOURCES == 'yes'\n"])
def test_settings_that_may_not_be_there(steps: str, tmp_path: Path) -> None:
    lay(tmp_path, {"uv.toml": f'publish-url = "{WRONG}"\n'})
    assert found(tmp_path, f"{steps}      - run: uv publish\n") == []


@pytest.mark.parametrize(
    ("poetry", "says"),
    [("pip install poetry", True), ("pip install poetry==1.8.5", True), ("pip install poetry==1.1.15", False)],
)
def test_poetry_at_a_redirect(poetry: str, says: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a row
    lines = [poetry, "poetry config repositories.a https://test.pypi.org/legacy", "poetry publish -r a"]
    steps = "      - run: |\n" + "".join(f"          {each}\n" for each in lines)
    assert found(tmp_path, steps) == [("error", ".github/workflows/publish.yml:11")]
    (finding,) = lint(tmp_path, "TP509").findings
    assert ("Redirects are not supported" in finding.consequence) == says
