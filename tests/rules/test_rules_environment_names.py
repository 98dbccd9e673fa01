"""TP513: which names of environments say TestPyPI."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from publishing import job, workflow

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ("testpypi", ["warning"]),
        ("test-pypi", ["warning"]),
        ("publish_test_pypi", ["warning"]),
        ("release-to-TestPyPI", ["warning"]),
        ("publishTestPyPI", ["warning"]),
        ("pypi-test", ["warning"]),
        ("pypi.test-2", ["warning"]),
        ("latest-pypi", []),
        ("contest_pypi", []),
        ("pytest-pypi", []),
        ("PyTest-PyPI", []),
        ("fastest.pypi", []),
        ("pypi-tested", []),
    ],
)
def test_an_upload_to_pypi_in_an_environment(environment: str, expected: list[str], tmp_path: Path) -> None:
    lay(tmp_path, {".github/workflows/publish.yml": workflow(job(environment=environment))})
    assert [finding.level for finding in lint(tmp_path, "TP513").findings] == expected
