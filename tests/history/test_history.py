"""The last release from git's history: which tag it is, what is read there, and what changed since."""

from __future__ import annotations

from contextlib import contextmanager
from shutil import which
from typing import TYPE_CHECKING

import pytest

from folders import lay
from publishing import PROJECT, TEST, UPLOAD, job, workflow
from releases import CHANGED, ROOT, STORED, found, lay_out, tagged
from rule_pages import git, release
from tplint.history import git as plumbing
from tplint.history.last_release import Tree, newest_version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(which("git") is None, reason="there is no git")
UNKNOWN = "        with:\n          password: ${{ steps.mint.outputs.token }}\n"
OPEN = "${{ vars.ENVIRONMENT }}"


# --- what changed ---------------------------------------------------------------------------------------------------

MATRIX = "    strategy: {matrix: {target: [one, two]}}\n"


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        ({"a.yml": workflow()}, {"a.yml": workflow()}, []),
        ({"a.yml": workflow()}, {"a.yml": "name: a\n" + workflow()}, []),
        ({"a.yml": workflow()}, {"b.yml": workflow()}, ["warning b.yml:9"]),
        ({"a.yaml": workflow()}, {"a.yml": workflow()}, ["warning a.yml:9"]),
        ({"a.yml": workflow()}, {"b.yml": workflow(job("other", environment="x"))}, ["warning b.yml:9"]),
        ({"a.yml": workflow()}, {"a.yml": workflow(job(environment="x"))}, ["warning a.yml:6"]),
        ({"a.yml": workflow()}, {"a.yml": workflow(job(environment="PyPI"))}, []),
        ({"a.yml": workflow()}, {"a.yml": workflow(job(environment=""))}, ["warning a.yml:4"]),
        ({"a.yml": workflow(job(environment=""))}, {"a.yml": workflow()}, ["note a.yml:6"]),
        ({"a.yml": workflow(job(environment=""))}, {"b.yml": workflow()}, ["warning b.yml:9"]),
        # of one index only
        ({"a.yml": workflow(job(steps=UPLOAD + TEST))}, {"b.yml": workflow()}, []),
        (
            {"a.yml": workflow(job(steps=UPLOAD + TEST))},
            {"b.yml": workflow(job(steps=UPLOAD + TEST))},
            ["warning b.yml:9"],
        ),
        # an upload that is new, or signed in otherwise
        ({}, {"a.yml": workflow()}, []),
        ({"a.yml": workflow(job(steps=UPLOAD + STORED))}, {"b.yml": workflow()}, []),
        ({"a.yml": workflow()}, {"b.yml": workflow(job(steps=UPLOAD + STORED))}, []),
        ({"a.yml": workflow()}, {"a.yml": workflow(), "b.yml": workflow()}, []),
        # two took the place of two: those in the same file, or in jobs of the same name, belong together
        (
            {"a.yml": workflow(job("one"), job("two", environment="two"))},
            {"b.yml": workflow(job("one"), job("two", environment="two"))},
            ["warning b.yml:15", "warning b.yml:9"],
        ),
        (
            {"a.yml": workflow(job("one"), job("two", environment="two"))},
            {"b.yml": workflow(job("three"), job("four", environment="four"))},
            [],
        ),
        # what is not known
        ({"a.yml": workflow()}, {"a.yml": workflow(job(environment=OPEN))}, []),
        ({"a.yml": workflow(job(environment=OPEN))}, {"a.yml": workflow()}, []),
        ({"a.yml": workflow(job(steps=UPLOAD + UNKNOWN))}, {"a.yml": workflow(job(environment="x"))}, []),
        ({"a.yml": workflow(), "b.yml": "on: [\n"}, {"b.yml": workflow()}, []),
        (
            {"a.yml": workflow(job(environment="${{ matrix.target }}", more=MATRIX))},
            {"a.yml": workflow(job(environment="three"))},
            [],
        ),
    ],
)
def test_identities_that_changed(
    tmp_path: Path, then: dict[str, str], now: dict[str, str], expected: list[str]
) -> None:
    root = lay_out(
        tmp_path,
        {ROOT + name: text for name, text in then.items()},
        {ROOT + name: text for name, text in now.items()} | {"pyproject.toml": PROJECT},
    )
    assert sorted(found(root)) == expected


DECLARED = (
    '\n[[tool.tplint.publishers]]\nproject-name = "demo"\nkind = "github"\nowner = "o"\nrepository = "demo"\n'
    'workflow-filename = "{}.yml"\n'
)


@pytest.mark.parametrize("name", ["a", "b"])
def test_declared_publishers_are_compared_by_other_rules(tmp_path: Path, name: str) -> None:
    root = lay_out(
        tmp_path,
        {f"{ROOT}a.yml": workflow()},
        {f"{ROOT}b.yml": workflow(), "pyproject.toml": PROJECT + DECLARED.format(name)},
    )
    assert found(root) == []


def urls(name: str) -> str:
    return PROJECT + f'urls.Source = "https://github.com/{name}"\n' if name else PROJECT


@pytest.mark.parametrize(
    ("then", "now", "remote", "expected"),
    [
        ("old/demo", "later/demo", "", ["warning a.yml:9"]),
        ("old/demo", "old/demonstration", "", ["warning a.yml:9"]),
        ("old/demo", "", "later/demo", ["warning a.yml:9"]),
        ("old/demo", "later/demo", "later/demo", ["warning a.yml:9"]),
        ("old/demo", "later/demo", "fork/demo", []),
        ("old/demo", "later/demo", "old/demo", []),
        ("old/demo", "Old/Demo", "", []),
        ("template/template", "later/demo", "", []),
        ("", "later/demo", "", []),
        ("old/demo", "", "", []),
    ],
)
def test_repositories_that_moved(tmp_path: Path, then: str, now: str, remote: str, expected: list[str]) -> None:
    files = {f"{ROOT}a.yml": workflow()}
    root = lay_out(tmp_path, files | {"pyproject.toml": urls(then)}, files | {"pyproject.toml": urls(now)})
    if remote:
        git(root, "remote", "add", "origin", f"https://github.com/{remote}")
    assert found(root) == expected


# --- which tag ------------------------------------------------------------------------------------------------------


def newest(root: Path) -> str | None:
    tag = newest_version(plumbing.program(str(root)), str(root))
    return tag.name if tag is not None else None


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["v1.0", "v1.1"], "v1.1"),
        (["v1.9", "v1.10"], "v1.10"),
        (["v2.0", "v1.9.1"], "v1.9.1"),
        (["v1.0", "nightly"], "v1.0"),
        (["v1.0", "v2.0rc1"], "v2.0rc1"),
        (["1.0", "2024.1.1"], "2024.1.1"),
        (["demo-1.0", "demo@1.1", "demo/v1.2"], "demo/v1.2"),
        (["REL_1_2"], "REL_1_2"),
        (["v1", "2"], "2"),
        (["py310-image", "stable", "build-17"], None),
        ([], None),
    ],
)
@pytest.mark.parametrize("annotated", [False, True])
def test_the_newest_version_tag(tmp_path: Path, names: list[str], annotated: bool, expected: str | None) -> None:  # noqa: FBT001 - a table
    assert newest(tagged(tmp_path, *names, annotated=annotated)) == expected


def test_of_tags_made_at_once_the_higher_version_counts(tmp_path: Path) -> None:
    root = tagged(tmp_path, "v1.9")
    git(root, "tag", "v1.10")
    assert newest(root) == "v1.10"


def test_a_tag_that_does_not_lead_to_head_is_not_the_last_release(tmp_path: Path) -> None:
    root = tagged(tmp_path, "v1.0", "v2.0")
    git(root, "checkout", "--quiet", "v1.0")
    assert newest(root) == "v1.0"


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        # the release that was made on a branch: what it presented is trusted
        ({"b.yml": workflow()}, []),
        ({"b.yml": "name: b\n" + workflow()}, []),
        ({"a.yml": workflow()}, ["warning b.yml:9"]),
        ({"c.yml": workflow()}, ["warning b.yml:9"]),
        ({"b.yml": workflow(job(environment="x"))}, ["warning b.yml:9"]),
        ({"b.yml": "on: [\n"}, []),
        ({}, ["warning b.yml:9"]),
    ],
)
def test_a_newer_release_that_does_not_lead_to_head_shows_what_is_trusted(
    tmp_path: Path, beside: dict[str, str], expected: list[str]
) -> None:
    root = lay_out(tmp_path / "main", *CHANGED)
    release_beside(root, {ROOT + name: text for name, text in beside.items()})
    assert found(root) == expected


@pytest.mark.parametrize(("beside", "expected"), [("later/demo", []), ("old/demo", ["warning a.yml:9"])])
def test_a_newer_release_that_does_not_lead_to_head_shows_where_the_repository_was(
    tmp_path: Path, beside: str, expected: list[str]
) -> None:
    files = {f"{ROOT}a.yml": workflow()}
    root = lay_out(
        tmp_path / "main", files | {"pyproject.toml": urls("old/demo")}, files | {"pyproject.toml": urls("later/demo")}
    )
    release_beside(root, files | {"pyproject.toml": urls(beside)})
    assert found(root) == expected


def release_beside(root: Path, files: dict[str, str]) -> None:
    """A release a day later, on a branch that was never merged."""
    branch = root.parent / "branch"
    git(root, "worktree", "add", "--quiet", "--detach", str(branch))
    (branch / ROOT / "a.yml").unlink()
    lay(branch, files)
    git(branch, "add", "--all")
    date = {"GIT_COMMITTER_DATE": "2040-01-02T00:00:00Z"}
    git(branch, "commit", "--quiet", "--allow-empty", "--message", "v1.1", **date)
    git(branch, "tag", "v1.1", **date)


def test_a_tag_of_something_else_than_a_commit_is_passed_over(tmp_path: Path) -> None:
    root = tagged(tmp_path, "v1.0")
    git(root, "tag", "v3.0", "HEAD^{tree}")
    git(root, "tag", "--annotate", "--message", "a tag of a tag", "v2.0", "v1.0")
    assert newest(root) in {"v1.0", "v2.0"}


def test_shallow_clones_are_silent(tmp_path: Path) -> None:
    origin = lay_out(tmp_path / "origin", *CHANGED)
    assert found(origin) == ["warning b.yml:9"]
    release(origin, "v1.1")
    git(origin, "commit", "--quiet", "--allow-empty", "--message", "later")
    for name, depth in (("deep", ()), ("shallow", ("--depth", "1"))):
        git(tmp_path, "clone", "--quiet", *depth, "--branch", "v1.1", origin.as_uri(), name)
        git(tmp_path / name, "tag", "--force", "v1.1", "v1.0" if name == "deep" else "HEAD")
        lay(tmp_path / name, {f"{ROOT}b.yml": workflow(job(environment="other"))})
    git(tmp_path / "deep", "tag", "--delete", "v1.1")
    assert found(tmp_path / "deep") == ["warning b.yml:9"]
    assert found(tmp_path / "shallow") == []


def test_a_working_tree_beside_the_repository_has_its_history(tmp_path: Path) -> None:
    origin = lay_out(tmp_path / "origin", *CHANGED)
    git(origin, "worktree", "add", "--quiet", "--detach", str(tmp_path / "beside"))
    beside = tmp_path / "beside"
    (beside / ROOT / "a.yml").unlink()
    lay(beside, CHANGED[1])
    assert found(beside) == ["warning b.yml:9"]


def test_names_of_objects_may_be_longer(tmp_path: Path) -> None:
    git(lay(tmp_path, {"README": ""}), "init", "--quiet", "--object-format=sha256")
    assert found(lay_out(tmp_path, *CHANGED)) == ["warning b.yml:9"]


def test_history_does_not_depend_on_who_owns_the_folder_or_what_is_configured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = lay_out(tmp_path, *CHANGED)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert found(root) == ["warning b.yml:9"]


@pytest.mark.parametrize("name", [".git", ".git/HEAD", ".git/objects", ".git/config"])
def test_a_broken_repository_is_silent(tmp_path: Path, name: str) -> None:
    root = lay_out(tmp_path, *CHANGED)
    (root / name).rename(root / "gone")
    (root / name).write_text("not this\n", "utf-8")
    assert found(root) == []


# --- reading a commit -----------------------------------------------------------------------------------------------


@contextmanager
def tree_of(root: Path) -> Iterator[Tree]:
    program = plumbing.program(str(root))
    tag = newest_version(program, str(root))
    assert tag is not None
    objects = plumbing.Objects(program, str(root))
    yield Tree(objects, tag.commit)
    objects.close()


def test_a_commit_is_read_like_a_folder(tmp_path: Path) -> None:
    root = lay(tmp_path, {"a.txt": "A\n", "b/c/d e.txt": "D\n", "b/ü.txt": "Ü\n", "b/2.txt": ""})
    (root / "link").symlink_to("a.txt")
    release(root, "v1.0")
    lay(root, {"a.txt": "another\n", "later.txt": ""})
    with tree_of(root) as tree:
        texts = {
            name: getattr(tree.read(name), "text", None) for name in ("a.txt", "./a.txt", "b/c/d e.txt", "b/ü.txt")
        }
        assert texts == {"a.txt": "A\n", "./a.txt": "A\n", "b/c/d e.txt": "D\n", "b/ü.txt": "Ü\n"}
        assert tree.folders("") == ("b",)
        assert [entry.name for entry in tree.entries("b")] == ["2.txt", "c", "ü.txt"]
        missing = [
            "later.txt",
            "b",
            "b/",
            "/a.txt",
            "../a.txt",
            "..",
            ".",
            "",
            "a.txt\n",
            "a\nHEAD:a.txt",
            "\0",
            "\udc80",
        ]
        assert [tree.read(name) for name in missing] == [None] * len(missing)
        again = tree.read("b/2.txt")
        assert again is not None
        assert again.text == ""
        assert tree.folders("a.txt") == ()


def test_a_file_that_is_too_large_ends_the_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = lay_out(tmp_path, *CHANGED)
    assert found(root) == ["warning b.yml:9"]
    monkeypatch.setattr(plumbing, "MAX_BYTES", 300)  # enough for the list of tags, and not for the workflow
    lay(root, {f"{ROOT}a.yml": workflow() + "# " + "x" * 400})
    git(root, "tag", "--delete", "v1.0")
    release(root, "v1.0")
    (root / ROOT / "a.yml").unlink()
    assert found(root) == []


def test_links_at_the_tag_are_not_known(tmp_path: Path) -> None:
    root = lay(tmp_path, {f"{ROOT}a.yml": workflow()})
    (root / ROOT / "b.yml").symlink_to("a.yml")
    release(root, "v1.0")
    for name in ("a.yml", "b.yml"):
        (root / ROOT / name).unlink()
    lay(root, CHANGED[1])
    assert found(root) == []
