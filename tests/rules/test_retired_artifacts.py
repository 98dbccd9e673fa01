"""TP518 retired-artifact-action: what its page does not show, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay
from judged import PUBLISH, artifact, job, levels, workflow

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("ref", "expected"),
    [
        ("v1", ["error"]),
        ("v2.3.1", ["error"]),
        ("v3", ["error"]),
        ("a8a3f3ad30e3422c9c7b888a15615d19a852ae32", ["error"]),
        ("0000000000000000000000000000000000000001 # v3.9.9", []),
        ("v3-node20", []),
        ("v4", []),
        ("main", []),
    ],
)
def test_releases_that_are_refused(ref: str, expected: list[str], tmp_path: Path) -> None:
    text = workflow(job(artifact(ref=ref), name="build"), job(PUBLISH, "needs: build"))
    assert levels(tmp_path, "TP518", text) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://github.com/o/r.git", ["error"]),
        ("git@github.com-work:o/r.git", ["error"]),
        ("git@ssh.github.com:443/o/r.git", ["error"]),
        ("https://git.example.com/o/r.git", []),
        ("https://github.example.com/o/r.git", []),
    ],
)
def test_enterprise_servers_still_run_them(url: str, expected: list[str], tmp_path: Path) -> None:
    text = workflow(job(artifact(ref="v3") + PUBLISH))
    config = f'[core]\n[remote "origin"]\n\turl = {url}\n'
    lay(tmp_path, {".git/config": config})
    assert levels(tmp_path, "TP518", text) == expected


@pytest.mark.parametrize(
    ("keys", "needs", "expected"),
    [
        ((), "needs: build", ["error"]),
        ((), "name: alone", []),
        (("continue-on-error: true",), "needs: build", []),
        ((), "needs: build\n    if: always()", []),
    ],
)
def test_only_jobs_that_the_upload_needs(
    keys: tuple[str, ...], needs: str, expected: list[str], tmp_path: Path
) -> None:
    text = workflow(job(artifact(ref="v3"), *keys, name="build"), job(PUBLISH, needs))
    assert levels(tmp_path, "TP518", text) == expected
