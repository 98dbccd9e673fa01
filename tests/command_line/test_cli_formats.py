"""Formats and windows from the command line: where a run takes place decides what is written, and how wide."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from folders import lay
from publishing import UNGUARDED
from tplint.cli import main, terminal
from tplint.reporters.locations import repository_root

if TYPE_CHECKING:
    from pathlib import Path

WORKFLOW = UNGUARDED.replace("jobs:\n", "jobs:\n  # tplint: ignore[TP503] a reason\n")
MYTH = "Trusted publishing on PyPI.\n\nA pending publisher reserves the project name. ##[add-mask]x\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, a repository."""
    lay(tmp_path, {".github/workflows/publish.yml": WORKFLOW})
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_ACTIONS", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def results(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    main(["--format", "sarif"])
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    return found


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("value", "suppressed"),
    [
        (None, [[], [{"kind": "inSource", "justification": "a reason"}]]),
        ("false", [[], [{"kind": "inSource", "justification": "a reason"}]]),
        ("true", [[]]),
    ],
)
def test_github_is_given_no_suppressed_results_for_it_would_open_alerts(
    value: str | None,
    suppressed: list[list[dict[str, str]]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if value:
        monkeypatch.setenv("GITHUB_ACTIONS", value)
    assert [result.get("suppressions", []) for result in results(capsys)] == suppressed


def test_platforms_are_given_paths_that_lead_over_no_link(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "guides").mkdir()
    (folder / "guides" / "release.md").write_text(MYTH, "utf-8")
    (folder / "README.md").symlink_to("guides/release.md")
    uris = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results(capsys)]
    assert "guides/release.md" in uris
    for name, wanted, unwanted in (
        ("github", "file=guides/release.md,", "file=README.md"),
        ("gitlab", '"path": "guides/release.md"', "README.md"),
        ("concise", "README.md:3:3", "guides"),
    ):
        main(["--format", name])
        shown = capsys.readouterr().out
        assert wanted in shown
        assert unwanted not in shown


@pytest.mark.parametrize("name", ["sarif", "github", "gitlab", "markdown"])
@pytest.mark.parametrize(
    ("current", "paths", "shown"),
    [
        ("elsewhere", ["../one", "../two"], {"one", "two"}),
        ("one", [".", "../two"], {"one", "two"}),
        (".", ["one", "two"], {"one", "two"}),
        ("elsewhere", ["../one"], {""}),
        ("one/.github", [".", "workflows"], {""}),
    ],
)
def test_repositories_are_told_apart(
    name: str,
    current: str,
    paths: list[str],
    shown: set[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    repositories = ("one", "two")
    lay(tmp_path, {f"{each}/.github/workflows/publish.yml": UNGUARDED for each in repositories})
    lay(tmp_path, {f"{each}/.git/config": "" for each in repositories} | {"elsewhere/empty": ""})
    monkeypatch.chdir(tmp_path / current)
    main([*paths, "--format", name])
    places = re.findall(r"([\w./]*)\.github/workflows/publish\.yml(?![^\n]*```)", capsys.readouterr().out)
    assert {place.strip("/") for place in places if not place.startswith("n")} == shown


@pytest.mark.parametrize(
    ("root", "shown"), [(".", "."), ("..", "."), ("../one", "."), ("/one", "."), ("one", "one"), ("..one", "..one")]
)
def test_paths_of_platforms_begin_at_the_repository(root: str, shown: str) -> None:
    assert repository_root(root) == shown


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such file names")
@pytest.mark.parametrize(
    "name", ["%0A::error::x.md", "a\n::error::x.md", "::error::x.md", "a,title=b.md", "##[error]x.md"]
)
@pytest.mark.parametrize("chosen", ["github", "text", "concise", "json", "sarif", "gitlab", "markdown"])
def test_no_name_of_a_file_becomes_a_command(
    name: str, chosen: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    (folder / name).write_text(MYTH, "utf-8")
    main(["--format", chosen, "--select", "TP602"])
    lines = capsys.readouterr().out.splitlines()
    commands = [line for line in lines if line.lstrip().startswith("::")]
    assert len(lines) > 1 or chosen in {"concise", "sarif"}
    assert [line.partition(" ")[0] for line in commands] == (["::notice"] if chosen == "github" else [])
    assert not any("##[" in line for line in lines if line not in commands)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("::error::x", ": :error::x"),
        ("  ::add-mask::x", "  : :add-mask::x"),
        ("12 │ run: echo ::error::x", "12 │ run: echo ::error::x"),
        ("a ##[group]b ##[c]", "a ## [group]b ## [c]"),
        ("a :: b", "a :: b"),
    ],
)
def test_lines_are_no_commands_to_a_runner(line: str, expected: str) -> None:
    assert terminal.inert(line) == expected


@pytest.mark.usefixtures("folder")
def test_outside_of_actions_lines_are_left_as_they_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.write(["::a", "##[b]"])
    terminal.say("::a")
    assert capsys.readouterr() == ("::a\n##[b]\n", "::a\n")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    terminal.write(["::a", "##[b]"])
    terminal.say("::a")
    assert capsys.readouterr() == (": :a\n## [b]\n", ": :a\n")


WIDTH = "from tplint.cli import terminal; print(terminal.columns())"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("columns", "expected"), [("47", "47"), ("0", "63"), ("x", "63"), ("", "63")])
def test_the_window_s_width_is_the_terminal_s(columns: str, expected: str) -> None:
    import fcntl  # noqa: PLC0415 - not on Windows
    import pty  # noqa: PLC0415 - the same
    import struct  # noqa: PLC0415 - only here
    import termios  # noqa: PLC0415 - not on Windows

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 63, 0, 0))
    try:
        environment = {**os.environ, "COLUMNS": columns}
        subprocess.run([sys.executable, "-c", WIDTH], stdout=theirs, check=True, env=environment)
        assert os.read(ours, 100).decode().strip() == expected
    finally:
        os.close(theirs)
        os.close(ours)


def test_what_is_no_terminal_has_no_width(capsys: pytest.CaptureFixture[str]) -> None:
    assert terminal.columns() is None
    assert capsys.readouterr().out == ""


def test_the_table_of_rules_says_which_are_about_security(capsys: pytest.CaptureFixture[str]) -> None:
    main(["rules", "--format", "json"])
    security = {rule["code"]: rule["security"] for rule in json.loads(capsys.readouterr().out)["rules"]}
    assert security["TP108"] == {"severity": 7.5, "cwe": [829]}
    assert security["TP101"] is None
