"""Scripts of plain lines are read as the grammar reads them, and no other script is taken for one."""

from __future__ import annotations

import random
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tplint.documents.source import Place, Source
from tplint.model import Known, Unknown, Value, Variable
from tplint.shell import grammar, plain
from tplint.shell.holes import fill
from tplint.shell.scope import Scope

if TYPE_CHECKING:
    from tplint.model import Command, Fact

OPEN, CLOSE = "${{", "}}"
HOLES: dict[str, Fact[str]] = {
    "known": Known("v-1"),
    "words": Known("a b"),
    "quotes": Known('x"y z"'),
    "empty": Known(""),
    "other": Unknown("set from an expression", origins=("other",)),
}
PIECES = (
    *("twine", "upload", "dist/*", "-r", "--x=y", "A=b", "2", "1.0", ".[test]", "a[0]", "[", "]", "a[b", "x==1", "=="),
    *('"q r"', "'a b'", '""', "''", 'a"b"c', "x'y'", "'$?'", '"$A"', "$A", "`", "!", "~", "?", "\r", "é", '"é ü"'),
    *("# c", "#c", "# $? x", "\\\n", "\\\n  ", "\n", "\n\n", "\t", "|", "&&", ";", ">", "(", "{", "*", "@", "%", "+"),
    *("set", "+e", "-e", "exit", "0", "1", "cd", "sub", "popd", "source", "eval", ".", "read", "printf", "unset"),
    *("if", "then", "fi", "for", "do", "done", "time", "export", "function", "let", "bash", "-c", '"echo x"', "test"),
    *(f"{OPEN} {name} {CLOSE}" for name in HOLES),
    *(f'"{OPEN} {name} {CLOSE}"' for name in HOLES),
)


def commands(script: str, *, plainly: bool, errexit: bool = True) -> tuple[tuple[Command, ...], str] | None:
    source = Source("script", script)
    text = fill(script, lambda inner: HOLES[inner.strip()])
    value = Value("q", Known("q"), Place(source, 0, 0))
    env = {"A": Variable(value, Place(source, 0, 0), "job")}
    scope = Scope(env=env, variables={}, functions={}, folder=Known("."), errexit=errexit)

    def place(start: int, end: int) -> Place:
        return Place(source, start, end)

    if plainly:
        return plain.read(text, place, scope)
    return grammar.read(text, place, lambda inner: HOLES[inner.strip()], scope)


@pytest.mark.parametrize("seed", range(8))
def test_plain_scripts_are_read_as_by_the_grammar(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - scripts, no secrets
    compared = 0
    for _ in range(1500):
        count = chance.randint(1, 8)
        script = "".join(chance.choice(PIECES) + chance.choice(("  ", " ", " ", "\n", "")) for _ in range(count))
        for errexit in (True, False):
            found = commands(script, plainly=True, errexit=errexit)
            if found is not None:
                compared += 1
                assert found == commands(script, plainly=False, errexit=errexit), script
    assert compared > 100


@pytest.mark.parametrize(
    "script",
    [
        "pip install twine\ntwine upload dist/*\n",
        '  python -m pip install "build>=1" .[test]  # tools\n\n# that is all\n',
        "uv publish \\\n  --trusted-publishing always \\\n  dist/*",
        "cd sub\nset +e\nmake test\nexit 1",
        f"twine upload -r {OPEN} known {CLOSE} '{OPEN} other {CLOSE}/*'",
    ],
)
def test_plain_scripts(script: str) -> None:
    found = commands(script, plainly=True)
    assert found is not None
    assert found[0]
    assert found == commands(script, plainly=False)


@pytest.mark.parametrize(
    "script",
    [
        "twine upload $FILES",
        "pip install build && twine upload dist/*",
        "if true\nthen\n  twine upload dist/*\nfi",
        "twine check dist/* || true",
        "twine upload dist/* > log",
        "(twine upload dist/*)",
        "A=b twine upload dist/*",
        "export A=b",
        "bash -c 'twine upload dist/*'",
        'twine upload "$(ls)"',
        "twine upload `ls`",
        "twine upload dist/* &",
        "publish() {\n  twine upload dist/*\n}",
        "[ -d dist ]",
        "\n".join(["make"] * 2001),
    ],
)
def test_other_scripts(script: str) -> None:
    assert commands(script, plainly=True) is None


def test_hostile_lines_take_no_time() -> None:
    assert commands("a'b'" * 50_000 + "!", plainly=True) is None
    assert commands("\\\n" * 50_000, plainly=True) is None


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            """
from tplint.shell import read_script; from tplint.model import Known
from tplint.documents.source import Place, Source
place = lambda start, end: Place(Source("", ""), start, end)
read = lambda text: read_script(text, place=place, env={}, hole=Known, folder=Known("."))
assert read("twine upload dist/*").commands
assert "tree_sitter._binding" not in sys.modules
assert read("twine upload dist/* || true").commands
assert "tree_sitter._binding" in sys.modules
""",
            id="plain scripts need none",
        ),
        pytest.param(
            """
first = grammars.parser("tree_sitter_bash")
assert str(first.parse(b"a b").root_node).startswith("(program")
assert not {"tree_sitter", "tree_sitter_bash", "importlib.resources"} & sys.modules.keys()
import tree_sitter, tree_sitter_bash
assert tree_sitter.Parser is type(first)
assert tree_sitter.Parser(tree_sitter.Language(tree_sitter_bash.language())).parse(b"a").root_node
""",
            id="without their packages",
        ),
        pytest.param(
            """
import tree_sitter, tree_sitter_bash
assert grammars.parser("tree_sitter_bash").parse(b"a b").root_node
grammars.PathFinder = type("Finder", (), {"find_spec": staticmethod(lambda *_: None)})
assert grammars.parser("tree_sitter_toml").parse(b"a = 1").root_node
""",
            id="beside their packages",
        ),
    ],
)
def test_what_is_loaded_of_grammars(code: str) -> None:
    subprocess.run([sys.executable, "-c", f"import sys; from tplint.documents import grammars{code}"], check=True)
