"""TP520 release-starts-nothing: a `gh workflow run` that takes the workflow from a variable may start the upload."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import GH_ENV, PUBLISH, job, levels, workflow

if TYPE_CHECKING:
    from pathlib import Path

BY_HAND = "{release: {types: [published]}, workflow_dispatch: }"
CREATE = f'      - run: gh release create "v$VERSION"\n{GH_ENV}'


def script(*lines: str) -> str:
    return "      - run: |\n" + "".join(f"          {line}\n" for line in lines) + GH_ENV


LOOP = script("for name in docs publish; do", '  gh workflow run "$name.yml" --ref main', "done")


@pytest.mark.parametrize(
    ("more", "on", "expected"),
    [
        (LOOP, BY_HAND, []),
        (script('gh workflow run "$WORKFLOW"'), BY_HAND, []),
        (script("gh workflow run ${{ vars.WORKFLOW }}"), BY_HAND, []),
        (LOOP, "release", ["warning"]),
        (script("gh workflow run docs.yml"), BY_HAND, ["warning"]),
        (script('gh workflow run docs.yml -f name="$NAME"'), BY_HAND, ["warning"]),
        (script('gh workflow view "$WORKFLOW"'), BY_HAND, ["warning"]),
        (script('gh run watch "$ID"'), BY_HAND, ["warning"]),
        ("", BY_HAND, ["warning"]),
    ],
)
def test_workflows_from_variables(more: str, on: str, expected: list[str], tmp_path: Path) -> None:
    uploading, making = workflow(job(PUBLISH), on=on), workflow(job(CREATE + more), on="schedule")
    assert levels(tmp_path, "TP520", uploading, making) == expected
