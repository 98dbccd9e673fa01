"""Scripts that are not read, or only in part: broken syntax, other shells, and what was made to hurt."""

from __future__ import annotations

import pytest

from scripts import CLOSE, OPEN, argvs, command_of, read, shown_env
from tplint.model import Unknown


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("twine", ""),
        ("source .venv/bin/activate", ""),
        ('. "$HOME/.cargo/env"', ""),
        ("source ci/vars.sh", "`source ci/vars.sh` runs a file that is not read"),
        ('eval "$X"', "`eval` runs text that is made while the script runs"),
        ('eval "$(ssh-agent -s)"', ""),
        ("export $(cat .env)", "`export $(cat .env)` sets variables that are not in the files"),
        (f"export {OPEN} x {CLOSE}=1", "it sets a variable whose name comes from an expression"),
        ('twine "a', 'its syntax is not understood at `"a`'),
        ("sudo bash -c 'twine upload'", "it runs a script where `sudo` without `-E` drops the environment"),
    ],
)
def test_unread(text: str, unread: str) -> None:
    assert read(text).unread == unread


@pytest.mark.parametrize("text", ['twine upload "dist', "twine upload )", "a; ; twine upload"])
def test_nothing_is_invented_where_the_syntax_is_broken(text: str) -> None:
    script = read(text)
    assert script.unread
    assert all(command.argv[0] != "twine" for command in script.commands)


def test_intact_parts_of_a_broken_script_are_read() -> None:
    assert ["twine", "upload"] in argvs(read("twine upload\nif a; then\nb\n"))


@pytest.mark.parametrize(
    ("shell", "unread"),
    [
        ("python", "script for `python`"),
        ("cmd", "script for `cmd`"),
        ("${{ inputs.shell }}", "its shell is set from an expression"),
    ],
)
def test_other_shells_are_said_to_be_unread(shell: str, unread: str) -> None:
    script = read("twine upload", program=shell)
    assert (script.commands, script.unread) == ((), unread)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a\n" * 10_000, "statements"),
        ("a; " * 7_000, "longer than 20,000"),
        (")) " * 6_000 + "; " + "$(a" * 6_000, "longer than 20,000"),
        ("( " * 500 + "a" + " )" * 500, "levels deep"),
        ("a && " * 2_000 + "a", "joins more than"),
        ("a" * 1_000_001, "longer than"),
        ("f() { g; g; }; g() { h; h; }; h() { i; i; }; i() { a; a; }; " + "f; " * 400, "statements"),
    ],
)
def test_scripts_made_to_hurt_are_given_up(text: str, why: str) -> None:
    assert why in read(text).unread


POWERSHELL = [
    ("twine upload dist/*", [["twine", "upload", "dist/*"]]),
    ("twine upload `\n  'a b' \"c\"", [["twine", "upload", "a b", "c"]]),
    ("# twine upload\ntwine x # y", [["twine", "x"]]),
    ("& python -m twine upload x; y", [["python", "-m", "twine", "upload", "x"], ["y"]]),
    ("$x = 'a'\ntwine $x \"b$x\"", [["twine", "a", "ba"]]),
    ("$x = Get-Thing 1\ntwine $x", [["twine", None]]),
    ("if ($a) {\n  twine upload\n}\nb", [["b"]]),
    ("a | b\nc", [["c"]]),
]


@pytest.mark.parametrize(("text", "expected"), POWERSHELL)
def test_powershell(text: str, expected: list[list[str | None]]) -> None:
    assert argvs(read(text, program="pwsh")) == expected


def test_powershell_sets_the_environment() -> None:
    script = read(f'$env:A = "{OPEN} secrets.T {CLOSE}"\n$env:B="x"\ntwine upload $env:A', program="powershell")
    command = command_of(script)
    assert shown_env(command) == {"A": None, "B": "x"}
    assert isinstance(command.words[2].fact, Unknown)
    assert command.words[2].fact.origins == ("secrets.T",)


def test_powershell_redirects() -> None:
    assert command_of(read('twine x >> "$env:GITHUB_ENV"', program="pwsh")).redirected_to == "$GITHUB_ENV"
