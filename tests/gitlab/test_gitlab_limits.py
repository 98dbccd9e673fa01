"""Large pipelines: what GitLab takes of rows, child pipelines and files is read, or it is said that it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pipelines import TOP, reading

from tplint.platforms.gitlab import paths

if TYPE_CHECKING:
    from pathlib import Path

UPLOAD = "publish: {script: uv publish --token $PYPI_TOKEN}\n"


def test_all_rows_of_a_matrix_are_read(tmp_path: Path) -> None:
    many = f"{{WHERE: pypi, N: [{', '.join(map(str, range(90)))}]}}"
    matrix = f"[{many}, {many}, {{WHERE: testpypi}}]"
    found = reading(tmp_path, {TOP: f"a: {{script: twine upload -r $WHERE dist/*, parallel: {{matrix: {matrix}}}}}\n"})
    assert {upload.index_name for upload in found.alternatives} == {"pypi", "testpypi"}


def test_all_child_pipelines_are_read(tmp_path: Path) -> None:
    children = {f"c{number}.yml": "a: {script: x}\n" for number in range(60)}
    top = "".join(f"t{number}: {{trigger: {{include: c{number}.yml}}}}\n" for number in range(60))
    found = reading(tmp_path, {TOP: top, **children, "c59.yml": UPLOAD})
    assert [upload.at.source.path for upload in found.uploads] == ["c59.yml"]


@pytest.mark.parametrize(("limit", "read"), [(20, True), (5, False)])
def test_wildcards_in_large_folders(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    limit: int,
    read: bool,  # noqa: FBT001 - a column of the table
) -> None:
    monkeypatch.setattr(paths, "MAX_FILES", limit)
    others = {f"z/{number}.txt": "" for number in range(9)}
    found = reading(tmp_path, {TOP: "include: '**/pypi.yml'\n", "a/pypi.yml": UPLOAD, **others})
    assert [len(found.uploads), len(found.pipelines[0].unread)] == ([1, 0] if read else [0, 1])
    said = [undecided.why for undecided in found.undecided]
    assert said == ([] if read else ["what it includes is not read: `**/pypi.yml`, whose folder has more than 5 files"])
