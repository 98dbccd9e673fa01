"""Ignore comments in files of tables: on a value's line, on the header of its table, and above either."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from publishing import PROJECT, declaration, workflow

if TYPE_CHECKING:
    from pathlib import Path

IGNORE = "# tplint: ignore[TP201]"
HEADER = "[[tool.tplint.publishers]]"
FIELD = 'workflow-filename = "gone.yml"'
DECLARED = declaration(workflow_filename="gone.yml")


@pytest.mark.parametrize(
    ("metadata", "codes"),
    [
        (PROJECT + DECLARED, ["TP201"]),
        (PROJECT + DECLARED.replace(FIELD, f"{FIELD} {IGNORE}"), []),
        (PROJECT + DECLARED.replace(HEADER, f"{HEADER} {IGNORE}"), []),
        (PROJECT + DECLARED.replace(HEADER, f"{IGNORE}\n{HEADER}"), []),
        (PROJECT + DECLARED.replace(HEADER, f"{HEADER} {IGNORE}").replace("\n", "\r\n"), []),
        (PROJECT.replace("[project]", f"[project] {IGNORE}") + DECLARED, ["TP002", "TP201"]),
        (PROJECT + DECLARED + f"\n[tool.other] {IGNORE}\n", ["TP201", "TP002"]),
    ],
)
def test_a_comment_on_a_tables_header_holds_for_the_table(tmp_path: Path, metadata: str, codes: list[str]) -> None:
    lay(tmp_path, {".github/workflows/publish.yml": workflow(), "pyproject.toml": metadata})
    assert [finding.code for finding in lint(tmp_path, "TP201", "TP002").findings] == codes


@pytest.mark.parametrize(
    ("header", "codes"),
    [
        ("[metadata]", ["TP302"]),
        ("[metadata]  # tplint: ignore[TP302]", []),
        ("[x]  # tplint: ignore[TP302]\n[metadata]", ["TP302"]),
    ],
)
def test_a_comment_on_a_sections_header(tmp_path: Path, header: str, codes: list[str]) -> None:
    files = {"pyproject.toml": PROJECT, "setup.cfg": f"{header}\nname = other\n"}
    lay(tmp_path, {".github/workflows/publish.yml": workflow(), **files})
    assert [finding.code for finding in lint(tmp_path, "TP302").findings] == codes
