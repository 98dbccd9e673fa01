"""The actions that store and fetch artifacts: their versions, and whether what is stored lacks a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import read
from judged import job, laid, workflow
from tplint.documents.source import Place, Source
from tplint.model import Action, Known
from tplint.platforms.github.artifacts import storage
from tplint.platforms.github.artifacts.releases import DOWNLOAD_ARTIFACT, UPLOAD_ARTIFACT

if TYPE_CHECKING:
    from pathlib import Path


def action(ref: str, comment: str = "") -> Action:
    text = f"actions/upload-artifact@{ref}"
    return Action("actions/upload-artifact", ref, {}, {}, Place(Source("w.yml", text + comment), 0, len(text)))


@pytest.mark.parametrize(
    ("ref", "comment", "expected"),
    [
        ("v4", "", 4),
        ("v4.6.2", "", 4),
        ("v10", "", 10),
        ("v3-node20", "", None),
        ("main", "", None),
        ("ea165f8d65b6e75b540449e92b4886f43607fa02", "", 4),
        ("9bc31d5ccc31df68ecc42ccf4149144866c47d8a", "", 3),
        ("f" * 40, " # v9.1", 9),
        ("f" * 40, '"  # tag=v5', 5),
        ("f" * 40, " # v3.1", None),
        ("f" * 40, " # some day", None),
        ("f" * 40, "", None),
    ],
)
def test_major_version_of_an_artifact_action(ref: str, comment: str, expected: int | None) -> None:
    found = storage.major(action(ref, comment))
    assert (found.value if isinstance(found, Known) else None) == expected


def test_tables_hold_commits_and_versions() -> None:
    assert not UPLOAD_ARTIFACT.keys() & DOWNLOAD_ARTIFACT.keys()
    for commit, version in {**UPLOAD_ARTIFACT, **DOWNLOAD_ARTIFACT}.items():
        assert len(commit) == len("0" * 40)
        assert set(commit) <= set("0123456789abcdef")
        assert all(part.isdigit() for part in version.split("."))


STORE = "      - uses: actions/upload-artifact@v4\n        with:\n          name: x\n          path: "


@pytest.mark.parametrize(
    ("path", "folder", "expected"),
    [
        ("dist", "dist", True),
        ("dist/", "dist", True),
        ("./dist/*", "dist", True),
        ("a/dist/", "dist", True),
        ("dist/*.whl", "dist", True),
        ("out/*.tar.gz", "dist", True),
        ("out/x.whl", "dist", True),
        ("out/", "dist", False),
        ("out/*", "dist", False),
        ("'*/dist'", "dist", False),
        ("'*/x.whl'", "dist", False),
        ("'**/*.whl'", "dist", False),
        (".", "dist", False),
        ("|\n            dist/\n            README.md", "dist", False),
        ("${{ env.X }}", "dist", False),
    ],
)
def test_whether_an_artifact_lacks_a_folder(path: str, folder: str, expected: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    repository = read(laid(tmp_path, workflow(job(STORE + path))))
    (stored,) = storage.stored(repository.pipelines[0].jobs[0])
    assert storage.lacks(stored, folder) is expected
