"""YAML text to trees: exact spans, both parsers alike, hostile input refused."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus
from tplint.documents import yaml
from tplint.documents.nodes import Mapping, Scalar, Sequence, duplicates, enclosing, get, is_null, items, text
from tplint.documents.source import Source, decode, line_text, position

if TYPE_CHECKING:
    from pathlib import Path

    from tplint.documents.nodes import Document, Node


def parse(content: str) -> Document:
    return yaml.parse(Source("x.yml", content))


def written(content: str, *path: str) -> str:
    node = get(parse(content).root, *path)
    assert node is not None
    return content[node.span.start : node.span.end]


@pytest.mark.parametrize(
    ("content", "path", "expected"),
    [
        ("a: b\n", ("a",), "b"),
        ("a: 'b c' # d\n", ("a",), "'b c'"),
        ('a: "ü😀"\nb: c\n', ("b",), "c"),
        ("a:\r\n  b: c\r\nd: e\r\n", ("d",), "e"),
        ("a: &x b\nc: *x\n", ("c",), "b"),
        ("a: &x !t 'b'\n", ("a",), "'b'"),
        ("a: |\n  one\n  two\n\n\nb: c\n", ("a",), "|\n  one\n  two"),
        ("a: [b, c]\n", ("a",), "[b, c]"),
        ("a: &x {b: c}\n", ("a",), "{b: c}"),
        ("a:\n  b: c\n  d:\n    - e\n\n\nf: g\n", ("a",), "b: c\n  d:\n    - e"),
        ("a:   # empty\nb: c\n", ("a",), ""),
    ],
)
def test_spans_are_exactly_what_is_written(content: str, path: tuple[str, ...], expected: str) -> None:
    assert written(content, *path) == expected


def test_scalars_stay_strings() -> None:
    root = parse("on: yes\nversion: 1.10\nempty:\ntilde: ~\nquoted: ''\n").root
    assert [text(get(root, key)) for key in ("on", "version", "empty", "quoted")] == ["yes", "1.10", "", ""]
    assert [is_null(get(root, key)) for key in ("on", "empty", "tilde", "quoted", "absent")] == [
        False,
        True,
        True,
        False,
        True,
    ]


def test_an_alias_keeps_its_place_and_the_anchors_content() -> None:
    content = "a: &x\n  b: c\nd: *x\n"
    node = get(parse(content).root, "d")
    assert isinstance(node, Mapping)
    assert node.alias is not None
    assert content[node.alias.start : node.alias.end] == "*x"
    assert text(get(node, "b")) == "c"


def test_duplicate_keys_are_kept_and_named() -> None:
    found = list(duplicates(parse("a: 1\nb: {c: 1, c: 2}\na: 3\n<<: {}\n<<: {}\n")))
    assert sorted((text(first.key), text(again.value)) for first, again in found) == [("a", "3"), ("c", "2")]
    assert text(get(parse("a: 1\na: 2\n").root, "a")) == "2"


@pytest.mark.parametrize(
    ("content", "expected"),
    [("a: {b: 1, c: 2}\nd: {b: 1}\n", False), ("a: [{b: {c: 1, c: 2}}]\n", True), ("a: 1\n---\n{b: 1, b: 2}\n", True)],
)
def test_a_tree_is_searched_for_repeated_keys_where_there_are_any(content: str, expected: bool) -> None:  # noqa: FBT001
    assert parse(content).has_repeats == expected
    assert bool(list(duplicates(parse(content)))) == expected
    assert bool(list(duplicates(parse(content)._replace(has_repeats=True)))) == expected


def test_enclosing_goes_from_the_root_inwards() -> None:
    content = "x: y\na:\n  - b: c\n    d: e\n"
    spans = list(enclosing(parse(content).root, content.index("e")))
    assert [content[span.start : span.end] for span in spans] == ["a:\n  - b: c\n    d: e", "b: c\n    d: e", "d: e"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a: [b", "did not find expected"),
        ("a: b\n c: d\n", "mapping values are not allowed"),
        ("a: *x\n", "undefined or recursive alias"),
        ("a: &x [*x]\n", "undefined or recursive alias"),
        ("a:\n\tb: c\n", "cannot start any token"),
        ("a: \0\n", "control characters"),
        ("[" * 200, "nested more than"),
        ("\n".join(" " * i + "a:" for i in range(200)), "nested more than"),
    ],
)
def test_what_is_no_yaml_is_refused_with_a_place(content: str, message: str) -> None:
    with pytest.raises(yaml.NotYaml, match=message) as refusal:
        parse(content)
    assert 0 <= refusal.value.offset <= len(content)


def test_an_alias_bomb_is_refused_without_being_expanded() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    with pytest.raises(yaml.NotYaml, match="counting what aliases repeat"):
        parse("\n".join(lines))


def test_several_documents_have_several_roots() -> None:
    roots = parse("spec:\n  inputs: {}\n---\njob: x\n").roots
    assert [text(get(root, "job")) for root in roots] == [None, "x"]
    assert parse("").root is None


def test_positions_count_lines_and_columns_from_one_in_code_points() -> None:
    source = decode("x", "\ufeffa: ü\r\nb: 😀 c\rd".encode())
    assert source.bom
    assert position(source, source.text.index("c"))[:2] == (2, 6)
    assert position(source, len(source.text) + 9)[:2] == (3, 2)
    assert line_text(source, 2) == "b: 😀 c"


# Shapes as workflows have them: block and flow, comments, quotes, CRLF.
_WORDS = st.text(alphabet="abcü-_ .", min_size=1, max_size=8).map(lambda word: "x" + word.strip() + "x")
_SCALARS = _WORDS | _WORDS.map(lambda word: f"'{word}'") | _WORDS.map(lambda word: f'"{word}"') | st.just("")
_FLOW = st.lists(_WORDS, max_size=3).map(lambda words: "[" + ", ".join(words) + "]")


@st.composite
def _documents(draw: st.DrawFn) -> str:
    lines: list[str] = []

    def fill(indent: int, depth: int) -> None:
        for i in range(draw(st.integers(1, 3))):
            key = f"{' ' * indent}k{i}:"
            kind = draw(st.integers(0, 4 if depth < 3 else 2))
            comment = draw(st.sampled_from(["", "  # note", "\n# between"]))
            if kind <= 1:
                lines.append(f"{key} {draw(_SCALARS)}{comment}")
            elif kind == 2:
                lines.append(f"{key} {draw(_FLOW)}{comment}")
            elif kind == 3:
                lines.append(key)
                fill(indent + 2, depth + 1)
            else:
                lines.append(f"{key} |\n{' ' * (indent + 2)}{draw(_WORDS)}\n{' ' * (indent + 2)}{draw(_WORDS)}")

    fill(0, 0)
    return draw(st.sampled_from(["\n", "\r\n"])).join("\n".join(lines).split("\n")) + "\n"


@given(_documents())
def test_both_parsers_give_the_same_tree(content: str) -> None:
    source = Source("x.yml", content)
    assert yaml.parse(source) == yaml.compose(source, yaml.pure_events(content))


@given(_documents())
def test_plain_and_quoted_scalars_stand_at_their_spans(content: str) -> None:
    for scalar in _scalars(parse(content).root):
        inside = content[scalar.span.start : scalar.span.end]
        assert scalar.style in {"literal", "folded"} or inside.strip("'\"") == scalar.value


@given(st.text(max_size=200))
def test_any_text_is_a_tree_or_refused(content: str) -> None:
    try:
        document = parse(content)
    except yaml.NotYaml as refusal:
        offsets = [refusal.offset]
    else:
        offsets = [offset for node in _scalars(document.root) for offset in node.span]
    assert all(0 <= offset <= len(content) for offset in offsets)


@corpus.needed
def test_both_parsers_agree_on_real_files() -> None:
    files = sorted(path for path in (corpus.FOLDER / "repos").rglob("*.y*ml") if path.is_file())
    differing = [path.name for path in files[::7] if not _agree(path)]
    assert files
    assert not differing


def _agree(path: Path) -> bool:
    source = decode(path.name, path.read_bytes())
    try:
        tree = yaml.parse(source)
    except yaml.NotYaml:
        return True
    return tree == yaml.compose(source, yaml.pure_events(source.text))


def _scalars(node: Node | None) -> list[Scalar]:
    match node:
        case Scalar():
            return [node]
        case Sequence():
            return [scalar for item in items(node) for scalar in _scalars(item)]
        case Mapping(pairs=pairs):
            return [scalar for pair in pairs for part in pair for scalar in _scalars(part)]
        case None:
            return []


def test_loading_the_parser_leaves_the_real_package_to_others() -> None:
    program = (
        "import sys\n"
        "from tplint.documents import yaml\n"
        "from tplint.documents.source import Source\n"
        "source = Source('x', 'a: [b]')\n"
        "assert yaml.parse(source).root is not None\n"
        "assert not any(name in sys.modules for name in ('ruamel.yaml', 'ruamel.yaml.main', 'ruamel.yaml.emitter'))\n"
        "from ruamel.yaml import YAML\n"
        "assert YAML(typ='rt').load('a: [b]') == YAML(typ='safe').load('a: [b]') == {'a': ['b']}\n"
        "assert yaml.compose(source, yaml.pure_events('a: [b]')) == yaml.parse(source)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_where_there_is_no_c_parser_the_other_one_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise ImportError

    monkeypatch.setattr(yaml, "c_parser", missing)
    assert parse("a: [b, c]\n").roots == yaml.compose(Source("x.yml", ""), yaml.pure_events("a: [b, c]\n")).roots
