"""Jobs and steps behind a YAML alias: each job that has them uploads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint, read
from publishing import PROJECT, UPLOAD, job, workflow

if TYPE_CHECKING:
    from pathlib import Path

PERMISSIONS = "    permissions: {id-token: write}\n"
FIRST = job().replace("publish:\n", "publish: &publish\n")
STEPS = job().replace("    steps:\n", "    steps: &steps\n")
OTHERS = {
    "job": (FIRST, "  again: *publish\n"),
    "steps": (STEPS, f"  again:\n    runs-on: ubuntu-latest\n    environment: pypi\n{PERMISSIONS}    steps: *steps\n"),
    "none": (job(), job("again", steps=UPLOAD)),
}


@pytest.mark.parametrize(("first", "second"), OTHERS.values(), ids=OTHERS)
def test_each_job_has_the_upload(tmp_path: Path, first: str, second: str) -> None:
    lay(tmp_path, {".github/workflows/publish.yml": workflow(first, second), "pyproject.toml": PROJECT})
    assert [upload.job.id for upload in read(tmp_path).uploads] == ["publish", "again"]
    assert lint(tmp_path, "TP111").findings == ()


def test_a_job_that_repeats_another_without_its_upload_is_idle(tmp_path: Path) -> None:
    second = f"  again:\n    runs-on: ubuntu-latest\n{PERMISSIONS}    steps: [{{run: ls}}]\n"
    lay(tmp_path, {".github/workflows/publish.yml": workflow(FIRST, second), "pyproject.toml": PROJECT})
    assert [finding.code for finding in lint(tmp_path, "TP111").findings] == ["TP111"]
