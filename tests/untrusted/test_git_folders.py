"""Folders and other odd things where git keeps files: they hold no settings, and nothing fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay
from tplint.model import Remote
from tplint.repository import remotes

if TYPE_CHECKING:
    from pathlib import Path

ORIGIN = '[remote "origin"]\n\turl = https://github.com/o/r.git\n'
FOUND = (Remote("origin", "github.com", "o/r"),)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({".git/config/x": ""}, ()),
        ({".git/config": f"[include]\n\tpath = d\n{ORIGIN}", ".git/d/x": ""}, FOUND),
        ({".git/config": ORIGIN, ".git/commondir/x": ""}, FOUND),
        ({".git": "gitdir: elsewhere", "elsewhere/config/x": ""}, ()),
        ({".git": f"gitdir: {'x' * 5_000}"}, ()),
        ({".git/config": ORIGIN, ".git/commondir": "y" * 5_000}, ()),
    ],
)
def test_folders_in_the_place_of_files(files: dict[str, str], expected: tuple[Remote, ...], tmp_path: Path) -> None:
    assert remotes(str(lay(tmp_path, files))) == expected
