"""Scripts → commands: under which condition they run, and what happens where they fail."""

from __future__ import annotations

import pytest

from scripts import command_of, read


@pytest.mark.parametrize(
    ("text", "conditional"),
    [
        ("twine", False),
        ("a; twine", False),
        ("cd a && twine", False),
        ("python -m build && twine", False),
        ("twine check x && twine", False),
        ("test -n a && twine", True),
        ("[ a ] && twine", True),
        ("git diff --quiet && twine", True),
        ("a || twine", True),
        ("if a; then twine; fi", True),
        ("if twine; then a; fi", False),
        ("for i in a; do twine; done", True),
        ("f() { twine; }", True),
        ("f() { twine; }; f", False),
        ("if a; then f() { twine; }; f; fi", True),
        ("if a; then exit 0; fi; twine", True),
        ("if a; then exit 1; fi; twine", False),
        ("[ a ] || exit 1; twine", False),
        ("[ a ] && exit; twine", True),
        ("pip download a && exit; twine", True),
        ("cd a && { b; exit 0; }; twine", True),
    ],
)
def test_conditional(text: str, *, conditional: bool) -> None:
    found = [command for command in read(text).commands if command.argv == ("twine",)]
    assert [command.conditional for command in found] == [conditional]


@pytest.mark.parametrize(
    ("text", "tolerated"),
    [
        ("export A=$(twine)", True),
        ("readonly A=$(twine)", True),
        ("twine", False),
        ("twine || true", True),
        ("twine || :", True),
        ("twine || echo failed", True),
        ("twine || { echo failed; }", True),
        ("twine || exit 0", True),
        ("twine || exit 1", False),
        ("twine || echo failed && exit 1", False),
        ("twine || echo failed && echo later", True),
        ("twine || { echo failed; exit 1; }", False),
        ("twine || (sleep 5; twine2)", False),
        ("twine || twine2", False),
        ("twine || twine2 || true", True),
        ("twine || status=$?", False),
        ("{ twine; b; } || true", True),
        ("if twine; then a; fi", True),
        ("if twine; then a; else exit 1; fi", False),
        ("if twine; then a; else echo b; fi", True),
        ("if ! twine; then echo b; fi", True),
        ("if ! twine; then exit 1; fi", False),
        ("until twine; do sleep 1; done", False),
        ("while ! twine; do sleep 1; done", False),
        ("for i in 1 2; do twine && break || echo again; done", False),
        ("! twine", True),
        ("twine &", True),
        ("a=$(twine)", False),
        ("echo $(twine)", True),
        ("set +e\ntwine\nb", True),
        ("set +e\ntwine", False),
        ("set +e\ntwine\nrc=$?\nexit $rc", False),
        ("set +e\nset -e\ntwine\nb", False),
        ("twine && b\nc", True),
        ("twine && b", False),
        ("bash -c 'twine; b'", True),
        ("bash -ec 'twine; b'", False),
        ("bash -c 'twine'", False),
    ],
)
def test_tolerated(text: str, *, tolerated: bool) -> None:
    assert command_of(read(text)).tolerated is tolerated


@pytest.mark.parametrize(
    ("shell", "tolerated"),
    [("bash", False), ("", True), ("bash -l {0}", True), ("bash -leo pipefail {0}", False), ("sh", True)],
)
def test_pipelines_hide_failures_unless_the_shell_looks(shell: str, *, tolerated: bool) -> None:
    assert command_of(read("twine | tee log", program=shell)).tolerated is tolerated


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("twine >> $GITHUB_ENV", "$GITHUB_ENV"),
        ('twine >> "${GITHUB_ENV}"', "$GITHUB_ENV"),
        ("{ a; twine; } >> $GITHUB_ENV", "$GITHUB_ENV"),
        ("a && twine > b", "b"),
        ("twine && a > b", ""),
        ("twine | a > b", ""),
        ("twine 2> b", ""),
        ("twine > b 2>&1", "b"),
        ("twine &> b", "b"),
        ("twine > ~/.pypirc <<EOF\na\nEOF", "~/.pypirc"),
        ("twine <<EOF > ~/.pypirc\na\nEOF", "~/.pypirc"),
        ('twine | tee -a "$GITHUB_OUTPUT"', "$GITHUB_OUTPUT"),
    ],
)
def test_redirections(text: str, target: str) -> None:
    assert command_of(read(text)).redirected_to == target
