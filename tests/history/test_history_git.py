"""The git that reads the history: when it runs, which one, and that nothing of the repository runs."""

from __future__ import annotations

import os
import sys
from shutil import which
from subprocess import CalledProcessError
from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from publishing import UPLOAD, job, workflow
from releases import CHANGED, ROOT, STORED, found, lay_out, tagged
from rule_pages import git
from tplint.history import git as plumbing
from tplint.history.last_release import Tag, newest_version

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(which("git") is None, reason="there is no git")


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
        ({"a.yml": workflow()}, {"a.yml": workflow(job(steps=UPLOAD + STORED))}, []),
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
    assert runs(lay(tmp_path / "two", CHANGED[1]), monkeypatch) == []


def test_only_a_git_outside_the_repository_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = lay_out(tmp_path / "repository", *CHANGED)
    marker = tmp_path / "ran"
    trap = root / "bin" / "git"
    lay(root, {"bin/git": f"#!/bin/sh\ntouch {marker}\n"})
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
        lay(folder, {name: f"#!/bin/sh\ntouch '{mark}'\nexit 1\n"})
        (folder / name).chmod(0o755)
    git(root, "config", "core.attributesFile", str(root / "attributes"))
    lay(root, {"attributes": "* diff=trap filter=trap\n"})
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
