"""TP001: workflows in UTF-16, and what is said of a folder in which no file could be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from publishing import workflow
from tplint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

TESTS = "on: push\njobs:\n  tests:\n    runs-on: ubuntu-latest\n    steps: [{run: ls}]\n"
PATH = ".github/workflows/publish.yml"


@pytest.mark.parametrize(("text", "level"), [(workflow(), "error"), (TESTS, "warning")])
def test_workflows_in_utf_16(text: str, level: str, tmp_path: Path) -> None:
    lay(tmp_path, {PATH: text.encode("utf-16")})
    assert [(finding.code, finding.level) for finding in lint(tmp_path).findings] == [("TP001", level)]


def test_a_folder_with_unreadable_files_is_not_empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(lay(tmp_path / "one", {PATH: workflow().encode("utf-16")}))])
    (tmp_path / "two").mkdir()
    assert "nothing to read" not in capsys.readouterr().err
    main([str(tmp_path / "two")])
    assert "nothing to read" in capsys.readouterr().err
