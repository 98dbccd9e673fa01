"""TP602 and TP603: every clause and exception of their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guided import CODES, TITLE, form, lint

if TYPE_CHECKING:
    from pathlib import Path

# --- TP602 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("`.github/workflows/release.yml`", ["TP602"]),
        ("`.github/workflows/gone.yml`", ["TP601"]),
        ("`release.yml`", []),
    ],
)
def test_a_path_is_a_myth_where_the_file_is_right(tmp_path: Path, written: str, expected: list[str]) -> None:
    files = {"PUBLISHING.md": TITLE + form(workflow=written)}
    assert [code for code, _ in lint(tmp_path, files, *CODES)] == expected


OVERVIEW = "| PyPI name | Workflow |\n|-|-|\n| `tidetables` | `.github/workflows/release.yml` |\n\n"
SEEN = "You then see on PyPI:\n\n- Repository: `harbour-lab/tidetables`\n- Workflow: `.github/workflows/release.yml`\n"


@pytest.mark.parametrize(
    ("guide", "expected"),
    [
        pytest.param(OVERVIEW + "For PyPI:\n\n" + form(), [], id="an overview before the form"),
        pytest.param(form() + "\n" + SEEN, [], id="what the page shows after it"),
        pytest.param(SEEN, [".github/workflows/release.yml"], id="no form"),
        pytest.param(
            form() + "\nOn TestPyPI:\n\n" + form(workflow="`.github/workflows/release.yml`"),
            [".github/workflows/release.yml"],
            id="another form",
        ),
        pytest.param(
            SEEN.replace(".github/workflows/", "") + "\nOn TestPyPI:\n\n" + SEEN,
            [".github/workflows/release.yml"],
            id="neither is as in the form",
        ),
    ],
)
def test_a_path_beside_a_form_with_the_name_alone(tmp_path: Path, guide: str, expected: list[str]) -> None:
    assert [text for _, text in lint(tmp_path, {"PUBLISHING.md": TITLE + guide}, "TP602")] == expected


def test_a_path_is_right_for_gitlab(tmp_path: Path) -> None:
    guide = "- Namespace: `harbour-lab`\n- Project name: `tides`\n- Top-level pipeline file path: `ci/release.yml`\n"
    assert lint(tmp_path, {"PUBLISHING.md": TITLE + guide, "ci/release.yml": "x: y\n"}, *CODES) == []


# The shapes of guides that people find when they search for an error of PyPI's.
EXACT_VALUES = """\
# Trusted publisher, step by step

**Important:** the project `tidetables` must exist on PyPI before trusted publishing can work.

Fill in the form at https://pypi.org/manage/account/publishing/:

   **Owner:**
   ```
   harbour-lab
   ```
   Must match exactly (lowercase, no spaces)

   **Workflow filename:**
   ```
   release.yml
   ```

   **Environment name:**
   ```
   (leave empty)
   ```
"""
FIRST_TIME = """\
# First release

PyPI trusted publishing (OIDC) **cannot create new projects**. If you see

```
Non-user identities cannot create new projects.
```

make the project by hand.
"""
SUBJECTS = """\
# Trusted publishing on PyPI

- **Owner**: `harbour-lab`
- **Workflow filename**: `release.yml`

The publisher has to match the token's subject. Recommended subject patterns:

```
repo:harbour-lab/tidetables:ref:refs/tags/v*
```
"""
PATHS = """\
# Publishing to PyPI

To switch to trusted publishing, enter:
   - Owner: `harbour-lab`
   - Repository: `tidetables`
   - Workflow name: `.github/workflows/release.yml`
   - Environment: `pypi`
"""
GITLAB = """\
# PyPI trusted publisher for GitLab

- **Added**: a Python 3.11 image (recommended for OIDC support)
- **Project must exist**: make your PyPI project first, by a manual upload
"""


@pytest.mark.parametrize(
    ("guide", "expected"),
    [
        (
            EXACT_VALUES,
            ["project `tidetables` must exist on PyPI before trusted publish", "Must match exactly (lowercase"],
        ),
        (FIRST_TIME, ["trusted publishing (OIDC) **cannot create new projects"]),
        (SUBJECTS, ["subject patterns"]),
        (PATHS, [".github/workflows/release.yml"]),
        (GITLAB, ["Python 3.11 image (recommended for OIDC", "**Project must exist"]),
    ],
)
def test_guides_that_are_wrong_about_pypi(tmp_path: Path, guide: str, expected: list[str]) -> None:
    assert [text for _, text in lint(tmp_path, {"GUIDE.md": guide}, "TP602")] == expected


# --- TP603 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"README.md": "gh workflow run publish.yml\n"}, ["publish.yml"]),
        ({"Makefile": "release:\n\tgh workflow run publish.yml\n"}, ["publish.yml"]),
        ({"README.md": "https://github.com/Harbour-Lab/tidetables/actions/workflows/publish.yml\n"}, ["publish.yml"]),
        ({"README.md": "https://github.com/harbour-lab/other/actions/workflows/publish.yml\n"}, []),
        ({"README.md": "gh workflow run publish.yml\n" * 2}, ["publish.yml"]),
        # It is started by a release alone.
        ({"README.md": "gh workflow run release.yml\n"}, ["release.yml"]),
        ({"README.md": "![x](../../actions/workflows/tests.yml/badge.svg)\n"}, []),
        ({"CHANGELOG.md": "gh workflow run publish.yml\n"}, []),
    ],
)
def test_commands(tmp_path: Path, files: dict[str, str], expected: list[str]) -> None:
    assert [text for _, text in lint(tmp_path, files, "TP603")] == expected


def test_a_file_that_tp601_reports_is_not_reported_again(tmp_path: Path) -> None:
    guide = TITLE + form(workflow="`gone-release.yml`") + "\nThen `gh workflow run gone-release.yml`.\n"
    assert lint(tmp_path, {"PUBLISHING.md": guide}, *CODES) == [("TP601", "gone-release.yml")]
