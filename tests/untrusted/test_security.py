"""The promises of the security page, each with a test: what tplint never does, whatever the repository holds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import pytest

from folders import lay
from hostile import BAD, GOOD, PUBLISH

if TYPE_CHECKING:
    from collections.abc import Mapping

CHECKOUT = Path(__file__).resolve().parents[2]
TOKEN = "pypi-AgEIcHlwaS5vcmcCJDAwMDAwMDAwLTAwMDAtMDAwMC0wMDAwLTAwMDAwMDAwMDAwMAACKlszLCJ"  # noqa: S105 - of nobody
LOG = "invalid-publisher: valid token, but no corresponding publisher\n* `repository`: `octo/sampleproject`\n"
COMMANDS = {
    "check": ["check", "."],
    "check as JSON": ["check", ".", "--format", "json"],
    "check as SARIF": ["check", ".", "--format", "sarif"],
    "fix": ["check", ".", "--fix", "--unsafe-fixes"],
    "diff": ["check", ".", "--diff"],
    "show": ["show", "."],
    "pin": ["pin", "."],
    "diagnose": ["diagnose", "log"],
    "explain": ["explain", "TP101"],
    "rules": ["rules"],
}
REPOSITORY: Mapping[str, str] = {
    GOOD: PUBLISH,
    BAD: PUBLISH + "      - run: |\n          twine upload -p ${{ secrets.PYPI }} dist/*\n          tox -e publish\n",
    ".gitlab-ci.yml": "publish:\n  script: twine upload dist/*\n",
    "pyproject.toml": '[build-system]\nrequires = []\nbuild-backend = "trap"\nbackend-path = ["."]\n'
    '[project]\nname = "sampleproject"\ndynamic = ["version"]\n[project.urls]\nSource = "https://github.com/octo/sampleproject"\n',
    "README.md": "Add a trusted publisher on PyPI: Owner: `octo` Workflow name: `good.yml`\n",
    "log": LOG,
}

# Notes what the interpreter reports of itself while the command line runs (https://peps.python.org/pep-0578/).
NOTING = """\
import json, os, sys
noted, busy = [], [False]
PARTS = {"socket", "subprocess", "os", "open", "pty", "urllib", "ftplib", "webbrowser"}
def note(event, arguments):
    if not busy[0] and event.partition(".")[0] in PARTS:
        busy[0] = True
        try:
            noted.append([event, [os.fsdecode(a) if isinstance(a, (str, bytes)) else repr(a) for a in arguments]])
        finally:
            busy[0] = False
import tplint.cli
sys.addaudithook(note)
try:
    status = tplint.cli.main(sys.argv[1:])
finally:
    busy[0] = True
    with open(os.environ["NOTE"], "w") as file:
        json.dump(noted, file)
assert status in (0, 1), status
"""
PROGRAMS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "pty.spawn"}
OPENED = {"open", "os.listdir", "os.scandir", "os.mkdir", "os.remove", "os.rename", "os.link", "os.symlink"}


def events(root: Path, arguments: list[str]) -> list[tuple[str, list[str]]]:
    """The audit events of a run in a folder, each with what it was given."""
    with TemporaryDirectory() as folder:
        note = Path(folder) / "events.json"
        done = subprocess.run(
            [sys.executable, "-B", "-c", NOTING, *arguments],
            cwd=root,
            capture_output=True,
            text=True,
            env={**os.environ, "NOTE": str(note), "TPLINT_JOBS": "1"},
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return [(event, given) for event, given in json.loads(note.read_text("utf-8"))]


def repository(folder: Path) -> Path:
    """A repository of git with a release, and with something to find, to fix and to pin."""
    made = lay(folder / "root", REPOSITORY)
    if which("git"):
        for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"], ["tag", "v1.0"]):
            author = {
                "GIT_AUTHOR_NAME": "a",
                "GIT_AUTHOR_EMAIL": "a@b",
                "GIT_COMMITTER_NAME": "a",
                "GIT_COMMITTER_EMAIL": "a@b",
            }
            subprocess.run(["git", *words], cwd=made, env={**os.environ, **author}, check=True)
    return made


class Noted(NamedTuple):
    """A command that was run in a repository with links that lead out of it, and the events of the run."""

    name: str
    root: Path
    events: list[tuple[str, list[str]]]


@pytest.fixture(scope="module", params=COMMANDS)
def noted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Noted:
    root = repository(tmp_path_factory.mktemp("commands"))
    outside = lay(root.parent / "outside", {"publish.yml": PUBLISH, "secret": "x"})
    for place in (".github/workflows/linked.yml", "setup.cfg", "setup.py", "docs", "tox.ini", ".github/actions"):
        (root / place).symlink_to(outside / "publish.yml" if "." in Path(place).name else outside)
    return Noted(request.param, root, events(root, COMMANDS[request.param]))


def test_no_socket_is_opened(noted: Noted) -> None:
    networking = ("socket", "urllib", "ftplib", "webbrowser")
    assert {event for event, _ in noted.events if event.startswith(networking)} == set()


def test_no_program_is_run_but_gits_plumbing(noted: Noted) -> None:
    ran = [given for event, given in noted.events if event in PROGRAMS]
    for program, words, *_ in ran:
        assert os.path.basename(program) == "git"
        assert not program.startswith(str(noted.root))
        assert "'for-each-ref'" in words or "'cat-file', '--batch'" in words or "'rev-parse'" in words, words
        assert "'core.fsmonitor=false'" in words
        assert "'core.hooksPath=/dev/null'" in words
    assert bool(ran) == (
        noted.name in {"check", "check as JSON", "check as SARIF", "fix", "diff"} and which("git") is not None
    )


@pytest.mark.parametrize("fixture", sorted(path.name for path in (CHECKOUT / "fixtures").iterdir()))
def test_fixtures_are_read_without_sockets_and_other_programs(fixture: str) -> None:
    found = events(CHECKOUT, ["check", "--isolated", f"fixtures/{fixture}"])
    assert {os.path.basename(given[0]) for event, given in found if event in PROGRAMS} <= {"git"}
    assert not {event for event, _ in found if event.startswith("socket")}


def test_nothing_outside_the_repository_is_opened(noted: Noted) -> None:
    own = {
        os.path.realpath(path)
        for path in (sys.prefix, sys.base_prefix, sys.exec_prefix, *sys.path[1:], str(CHECKOUT / "src"))
    }
    allowed = (*own, os.path.realpath(noted.root), os.devnull, "/usr/share/zoneinfo", "/etc/localtime", "/proc/self")
    opened = {given[0] for event, given in noted.events if event in OPENED}
    paths = {os.path.realpath(noted.root / path) for path in opened if not path.isdigit()}
    assert {path for path in paths if not path.startswith(allowed)} == set()


# --- what a repository's git configuration could run ------------------------------------------------------------------

SETTINGS = """\
[core]
	repositoryformatversion = 0
	fsmonitor = {trap}
	hooksPath = {hooks}
	pager = {trap}
	sshCommand = {trap}
	gitProxy = {trap}
	askPass = {trap}
	editor = {trap}
	attributesFile = {attributes}
[diff]
	external = {trap}
[diff "x"]
	textconv = {trap}
	command = {trap}
[filter "x"]
	clean = {trap}
	smudge = {trap}
	process = {trap}
	required = true
[credential]
	helper = {trap}
[gpg]
	program = {trap}
[log]
	showSignature = true
[uploadpack]
	packObjectsHook = {trap}
[protocol]
	allow = always
[protocol "ext"]
	allow = always
[alias]
	cat-file = !{trap}
	for-each-ref = !{trap}
	rev-parse = !{trap}
[pager]
	cat-file = {trap}
	for-each-ref = {trap}
[extensions]
	partialClone = origin
[remote "origin"]
	url = ext::{trap} %S
	promisor = true
	partialclonefilter = blob:none
	fetch = +refs/heads/*:refs/remotes/origin/*
"""


@pytest.fixture
def trapped(tmp_path: Path) -> Path:
    """The repository with traps wherever git, an installer or a task runner would run something; they touch a file."""
    root = repository(tmp_path)
    trap, hooks = root / "trap", root / "hooks"
    attributes = root / ".gitattributes"
    lay(
        root,
        {
            "trap": f"#!/bin/sh\ntouch '{tmp_path / 'sprung'}'\n",
            ".gitattributes": "* diff=x filter=x\n",
        },
    )
    settings = SETTINGS.format(trap=trap, hooks=hooks, attributes=attributes)
    lay(root, {".git/more": settings})
    with (root / ".git/config").open("a") as file:
        file.write(f"{settings}[include]\n\tpath = more\n")
    names = (
        "post-checkout",
        "pre-commit",
        "post-index-change",
        "reference-transaction",
        "fsmonitor-watchman",
        "pre-auto-gc",
    )
    lay(root, {f"{place}/{name}": f"#!/bin/sh\nexec '{trap}'\n" for place in ("hooks", ".git/hooks") for name in names})
    spring = f"open({str(tmp_path / 'sprung')!r}, 'w')\n"
    python = (
        "setup.py",
        "trap.py",
        "conftest.py",
        "noxfile.py",
        "tasks.py",
        "sitecustomize.py",
        "tomli.py",
        "yaml.py",
        "git",
        "tplint.py",
        "ruamel.py",
    )
    lay(root, {name: (f"#!{sys.executable}\n" if name == "git" else "") + spring for name in python})
    for path in (trap, root / "git", *(hooks.iterdir()), *((root / ".git/hooks").iterdir())):
        path.chmod(0o755)
    return root


@pytest.mark.skipif(which("git") is None, reason="git is not installed")
@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_of_the_repository_is_run(name: str, trapped: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PATH": os.pathsep.join((str(trapped), ".", "", os.environ["PATH"]))}
    done = subprocess.run(
        [str(Path(sys.executable).with_name("tplint")), *COMMANDS[name]],
        cwd=trapped,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    time.sleep(0.1)
    assert not (tmp_path / "sprung").exists()


@pytest.mark.skipif(which("git") is None, reason="git is not installed")
@pytest.mark.parametrize("words", [["status"], ["log", "-p", "-1"]])
def test_the_traps_are_sharp(words: list[str], trapped: Path, tmp_path: Path) -> None:
    subprocess.run(["git", *words], cwd=trapped, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=30)
    assert (tmp_path / "sprung").exists()


# --- what is shown ----------------------------------------------------------------------------------------------------

FORMATS = ["text", "concise", "json", "sarif", "github", "gitlab", "markdown"]


@pytest.mark.parametrize("chosen", FORMATS)
def test_tokens_are_masked_in_every_format(chosen: str, tmp_path: Path) -> None:
    uploads = (
        f"        with:\n          password: {TOKEN}\n      - run: twine upload -u __token__ -p {TOKEN} dist/{TOKEN}\n"
    )
    lay(tmp_path, {GOOD: f"{PUBLISH}{uploads}"})
    done = subprocess.run(
        [sys.executable, "-m", "tplint", "--format", chosen], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "TP103" in done.stdout
    assert TOKEN[10:30] not in done.stdout + done.stderr


@pytest.mark.parametrize("chosen", ["text", "json"])
def test_tokens_of_logs_are_masked(chosen: str, tmp_path: Path) -> None:
    web = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJyZXBvOm9jdG8ifQ.c2lnbmF0dXJlc2lnbmF0dXJl"
    log = f"invalid-publisher: valid token {TOKEN}, but no corresponding publisher {web}\n"
    done = subprocess.run(
        [sys.executable, "-m", "tplint", "diagnose", "--format", chosen],
        cwd=tmp_path,
        input=log,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert TOKEN[10:30] not in done.stdout
    assert web[10:30] not in done.stdout


def test_variables_of_the_environment_are_not_read(tmp_path: Path) -> None:
    root = repository(tmp_path)
    secrets = {
        "TWINE_PASSWORD": TOKEN,
        "PYPI_TOKEN": TOKEN,
        "GITHUB_TOKEN": TOKEN,
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN": TOKEN,
    }
    ran = [
        subprocess.run(
            [sys.executable, "-m", "tplint", "--format", "json"], cwd=root, env=env, capture_output=True, check=False
        )
        for env in (dict(os.environ), {**os.environ, **secrets})
    ]
    assert ran[0].stdout == ran[1].stdout


@pytest.mark.parametrize("chosen", [*FORMATS, "diff"])
def test_no_file_speaks_to_the_terminal(chosen: str, tmp_path: Path) -> None:
    signs = "\x1b\x07\u202e\u2066\u200b\x9b"
    hidden = f"{signs}]0;owned"
    workflow = PUBLISH.replace("publish:", '"pub\\e[2Jlish\\u202e\\x9b":').replace(
        "release/v1", "release/v1 # \u202e\u2066"
    )
    lay(
        tmp_path,
        {
            GOOD: workflow,
            "pyproject.toml": '[project]\nname = "a\\u001b[2J\\u202e"\n',
            "README.md": f"# PyPI trusted {hidden}\n",
        },
    )
    arguments = ["--diff"] if chosen == "diff" else ["--format", chosen]
    done = subprocess.run(
        [sys.executable, "-m", "tplint", *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode in {0, 1}, done.stderr
    assert "Traceback" not in done.stderr
    # Programs read the last three, in which such signs may stand as they are but for control characters.
    unseen = signs if chosen in {"text", "concise"} else "\x1b\x07\x9b"
    assert not set(unseen) & set(done.stdout + done.stderr)
