"""Steps of composite actions of the repository: the step around them, and what comes before the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from one_step import PATH, said, workflow

if TYPE_CHECKING:
    from pathlib import Path

COMPOSITE = "runs:\n  using: composite\n  steps:\n    - run: twine upload dist/*\n      shell: bash\n"


@pytest.mark.parametrize(
    ("outer", "inner", "place"),
    [
        ("continue-on-error: true", "", f"{PATH}:11"),
        ("", "      continue-on-error: true\n", "up/action.yml:6"),
        ("continue-on-error: true", "      continue-on-error: true\n", "up/action.yml:6"),
        ("continue-on-error: false", "", ""),
        ("continue-on-error: ${{ github.event.release.prerelease }}", "", ""),
        ("", "", ""),
    ],
)
def test_failures_that_the_step_around_an_action_hides(tmp_path: Path, outer: str, inner: str, place: str) -> None:
    files = {PATH: workflow("uses: ./up", more=outer), "up/action.yml": COMPOSITE + inner}
    assert said(tmp_path, files, "TP514") == ([f"TP514 warning {place}"] if place else [])


@pytest.mark.parametrize(
    ("step", "script", "code"),
    [
        ("uses: ./up", "uv publish", "TP101"),
        ("uses: ./up", "poetry publish", "TP107"),
        ("uses: ./up", "bash ./gone.sh; uv publish", ""),
    ],
)
def test_the_first_step_of_an_action_of_the_repository(tmp_path: Path, step: str, script: str, code: str) -> None:
    files = {PATH: workflow(step, mint=False), "up/action.yml": COMPOSITE.replace("twine upload dist/*", script)}
    assert [found.split()[0] for found in said(tmp_path, files, "TP101", "TP107")] == ([code] if code else [])
