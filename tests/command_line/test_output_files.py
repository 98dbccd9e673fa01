"""``--output`` and ``--write-baseline``: a file as a whole or not at all, and no other than the one that is meant."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tplint.cli import main


@pytest.mark.usefixtures("linter")
def test_the_output_file_is_replaced_as_a_whole(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = folder / "report.txt"
    target.write_text("before")
    target.chmod(0o640)
    (folder / "link.txt").symlink_to(target)
    assert main(["one", "--format", "concise", "--output", "link.txt"]) == 1
    assert capsys.readouterr() == ("", "")
    assert target.read_text("utf-8") == "one/pyproject.toml:1:1: error TP101 missing-id-token an error\n"
    assert (target.stat().st_mode & 0o777, (folder / "link.txt").is_symlink()) == (0o640, True)
    assert sorted(path.name for path in folder.iterdir()) == ["link.txt", "one", "report.txt", "two"]


@pytest.mark.usefixtures("linter")
@pytest.mark.parametrize(("link", "target"), [("report.txt", "../victim"), ("reports", "..")])
def test_nothing_is_written_over_a_link_that_leads_out(
    link: str, target: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "victim").write_text("before")
    (folder / "one" / ".git").mkdir(exist_ok=True)
    (folder / "one" / "src").mkdir()
    (folder / "one" / link).symlink_to(target)
    path = link if link.endswith("txt") else f"{link}/victim"
    for current, named in (("one", path), ("one/src", f"../{path}")):
        monkeypatch.chdir(folder / current)
        for words in (["--output", named], ["--write-baseline", "--baseline", named]):
            assert main([".", *words]) == 2
            assert (folder / "victim").read_text("utf-8") == "before"
    capsys.readouterr()
    monkeypatch.chdir(folder / "two")
    assert main([".", "--output", f"../one/{path}"]) == 1  # a path outside is the user's own
    assert (folder / "victim").read_text("utf-8") != "before"


@pytest.mark.usefixtures("linter")
def test_no_link_is_followed_beside_an_output(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "victim").write_text("before")
    (folder / ".tplint-0000000000000000.tmp").symlink_to("victim")
    monkeypatch.setattr(os, "urandom", bytes)
    assert main(["one", "--output", "report.txt"]) == 2
    assert capsys.readouterr().err == "tplint: error: cannot write `report.txt`: File exists\n"
    assert (folder / "victim").read_text("utf-8") == "before"


@pytest.mark.usefixtures("linter")
def test_an_output_takes_the_place_of_a_link_that_leads_nowhere(folder: Path) -> None:
    (folder / "loop").symlink_to("loop")
    assert main(["one", "--format", "concise", "--output", "loop"]) == 1
    assert (folder / "loop").read_text("utf-8").startswith("one/pyproject.toml:1:1: error")


@pytest.mark.usefixtures("linter")
def test_a_failed_output_leaves_the_old_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "report").write_text("before")

    def full(path: Path, *_arguments: object, **_more: object) -> int:
        path.touch()
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", full)
        assert main(["one", "--output", "report"]) == 2
    assert capsys.readouterr().err == "tplint: error: cannot write `report`: No space left on device\n"
    assert (folder / "report").read_text() == "before"
    assert sorted(path.name for path in folder.iterdir()) == ["one", "report", "two"]


@pytest.mark.usefixtures("linter")
def test_nothing_is_left_of_an_output_that_was_interrupted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_arguments: object, **_more: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", interrupted)
        assert main(["one", "--output", "report"]) == 130
    assert sorted(path.name for path in folder.iterdir()) == ["one", "two"]
