"""TP001 in workflows: an error only where the file uploads by all that can be seen, and silence where it may."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from publishing import declaration, job, workflow

if TYPE_CHECKING:
    from pathlib import Path

BROKEN = "on: [push]\njobs:\n  work:\n    runs-on: ubuntu-latest\n    steps:\n      - {step}\n   name: here\n"


def levels(root: Path, **files: str) -> list[str]:
    lay(root, {f".github/{name.replace('__', '/')}.yml": text for name, text in files.items()})
    return [f"{finding.level} {finding.at.source.path}" for finding in lint(root, "TP001").findings]


@pytest.mark.parametrize(
    ("step", "level"),
    [
        ("uses: pypa/gh-action-pypi-publish@release/v1", "error"),
        ("run: python -m twine upload dist/*", "error"),
        ("run: uv  publish", "error"),
        ("run: python setup.py sdist upload", "error"),
        ("run: maturin upload wheels/*", "error"),
        ("run: curl https://PyPI.org/simple/", "error"),
        ("run: twine check dist/*", "warning"),
        ("run: make release", "warning"),
        ("run: echo 'tasks, released and published'", "warning"),
        ("uses: actions/upload-artifact@v4", "warning"),
        ("run: maturin develop", "warning"),
    ],
)
def test_what_a_broken_workflow_speaks_of(step: str, level: str, tmp_path: Path) -> None:
    assert levels(tmp_path, workflows__a=BROKEN.format(step=step)) == [f"{level} .github/workflows/a.yml"]


@pytest.mark.parametrize(
    ("step", "level"),
    [
        ("uses: pypa/gh-action-pypi-publish@release/v1", "error"),
        ("run: make release", "warning"),
        ("run: npm test", "warning"),
    ],
)
def test_who_uses_a_broken_workflow(step: str, level: str, tmp_path: Path) -> None:
    call = "  build:\n    uses: ./.github/workflows/a.yml\n"
    caller = workflow(call, job(steps=f"      - {step}\n", environment=""))
    broken = BROKEN.format(step="run: 'true'")
    assert levels(tmp_path, workflows__a=broken, workflows__b=caller) == [f"{level} .github/workflows/a.yml"]


@pytest.mark.parametrize(
    ("step", "expected"), [("run: make release", []), ("run: npm test", ["TP205"]), ("run: twine upload", [])]
)
def test_a_publisher_that_a_broken_workflow_may_serve_is_not_idle(
    step: str, expected: list[str], tmp_path: Path
) -> None:
    other = declaration(workflow_filename="old.yml", environment="pypi")
    files = {
        "pyproject.toml": f'[project]\nname = "demo"\nversion = "1"\n{declaration(environment="pypi")}{other}',
        ".github/workflows/release.yml": workflow(),
        ".github/workflows/a.yml": BROKEN.format(step=step),
    }
    lay(tmp_path, files)
    assert [finding.code for finding in lint(tmp_path, "TP205").findings] == expected
