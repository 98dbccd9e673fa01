"""Scripts → commands: words, variables, expressions, environment, folder; any text can be read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts import CLOSE, OPEN, argvs, command_of, read, shown_env
from tplint.model import Known, Unknown
from tplint.shell import unwrap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tplint.model import Script


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
        ("cd a && exit 0\nb", [["cd", "a"], ["exit", "0"], ["b"]]),
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
