"""Every code block of the documentation holds: files are clean, sessions print what is shown, examples run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import tplint
from snippets import CHECKOUT, Reader, assert_shown, blocks, check_commands, check_out, repositories
from tplint.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

DOCS = CHECKOUT / "docs"
PAGES = sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_says_can_be_done(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    for number, (address, part) in enumerate(repositories((DOCS / page).read_text("utf-8"))):
        folder = tmp_path / str(number)
        check_out(address, folder)
        monkeypatch.chdir(folder)
        Reader(folder, capsys).follow(part)
        findings = tplint.check(str(folder)).findings
        assert [(finding.code, finding.message) for finding in findings] == []


@pytest.mark.parametrize(
    ("shown", "printed", "holds"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n…\n", "a\nb\n", True),
        ("…\nb\n", "a\nb\n", True),
        ("a\n…\nc\n", "a\nb\nc\n", True),
        ("a\n", "a\nb\n", False),
        ("b\n…\n", "a\nb\n", False),
        ("…\na\n", "a\nb\n", False),
        ("c\n…\na\n", "a\nb\nc\n", False),
    ],
)
def test_only_lines_of_dots_stand_for_others(shown: str, printed: str, *, holds: bool) -> None:
    if holds:
        assert_shown(shown, printed)
    else:
        with pytest.raises(AssertionError):
            assert_shown(shown, printed)


def test_blocks_are_found_with_title_and_line() -> None:
    text = 'a\n\n```yaml title="x.yml"\na: 1\n```\n\n1. b\n\n    ```sh\n    tplint\n    ```\n'
    assert [tuple(block) for block in blocks(text)] == [("yaml", "x.yml", "a: 1\n", 3), ("sh", "", "tplint\n", 9)]


def test_unknown_options_and_programs_are_noticed() -> None:
    check_commands("gh run view 1 --log-failed | tplint diagnose --format json  # a remark\ntplint --fix a b\n")
    with pytest.raises(UsageError, match="--fixx"):
        check_commands("tplint --fixx\n")
    with pytest.raises(AssertionError, match="sudo"):
        check_commands("sudo tplint\n")
