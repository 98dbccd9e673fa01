"""TP108 and TP109: conditions that decide whether a pull request's run reaches an upload."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from publishing import job, workflow

if TYPE_CHECKING:
    from pathlib import Path

TARGET = "pull_request_target"
BOTH = f"push:\n  {TARGET}:"


def codes(root: Path, on: str, condition: str, *others: str, more: str = "") -> list[str]:
    """What is said of an upload in a job with a condition, beside other jobs."""
    publish = job(more=f'    if: "{condition}"\n{more}')
    lay(root, {".github/workflows/publish.yml": workflow(*others, publish, on=on)})
    return [finding.code for finding in lint(root, "TP108", "TP109").findings]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("always()", ["TP108"]),
        ("${{ !cancelled() }}", ["TP108"]),
        ("!failure()", ["TP108"]),
        ("true", ["TP108"]),
        (f"github.event_name == '{TARGET}' || startsWith(github.ref, 'refs/tags/')", ["TP108"]),
        (f"success() && github.event_name == '{TARGET}'", ["TP108"]),
        ("failure()", []),
        ("github.event_name == 'push'", []),
        ("always() && startsWith(github.ref, 'refs/tags/')", []),
        ("always() && vars.RELEASE == 'yes'", []),
        ("github.event.pull_request.merged", ["TP108"]),
        ("github.ref_name == 'main'", []),
    ],
)
def test_conditions_of_the_job(condition: str, expected: list[str], tmp_path: Path) -> None:
    assert codes(tmp_path, BOTH, condition) == expected


@pytest.mark.parametrize(
    ("condition", "expected"), [("always()", ["TP108"]), ("!cancelled()", ["TP108"]), ("true", [])]
)
def test_a_skipped_job_that_is_needed(condition: str, expected: list[str], tmp_path: Path) -> None:
    lint_job = "  lint:\n    if: github.event_name == 'push'\n    runs-on: ubuntu-latest\n    steps: [{run: ls}]\n"
    assert codes(tmp_path, BOTH, condition, lint_job, more="    needs: lint\n") == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("github.event.pull_request.head.user.login == github.repository_owner", []),
        ("startsWith(github.event.pull_request.head.label, 'octo:')", []),
        ("github.event.pull_request.head.ref == 'release'", []),
        ("github.event.pull_request.head.repo.fork == false", []),
        ("github.head_ref == 'release'", []),
        ("github.event.pull_request.base.ref == 'main'", ["TP109"]),
        ("github.event.pull_request.merged", ["TP109"]),
    ],
)
def test_conditions_on_the_head(condition: str, expected: list[str], tmp_path: Path) -> None:
    assert codes(tmp_path, "pull_request: {types: [closed]}", condition) == expected
