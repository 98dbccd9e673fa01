"""Guides: which files are, the commands and links in them, and comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guide_texts import FORM, INTRO
from tplint.discover import WORKFLOW, discover
from tplint.documents.source import Source
from tplint.guides import _comments, guides, speaks_of_publishers
from tplint.guides.commands import uses
from tplint.load import Files

if TYPE_CHECKING:
    from pathlib import Path


# --- commands and links ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gh workflow run publish-gone.yml --ref main", [("publish-gone.yml", "")]),
        ("`gh workflow run -f x=y release-gone.yaml`", [("release-gone.yaml", "")]),
        ("gh workflow run release-gone.yml -R harbour-lab/tides", [("release-gone.yml", "harbour-lab/tides")]),
        ("gh workflow run release-gone.yml -R $REPOSITORY", []),
        ("gh workflow run Release", []),
        ("gh workflow run <package>-release-gone.yml --ref main", []),
        ("gh workflow run ${PACKAGE}-release-gone.yml", []),
        ("gh workflow run *-release-gone.yml", []),
        ("gh workflow run release.yml", []),
        ("gh workflow run tests-gone.yml", []),
        ("# Releasing\n\ngh workflow run gone.yml", [("gone.yml", "")]),
        ("Releasing\n---------\n\ngh workflow run gone.yml", [("gone.yml", "")]),
        ("# Releasing\n# Tests\n\ngh workflow run gone.yml", []),
        ("[x](https://github.com/a/b/actions/workflows/pypi-gone.yml)", [("pypi-gone.yml", "a/b")]),
        ("![x](../../actions/workflows/pypi-gone.yml/badge.svg)", [("pypi-gone.yml", "")]),
        ("see .github/workflows/publish-gone.yml", []),
    ],
)
def test_uses(text: str, expected: list[tuple[str, str]]) -> None:
    found = uses(Source("README.md", text), lambda path: "gone" in path)
    assert [(use.workflow, use.repository) for use in found if use.missing] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("gh workflow run release.yml", ["release.yml"]), ("[x](../../actions/workflows/release.yml)", [])],
)
def test_commands_use_files_that_are_there_too(text: str, expected: list[str]) -> None:
    found = uses(Source("README.md", text), lambda path: "gone" in path)
    assert [use.workflow for use in found if not use.missing] == expected


# --- files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("PUBLISHING.md", True),
        ("docs/dev/release.md", True),
        ("doc/source/release.rst", True),
        (".github/RELEASING.md", True),
        (".github/workflows/README.md", True),
        ("packages/tides/docs/release.md", True),
        ("packages/other/docs/release.md", False),
        ("CHANGELOG.md", False),
        ("RELEASE_NOTES.md", False),
        ("docs/archive/release.md", False),
        ("src/release.md", False),
        (".github/workflows/publish.yml", True),
    ],
)
def test_which_files_are_guides(tmp_path: Path, path: str, expected: bool) -> None:  # noqa: FBT001 - a table's column
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    comment = "# " if path.endswith(".yml") else ""
    lines = (INTRO + FORM.format("pypi")).splitlines()
    (tmp_path / path).write_text("".join(f"{comment}{line}\n" for line in lines), "utf-8")
    workflows = discover(str(tmp_path), frozenset({WORKFLOW}))
    found = guides(Files(str(tmp_path)), ("", "packages/tides"), workflows)
    assert [guide.path for guide in found] == ([path] if expected else [])


def test_a_copy_for_a_version_is_passed_over_beside_the_page(tmp_path: Path) -> None:
    for folder in ("docs", "versioned_docs/version-1.0.0", "versioned_docs/version-1.1.0"):
        (tmp_path / "documentation" / folder).mkdir(parents=True)
        (tmp_path / "documentation" / folder / "release.md").write_text(INTRO + FORM.format("pypi"), "utf-8")
    assert [guide.path for guide in guides(Files(str(tmp_path)))] == ["documentation/docs/release.md"]


@pytest.mark.parametrize(
    ("folders", "expected"),
    [
        (("docs", "docs/v1"), ("docs",)),
        (("docs/stable", "docs/1.2"), ("docs/stable",)),
        (("docs/v1.9", "docs/v1.10", "docs/v1.x"), ("docs/v1.x",)),
        (("docs/v1.9", "docs/v1.10"), ("docs/v1.10",)),
        (("docs/version-1", "docs/version-2"), ("docs/version-2",)),
        (("docs/3", "docs/python-3"), ("docs/3", "docs/python-3")),
    ],
)
def test_of_the_copies_of_a_page_the_newest_is_read(
    tmp_path: Path, folders: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    for folder in folders:
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / "release.md").write_text(INTRO + FORM.format("pypi"), "utf-8")
    assert [guide.path for guide in guides(Files(str(tmp_path)))] == [f"{folder}/release.md" for folder in expected]


def test_a_guide_that_cannot_be_read_is_no_problem(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_bytes(b"PyPI publisher \xff")
    reader = Files(str(tmp_path))
    assert guides(reader) == ()
    assert reader.problems == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("PyPI and its Trusted Publishers", True), ("a publisher of books", False), ("on PyPI by a token", False)],
)
def test_which_documents_are_parsed(text: str, expected: bool) -> None:  # noqa: FBT001 - a table's column
    assert speaks_of_publishers(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# one\n#two\n", [["one", "two"]]),
        ("# one\r\n  #\ttwo\r\n", [["one", "two"]]),
        ("# one\n#\n# two\na: b # three\n# four", [["one", "two"]]),
        ("a: b\n# one\n\n# two\n# three", [["two", "three"]]),
        ("", []),
    ],
)
def test_comments_of_two_lines_or_more(text: str, expected: list[list[str]]) -> None:
    assert [[text[start:end] for start, end in block] for block in _comments(text)] == expected
