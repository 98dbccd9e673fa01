"""TP505 in workflows: conditions of the steps that make attestations, and what happens to these."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import tplint
from publishing import job, workflow

if TYPE_CHECKING:
    from pathlib import Path

ATTEST = "      - uses: astral-sh/attest-action@v0.0.6\n"
UPLOAD = "      - run: uv publish\n        env: {UV_PUBLISH_TOKEN: '${{ secrets.T }}'}\n"


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (ATTEST, ["error"]),
        (ATTEST + "        if: github.ref_type == 'tag'\n", ["error"]),
        (ATTEST + "        if: github.event_name == 'release'\n", []),
        (ATTEST + "        if: vars.SIGN == 'yes'\n", []),
        (ATTEST + "      - run: find dist -name '*.attestation' -delete\n", []),
        (ATTEST + "      - run: pypi-attestations verify dist/*\n", []),
        (ATTEST + "      - run: find dist -name '*.attestation'\n", ["error"]),
        (ATTEST + "        with: {paths: 'wheels/*'}\n", []),
    ],
)
def test_a_token_beside_attestations(steps: str, expected: list[str], tmp_path: Path) -> None:
    written = tmp_path / ".github" / "workflows" / "publish.yml"
    written.parent.mkdir(parents=True)
    written.write_text(workflow(job(steps=steps + UPLOAD)), "utf-8")
    report = tplint.check(str(tmp_path))
    assert [found.level for found in report.findings if found.code == "TP505"] == expected
