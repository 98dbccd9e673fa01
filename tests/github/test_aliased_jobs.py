"""Jobs, steps and inputs behind a YAML alias: each job that has them uploads, under every event."""

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


def test_what_an_alias_brings_into_a_step_is_evaluated_for_each_event(tmp_path: Path) -> None:
    """A step in which no expression is written is read once for all events, unless it has one through an alias."""
    url = (
        "${{ github.event_name == 'release' && 'https://upload.pypi.org/legacy/' || 'https://test.pypi.org/legacy/' }}"
    )
    first = job("a", steps=f"{UPLOAD}        with: &where\n          repository-url: {url}\n")
    second = job("b", steps=f"{UPLOAD}        with: *where\n")
    text = workflow(first, second, on="[release, workflow_dispatch]")
    found = read(lay(tmp_path, {".github/workflows/publish.yml": text}))
    indexes = {name: {u.index_name for u in found.alternatives if u.job.id == name} for name in "ab"}
    assert indexes == {"a": {"pypi", "testpypi"}, "b": {"pypi", "testpypi"}}
