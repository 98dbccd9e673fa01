"""Which files are read: the fixed places, the repository a path belongs to, and nothing outside it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

import folders
from tplint.discover import ACTION, ASIDE, KINDS, METADATA, WORKFLOW, discover, hook_pattern, is_file, repository_root
from tplint.documents import yaml
from tplint.documents.nodes import get, items, text
from tplint.documents.source import decode
from tplint.load import MAX_BYTES, Files

if TYPE_CHECKING:
    from collections.abc import Callable

CHECKOUT = Path(__file__).resolve().parents[2]


def lay(root: Path, *paths: str) -> Path:
    return folders.lay(root, dict.fromkeys(paths, "x: y\n"))


def test_files_stand_in_fixed_places(tmp_path: Path) -> None:
    lay(
        tmp_path,
        ".github/workflows/b.yml",
        ".github/workflows/a.yaml",
        ".github/workflows/deep/c.yml",
        ".github/workflows/d.yml.disabled",
        ".github/actions/one/two/action.yml",
        "src/.github/workflows/e.yml",
        "tests/fixtures/action.yml",
        "pyproject.toml",
    )
    found = discover(str(tmp_path), frozenset({WORKFLOW, ASIDE, ACTION, METADATA}))
    assert found == (
        (".github/actions/one/two/action.yml", ACTION),
        (".github/workflows/a.yaml", WORKFLOW),
        (".github/workflows/b.yml", WORKFLOW),
        (".github/workflows/d.yml.disabled", ASIDE),
        (".github/workflows/deep/c.yml", ASIDE),
        ("pyproject.toml", METADATA),
    )


ONE_OF_EACH = {glob.replace("**/", "deep/").replace("**", "deep/x").replace("*", "x"): kind for glob, kind in KINDS}


def test_one_file_of_each_kind_is_found(tmp_path: Path) -> None:
    lay(tmp_path, *ONE_OF_EACH)
    assert dict(discover(str(tmp_path), frozenset(ONE_OF_EACH.values()))) == ONE_OF_EACH


def _refused(_: str) -> list[str]:
    raise PermissionError


@pytest.mark.parametrize("listed", [_refused, lambda _: [path.partition("/")[0].upper() for path in ONE_OF_EACH]])
def test_so_it_is_where_names_cannot_be_listed_or_are_written_otherwise(
    listed: Callable[[str], list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, *ONE_OF_EACH)
    monkeypatch.setattr("tplint.discover.os.listdir", listed)
    assert dict(discover(str(tmp_path), frozenset(ONE_OF_EACH.values()))) == ONE_OF_EACH


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (".github/workflows/publish.yml", True),
        (".github/workflows/Publish Now.yaml", True),
        (".github/workflows/old/publish.yml", True),
        (".github/actions/build/action.yml", True),
        ("action.yaml", True),
        (".gitlab-ci.yml", True),
        (".gitlab/ci/release.yml", True),
        ("pyproject.toml", True),
        ("setup.cfg", True),
        ("setup.py", True),
        ("tplint.toml", True),
        ("docs/how-to/release.md", True),
        ("docs/release.md", True),
        ("PUBLISHING.md", True),
        ("src/workflows/publish.yml", False),
        ("x/.github/workflows/publish.yml", False),
        ("packages/a/setup.pyc", False),
        ("src/package/module.py", False),
        ("x.gitlab-ci.yml", False),
        ("src/notes.md", False),
    ],
)
def test_the_hook_runs_for_the_files_that_are_read(path: str, *, expected: bool) -> None:
    assert bool(re.search(hook_pattern(), path)) == expected


def test_the_hook_file_has_the_pattern_of_the_table() -> None:
    path = CHECKOUT / ".pre-commit-hooks.yaml"
    hooks = items(yaml.parse(decode(path.name, path.read_bytes())).root)
    assert hooks
    assert {text(get(hook, "files")) for hook in hooks} == {hook_pattern()}


def test_a_path_belongs_to_the_nearest_repository(tmp_path: Path) -> None:
    lay(tmp_path, ".git/config", "src/a.py", "fixtures/one/.github/workflows/x.yml", "packages/p/pyproject.toml")
    assert repository_root(str(tmp_path / "src")) == str(tmp_path)
    assert repository_root(str(tmp_path / "packages" / "p")) == str(tmp_path)
    assert repository_root(str(tmp_path / "fixtures" / "one")) == str(tmp_path / "fixtures" / "one")
    assert repository_root(str(tmp_path / "src" / "a.py")) == str(tmp_path)


def test_links_are_followed_only_inside_the_repository(tmp_path: Path) -> None:
    outside = lay(tmp_path / "outside", "secret.yml")
    root = lay(tmp_path / "root", "inside.yml")
    (root / "in.yml").symlink_to(root / "inside.yml")
    (root / "out.yml").symlink_to(outside / "secret.yml")
    (root / "gone.yml").symlink_to(root / "nothing")
    (root / "loop.yml").symlink_to(root / "loop.yml")
    found = {name: is_file(str(root), name) for name in ("inside.yml", "in.yml", "out.yml", "gone.yml", "loop.yml")}
    assert found == {"inside.yml": True, "in.yml": True, "out.yml": False, "gone.yml": False, "loop.yml": False}


def test_a_folder_reached_through_a_link_out_is_not_read(tmp_path: Path) -> None:
    lay(tmp_path / "outside", "workflows/x.yml")
    root = tmp_path / "root"
    root.mkdir()
    (root / ".github").symlink_to(tmp_path / "outside")
    assert Files(str(root)).read(".github/workflows/x.yml") is None
    assert discover(str(root), frozenset({WORKFLOW})) == ()


def test_pipes_and_folders_are_no_files(tmp_path: Path) -> None:
    lay(tmp_path, ".github/workflows/a.yml")
    os.mkfifo(tmp_path / ".github/workflows/b.yml")
    (tmp_path / ".github/workflows/c.yml").mkdir()
    assert [path for path, _ in discover(str(tmp_path), frozenset({WORKFLOW}))] == [".github/workflows/a.yml"]


@pytest.mark.parametrize("path", ["../x.yml", "/etc/passwd", "a/../../x.yml", "a\0b", "nothing.yml"])
def test_nothing_outside_is_read(tmp_path: Path, path: str) -> None:
    root = lay(tmp_path / "root", "a/b.yml")
    lay(tmp_path, "x.yml")
    assert Files(str(root)).read(path) is None


def test_what_cannot_be_read_is_a_problem_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "latin.yml").write_bytes(b"a: b\nc: \xe9\n")
    (tmp_path / "large.yml").write_bytes(b"a" * (MAX_BYTES + 1))
    (tmp_path / "broken.yml").write_text("a: [b")
    files = Files(str(tmp_path))
    assert [files.read("latin.yml"), files.read("large.yml"), files.document("broken.yml")] == [None, None, None]
    messages = {path: problem.message for path, problem in files.problems.items()}
    assert messages == {
        "latin.yml": "is not UTF-8: byte 8, in line 2",
        "large.yml": "is larger than 2,097,152 bytes: the limit, which `max-file-size` raises",
        "broken.yml": "is not valid YAML: did not find expected ',' or ']' while parsing a flow sequence",
    }


@pytest.mark.parametrize("size", [0, 1, 400, 999, 1_000, 1_001, 5_000])
def test_a_file_is_read_to_its_end_whatever_its_size_was_and_however_it_comes(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "0123456789" * 100
    (tmp_path / "a.yml").write_text(text)
    read, mode = os.read, (tmp_path / "a.yml").stat().st_mode
    monkeypatch.setattr("tplint.load.os.fstat", lambda _: SimpleNamespace(st_mode=mode, st_size=size))
    monkeypatch.setattr("tplint.load.os.read", lambda descriptor, most: read(descriptor, min(most, 400)))
    source = Files(str(tmp_path)).read("a.yml")
    # What was read is all that there was: a file that is as long by then as it was said to be has not grown.
    assert source is not None
    assert source.text == (text[:400] if size == 400 else text)


def test_a_workflow_that_appears_meanwhile_is_none_that_stands_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, ".github/workflows/a.yml")
    looks: list[str] = []

    def look(folder: str) -> list[os.DirEntry[str]]:
        looks.append(folder)
        return list(os.scandir(folder)) if len(looks) > 1 else []

    monkeypatch.setattr("tplint.discover._entries", look)
    found = discover(str(tmp_path), frozenset({WORKFLOW, ASIDE}))
    assert {each.kind for each in found} <= {WORKFLOW}
