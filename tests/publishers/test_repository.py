"""Git remotes from `.git` alone, and the repositories that remotes and project URLs name."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tplint.model import Project, Remote, Unknown
from tplint.repository import Setting, identities, parse_config, parse_url, remotes

if TYPE_CHECKING:
    from pathlib import Path

ORIGIN = '[remote "origin"]\n\turl = https://github.com/o/r.git\n'
FOUND = Remote("origin", "github.com", "o/r")


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def project(*urls: str) -> Project:
    return Project("", Unknown("not asked"), None, (), "", {str(number): url for number, url in enumerate(urls)})


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://github.com/Owner/Repo.git", ("github.com", "Owner/Repo")),
        ("https://GitHub.com/Owner/Repo", ("github.com", "Owner/Repo")),
        ("https://user:secret@github.com/o/r/", ("github.com", "o/r")),
        ("http://host:8080/o/r.git", ("host", "o/r")),
        ("ssh://git@ssh.github.com:443/o/r.git", ("ssh.github.com", "o/r")),
        ("git+ssh://git@gitlab.com/a/b/c.git", ("gitlab.com", "a/b/c")),
        ("git://github.com/o/r", ("github.com", "o/r")),
        ("git@github.com:o/r.git", ("github.com", "o/r")),
        ("git@gitlab.example.org:group/sub/project.git", ("gitlab.example.org", "group/sub/project")),
        ("github.com-work:o/r", ("github.com-work", "o/r")),
        ("git@host:/o/r.git", ("host", "o/r")),
        ("ssh://git@[::1]:22/o/r", ("[::1]", "o/r")),
        ("/srv/git/r.git", None),
        ("../r", None),
        ("file:///srv/r.git", None),
        ("C:\\repos\\r", None),
        ("C:/repos/r", None),
        ("ext::program %S", None),
        ("https://github.com/", None),
        ("", None),
    ],
)
def test_url_gives_host_and_path(url: str, address: tuple[str, str] | None) -> None:
    assert parse_url(url) == address


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ('[remote "a b"] url = x # c\n', [("remote", "a b", "url", "x")]),
        ('[Remote "A\\"b"]\nURL = "x # y" ; c\n', [("remote", 'A"b', "url", "x # y")]),
        ("[remote.Old]\nurl = x  y  \n", [("remote", "old", "url", "x  y")]),
        ("[core]\nbare\n# c\n; c\nurl=a\\\nb\n", [("core", "", "url", "ab")]),
        ('[core]\r\na = C:\\\\x\\t"\r\n[x]\r\nb = 1\r\n', [("core", "", "a", "C:\\x\t"), ("x", "", "b", "1")]),
        ("[core]\na = 1\n<<<<<<< ours\nb = 2\n", [("core", "", "a", "1")]),
    ],
)
def test_configuration_is_read_as_git_does(text: str, settings: list[tuple[str, str, str, str]]) -> None:
    assert list(parse_config(text)) == [Setting(*setting) for setting in settings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ORIGIN, (FOUND,)),
        ("", ()),
        (ORIGIN + '[remote "up"]\nurl = git@github.com:u/r\n', (FOUND, Remote("up", "github.com", "u/r"))),
        (ORIGIN + "pushurl = git@github.com:me/r\n", (FOUND, Remote("origin", "github.com", "me/r"))),
        ('[remote "origin"]\nurl = gh:o/r\n[url "https://github.com/"]\ninsteadOf = gh:\n', (FOUND,)),
        (
            '[remote "origin"]\nurl = gh:o/r\n[url "x"]\ninsteadOf = g\n[url "https://github.com/"]\ninsteadOf = gh:\n',
            (FOUND,),
        ),
        ('[remote "origin"]\nurl = /srv/x\n', ()),
        ("[remote]\nurl = https://github.com/o/r\n", ()),
    ],
)
def test_remotes_of_a_repository(tmp_path: Path, text: str, expected: tuple[Remote, ...]) -> None:
    write(tmp_path / ".git" / "config", text)
    assert remotes(str(tmp_path)) == expected


def test_worktree_has_the_remotes_of_its_repository(tmp_path: Path) -> None:
    write(tmp_path / "main" / ".git" / "config", ORIGIN)
    write(tmp_path / "main" / ".git" / "worktrees" / "w" / "commondir", "../..\n")
    write(tmp_path / "w" / ".git", f"gitdir: {tmp_path}/main/.git/worktrees/w\n")
    assert remotes(str(tmp_path / "w")) == (FOUND,)


def test_submodule_has_remotes_of_its_own(tmp_path: Path) -> None:
    write(tmp_path / ".git" / "config", '[remote "origin"]\nurl = https://github.com/outer/outer\n')
    write(tmp_path / ".git" / "modules" / "sub" / "config", ORIGIN)
    write(tmp_path / "sub" / ".git", "gitdir: ../.git/modules/sub\n")
    assert remotes(str(tmp_path / "sub")) == (FOUND,)


def test_includes_are_followed_only_below_the_git_folder(tmp_path: Path) -> None:
    git = tmp_path / ".git"
    write(tmp_path / "outside", '[remote "outside"]\nurl = https://github.com/x/outside\n')
    write(git / "more" / "inside", ORIGIN + "[include]\npath = ../config\npath = inside\n")
    includes = ["more/inside", "absent", "../outside", str(tmp_path / "outside"), "link"]
    write(git / "config", "[include]\n" + "".join(f"path = {path}\n" for path in includes))
    (git / "link").symlink_to(tmp_path / "outside")
    assert remotes(str(tmp_path)) == (FOUND,)


def test_conditional_includes_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path / ".git" / "work", ORIGIN)
    write(tmp_path / ".git" / "config", '[includeIf "gitdir:~/work/"]\npath = work\n')
    assert remotes(str(tmp_path)) == ()


def test_odd_git_entries_give_no_remotes(tmp_path: Path) -> None:
    assert remotes(str(tmp_path)) == ()
    for name, text in {"a": "nonsense", "b": "gitdir: /nowhere", "c": "gitdir: x\0y", "d": "gitdir:"}.items():
        write(tmp_path / name / ".git", text)
        assert remotes(str(tmp_path / name)) == ()
    assert remotes("a\0b") == ()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no FIFOs")
def test_fifo_and_large_file_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "fifo" / ".git").mkdir(parents=True)
    os.mkfifo(tmp_path / "fifo" / ".git" / "config")
    write(tmp_path / "large" / ".git" / "config", ORIGIN + "#" * 2_000_000)
    assert remotes(str(tmp_path / "fifo")) == remotes(str(tmp_path / "large")) == ()


@given(st.text(alphabet=st.sampled_from('[]"\\=#;\n\r\t ax.\0'), max_size=60))
def test_odd_configuration_is_borne(text: str) -> None:
    for setting in parse_config(text):
        parse_url(setting.value)
        assert setting.key == setting.key.lower()


@pytest.mark.parametrize(
    "url", ["a" * 200_000, "a:" + "/" * 200_000 + "@", "a://" + "@" * 200_000, "github" * 50_000 + "."]
)
def test_long_urls_take_linear_time(url: str) -> None:
    parse_url(url)
    assert identities((Remote("origin", url, "o/r"),), (project(url),)) in {(), (("o", "r", "remote `origin`"),)}


@pytest.mark.parametrize(
    ("host", "path", "names"),
    [
        ("github.com", "o/r", ["o/r"]),
        ("ssh.github.com", "o/r", ["o/r"]),
        ("github.com-work", "o/r", ["o/r"]),
        ("github", "o/r", ["o/r"]),
        ("github.example.org", "o/r", []),
        ("gitlab.com", "o/r", []),
        ("github.com", "o", []),
        ("github.com", "a/b/c", []),
    ],
)
def test_remote_names_a_repository_of_github(host: str, path: str, names: list[str]) -> None:
    found = identities((Remote("origin", host, path),), ())
    assert [identity.name for identity in found] == names
    assert all(identity.origin == "remote `origin`" for identity in found)


@pytest.mark.parametrize(
    ("url", "names"),
    [
        ("https://github.com/O/R", ["O/R"]),
        ("https://www.github.com/o/r/", ["o/r"]),
        ("http://github.com/o/r.git", ["o/r"]),
        ("git+https://github.com/o/r.git", ["o/r"]),
        ("https://github.com/o/r/issues", ["o/r"]),
        ("https://github.com/o/r/tree/main/sub", ["o/r"]),
        ("https://github.com/o/r#readme", ["o/r"]),
        ("https://github.com/o/r?tab=readme", ["o/r"]),
        ("https://github.com/o", []),
        ("https://github.com/sponsors/o", []),
        ("https://github.com/orgs/o/discussions", []),
        ("https://o.github.io/r", []),
        ("https://gitlab.com/o/r", []),
        ("https://github.com/{{ owner }}/r", []),
        ("https://github.com/your-username/r", []),
        ("https://github.com/yourOrg/r", []),
        ("https://github.com/username/r", []),
        ("https://github.com/yourlabs/r", ["yourlabs/r"]),
        ("https://github.com/usernames/r", ["usernames/r"]),
        ("not a url", []),
    ],
)
def test_project_url_names_a_repository_of_github(url: str, names: list[str]) -> None:
    found = identities((), (project(url),))
    assert [identity.name for identity in found] == names
    assert all(identity.origin == "`project.urls`" for identity in found)


@pytest.mark.parametrize(
    "url", ["https://gitlab.com/g/sub/p", "https://gitlab.com/g/sub/p/-/issues", "https://gitlab.com/g/sub/p.git"]
)
def test_gitlab_identity_has_the_namespace_with_subgroups(url: str) -> None:
    (identity,) = identities((), (project(url),), host="gitlab.com")
    assert (identity.owner, identity.repository) == ("g/sub", "p")


def test_each_origin_is_named_once() -> None:
    found = identities(
        (FOUND, FOUND._replace(name="up")), (project("https://github.com/o/r", "https://github.com/o/r/issues"),)
    )
    assert [identity.origin for identity in found] == ["remote `origin`", "remote `up`", "`project.urls`"]
