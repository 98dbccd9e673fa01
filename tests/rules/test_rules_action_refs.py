"""TP503: refs of other actions that upload, which exist although the publish action has none of that name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from publishing import job, workflow

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("ref", "command", "expected"),
    [
        ("v1", "upload", ["TP503"]),
        ("v1", "publish", ["TP503"]),
        ("main", "upload", ["TP503"]),
        ("master", "upload", ["TP503"]),
        ("v1", "build", []),
        ("e10f6c464b90acceb5f640d31beda6d586ba7b4a", "upload", []),
    ],
)
def test_refs_of_maturins_action(ref: str, command: str, expected: list[str], tmp_path: Path) -> None:
    steps = f"      - uses: PyO3/maturin-action@{ref}\n        with: {{command: {command}, args: dist/*}}\n"
    lay(tmp_path, {".github/workflows/publish.yml": workflow(job(steps=steps))})
    assert [finding.code for finding in lint(tmp_path, "TP502", "TP503").findings] == expected
