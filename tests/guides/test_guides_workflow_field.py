"""TP602: titles in the workflow's field of PyPI's form, and that a project has to exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guided import CODES, TITLE, form, lint, upload, workflow

if TYPE_CHECKING:
    from pathlib import Path

NAMED = "name: Release tables\n" + workflow(upload())


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("`Release tables`", [("TP602", "Release tables")]),
        ("`release`", [("TP602", "release")]),
        ("`Release tables` (or your own)", []),
        ("`release.yml`", []),
        ("`Nightly`", []),
        ("Release on tag", []),
    ],
)
def test_a_title_is_no_workflow_name(tmp_path: Path, written: str, expected: list[tuple[str, str]]) -> None:
    files = {"GUIDE.md": TITLE + form(workflow=written), ".github/workflows/release.yml": NAMED}
    assert lint(tmp_path, files, *CODES) == expected


def test_a_title_beside_a_form_with_the_file_is_only_named(tmp_path: Path) -> None:
    guide = TITLE + form() + "\nActions shows it:\n\n- Repository: `tidetables`\n- Workflow: `Release tables`\n"
    guide += "- Environment: `pypi`\n"
    assert lint(tmp_path, {"GUIDE.md": guide, ".github/workflows/release.yml": NAMED}, *CODES) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It uses trusted publishing. The project must already exist on PyPI.", 1),
        ("- **Trusted publishing**: the `tidetables` project must exist on TestPyPI.", 1),
        ("Trusted publishing. The project must already exist on PyPI, or add a pending publisher.", 0),
        ("Trusted publishing. Later runs skip that, because the project must already exist on PyPI.", 0),
        ("Trusted publishing. Must the project exist? The project must exist on PyPI?", 0),
    ],
)
def test_a_project_need_not_exist(tmp_path: Path, text: str, expected: int) -> None:
    assert len(lint(tmp_path, {"GUIDE.md": f"# Releasing\n\n{text}\n"}, "TP602")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Enter the path `.github/workflows/release.yml` in the "Workflow name" field.', 1),
        ("Use `.github/workflows/release.yml` as the **Workflow name**.", 1),
        ("Enter `release.yml` in the Workflow name field; it is the file `.github/workflows/release.yml`.", 0),
        ("Do not enter `.github/workflows/release.yml` in the Workflow name field.", 0),
        ("Enter `release.yml`, not `.github/workflows/release.yml`, in the Workflow name field.", 0),
        ("On npm, enter `.github/workflows/release.yml` in the Workflow name field.", 0),
    ],
)
def test_a_sentence_that_has_a_path_typed_in(tmp_path: Path, text: str, expected: int) -> None:
    assert len(lint(tmp_path, {"GUIDE.md": TITLE + text + "\n"}, *CODES)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("gh workflow run release.yml", []),
        ("cat .github/workflows/debug.yml", []),
        ("release notes.yml", [("TP601", "release notes.yml")]),
        (".github/workflows/release notes.yml", [("TP601", ".github/workflows/release notes.yml")]),
    ],
)
def test_a_command_is_no_workflow_name(tmp_path: Path, value: str, expected: list[tuple[str, str]]) -> None:
    guide = f"{TITLE}{form()}\n## Support\n\n1. Compare with the form above\n2. **Run the debug workflow**: `{value}`\n"
    assert lint(tmp_path, {"GUIDE.md": guide}, "TP601") == expected
