"""The reports of one fixture are, format by format, what the golden files have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golden_files import FIXTURE, FOLDER, golden_files

if TYPE_CHECKING:
    from pathlib import Path


def test_reports_are_as_the_golden_files_have_them() -> None:
    different = [path.name for path, text in golden_files() if path.read_text("utf-8") != text]
    assert different == [], "read the differences, then run `python tests/update_golden.py`"


def test_every_golden_file_is_compared() -> None:
    compared: set[Path] = {path for path, _ in golden_files()}
    assert {path for path in FOLDER.iterdir() if path != FIXTURE} == compared
