"""Very large repositories whose folder of tags git may read, and tplint may not."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tplint.checking import lots

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def tags(tmp_path: Path) -> Path:
    folder = tmp_path / "refs" / "tags"
    folder.mkdir(parents=True)
    return folder


def _has_tags(tags: Path) -> bool:
    return lots._has_tags(str(tags.parent.parent))  # noqa: SLF001 - what decides whether there may be a release


def test_a_folder_of_tags_is_looked_into(tags: Path) -> None:
    assert not _has_tags(tags)
    (tags / "v1").write_text("0" * 40)
    assert _has_tags(tags)


def test_there_may_be_tags_where_the_folder_cannot_be_read(tags: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: str) -> object:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", refused)
    assert _has_tags(tags)


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_there_may_be_tags_behind_a_link_in_circles(tags: Path) -> None:
    tags.rmdir()
    tags.symlink_to(tags)
    assert _has_tags(tags)
    tags.unlink()
    tags.write_text("reftables are used\n")
    assert _has_tags(tags)
