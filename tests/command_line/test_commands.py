"""What is made of all commands' parsers: the completions of shells and the man page."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest

from tplint.cli import check, main
from tplint.cli.commands import parsers
from tplint.cli.completion import SHELLS
from update_generated import MAN_PAGE, man_page_text

COMPLETE = """\
source <(printf '%s' "$SCRIPT")
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_shtab_tplint
printf '%s\\n' "${COMPREPLY[@]}"
"""


def completions(shell: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["--print-completion", shell]) == 0
    return capsys.readouterr().out


def test_every_command_has_a_parser() -> None:
    assert tuple(parsers()) == check._COMMANDS  # noqa: SLF001 - what its own messages know
    for name, parser in parsers().items():
        assert parser.prog == ("tplint" if name == "check" else f"tplint {name}")


@pytest.mark.parametrize("shell", SHELLS)
def test_completions_are_for_every_command(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = completions(shell, capsys)
    # shtab's completions for tcsh have the options of the program, but not those of the other commands.
    own = () if shell == "tcsh" else ("--dry-run", "mermaid")
    for name in (*parsers(), *own, "--select", "missing-id-token"):
        assert name in text


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_can_read_its_completions(shell: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    program = which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    script = tmp_path / "completions"
    script.write_text(completions(shell, capsys), "utf-8")
    read = subprocess.run([program, "-n", str(script)], capture_output=True, text=True, check=False)
    assert (read.returncode, read.stderr) == (0, "")


@pytest.mark.skipif(which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("exp",), ["explain"]),
        (("--for",), ["--format"]),
        (("show", "--format", "m"), ["markdown", "mermaid"]),
        (("explain", "missing-id"), ["missing-id-token"]),
        (("check", "--config", "pyproj"), ["pyproject.toml"]),
        (("pin", "--d"), ["--dry-run"]),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_bash_offers(words: tuple[str, ...], offered: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    ran = subprocess.run(
        ["bash", "-c", COMPLETE, "bash", "tplint", *words],
        env={"SCRIPT": completions("bash", capsys), "PATH": "/usr/bin:/bin"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert sorted(ran.stdout.split()) == offered


# A terminal with zsh in it: what is typed with a tab behind it, until zsh has completed it.
INTERACTIVE = """\
zmodload zsh/zpty
zpty zsh 'PS1= zsh -fi'
zpty -w zsh "fpath=($PWD \\$fpath); autoload -Uz compinit; compinit -u -d $PWD/dump; print rea''dy"
zpty -r zsh out '*ready*'
zpty -w -n zsh "$TYPED"$'\\t'
zpty -r zsh out "*$COMPLETED*"
"""


@pytest.mark.skipif(which("zsh") is None, reason="zsh is not installed")
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("tplint expl", "tplint explain"),
        ("tplint --format sar", "--format sarif"),
        ("tplint show --format mer", "--format mermaid"),
        ("tplint explain missing-id", "explain missing-id-token"),
    ],
)
def test_zsh_completes(typed: str, completed: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "_tplint").write_text(completions("zsh", capsys), "utf-8")
    subprocess.run(
        ["zsh", "-f", "-c", INTERACTIVE],
        env={"TYPED": typed, "COMPLETED": completed, "PATH": "/usr/bin:/bin", "TERM": "vt100", "HOME": str(tmp_path)},
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=30,
    )


def test_without_shtab_the_mistake_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "shtab", None)
    assert main(["--print-completion=zsh"]) == 2
    out, err = capsys.readouterr()
    assert (out, err) == (
        "",
        "tplint: error: completions need shtab, which is not installed: pip install 'tplint[completion]'\n",
    )


@pytest.mark.parametrize("words", [["--print-completion"], ["--print-completion", "cmd"]])
def test_a_shell_that_is_none_is_a_mistake(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert capsys.readouterr().err.startswith("tplint: error: argument --print-completion: ")


def test_the_man_page_is_the_one_that_the_parsers_make() -> None:
    assert MAN_PAGE.read_text("utf-8") == man_page_text(), "run: python tests/update_generated.py"


def test_the_man_page_has_every_command_and_option() -> None:
    text = man_page_text().replace(r"\-", "-")
    for parser in parsers().values():
        assert f".SY {parser.prog}" in text or f'.SS "{parser.prog}"' in text
        assert all(name in text for action in parser._actions for name in action.option_strings)  # noqa: SLF001 - as above
    assert text.count(".TP\n") > sum(len(parser._actions) - 2 for parser in parsers().values())  # noqa: SLF001 - as above


@pytest.mark.parametrize("checker", [("groff", "-man", "-ww", "-z"), ("mandoc", "-T", "lint", "-W", "error")])
def test_the_man_page_is_good_troff(checker: tuple[str, ...]) -> None:
    if which(checker[0]) is None:
        pytest.skip(f"{checker[0]} is not installed")
    ran = subprocess.run([*checker, str(MAN_PAGE)], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout + ran.stderr) == (0, "")


def test_the_module_is_the_program() -> None:
    ran = subprocess.run([sys.executable, "-m", "tplint", "--version"], capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("tplint ")
