"""TP514: `continue-on-error` of an upload, and what later steps do with its outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from publishing import UPLOAD, job, workflow

if TYPE_CHECKING:
    from pathlib import Path

GOES_ON = UPLOAD + "        id: up\n        continue-on-error: true\n"

FALLBACK = "{if: steps.up.outcome == 'failure', run: uv publish, env: {UV_PUBLISH_TOKEN: '${{ secrets.T }}'}}"


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ("{if: steps.up.outcome == 'failure', run: exit 1}", []),
        ("{if: \"steps['up'].outcome != 'success'\", run: ./fail.sh}", []),
        ("{if: 'steps[''up''].outcome != ''success''', run: ./fail.sh}", []),
        ("{if: failure() || steps.up.outcome == 'failure', uses: pypa/gh-action-pypi-publish@release/v1}", []),
        ("{if: steps.up.outcome == 'failure', run: uv publish}", []),
        (
            "{if: steps.up.outcome != 'success', uses: actions/github-script@v8, with: {script: core.setFailed('x')}}",
            [],
        ),
        ("{run: 'test \"$UP\" = success', env: {UP: '${{ steps.up.outcome }}'}}", []),
        (f"{FALLBACK}\n      - {{if: steps.up.outcome == 'failure', run: exit 1}}", []),
        ("{run: ls dist}", ["warning"]),
        ("{if: steps.up.outcome == 'failure', run: 'echo ::warning::not uploaded'}", ["warning"]),
        ("{if: steps.up.outcome == 'success', uses: softprops/action-gh-release@v2}", ["warning"]),
        ("{if: 'steps.up.outcome == ''success''', uses: softprops/action-gh-release@v2}", ["warning"]),
        ("{if: steps.up.conclusion == 'failure', run: exit 1}", ["warning"]),
        ("{if: steps.other.outcome == 'failure', run: exit 1}", ["warning"]),
    ],
)
def test_what_later_steps_do(later: str, expected: list[str], tmp_path: Path) -> None:
    lay(tmp_path, {".github/workflows/publish.yml": workflow(job(steps=f"{GOES_ON}      - {later}\n"))})
    assert [finding.level for finding in lint(tmp_path, "TP514").findings] == expected


@pytest.mark.parametrize(
    ("steps", "more"),
    [
        (f"      - {{if: steps.up.outcome == 'failure', run: exit 1}}\n{GOES_ON}", ""),
        (f"{GOES_ON}      - {FALLBACK}\n", ""),
        (UPLOAD + "        continue-on-error: true\n      - {if: steps.up.outcome == 'failure', run: exit 1}\n", ""),
        (GOES_ON + "      - {if: steps.up.outcome == 'failure', run: exit 1}\n", "    continue-on-error: true\n"),
    ],
)
def test_what_does_not_look_at_the_failure(steps: str, more: str, tmp_path: Path) -> None:
    lay(tmp_path, {".github/workflows/publish.yml": workflow(job(steps=steps, more=more))})
    assert [finding.level for finding in lint(tmp_path, "TP514").findings] == ["warning"]


def test_an_output_of_the_job(tmp_path: Path) -> None:
    outputs = "    outputs: {came: '${{ steps.up.outcome }}'}\n"
    lay(tmp_path, {".github/workflows/publish.yml": workflow(job(steps=GOES_ON, more=outputs))})
    assert lint(tmp_path, "TP514").findings == ()
