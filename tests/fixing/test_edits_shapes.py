"""Edits of any shape of file, and of real ones: they do what they mean and touch nothing else, or are refused."""

from __future__ import annotations

import random
import re
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

import corpus
from tplint.documents import yaml
from tplint.documents.nodes import Mapping, Scalar, Sequence
from tplint.documents.source import Source, decode
from tplint.fixing import layout
from tplint.fixing.edits import (
    CutFromScalar,
    DeletePair,
    Entry,
    InsertAfter,
    InsertFirst,
    RenameKey,
    ReplaceScalar,
    apply,
    edits,
)
from tplint.fixing.layout import NotEditable, path_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents import nodes
    from tplint.documents.nodes import Node
    from tplint.fixing.edits import Change
    from tplint.fixing.layout import Path as Keys

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree]"


def tree(node: Node | None) -> Tree:
    match node:
        case Mapping(pairs=pairs):
            return {key.value: tree(value) for key, value in pairs if isinstance(key, Scalar)}
        case Sequence(items=members):
            return [tree(member) for member in members]
        case Scalar(value=value):
            return value
        case None:
            return ""


def paths(node: Node | None, path: Keys = ()) -> Iterator[tuple[Keys, Node]]:
    if node is None:
        return
    yield path, node
    if isinstance(node, Mapping):
        for key, value in node.pairs:
            if isinstance(key, Scalar):
                yield from paths(value, (*path, key.value))
    elif isinstance(node, Sequence):
        for number, member in enumerate(node.items):
            yield from paths(member, (*path, number))


def expected(value: Tree, change: Change) -> Tree:
    """What a change means, by the plainest means."""
    copied: Tree = {key: inner for key, inner in value.items()} if isinstance(value, dict) else value  # noqa: C416 - typed
    return _expected(copied, change.path, change)


def _expected(value: Tree, path: Keys, change: Change) -> Tree:
    new = {entry.key: _value(entry) for entry in getattr(change, "entries", ())}
    match path, value:
        case (), dict():
            return {**new, **value}
        case (), _:
            if isinstance(change, CutFromScalar):
                return str(value).replace(change.part, "", 1)
            assert isinstance(change, ReplaceScalar)
            return change.value
        case (int(number), *rest), list():
            return [_expected(item, tuple(rest), change) if at == number else item for at, item in enumerate(value)]
        case (str(key),), dict() if isinstance(change, RenameKey):
            return {change.key if name == key else name: inner for name, inner in value.items()}
        case (str(key),), dict() if isinstance(change, DeletePair):
            return {name: inner for name, inner in value.items() if name != key}
        case (str(key),), dict() if isinstance(change, InsertAfter):
            pairs = [[(name, inner), *(new.items() if name == key else ())] for name, inner in value.items()]
            return {name: inner for pair in pairs for name, inner in pair}
        case (str(key), *rest), dict():
            return {
                name: _expected(inner, tuple(rest), change) if name == key else inner for name, inner in value.items()
            }
    raise AssertionError(path)


def _value(entry: Entry) -> Tree:
    return entry.value if isinstance(entry.value, str) else {inner.key: _value(inner) for inner in entry.value}


def lines_of(text: str) -> Counter[str]:
    return Counter(line.strip() for line in text.splitlines())


def comments_of(document: nodes.Document) -> Counter[str]:
    """The comments of a file, which stand outside of all its values."""
    source, root = document.source, document.root
    return Counter(layout.comments(source, 0, len(source.text), root)) if root is not None else Counter()


def hold(document: nodes.Document, change: Change) -> bool:
    """Check one change of a file; False where it is refused."""
    source = document.source
    try:
        made = edits(document, [change])
    except NotEditable:
        return False
    (edit,) = made
    text = apply(source, made)
    kept_before, kept_after = source.text[: edit.at.start], source.text[edit.at.end :]
    assert text.startswith(kept_before)
    assert text.endswith(kept_after)
    after = yaml.parse(Source(source.path, text))
    assert str(tree(after.root)) == str(expected(tree(document.root), change))
    if "\r\n" in source.text and not re.search("(?<!\r)\n", source.text):
        assert not re.search("(?<!\r)\n", text)
    assert comments_of(after) == comments_of(document)
    lost = lines_of(source.text) - lines_of(text)
    added = lines_of(text) - lines_of(source.text)
    if isinstance(change, (InsertAfter, InsertFirst)):
        assert all(line.startswith("- ") for line in lost)
        assert not edit.at.text
    if isinstance(change, DeletePair):
        assert all(line.startswith(("#", "-")) or not line for line in added)
    if isinstance(change, ReplaceScalar):
        assert apply(after.source, edits(after, [change])) == text
    elif not isinstance(change, CutFromScalar):  # what is left may have the part again
        with pytest.raises(NotEditable):
            edits(after, [change])
    return True


NEW = (Entry("tplint-new", (Entry("a b", "c"), Entry("d", "true"))), Entry("tplint-other", "${{ e }}"))


def candidates(document: nodes.Document) -> list[Change]:
    found: list[Change] = []
    for path, node in paths(document.root):
        if path and isinstance(path[-1], str):
            found += [DeletePair(path), InsertAfter(path, NEW), RenameKey(path, "renamed: 'x'")]
        if isinstance(node, Scalar):
            found.append(ReplaceScalar(path, "tplint: 'x' # \"y\""))
            found += (CutFromScalar(path, word) for word in re.findall(r"\w+|\W", node.value)[:3])
        if isinstance(node, Mapping):
            found.append(InsertFirst(path, NEW))
    return found


KEYS = st.sampled_from(["jobs", "steps", "name", "on", "run", "with", "permissions", "a-b", "x_y", "9"])
WORDS = st.sampled_from(
    ["pypi", "x", "1.10", "${{ secrets.A }}", "it's", "a: b", "# no comment", "über", "yes", "a#b", "'q'", '"', "c #"]
)
NOTE = st.sampled_from(["", "", "", "  # note", " # a 'b\"", "\t# tabbed"])


@st.composite
def scalars(draw: st.DrawFn, indent: int) -> list[str]:
    """A value's rest of line, and further lines."""
    value, style = draw(WORDS), draw(st.integers(0, 5))
    note = draw(NOTE)
    match style:
        case 0:
            return [f" '{value.replace(chr(39), chr(39) * 2)}'{note}"]
        case 1:
            return [' "' + value.replace("\\", "\\\\").replace('"', '\\"') + f'"{note}']
        case 2:
            header = draw(st.sampled_from(["|", ">", "|-", ">-", "|+"])) + note.replace("\t", " ")
            body = draw(st.lists(st.sampled_from(["echo # no", "", "  deeper", "a: b", "   "]), min_size=1, max_size=4))
            return [f" {header}", *(f"{' ' * indent}{line}" if line else "" for line in ["first", *body])]
        case 3:
            return [f" [a, {{b: c}}]{note}"]
        case 4:
            return [f" plain{note}"]
    return [f"{note}"]


@st.composite
def mappings(draw: st.DrawFn, indent: int, depth: int) -> list[str]:
    keys = draw(st.lists(KEYS, min_size=1, max_size=4, unique=True))
    lines: list[str] = []
    inner = indent + draw(st.integers(1, 4))
    for key in keys:
        lines += draw(st.lists(st.sampled_from(["", " " * indent + "# above", "# left", "   "]), max_size=2))
        written = draw(st.sampled_from([key, key, key, f'"{key}"', f"'{key}'"]))
        start = f"{' ' * indent}{written}{draw(st.sampled_from(['', '', ' ']))}:"
        kind = draw(st.integers(0, 4)) if depth else 0
        if kind == 1:
            lines += [start + draw(NOTE), *draw(mappings(inner, depth - 1))]
        elif kind == 2:
            lines += [start + draw(NOTE), *draw(sequences(draw(st.sampled_from([indent, inner])), depth - 1))]
        else:
            first, *rest = draw(scalars(inner))
            lines += [start + first, *rest]
    return lines


@st.composite
def sequences(draw: st.DrawFn, indent: int, depth: int) -> list[str]:
    lines: list[str] = []
    gap = draw(st.sampled_from([1, 1, 1, 3]))
    for _ in range(draw(st.integers(1, 3))):
        inner = draw(mappings(indent + 1 + gap, depth)) if draw(st.booleans()) else []
        inner = [line for line in inner if line.strip() and not line.lstrip().startswith("#")] or [" x" + draw(NOTE)]
        lines += [" " * indent + "-" + " " * gap + inner[0].lstrip(), *inner[1:]]
        lines += draw(st.lists(st.sampled_from(["", "# between"]), max_size=1))
    return lines


@st.composite
def files(draw: st.DrawFn) -> Source:
    lines = draw(mappings(0, 3))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return Source("w.yml", end.join(lines) + draw(st.sampled_from([end, "", end * 2])))


@settings(max_examples=300, deadline=None)
@given(files(), st.data())
def test_any_change_of_any_shape_does_what_it_means_or_is_refused(source: Source, data: st.DataObject) -> None:
    try:
        document = yaml.parse(source)
    except yaml.NotYaml:
        assume(False)
        raise
    event("valid")
    change = data.draw(st.sampled_from(candidates(document)))
    comments = Counter(re.findall("# (?:note|above|left|between|tabbed|a 'b)", source.text))
    if hold(document, change):
        event(type(change).__name__)
        text = apply(source, edits(document, [change]))
        if not isinstance(
            change, (ReplaceScalar, CutFromScalar)
        ):  # which may replace a text that holds what looks like a comment
            assert Counter(re.findall("# (?:note|above|left|between|tabbed|a 'b)", text)) == comments


@settings(max_examples=100, deadline=None)
@given(files())
def test_every_collection_is_found_by_its_path(source: Source) -> None:
    try:
        document = yaml.parse(source)
    except yaml.NotYaml:
        assume(False)
        raise
    for path, node in paths(document.root):
        if not isinstance(node, Scalar):
            assert path_to(document, node) == path


@corpus.needed
def test_changes_of_real_files_do_what_they_mean_or_are_refused() -> None:
    chosen, made, tried = random.Random(1), 0, 0  # noqa: S311 - a sample that is the same in every run
    found = sorted(path for pattern in ("*.yml", "*.yaml") for path in corpus.FOLDER.rglob(pattern) if path.is_file())
    for path in {path.read_bytes(): path for path in found}.values():
        try:
            source = decode(path.name, path.read_bytes())
            document = yaml.parse(source)
        except (UnicodeDecodeError, yaml.NotYaml, OSError):
            continue
        changes = candidates(document)
        for change in chosen.sample(changes, min(3, len(changes))):
            tried += 1
            made += hold(document, change)
    assert made > tried / 2
