"""Scripts → commands: words, environment, folder, conditions, failures, places; and wrappers off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tplint.documents.source import Place, Source
from tplint.model import Known, Unknown, Value, Variable
from tplint.shell import read_script, requirement_name, tool_name, unwrap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tplint.model import Command, Fact, Script

OPEN, CLOSE = "${{", "}}"


def read(
    text: str, *, env: Mapping[str, str] | None = None, holes: Mapping[str, str] | None = None, program: str = "bash"
) -> Script:
    source = Source("script", text)

    def hole(inner: str) -> Fact[str]:
        name = inner.strip()
        return Known(holes[name]) if holes and name in holes else Unknown("set from an expression", origins=(name,))

    whole = Place(source, 0, 0)
    variables = {name: Variable(Value(value, Known(value), whole), whole, "job") for name, value in (env or {}).items()}
    return read_script(
        text,
        place=lambda start, end: Place(source, start, end),
        env=variables,
        hole=hole,
        folder=Known(""),
        shell=program,
    )


def argvs(script: Script) -> list[list[str | None]]:
    return [list(command.argv) for command in script.commands]


def command_of(script: Script, name: str = "twine") -> Command:
    found = [command for command in script.commands if command.argv[0] == name]
    assert found, argvs(script)
    return found[0]


def shown_env(command: Command) -> dict[str, str | None]:
    return {
        name: item.value.fact.value if isinstance(item.value.fact, Known) else None
        for name, item in command.env.items()
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("twine upload dist/*", [["twine", "upload", "dist/*"]]),
        ("python -m build\ntwine upload dist/*", [["python", "-m", "build"], ["twine", "upload", "dist/*"]]),
        ("uv publish \\\n  --index x \\\n  dist/*", [["uv", "publish", "--index", "x", "dist/*"]]),
        ("yes | twine upload x", [["yes"], ["twine", "upload", "x"]]),
        ("(cd a && b); { c; }", [["cd", "a"], ["b"], ["c"]]),
        ("if a; then b; elif c; then d; else e; fi", [["a"], ["b"], ["c"], ["d"], ["e"]]),
        ("for i in a; do b $i; done", [["b", "a"]]),
        ("while a; do b; done", [["a"], ["b"]]),
        ("case $X in a) b;; *) c;; esac", [["b"], ["c"]]),
        ("! a", [["a"]]),
        ("a & b", [["a"], ["b"]]),
        ("twine upload 'a b'\"c\"d\\ e $'\\t'", [["twine", "upload", "a bcd e", "\t"]]),
        ("X=$(curl y) && z", [["curl", "y"], ["z"]]),
        ('a "$(b "$(c)")"', [["c"], ["b", None], ["a", None]]),
        ("a `b`", [["b"], ["a", None]]),
        ("a {b,c} d{1..3}", [["a", "{b,c}", "d{1..3}"]]),
        ("a > b c", [["a", "c"]]),
        ("cat <<EOF && b\ntwine upload\nEOF\nc", [["cat"], ["b"], ["c"]]),
        ("cat <<EOF\n$(b)\nEOF", [["b"], ["cat"]]),
        ("shopt -s extglob\nuv publish dist/!(a|b)", [["shopt", "-s", "extglob"], ["uv", "publish", "dist/!(a|b)"]]),
        ("uv publish dist/!(${X})", [["uv", "publish", None]]),
        ("bash -c 'twine upload x'", [["bash", "-c", "twine upload x"], ["twine", "upload", "x"]]),
        ("sh -euo pipefail -c 'a; b'", [["sh", "-euo", "pipefail", "-c", "a; b"], ["a"], ["b"]]),
        ('bash -c "a \\"b c\\""', [["bash", "-c", 'a "b c"'], ["a", "b c"]]),
        ("bash <<EOF\ntwine upload x\nEOF", [["bash"], ["twine", "upload", "x"]]),
        ("cat <<EOF | bash\ntwine upload x\nEOF", [["cat"], ["bash"], ["twine", "upload", "x"]]),
        ("f() { a $1; }\nf x\nf y", [["f", "x"], ["a", "x"], ["f", "y"], ["a", "y"]]),
        ("f() { a; }", [["a"]]),
        ("f() { f; }\nf", [["f"], ["f"]]),
        ("exit 0\ntwine upload", [["exit", "0"]]),
        ("é 'ü' \"$X\"", [["é", "ü", None]]),
        ("", []),
    ],
)
def test_commands(text: str, expected: list[list[str | None]]) -> None:
    assert argvs(read(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "# twine upload dist/*",
        "echo a # twine upload dist/*",
        "echo 'twine upload dist/*'",
        "cat > README <<EOF\ntwine upload dist/*\nEOF",
        "cat <<'EOF'\n$(twine upload)\nEOF",
        "cat <<-EOF\n\ttwine upload\n\tEOF",
        "X='twine upload'",
        "python - <<EOF\ntwine upload\nEOF",
        'echo "a\ntwine upload\nb"',
    ],
)
def test_text_that_mentions_an_upload_is_no_command(text: str) -> None:
    assert all(command.argv[0] != "twine" for command in read(text).commands)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("X=a; twine $X", "a"),
        ('X=a; twine "${X}b"', "ab"),
        ("X='$Y'; twine \"$X\"", "$Y"),
        ("twine $CI", "true"),
        ("twine ${CI:-no}", "true"),
        ("X=; twine ${X:-no}", "no"),
        ("X=a; X+=b; twine $X", "ab"),
        ("export X=a; twine $X", "a"),
        ("readonly X=a; twine $X", "a"),
        ('declare -x "X=a b"; twine "$X"', "a b"),
        ("if a; then X=b; else X=b; fi; twine $X", "b"),
        ("if a; then X=b; else exit 1; fi; twine $X", "b"),
        ("(X=a); X=b; twine $X", "b"),
        ("X=a\nf() { X=b; }\nf\ntwine $X", "b"),
    ],
)
def test_variables_that_are_known(text: str, word: str) -> None:
    assert command_of(read(text, env={"CI": "true"})).argv[1] == word


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("twine $X", "variable `X` is not set in the files"),
        ("X=$(a); twine $X", "set by a command"),
        ("twine $(a)", "set by a command"),
        ("twine $((1 + 1))", "computed by the shell"),
        ("[ a ] && X=b; twine $X", "`X` is set under a condition"),
        ("if a; then X=b; fi; twine $X", "`X` is set under a condition"),
        ("for X in a b; do twine $X; done", "`X` takes several values in a loop"),
        ("for X in dist/*; do twine $X; done", "`X` takes several values in a loop"),
        ("X=a\nfor i in 1 2; do twine $X; X=b; done", "it changes in a loop"),
        ("read X; twine $X", "set by `read`"),
        ("X=(a b); twine $X", "a list of values"),
        ("X=a; twine ${X%.*}", "`${X%.*}` is computed by the shell"),
        ("(X=a); twine $X", "variable `X` is not set in the files"),
        ("X=a; unset X; twine $X", "variable `X` is not set in the files"),
        ("f() { local X=a; }; f; twine $X", "local to `f`"),
        ("twine $1", "variable `1` is not set in the files"),
        ("twine $@", "`$@` is set by the shell"),
    ],
)
def test_variables_that_are_not_known(text: str, why: str) -> None:
    fact = command_of(read(text)).words[1].fact
    assert isinstance(fact, Unknown)
    assert fact.why == why


def test_an_unquoted_variable_gives_as_many_words_as_it_has() -> None:
    assert argvs(read('O="-a  -b"; E=""; x $O $E "$O"')) == [["x", "-a", "-b", "-a  -b"]]


def test_an_expression_as_a_word_keeps_its_fact() -> None:
    script = read(f"twine {OPEN} secrets.T {CLOSE} a{OPEN} x {CLOSE}b{OPEN} y {CLOSE}")
    first, second = script.commands[0].words[1:]
    assert first.fact == Unknown("set from an expression", origins=("secrets.T",))
    assert first.at.text == first.raw == f"{OPEN} secrets.T {CLOSE}"
    assert isinstance(second.fact, Unknown)
    assert second.fact.origins == ("x", "y")


@pytest.mark.parametrize(
    ("text", "holes", "expected"),
    [
        ("twine {x}", {"x": "a"}, ["twine", "a"]),
        ("twine d{x}e", {"x": "a"}, ["twine", "dae"]),
        ("twine {x} b", {"x": ""}, ["twine", "b"]),
        ("twine '{x}' b", {"x": ""}, ["twine", "", "b"]),
        ("twine {x} c", {"x": "-a -b"}, ["twine", "-a", "-b", "c"]),
        ("twine '{x}'", {"x": "-a -b"}, ["twine", "-a -b"]),
        ("{x}", {"x": "twine upload"}, ["twine", "upload"]),
        ("Y={x}; twine $Y", {"x": "a"}, ["twine", "a"]),
    ],
)
def test_known_expressions_are_pasted_as_the_platform_does(
    text: str, holes: Mapping[str, str], expected: list[str]
) -> None:
    script = read(text.replace("{x}", f"{OPEN} x {CLOSE}"), holes=holes)
    assert argvs(script) == [expected]


def test_words_behind_a_pasted_expression_keep_their_places() -> None:
    script = read(f"a {OPEN} x {CLOSE} b\nc d", holes={"x": "long -text"})
    assert [word.at.text for word in script.commands[1].words] == ["c", "d"]
    assert script.commands[0].words[-1].at.text == "b"


@pytest.mark.parametrize("text", ["a $[[ inputs.x ]] b", f"a {OPEN} '{CLOSE}' {CLOSE} b", f"a {OPEN} x\n {CLOSE} b"])
def test_expressions_end_where_they_end(text: str) -> None:
    assert argvs(read(text)) == [["a", None, "b"]]


@pytest.mark.parametrize(
    ("text", "env"),
    [
        ("A=1 twine x", {"A": "1"}),
        ("A=1 a; twine x", {}),
        ("A=1; twine x", {}),
        ("A=1; export A; twine x", {"A": "1"}),
        ("export A=1 B; twine x", {"A": "1"}),
        ("export A=1; A=2; twine x", {"A": "2"}),
        ("export A=1; unset A; twine x", {}),
        ("export A=1; export -n A; twine x", {}),
        ("set -a; A=1; twine x", {"A": "1"}),
        ("(export A=1); twine x", {}),
        ("export A=$(b); twine x", {"A": None}),
        ("if a; then export A=1; fi; twine x", {"A": None}),
        ("f() { export A=1; }; f; twine x", {"A": "1"}),
        ("export A=1; bash -c 'twine x'", {"A": "1"}),
        ("A=1; bash -c 'twine x'", {}),
    ],
)
def test_environment(text: str, env: dict[str, str | None]) -> None:
    assert shown_env(command_of(read(text))) == env


def test_an_exported_variable_keeps_the_places_of_its_name_and_value() -> None:
    variable = command_of(read("export TOKEN='a'\ntwine")).env["TOKEN"]
    assert (variable.key.text, variable.value.at.text, variable.value.raw) == ("TOKEN", "'a'", "'a'")
    assert variable.level == "script"


@pytest.mark.parametrize(
    ("text", "folder"),
    [
        ("cd a; twine", "a"),
        ("cd a && cd b; twine", "a/b"),
        ("cd a/../b; twine", "b"),
        ("(cd a); twine", ""),
        ("(cd a; twine)", "a"),
        ("pushd a; popd; twine", ""),
        ("X=a; cd $X; twine", "a"),
        ('cd "$GITHUB_WORKSPACE/a"; twine', "a"),
        (f"cd b; cd {OPEN} github.workspace {CLOSE}; twine", ""),
        ("cd ..; twine", None),
        ("cd /tmp; twine", None),
        ("cd; twine", None),
        ("cd $X; twine", None),
        ("if a; then cd b; fi; twine", None),
        ("popd; twine", None),
    ],
)
def test_folder(text: str, folder: str | None) -> None:
    fact = command_of(read(text)).folder
    assert (fact.value if isinstance(fact, Known) else None) == folder


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
    ],
)
def test_conditional(text: str, *, conditional: bool) -> None:
    found = [command for command in read(text).commands if command.argv == ("twine",)]
    assert [command.conditional for command in found] == [conditional]


@pytest.mark.parametrize(
    ("text", "tolerated"),
    [
        ("twine", False),
        ("twine || true", True),
        ("twine || :", True),
        ("twine || echo failed", True),
        ("twine || { echo failed; }", True),
        ("twine || exit 0", True),
        ("twine || exit 1", False),
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
        ("a\n" * 20_000, "statements"),
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


@pytest.mark.parametrize(
    ("text", "expected", "requested"),
    [
        ("twine upload x", "twine upload x", ""),
        ("env -u A B=1 twine upload", "twine upload", ""),
        ("sudo -E -u root twine upload", "twine upload", ""),
        ("time nice -n 5 timeout -k 1 30 twine upload", "twine upload", ""),
        ("/usr/bin/env twine upload", "twine upload", ""),
        ("command exec nohup xvfb-run -a twine upload", "twine upload", ""),
        ("command -v twine", "command -v twine", ""),
        ("uvx twine upload x", "twine upload x", "twine"),
        ("uvx twine@6.0 upload x", "twine upload x", "twine@6.0"),
        ("uvx --from 'twine<6' twine upload", "twine upload", "twine<6"),
        ("uvx --python 3.12 --with keyring twine upload", "twine upload", "twine"),
        ("uv tool run --from=twine==6.1 twine upload", "twine upload", "twine==6.1"),
        ("uv --quiet tool run twine upload", "twine upload", "twine"),
        ("uv run twine upload", "twine upload", ""),
        ("uv run --with twine==6 --with x -- python -m twine upload", "python -m twine upload", "twine==6"),
        ("uv run --no-project --group release --index-url u twine upload", "twine upload", ""),
        ("uv run -m twine upload", "python -m twine upload", ""),
        ("uv --directory a run twine upload", "twine upload", ""),
        ("uv publish dist/*", "uv publish dist/*", ""),
        ("pipx run twine upload", "twine upload", "twine"),
        ("pipx run twine==5.1.1 upload", "twine upload", "twine==5.1.1"),
        ("pipx run --spec 'twine>=6' --pip-args '-q' twine upload", "twine upload", "twine>=6"),
        ("python -m pipx run twine upload", "twine upload", "twine"),
        ("poetry run twine upload", "twine upload", ""),
        ("pdm run twine upload", "twine upload", ""),
        ("hatch run release:twine upload", "twine upload", ""),
        ("hatch -e release run twine upload", "twine upload", ""),
        ("hatch publish -r test", "hatch publish -r test", ""),
        ("rye run twine upload", "twine upload", ""),
        ("pixi run -e dev twine upload", "twine upload", ""),
        ("conda run -n x --no-capture-output twine upload", "twine upload", ""),
        ("mise x python@3 -- twine upload", "twine upload", ""),
        ("nix develop .#x -c twine upload", "twine upload", ""),
        ("docker run --rm -e A -v a:b image twine upload", "twine upload", ""),
        ("uv run poetry run pipx run twine upload", "twine upload", "twine"),
        ("uv run", "uv run", ""),
        ("env", "env", ""),
        ("$X twine", "$X twine", ""),
    ],
)
def test_wrappers(text: str, expected: str, requested: str) -> None:
    peeled = unwrap(read(text).commands[0].words)
    shown = " ".join(word.fact.value if isinstance(word.fact, Known) else word.raw for word in peeled.words)
    assert (shown, peeled.requested) == (expected, requested)


def test_wrappers_change_the_environment() -> None:
    peeled = unwrap(read("env -u A B=1 C=$D twine").commands[0].words)
    assert peeled.removed == ("A",)
    assert peeled.env["B"].value.fact == Known("1", *peeled.env["B"].value.fact.at)
    assert isinstance(peeled.env["C"].value.fact, Unknown)
    assert peeled.env["C"].value.fact.origins == ("shell.D",)


@pytest.mark.parametrize(
    ("text", "isolated"),
    [
        ("uvx twine upload", ""),
        ("sudo -E twine upload", ""),
        ("sudo -EH twine upload", ""),
        ("sudo twine upload", "`sudo` without `-E` drops the environment"),
        ("env -i twine upload", "`env -i` clears the environment"),
        ("docker run image twine upload", "`docker` starts a container with an environment of its own"),
        ("op run -- twine upload", "`op run` adds variables that are not in the files"),
    ],
)
def test_wrappers_that_isolate(text: str, isolated: str) -> None:
    assert unwrap(read(text).commands[0].words).isolated == isolated


@pytest.mark.parametrize(
    ("requirement", "name"),
    [
        ("twine", "twine"),
        ("twine==5.1.1", "twine"),
        ("twine@latest", "twine"),
        ("twine[keyring] >= 6", "twine"),
        ("git+https://x/y", ""),
        ("./twine", ""),
        ("", ""),
    ],
)
def test_requirement_names(requirement: str, name: str) -> None:
    assert requirement_name(requirement) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("twine upload", "twine"),
        ("/usr/bin/python3 -m twine upload", "twine"),
        ("py -3 -m twine upload", "twine"),
        ("python -mtwine upload", "twine"),
        ("python setup.py", "python"),
        ("$X", ""),
    ],
)
def test_tool_names(text: str, name: str) -> None:
    assert tool_name(read(text).commands[0].words) == name


SCRIPTS = [
    "pip install -U twine\ntwine check dist/* && twine upload dist/*\n",
    'if [ -z "$TOKEN" ]; then\n  echo "no" >&2\n  exit 1\nfi\ntwine upload --repository-url "$URL" dist/*\n',
    f'TWINE_PASSWORD="{OPEN} secrets.T {CLOSE}" twine upload -u __token__ dist/*.whl\n',
    'bash -c \'cd a && twine upload "$X"\'\nfor f in a b; do\n  twine upload "$f" || true\ndone\n',
]


@pytest.mark.parametrize("text", SCRIPTS)
def test_places_are_the_text_of_words_and_commands(text: str) -> None:
    script = read(text)
    assert script.at.text == text
    for command in script.commands:
        assert all(word.at.text == word.raw for word in command.words)
        last = command.words[-1]
        assert command.at.end == last.at.end
        assert command.at.start <= command.words[0].at.start
        assert command.at.text.endswith(last.raw)


PIECES = [
    *re.split(
        r"(\s)",
        "twine upload ; && || | & ( ) { } if then fi do done for while case in esac $ ${ $( ` \" ' \\ <<EOF EOF > < # "
        "= X $X export cd a ! [ [[ ]] \u00e9 \t $[[ f() bash -c uvx -\n\r\n",
    ),
    OPEN,
    CLOSE,
]


def check_places(script: Script) -> None:
    for command in script.commands:
        assert 0 <= command.at.start <= command.at.end <= len(script.text)
        for word in command.words:
            assert 0 <= word.at.start <= word.at.end <= len(script.text)
        assert unwrap(command.words).words or not command.words


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=80))
@settings(max_examples=400, deadline=None)
def test_any_text_can_be_read_and_every_place_lies_in_it(text: str) -> None:
    for shell in ("bash", "pwsh"):
        check_places(read(text, program=shell))
        check_places(read(text, program=shell, holes={"x": "a b", "": "'"}))


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=60))
def test_comments_are_never_commands(text: str) -> None:
    assert argvs(read(f"a # twine upload {text.replace('$', '')}\nb")) == [["a"], ["b"]]


@given(st.lists(st.from_regex(r"[a-z ;|&(){}#'\"]{0,20}", fullmatch=True), max_size=6))
def test_here_documents_are_never_commands(lines: list[str]) -> None:
    body = "\n".join(["twine upload", *lines])
    assert argvs(read(f"cat <<'END'\n{body}\nEND\nb")) == [["cat"], ["b"]]
