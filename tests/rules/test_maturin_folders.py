"""TP516 misplaced-distributions: where `PyO3/maturin-action` puts what it builds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import CHECKOUT, PUBLISH, job, levels, workflow

if TYPE_CHECKING:
    from pathlib import Path

STORE = "      - uses: actions/upload-artifact@v4\n        with: {name: dist, path: dist}\n"
FETCH = "      - uses: actions/download-artifact@v5\n        with: {name: dist, path: dist}\n"
BELOW = "working-directory: python, "


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        (BELOW + "args: --release --out dist", ["error"]),
        (BELOW + "command: sdist, args: -o ./dist", ["error"]),
        (BELOW + "args: '--out=\"dist\" --release'", ["error"]),
        ("args: --out wheels", ["error"]),
        ("args: --out dist", []),
        (BELOW + "args: --out ../dist", []),
        (BELOW + "args: --out /tmp/dist", []),
        (BELOW + "args: '--out ${{ env.OUT }}'", []),
        (BELOW + "args: --out $OUT", []),
        (BELOW + "args: --release", []),
        (BELOW + "args: --out dist --out ../dist", []),
        (BELOW + "command: '${{ vars.COMMAND }}', args: --out dist", []),
        ("working-directory: '${{ matrix.folder }}', args: --out dist", []),
        (BELOW + "args: --out dist, before-script-linux: ln -s python/dist dist", []),
        (BELOW + "args: --out dist, docker-options: -v /tmp:/tmp", []),
    ],
)
def test_out_is_a_folder_below_the_one_it_runs_in(inputs: str, expected: list[str], tmp_path: Path) -> None:
    build = f"{CHECKOUT}      - uses: PyO3/maturin-action@v1\n        with: {{{inputs}}}\n"
    assert levels(tmp_path / "alone", "TP516", workflow(job(build + PUBLISH))) == expected
    text = workflow(job(build + STORE, name="build"), job(FETCH + PUBLISH, "needs: build"))
    assert levels(tmp_path / "artifact", "TP516", text) == expected


@pytest.mark.parametrize(
    ("path", "upload", "expected"),
    [
        ("", "uses: PyO3/maturin-action@v1\n        with: {command: upload, args: dist/*}", ["error"]),
        (
            "",
            "uses: messense/maturin-action@v1\n        with: {command: upload, args: --skip-existing dist/*}",
            ["error"],
        ),
        ("", "run: maturin upload dist/*", ["error"]),
        ("", "run: maturin publish --out dist", []),
        ("", "uses: PyO3/maturin-action@v1\n        with: {command: publish, args: --out dist}", []),
        ("", "uses: PyO3/maturin-action@v1\n        with: {command: upload, args: '*'}", []),
        ("path: dist, ", "uses: PyO3/maturin-action@v1\n        with: {command: upload, args: dist/*}", []),
        ("path: dist, ", "run: maturin upload dist/*", []),
    ],
)
def test_what_maturin_uploads_is_downloaded(path: str, upload: str, expected: list[str], tmp_path: Path) -> None:
    store = "      - uses: actions/upload-artifact@v4\n        with: {name: wheels, path: dist}\n"
    fetch = f"      - uses: actions/download-artifact@v5\n        with: {{{path}merge-multiple: true}}\n"
    text = workflow(job(store, name="build"), job(f"{fetch}      - {upload}\n", "needs: build"))
    assert levels(tmp_path, "TP516", text) == expected


def test_what_comes_after_the_build_may_move_files(tmp_path: Path) -> None:
    build = f"{CHECKOUT}      - uses: PyO3/maturin-action@v1\n        with: {{{BELOW}args: --out dist}}\n"
    text = workflow(job(build + "      - run: mv python/dist dist\n" + PUBLISH))
    assert levels(tmp_path, "TP516", text) == []
