"""Writing fixes: whatever stops it, each file has its whole old text or its whole new one, and nothing else changes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from fixes import MENDED, MISSING, WORKFLOW, repository
from tplint.cli import main
from tplint.documents.source import Source
from tplint.errors import UsageError
from tplint.fixing import writing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OLD, NEW = "old: text\n" * 5_000, "new: text\n" * 6_000
FIRST, SECOND = "a.yml", "b.yml"
# A run of `tplint --fix` in which one function of the system does something else the n-th time it is called.
STOPPED = """\
import os, sys
name, number = sys.argv[1], int(sys.argv[2])
real, called = getattr(os, name), 0
def stopped(*words, **named):
    global called
    called += 1
    if called == number:
        os.kill(os.getpid(), 9)
    return real(*words, **named)
setattr(os, name, stopped)
from tplint.cli import main
sys.exit(main(["--fix", "--quiet"]))
"""
LIMITED = """\
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
from tplint.cli import main
sys.exit(main(["--fix", "--quiet"]))
"""
needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="processes are stopped by signals")
needs_limits = pytest.mark.skipif(sys.platform == "win32", reason="the system limits no file's size")
needs_modes = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="whoever runs the tests may write everywhere"
)


def write(root: Path, *paths: str) -> None:
    """Replace the old text of files by the new one."""
    texts = ({path: Source(path, text) for path in paths} for text in (OLD, NEW))
    writing.write(str(root), *texts)


def strays(root: Path) -> list[str]:
    """What is left beside the files."""
    return sorted(path.name for path in root.rglob("*") if path.is_file() and ".tplint-" in path.name)


# --- the process is killed -------------------------------------------------------------------------------------------


@needs_signals
@pytest.mark.parametrize(
    ("function", "number", "done"),
    [
        ("fsync", 1, 0),
        ("fsync", 2, 0),
        ("chmod", 1, 0),
        ("chmod", 2, 0),
        ("replace", 1, 0),
        ("replace", 2, 1),
        ("fsync", 3, 2),
    ],
)
def test_a_killed_run_leaves_whole_files(function: str, number: int, done: int, tmp_path: Path) -> None:
    repository(tmp_path, a=MISSING, b=MISSING)
    command = [sys.executable, "-c", STOPPED, function, str(number)]
    stopped = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True)
    assert stopped.returncode == -signal.SIGKILL
    texts = [(tmp_path / f".github/workflows/{name}.yml").read_text() for name in ("a", "b")]
    assert texts == [MENDED] * done + [MISSING] * (2 - done)
    again = subprocess.run([sys.executable, "-m", "tplint", "--fix", "--fail-on", "error"], cwd=tmp_path, check=False)
    assert again.returncode == 0
    assert {(tmp_path / f".github/workflows/{name}.yml").read_text() for name in ("a", "b")} == {MENDED}


@needs_signals
def test_what_a_killed_run_leaves_is_no_workflow_and_no_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repository(tmp_path, a=MISSING))
    subprocess.run([sys.executable, "-c", STOPPED, "replace", "1"], check=False, capture_output=True)
    (stray,) = strays(tmp_path)
    assert not stray.endswith((".yml", ".yaml"))
    main(["--format", "concise"])
    assert stray not in capsys.readouterr().out


# --- the disk is full ------------------------------------------------------------------------------------------------


@needs_limits
def test_a_disk_that_takes_no_more_leaves_the_file(tmp_path: Path) -> None:
    repository(tmp_path, a=MISSING, b=MISSING)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED], cwd=tmp_path, check=False, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 2
    assert done.stderr.endswith("cannot write `.github/workflows/a.yml`: File too large\n")
    assert {(tmp_path / f".github/workflows/{name}.yml").read_text() for name in ("a", "b")} == {MISSING}
    assert strays(tmp_path) == []


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="the system has no device that is always full")
def test_a_full_device_changes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (FIRST, SECOND):
        (tmp_path / name).write_text(OLD)
    opened = os.open

    def full(path: str, flags: int, mode: int = 0o777) -> int:
        return opened("/dev/full", os.O_WRONLY) if str(path).endswith(".disabled") else opened(path, flags, mode)

    monkeypatch.setattr(os, "open", full)
    with pytest.raises(UsageError, match="No space left"):
        write(tmp_path, FIRST, SECOND)
    monkeypatch.undo()
    assert {(tmp_path / name).read_text() for name in (FIRST, SECOND)} == {OLD}


# --- somebody else is at the files -----------------------------------------------------------------------------------


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Do something when the new text has been written beside the file."""
    synced = os.fsync

    def interrupted(descriptor: int) -> None:
        synced(descriptor)
        act()

    monkeypatch.setattr(os, "fsync", interrupted)


def test_a_file_that_becomes_a_link_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outside, root = tmp_path / "outside.yml", tmp_path / "root"
    root.mkdir()
    outside.write_text(OLD)
    (root / FIRST).write_text(OLD)

    def swap() -> None:
        (root / FIRST).unlink(missing_ok=True)
        (root / FIRST).symlink_to(outside)

    meanwhile(monkeypatch, swap)
    with pytest.raises(UsageError, match="is not changed"):
        write(root, FIRST)
    assert outside.read_text() == OLD
    assert (root / FIRST).is_symlink()
    assert strays(root) == []


def test_a_folder_that_becomes_a_link_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outside, root = tmp_path / "outside", tmp_path / "root"
    for folder in (outside, root / "folder"):
        folder.mkdir(parents=True)
        (folder / FIRST).write_text(OLD)

    def swap() -> None:
        if not (root / "folder").is_symlink():
            (root / "folder").rename(root / "moved")
            (root / "folder").symlink_to(outside)

    meanwhile(monkeypatch, swap)
    with pytest.raises(UsageError, match=r"is not changed|cannot write"):
        write(root, f"folder/{FIRST}")
    assert {(folder / FIRST).read_text() for folder in (outside, root / "moved")} == {OLD}


def test_a_file_that_changes_while_its_fix_is_written_keeps_the_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (FIRST, SECOND):
        (tmp_path / name).write_text(OLD)
    meanwhile(monkeypatch, lambda: (tmp_path / SECOND).write_text("newer: text\n"))
    with pytest.raises(UsageError, match="changed it meanwhile"):
        write(tmp_path, FIRST, SECOND)
    assert [(tmp_path / name).read_text() for name in (FIRST, SECOND)] == [OLD, "newer: text\n"]
    assert strays(tmp_path) == []


# --- where nothing may be written ------------------------------------------------------------------------------------


@needs_modes
def test_a_folder_that_is_read_only_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / FIRST).write_text(OLD)
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(UsageError, match="Permission denied"):
            write(tmp_path, FIRST)
    finally:
        tmp_path.chmod(0o700)
    assert (tmp_path / FIRST).read_text() == OLD


def test_a_folder_that_takes_no_file_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repository(tmp_path, a=MISSING))

    opened = os.open

    def refuse(path: str, flags: int, mode: int = 0o777) -> int:
        if str(path).endswith(".disabled"):
            raise PermissionError(13, "Permission denied")
        return opened(path, flags, mode)

    monkeypatch.setattr(os, "open", refuse)
    assert main(["--fix", "--quiet"]) == 2
    monkeypatch.undo()
    assert capsys.readouterr().err.endswith("cannot write `.github/workflows/a.yml`: Permission denied\n")
    assert (tmp_path / ".github/workflows/a.yml").read_text() == MISSING


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o664])
@pytest.mark.skipif(sys.platform == "win32", reason="files have no such modes")
def test_a_fixed_file_keeps_its_mode(mode: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository(tmp_path, publish=MISSING))
    (tmp_path / WORKFLOW).chmod(mode)
    main(["--fix", "--quiet"])
    assert (tmp_path / WORKFLOW).read_text() == MENDED
    assert (tmp_path / WORKFLOW).stat().st_mode & 0o777 == mode


@pytest.mark.skipif(not hasattr(os, "link"), reason="files have one name")
def test_another_name_of_a_file_keeps_the_old_text(tmp_path: Path) -> None:
    """A hard link may lead out of the repository, where nothing is to be written."""
    outside, root = tmp_path / "outside.yml", tmp_path / "root"
    root.mkdir()
    outside.write_text(OLD)
    os.link(outside, root / FIRST)
    write(root, FIRST)
    assert (outside.read_text(), (root / FIRST).read_text()) == (OLD, NEW)


def test_a_workflow_that_is_a_link_out_of_the_repository_is_never_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside, root = tmp_path / "outside.yml", tmp_path / "root"
    (root / ".github" / "workflows").mkdir(parents=True)
    outside.write_text(MISSING)
    (root / WORKFLOW).symlink_to(outside)
    monkeypatch.chdir(root)
    main(["--fix", "--unsafe-fixes", "--quiet"])
    assert outside.read_text() == MISSING
    assert (root / WORKFLOW).is_symlink()
