"""Things in a folder that are no ordinary files: none hangs a run, leads it outside, or hides the others."""

from __future__ import annotations

import os
import shlex
import signal
import socket
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from fixes import fixed
from folders import lay
from hostile import BAD, GOOD, PUBLISH, assert_bounded, run
from tplint import discover, reading
from tplint.documents.source import Source
from tplint.load import Files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits are set and measured as on Linux")


def bind(path: Path) -> None:
    """A socket's file; names of sockets are short, so it is made from inside its folder."""
    made = socket.socket(socket.AF_UNIX)
    here = os.getcwd()
    os.chdir(path.parent)
    try:
        made.bind(path.name)
    finally:
        os.chdir(here)
        made.close()


def unreadable(path: Path) -> None:
    path.write_text(PUBLISH)
    path.chmod(0)


def loop(path: Path) -> None:
    other = path.with_name(f"other-{path.name}")
    path.symlink_to(other.name)
    other.symlink_to(path.name)


def folder_loop(path: Path) -> None:
    path.mkdir()
    (path / "again").symlink_to("..", target_is_directory=True)


MADE: dict[str, Callable[[Path], object]] = {
    "a FIFO": os.mkfifo,
    "a socket": bind,
    "a folder": lambda path: path.mkdir(),
    "a loop of links": loop,
    "a loop of folders": folder_loop,
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a link to nothing": lambda path: path.symlink_to("nothing"),
    "a link to a file of the system": lambda path: path.symlink_to("/etc/passwd"),
    "a link to an endless device": lambda path: path.symlink_to("/dev/zero"),
    "a link to the terminal": lambda path: path.symlink_to("/dev/tty"),
    "a link to memory": lambda path: path.symlink_to("/proc/self/mem"),
    "a link to a folder": lambda path: path.symlink_to("/"),
}
OF_THE_SYSTEM = "root:"
# Of two files with a configuration only the first is read.
PLACES = [(BAD, ".gitlab-ci.yml", "README.md", "setup.py", "tplint.toml"), ("pyproject.toml",)]
NAMES = [b"b\nad.yml", b"b\xff\xfead.yml", b"b\x1b[31mad.yml", "b\u202ead.yml".encode()]


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize("places", PLACES)
def test_what_is_no_file_is_passed_over(kind: str, places: tuple[str, ...], tmp_path: Path) -> None:
    root = tmp_path / "root"
    lay(root, {GOOD: PUBLISH})
    for place in places:
        MADE[kind](root / place)
    done = run(root)
    assert_bounded(done)
    assert (done.status, done.codes(GOOD)) == (1, ["TP101"])
    assert OF_THE_SYSTEM not in done.out + done.err


@pytest.mark.parametrize(
    "kind", ["a FIFO", "a link to an endless device", "a link to a file of the system", "a folder"]
)
@pytest.mark.parametrize("arguments", [["show"], ["pin"], ["diagnose"], ["--fix"], ["--diff"]])
def test_every_command_passes_over_it(kind: str, arguments: list[str], tmp_path: Path) -> None:
    root = tmp_path / "root"
    lay(root, {GOOD: PUBLISH})
    for place in (BAD, ".gitlab-ci.yml", "pyproject.toml", "setup.cfg", ".git"):
        MADE[kind](root / place)
    done = run(root, arguments)
    assert_bounded(done)
    assert OF_THE_SYSTEM not in done.out + done.err


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable to root")
def test_an_unreadable_file_is_a_finding(tmp_path: Path) -> None:
    root = tmp_path / "root"
    lay(root, {GOOD: PUBLISH})
    unreadable(root / BAD)
    done = run(root)
    assert (done.codes(GOOD), done.codes(BAD)) == (["TP101"], ["TP001"])
    assert "cannot be read: Permission denied" in done.out


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), OSError(5, "Input/output error")])
def test_a_file_that_fails_to_be_read_is_a_problem(
    error: OSError, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, {GOOD: PUBLISH})

    def fail(*_: object) -> int:
        raise error

    monkeypatch.setattr(os, "open", fail)
    files = Files(str(tmp_path))
    assert files.read(GOOD) is None
    assert files.problems[GOOD].message == f"cannot be read: {error.strerror}"


@pytest.mark.parametrize("chosen", ["text", "concise", "json", "sarif"])
def test_names_are_any_bytes(chosen: str, tmp_path: Path) -> None:
    root = tmp_path / "root"
    lay(root, {GOOD: PUBLISH})
    for name in NAMES:
        with open(os.path.join(os.fsencode(root / ".github/workflows"), name), "w", encoding="utf-8") as file:
            file.write(PUBLISH)
    done = run(root, ["--format", chosen])
    assert_bounded(done)
    assert done.status == 1
    assert done.out.count("TP101") >= 1 + len(NAMES)
    assert "\x1b" not in done.out
    assert "b\nad" not in done.out


def test_an_extension_in_capitals_is_no_workflow(tmp_path: Path) -> None:
    root = tmp_path / "root"
    lay(root, {GOOD: PUBLISH, ".github/workflows/BAD.YML": PUBLISH})
    assert {finding["path"] for finding in run(root).findings if finding["code"] == "TP101"} == {GOOD}


@pytest.mark.parametrize("named", ["fifo.yml", "zero.yml", "folder.yml", "nothing.yml", "passwd.yml"])
def test_such_a_path_can_be_named(named: str, tmp_path: Path) -> None:
    root = tmp_path / "root"
    workflows = root / ".github/workflows"
    lay(root, {GOOD: PUBLISH})
    os.mkfifo(workflows / "fifo.yml")
    (workflows / "folder.yml").mkdir()
    for name, target in (("zero.yml", "/dev/zero"), ("nothing.yml", "nothing"), ("passwd.yml", "/etc/passwd")):
        (workflows / name).symlink_to(target)
    done = run(root, [f".github/workflows/{named}", "--format", "json"])
    assert_bounded(done)
    assert OF_THE_SYSTEM not in done.out + done.err


@pytest.mark.parametrize("named", ["/dev/zero", "/dev/null", "fifo", "/", "/proc/self/mem"])
def test_such_a_configuration_can_be_named(named: str, tmp_path: Path) -> None:
    root = tmp_path / "root"
    lay(root, {GOOD: PUBLISH})
    os.mkfifo(root / "fifo")
    done = run(root, ["--config", named])
    assert_bounded(done)
    assert done.status == 2


# --- files that change ------------------------------------------------------------------------------------------------


def test_a_file_that_vanishes_after_it_was_found_is_silent(tmp_path: Path) -> None:
    lay(tmp_path, {GOOD: PUBLISH, BAD: PUBLISH})
    found = discover.discover(str(tmp_path), frozenset({discover.WORKFLOW}))
    (tmp_path / BAD).unlink()
    files = Files(str(tmp_path))
    assert [files.read(each.path) is not None for each in found] == [False, True]
    assert files.problems == {}


def test_a_file_that_becomes_a_fifo_hangs_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, {GOOD: PUBLISH})
    monkeypatch.setattr("tplint.load.is_file", lambda *_: True)
    os.mkfifo(tmp_path / "a.yml")
    os.mkfifo(tmp_path / "b.yml")
    files = Files(str(tmp_path))
    ended = threading.Event()

    def read() -> None:
        files.read("a.yml")
        ended.set()

    threading.Thread(target=read, daemon=True).start()
    assert ended.wait(10)


CHANGING = f"""\
import os, sys, threading, time
path, text = {BAD!r}, {PUBLISH!r}
def change():
    number = 0
    while True:
        number += 1
        with open(path + ".new", "w") as file:
            file.write(text * (number % 3))
        os.replace(path + ".new", path)
        if number % 5 == 0:
            os.unlink(path)
threading.Thread(target=change, daemon=True).start()
time.sleep(0.05)
from tplint.cli import main
for _ in range(10):
    status = main(sys.argv[1:])
    assert status in (0, 1, 2), status
"""


@pytest.mark.parametrize("arguments", [["--format", "json"], ["--fix"], ["--diff"]])
def test_a_file_that_changes_all_the_time_ends_no_run(arguments: list[str], tmp_path: Path) -> None:
    lay(tmp_path, {GOOD: PUBLISH, BAD: PUBLISH})
    done = subprocess.run(
        [sys.executable, "-c", CHANGING, *arguments],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "internal error" not in done.stderr


def test_what_was_wrong_in_a_file_that_appeared_meanwhile_was_not_brought_by_a_fix(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, {GOOD: PUBLISH, BAD: PUBLISH * 2})
    looks: list[frozenset[str]] = []

    def look(root: str, kinds: frozenset[str], *more: Any) -> tuple[discover.Input, ...]:
        looks.append(kinds)
        there = discover.discover(root, kinds, *more)
        return there if len(looks) > 1 else tuple(each for each in there if each.path != BAD)

    monkeypatch.setattr(reading, "discover", look)
    outcome = fixed(tmp_path)
    assert outcome.refused == ()
    assert outcome.after.keys() >= {GOOD}


def test_a_file_that_changed_since_it_was_read_is_not_overwritten(tmp_path: Path) -> None:
    from tplint.errors import UsageError  # noqa: PLC0415 - beside what it is about
    from tplint.fixing.writing import write  # noqa: PLC0415 - the same

    lay(tmp_path, {GOOD: PUBLISH})
    before = Source(GOOD, PUBLISH)
    (tmp_path / GOOD).write_text("on: push\n")
    with pytest.raises(UsageError, match="somebody else has changed it meanwhile"):
        write(str(tmp_path), {GOOD: before}, {GOOD: Source(GOOD, "on: release\n")})
    assert (tmp_path / GOOD).read_text() == "on: push\n"


# --- where the output goes --------------------------------------------------------------------------------------------

FORMATS = ["text", "concise", "json", "sarif"]


@pytest.mark.parametrize("chosen", FORMATS)
def test_a_full_disk_is_one_line(chosen: str, tmp_path: Path) -> None:
    root = tmp_path / "root"
    lay(root, {GOOD: PUBLISH})
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tplint", "--format", chosen],
            cwd=root,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == b"tplint: error: cannot write to standard output: No space left on device\n"


@pytest.mark.parametrize("chosen", FORMATS)
def test_a_full_disk_leaves_no_part_of_a_report(chosen: str, tmp_path: Path) -> None:
    """The shell's limit of a file's size stands for a disk on which there is room for a part."""
    root = tmp_path / "root"
    lay(root, {GOOD: PUBLISH, BAD: PUBLISH * 1 + "".join(f"k{i}: v\n" for i in range(400)), "report": "the old one"})
    command = (
        f"ulimit -f 8; trap '' XFSZ; exec {shlex.quote(sys.executable)} -B -m tplint --format {chosen} --output report"
    )
    done = subprocess.run(["bash", "-c", command], cwd=root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "tplint: error: cannot write `report`: File too large\n"
    assert (root / "report").read_text() == "the old one"
    assert not [name for name in os.listdir(root) if name.startswith(".tplint")]


@pytest.mark.parametrize("chosen", FORMATS)
def test_a_pipe_that_is_closed_ends_the_run_quietly(chosen: str, tmp_path: Path) -> None:
    root = tmp_path / "root"
    lay(root, {GOOD: PUBLISH})
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "tplint", "--format", chosen]
    done = subprocess.run(command, cwd=root, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


WAITING = """\
import sys, time
import tplint.load
def read(self, path):
    print("reading", file=sys.stderr, flush=True)
    time.sleep(30)
tplint.load.Files.read = read
from tplint.cli import main
sys.exit(main())
"""


@pytest.mark.parametrize("arguments", [["--isolated"], ["--fix"], ["show"], ["pin", "--dry-run"]])
def test_ctrl_c_is_quiet(arguments: list[str], tmp_path: Path) -> None:
    root = tmp_path / "root"
    lay(root, {GOOD: PUBLISH})
    command = [sys.executable, "-c", WAITING, *arguments]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == b"reading\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, b"", b"")
