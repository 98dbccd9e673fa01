"""An identity token that a call withholds, at any distance from the upload: TP106 alone speaks of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, line, lint
from publishing import job, workflow

if TYPE_CHECKING:
    from pathlib import Path

CALL = "  {}:\n    permissions: {{{}}}\n    uses: ./.github/workflows/{}.yml\n"


@pytest.mark.parametrize(
    ("outer", "middle", "expected"),
    [
        ("contents: read", "id-token: write", [("TP106", "release.yml:7")]),
        ("id-token: write", "contents: read", [("TP106", "middle.yml:6")]),
        ("id-token: write", "id-token: write", []),
    ],
)
def test_a_workflow_between(outer: str, middle: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    folder = ".github/workflows/"
    files = {
        "release.yml": workflow(CALL.format("release", outer, "middle"), on="push:\n  workflow_dispatch:"),
        "middle.yml": workflow(CALL.format("upload", middle, "upload"), on="workflow_call:"),
        "upload.yml": workflow(job(), on="workflow_call:"),
    }
    lay(tmp_path, {folder + name: text for name, text in files.items()})
    found = lint(tmp_path, "TP005", "TP106").findings
    assert sorted((finding.code, line(finding, folder)) for finding in found) == expected


@pytest.mark.parametrize(("asks", "expected"), [("id-token: write", ["error"]), ("contents: read", [])])
def test_a_workflow_that_is_also_started_by_itself(asks: str, expected: list[str], tmp_path: Path) -> None:
    """GitHub compares what a job asks for before it is known whether it runs."""
    upload = job(more="    if: needs.build.outputs.due == 'true'\n").replace("id-token: write", asks)
    files = {
        "release.yml": workflow(CALL.format("release", "contents: read", "upload"), on="push:"),
        "upload.yml": workflow(upload, on="workflow_dispatch:\n  workflow_call:"),
    }
    lay(tmp_path, {f".github/workflows/{name}": text for name, text in files.items()})
    assert [finding.level for finding in lint(tmp_path, "TP106").findings] == expected
