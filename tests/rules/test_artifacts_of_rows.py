"""TP525: an artifact that is asked for by a name which no row of a matrix gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from publishing import UPLOAD, job, workflow

if TYPE_CHECKING:
    from pathlib import Path

LITERAL = "{os: [ubuntu-latest, macos-latest], python: [3.10, 3.13]}"


def _codes(root: Path, matrix: str, stored: str, fetched: str) -> list[str]:
    build = (
        "      - run: pipx run build\n      - uses: actions/upload-artifact@v4\n"
        f'        with: {{name: "{stored}", path: dist}}\n'
    )
    fetch = f"      - uses: actions/download-artifact@v5\n        with: {{path: dist, {fetched}}}\n"
    jobs = (
        job("build", steps=build, environment="", more=f"    strategy: {{matrix: {matrix}}}\n"),
        job(steps=fetch + UPLOAD, more="    needs: build\n"),
    )
    lay(root, {".github/workflows/publish.yml": workflow(*jobs, on="release:")})
    return [finding.code for finding in lint(root, "TP525").findings]


@pytest.mark.parametrize(
    ("matrix", "stored", "fetched", "expected"),
    [
        (LITERAL, "wheels-${{ matrix.os }}", "name: wheels-linux", ["TP525"]),
        (LITERAL, "wheels-${{ matrix.os }}", "name: wheels-macos-latest", []),
        (LITERAL, "wheels-${{ matrix.os }}", "pattern: 'wheels-*'", []),
        (LITERAL, "wheels-${{ matrix.os }}", "pattern: 'wheels-linux*'", ["TP525"]),
        (LITERAL, "wheels-${{ matrix.os }}", "name: 'wheels-${{ vars.OS }}'", []),
        (LITERAL, "${{ matrix.os }}-${{ matrix.python }}", "name: macos-latest-3.13", []),
        (LITERAL, "${{ matrix.os }}-${{ matrix.python }}", "name: macos-latest-3.10", ["TP525"]),  # 3.10 is 3.1
        (LITERAL, "${{ matrix.os }}-${{ github.run_id }}", "name: linux-1", []),
        (LITERAL, "wheels-${{ matrix.os == 'x' && 'linux' || 'other' }}", "name: wheels-linux", ["TP525"]),
        (LITERAL, "wheels-${{ matrix.os == 'x' && 'linux' || vars.OS }}", "name: wheels-linux", []),
        (LITERAL, "${{ github.job }}-${{ matrix.os }}", "name: '${{ github.job }}-macos-latest'", ["TP525"]),
        (LITERAL, "${{ github.job }}-${{ matrix.os }}", "name: build-macos-latest", []),
        (LITERAL, "${{ github.job }}-${{ matrix.os }}", "pattern: 'build-*'", []),
        (LITERAL, "${{ github.job }}-${{ matrix.os }}", "pattern: '${{ github.job }}-*'", ["TP525"]),
        ("{os: '${{ fromJSON(vars.ALL) }}'}", "wheels-${{ matrix.os }}", "name: wheels-linux", []),
        ("{os: [a], include: [{os: linux}]}", "wheels-${{ matrix.os }}", "name: wheels-linux", []),
        ("{os: ['${{ vars.OS }}', b]}", "wheels-${{ matrix.os }}", "name: wheels-linux", []),
    ],
)
def test_names_that_rows_give(matrix: str, stored: str, fetched: str, expected: list[str], tmp_path: Path) -> None:
    assert _codes(tmp_path, matrix, stored, fetched) == expected
