"""The last release from git's history: which tag it is, what is read there, and that nothing of the repository runs."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from shutil import which
from subprocess import CalledProcessError
from typing import TYPE_CHECKING

import pytest

from folders import line, lint
from publishing import PROJECT, TEST, UPLOAD
from rule_pages import git, release, write_repository
from tplint import git as plumbing
from tplint.history import Tag, Tree, newest_version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(which("git") is None, reason="there is no git")

ROOT = ".github/workflows/"
STORED = "        with:\n          password: ${{ secrets.PYPI_TOKEN }}\n"
UNKNOWN = "        with:\n          password: ${{ steps.mint.outputs.token }}\n"
OPEN = "${{ vars.ENVIRONMENT }}"


def job(name: str = "publish", *, environment: str = "pypi", more: str = "", top: str = "") -> str:
    env = f"    environment: {environment}\n" if environment else ""
    head = f"  {name}:\n    runs-on: ubuntu-latest\n{top}{env}    permissions: {{id-token: write}}\n"
    return f"{head}    steps:\n{UPLOAD}{more}"


def workflow(*jobs: str) -> str:
    return "on:\n  push: {tags: [v*]}\njobs:\n" + "".join(jobs or (job(),))


def lay_out(root: Path, then: dict[str, str], now: dict[str, str]) -> Path:
    """A repository whose tag v1.0 has the first files, and whose working tree has the second."""
    files = {f"{name} at v1.0": text for name, text in {"README": "", **then}.items()}
    return write_repository(root, files | now)


def found(root: Path) -> list[str]:
    """The findings of TP207: `level path:line`, the path without `.github/workflows/`."""
    return [f"{each.level} {line(each, ROOT)}" for each in lint(root, "TP207").findings]


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
        ({"a.yml": workflow(job(more=TEST))}, {"b.yml": workflow()}, []),
        ({"a.yml": workflow(job(more=TEST))}, {"b.yml": workflow(job(more=TEST))}, ["warning b.yml:9"]),
        # an upload that is new, or signed in otherwise
        ({}, {"a.yml": workflow()}, []),
        ({"a.yml": workflow(job(more=STORED))}, {"b.yml": workflow()}, []),
        ({"a.yml": workflow()}, {"b.yml": workflow(job(more=STORED))}, []),
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
        ({"a.yml": workflow(job(more=UNKNOWN))}, {"a.yml": workflow(job(environment="x"))}, []),
        ({"a.yml": workflow(), "b.yml": "on: [\n"}, {"b.yml": workflow()}, []),
        (
            {"a.yml": workflow(job(environment="${{ matrix.target }}", top=MATRIX))},
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


def tagged(root: Path, *names: str, annotated: bool = False) -> Path:
    """A repository with a commit for each tag, a day apart."""
    write_repository(root, {"README": ""})
    git(root, "init", "--quiet")
    for day, name in enumerate(names):
        date = {"GIT_COMMITTER_DATE": f"2024-01-{day + 1:02}T00:00:00Z"}
        git(root, "commit", "--quiet", "--allow-empty", "--message", name, **date)
        git(root, "tag", *(["--annotate", "--message", name] if annotated else []), name, **date)
    return root


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


def test_a_tag_of_something_else_than_a_commit_is_passed_over(tmp_path: Path) -> None:
    root = tagged(tmp_path, "v1.0")
    git(root, "tag", "v3.0", "HEAD^{tree}")
    git(root, "tag", "--annotate", "--message", "a tag of a tag", "v2.0", "v1.0")
    assert newest(root) in {"v1.0", "v2.0"}


CHANGED = ({f"{ROOT}a.yml": workflow()}, {f"{ROOT}b.yml": workflow(), "pyproject.toml": PROJECT})


def test_shallow_clones_are_silent(tmp_path: Path) -> None:
    origin = lay_out(tmp_path / "origin", *CHANGED)
    assert found(origin) == ["warning b.yml:9"]
    release(origin, "v1.1")
    git(origin, "commit", "--quiet", "--allow-empty", "--message", "later")
    for name, depth in (("deep", ()), ("shallow", ("--depth", "1"))):
        git(tmp_path, "clone", "--quiet", *depth, "--branch", "v1.1", origin.as_uri(), name)
        git(tmp_path / name, "tag", "--force", "v1.1", "v1.0" if name == "deep" else "HEAD")
        write_repository(tmp_path / name, {f"{ROOT}b.yml": workflow(job(environment="other"))})
    git(tmp_path / "deep", "tag", "--delete", "v1.1")
    assert found(tmp_path / "deep") == ["warning b.yml:9"]
    assert found(tmp_path / "shallow") == []


def test_a_working_tree_beside_the_repository_has_its_history(tmp_path: Path) -> None:
    origin = lay_out(tmp_path / "origin", *CHANGED)
    git(origin, "worktree", "add", "--quiet", "--detach", str(tmp_path / "beside"))
    beside = tmp_path / "beside"
    (beside / ROOT / "a.yml").unlink()
    write_repository(beside, CHANGED[1])
    assert found(beside) == ["warning b.yml:9"]


def test_names_of_objects_may_be_longer(tmp_path: Path) -> None:
    git(write_repository(tmp_path, {"README": ""}), "init", "--quiet", "--object-format=sha256")
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
    root = write_repository(tmp_path, {"a.txt": "A\n", "b/c/d e.txt": "D\n", "b/ü.txt": "Ü\n", "b/2.txt": ""})
    (root / "link").symlink_to("a.txt")
    release(root, "v1.0")
    write_repository(root, {"a.txt": "another\n", "later.txt": ""})
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
    write_repository(root, {f"{ROOT}a.yml": workflow() + "# " + "x" * 400})
    git(root, "tag", "--delete", "v1.0")
    release(root, "v1.0")
    (root / ROOT / "a.yml").unlink()
    assert found(root) == []


def test_links_at_the_tag_are_not_known(tmp_path: Path) -> None:
    root = write_repository(tmp_path, {f"{ROOT}a.yml": workflow()})
    (root / ROOT / "b.yml").symlink_to("a.yml")
    release(root, "v1.0")
    for name in ("a.yml", "b.yml"):
        (root / ROOT / name).unlink()
    write_repository(root, CHANGED[1])
    assert found(root) == []


# --- when git runs, and which ---------------------------------------------------------------------------------------


def runs(root: Path, monkeypatch: pytest.MonkeyPatch, code: str = "TP207") -> list[str]:
    """The commands of git that a run of one rule starts."""
    started: list[str] = []
    start = plumbing.start

    def counted(program: str, folder: str, *words: str) -> plumbing.Process | None:
        started.append(words[0])
        return start(program, folder, *words)

    monkeypatch.setattr(plumbing, "start", counted)
    lint(root, code)
    return started


@pytest.mark.parametrize(
    ("then", "now", "commands"),
    [
        ({"a.yml": workflow()}, {"a.yml": workflow()}, ["for-each-ref", "cat-file"]),
        ({"a.yml": workflow()}, {"a.yml": workflow(job(more=STORED))}, []),
        ({"a.yml": workflow()}, {"a.yml": "on: push\njobs: {}\n"}, []),
        ({"a.yml": workflow()}, {}, []),
    ],
)
def test_git_runs_only_where_an_upload_depends_on_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    then: dict[str, str],
    now: dict[str, str],
    commands: list[str],
) -> None:
    root = lay_out(
        tmp_path,
        {ROOT + name: text for name, text in then.items()},
        {ROOT + name: text for name, text in now.items()},
    )
    assert runs(root, monkeypatch) == commands


def test_git_runs_once_where_there_is_no_tag(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = lay_out(tmp_path, *CHANGED)
    git(root, "tag", "--delete", "v1.0")
    assert runs(root, monkeypatch) == ["for-each-ref"]


def test_git_does_not_run_for_other_rules_or_outside_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert runs(lay_out(tmp_path / "one", *CHANGED), monkeypatch, "TP101") == []
    assert runs(write_repository(tmp_path / "two", CHANGED[1]), monkeypatch) == []


def test_only_a_git_outside_the_repository_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = lay_out(tmp_path / "repository", *CHANGED)
    marker = tmp_path / "ran"
    trap = root / "bin" / "git"
    write_repository(root, {"bin/git": f"#!/bin/sh\ntouch {marker}\n"})
    trap.chmod(0o755)
    path = os.environ["PATH"]
    monkeypatch.chdir(trap.parent)
    monkeypatch.setenv("PATH", os.pathsep.join((str(trap.parent), ".", "", path)))
    assert found(root) == ["warning b.yml:9"]
    monkeypatch.setenv("PATH", os.pathsep.join((str(trap.parent), ".", "")))
    assert found(root) == []
    assert not marker.exists()


def fake(folder: Path, text: str) -> str:
    """A program in place of git."""
    path = folder / "git"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!{sys.executable}\n{text}\n", "utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    "text",
    [
        "import time; time.sleep(60)",
        "print('x' * 10_000)",
        "print('v1.0'); raise SystemExit(1)",
        "import sys; sys.stdout.close()",
    ],
    ids=["hangs", "prints too much", "fails", "prints nothing"],
)
def test_a_git_that_misbehaves_ends_in_silence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(plumbing, "TIMEOUT", 1.0)
    monkeypatch.setattr(plumbing, "MAX_BYTES", 1_000)
    assert newest_version(fake(tmp_path, text), str(tmp_path)) is None


@pytest.mark.parametrize(
    "text",
    [
        "import time; time.sleep(60)",
        "print('0123 blob 99999999999', flush=True); input()",
        "print('0123 blob 10', flush=True)",
        "print('x' * 100_000)",
        "print('0123 blob', flush=True); input()",
        "raise SystemExit(1)",
    ],
)
def test_answers_that_are_none_end_the_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(plumbing, "TIMEOUT", 1.0)
    objects = plumbing.Objects(fake(tmp_path, text), str(tmp_path))
    assert objects.read("HEAD") is None
    assert objects.failed
    assert objects.read("HEAD") is None
    objects.close()


def test_a_program_that_cannot_be_started_is_none(tmp_path: Path) -> None:
    (tmp_path / "git").write_text("neither a program nor a script", "utf-8")
    (tmp_path / "git").chmod(0o755)
    objects = plumbing.Objects(str(tmp_path / "git"), str(tmp_path))
    assert objects.failed
    assert newest_version(str(tmp_path / "git"), str(tmp_path)) is None


# --- traps: settings of the repository by which it could have a program run ----------------------------------------

TRAPS = {
    "core.fsmonitor": "{program}",
    "core.sshCommand": "{program}",
    "core.pager": "{program}",
    "core.editor": "{program}",
    "core.askPass": "{program}",
    "core.gitProxy": "{program}",
    "core.alternateRefsCommand": "{program}",
    "core.hooksPath": "{folder}",
    "credential.helper": "!{program}",
    "diff.external": "{program}",
    "diff.trap.textconv": "{program}",
    "filter.trap.clean": "{program}",
    "filter.trap.smudge": "{program}",
    "filter.trap.process": "{program}",
    "gpg.program": "{program}",
    "pager.for-each-ref": "{program}",
    "pager.cat-file": "{program}",
    "alias.for-each-ref": "!{program}",
    "alias.cat-file": "!{program}",
    "uploadpack.packObjectsHook": "{program}",
    "trace2.eventTarget": "{folder}",
}
PROMISED = {
    "core.repositoryFormatVersion": "1",
    "extensions.partialClone": "origin",
    "remote.origin.promisor": "true",
    "remote.origin.partialCloneFilter": "blob:none",
    "protocol.allow": "always",
}
# What an object that a partial clone leaves out would be fetched by.
REMOTES = {
    "ext": {"protocol.ext.allow": "always", "remote.origin.url": "ext::{program}"},
    "ssh": {"protocol.ssh.allow": "always", "remote.origin.url": "ssh://host/r", "core.sshCommand": "{program}"},
    "file": {"protocol.file.allow": "always", "remote.origin.url": "{folder}", "remote.origin.uploadpack": "{program}"},
    "helper": {"protocol.trap.allow": "always", "remote.origin.vcs": "trap", "remote.origin.url": "trap://x"},
}


def trapped(root: Path, settings: dict[str, str]) -> Path:
    """Configure a repository so that a program would leave a mark; gives the mark's path."""
    mark, folder = root.parent / "mark", root.parent / "traps"
    for name in ("trap", "git-remote-trap", "post-checkout", "reference-transaction", "post-index-change"):
        write_repository(folder, {name: f"#!/bin/sh\ntouch '{mark}'\nexit 1\n"})
        (folder / name).chmod(0o755)
    git(root, "config", "core.attributesFile", str(root / "attributes"))
    write_repository(root, {"attributes": "* diff=trap filter=trap\n"})
    for name, value in settings.items():
        git(root, "config", name, value.format(program=folder / "trap", folder=folder))
    return mark


@pytest.mark.parametrize("name", TRAPS)
@pytest.mark.parametrize("included", [False, True])
def test_no_setting_of_the_repository_runs_a_program(tmp_path: Path, name: str, included: bool) -> None:  # noqa: FBT001 - a table
    root = lay_out(tmp_path / "repository", *CHANGED)
    mark = trapped(root, {name: TRAPS[name]})
    if included:
        config = root / ".git" / "config"
        config.rename(root / ".git" / "traps")
        config.write_text("[include]\n\tpath = traps\n", "utf-8")
    assert found(root) == ["warning b.yml:9"]
    assert not mark.exists()


def lose(root: Path, name: str) -> None:
    """Leave an object out, as a partial clone does."""
    sha = git(root, "rev-parse", name).strip()
    (root / ".git" / "objects" / sha[:2] / sha[2:]).unlink()


def promised(root: Path, remote: str, lost: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository in which an object is missing that a remote would have to give; gives the mark's path."""
    git(lay_out(root, *CHANGED), "commit", "--quiet", "--allow-empty", "--message", "later")
    lose(root, lost)
    mark = trapped(root, PROMISED | REMOTES[remote])
    monkeypatch.setenv("PATH", os.pathsep.join((os.environ["PATH"], str(root.parent / "traps"))))
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "ext:ssh:file:trap")
    return mark


@pytest.mark.parametrize("remote", REMOTES)
@pytest.mark.parametrize("lost", ["v1.0", "v1.0:.github/workflows", "v1.0:.github/workflows/a.yml"])
def test_objects_that_are_left_out_are_not_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, remote: str, lost: str
) -> None:
    mark = promised(tmp_path / "repository", remote, lost, monkeypatch)
    assert found(tmp_path / "repository") == []
    assert not mark.exists()


@pytest.mark.parametrize("remote", REMOTES)
def test_an_older_git_does_not_fetch_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, remote: str) -> None:
    mark = promised(tmp_path / "repository", remote, "v1.0:.github/workflows/a.yml", monkeypatch)
    cleaned = dict(plumbing.environment())
    del cleaned["GIT_NO_LAZY_FETCH"]  # git 2.39.4 and 2.45.1 were the first to know it
    monkeypatch.setattr(plumbing, "environment", lambda: cleaned)
    monkeypatch.setattr(plumbing, "_SETTINGS", ())
    assert found(tmp_path / "repository") == []
    assert not mark.exists()


@pytest.mark.parametrize("remote", REMOTES)
def test_the_traps_of_remotes_are_sharp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, remote: str) -> None:
    mark = promised(tmp_path / "repository", remote, "v1.0:.github/workflows/a.yml", monkeypatch)
    with pytest.raises(CalledProcessError):
        git(
            tmp_path / "repository",
            "cat-file",
            "-p",
            "v1.0:.github/workflows/a.yml",
            GIT_ALLOW_PROTOCOL="ext:ssh:file:trap",
        )
    assert mark.exists()


def test_the_traps_of_the_configuration_are_sharp(tmp_path: Path) -> None:
    root = lay_out(tmp_path / "repository", *CHANGED)
    mark = trapped(root, {"core.fsmonitor": TRAPS["core.fsmonitor"]})
    git(root, "status")
    assert mark.exists()


def test_tags_are_named_with_their_commit(tmp_path: Path) -> None:
    root = tagged(tmp_path, "v1.0", annotated=True)
    commit = git(root, "rev-parse", "v1.0^{commit}").strip()
    assert newest_version(plumbing.program(str(root)), str(root)) == Tag("v1.0", commit)
