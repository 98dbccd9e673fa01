"""The primitives of edits: what they write, and what they refuse."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tplint.documents import nodes, yaml
from tplint.documents.source import Source
from tplint.fixing.edits import (
    MAX_LENGTH,
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
from tplint.fixing.layout import NotEditable, scalar

if TYPE_CHECKING:
    from tplint.fixing.edits import Change

PERMISSION = (Entry("permissions", (Entry("contents", "read"), Entry("id-token", "write"))),)
JOB = ("jobs", "publish")


def changed(text: str, *changes: Change) -> str:
    document = yaml.parse(Source("w.yml", text))
    return apply(document.source, edits(document, changes))


WORKFLOW = """\
# every push
on: push
jobs:
  # the only job
  publish:
    runs-on: ubuntu-latest  # hosted
    environment: "pypi"

    steps:
      - uses: a/b@v1  # the action
        with:
          user: 'it''s'
          password: secret # rotate
      - with: {x: 1}
        uses: c/d@v1
"""
STEP = (*JOB, "steps", 0)


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (ReplaceScalar((*JOB, "environment"), "testpypi"), '"pypi"', '"testpypi"'),
        (ReplaceScalar((*JOB, "environment"), 'a"\\b'), '"pypi"', '"a\\"\\\\b"'),
        (ReplaceScalar((*JOB, "runs-on"), "a: b"), "ubuntu-latest ", "'a: b' "),
        (ReplaceScalar((*STEP, "with", "user"), "isn't"), "'it''s'", "'isn''t'"),
        (CutFromScalar((*JOB, "runs-on"), "-latest"), "ubuntu-latest", "ubuntu"),
        (RenameKey((*STEP, "with", "user"), "username"), "          user:", "          username:"),
        (DeletePair((*STEP, "with", "user")), "          user: 'it''s'\n", ""),
        (DeletePair((*STEP, "with", "password")), "password: secret # rotate", "# rotate"),
        (
            DeletePair((*STEP, "with")),
            "        with:\n          user: 'it''s'\n          password: secret # rotate\n",
            "        # rotate\n",
        ),
        (DeletePair((*JOB, "steps", 1, "with")), "with: {x: 1}\n        uses", "uses"),
        (DeletePair((*JOB, "environment")), '    environment: "pypi"\n', ""),
        (
            InsertAfter((*JOB, "runs-on"), PERMISSION),
            "# hosted\n",
            "# hosted\n    permissions:\n      contents: read\n      id-token: write\n",
        ),
        (InsertAfter(("on",), (Entry("permissions", "read-all"),)), "on: push\n", "on: push\npermissions: read-all\n"),
        (InsertFirst(STEP, (Entry("id", "up"),)), "- uses: a/b@v1", "- id: up\n        uses: a/b@v1"),
        (InsertFirst(JOB, (Entry("name", "yes"),)), "    runs-on", "    name: 'yes'\n    runs-on"),
        (
            InsertAfter((*STEP, "with"), (Entry("env", (Entry("A", ""),)),)),
            "# rotate\n",
            f"# rotate\n{' ' * 8}env:\n{' ' * 10}A:\n",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_an_edit_changes_what_it_says_and_nothing_else(change: Change, old: str, new: str, line_end: str) -> None:
    before, old, new = (text.replace("\n", line_end) for text in (WORKFLOW, old, new))
    assert before.count(old) == 1
    assert changed(before, change) == before.replace(old, new)


@pytest.mark.parametrize(
    ("text", "change", "why"),
    [
        ("a: {b: c, d: e}\n", DeletePair(("a", "b")), "flow style"),
        ("a: {b: c}\n", InsertAfter(("a", "b"), PERMISSION), "flow style"),
        ("a: {b: c}\n", ReplaceScalar(("a", "b"), "x"), "flow style"),
        ("a: [b]\n", ReplaceScalar(("a", 0), "x"), "flow style"),
        ("a: &x\n  b: c\n  d: e\nf: *x\n", DeletePair(("a", "b")), "alias"),
        ("a: &x\n  b: c\n  d: e\nf: *x\n", ReplaceScalar(("a", "b"), "x"), "alias"),
        ("a: &x\n  b: c\n  d: e\nf: *x\n", InsertFirst(("f",), PERMISSION), "alias"),
        ("a: &x\n  b: c\nf: *x\n", DeletePair(("a",)), "alias"),
        ("a: &x b\nf: *x\n", ReplaceScalar(("a",), "c"), "alias"),
        ("a: &x b\nf: *x\n", ReplaceScalar(("f",), "c"), "alias"),
        ("a: &x\n  b: c\nf:\n  <<: *x\n  g: h\n", InsertAfter(("f", "g"), PERMISSION), "merged"),
        ("a: b\n---\nc: d\n", DeletePair(("a",)), "several documents"),
        ("", DeletePair(("a",)), "empty"),
        ("a: b\r\nc: d\r", DeletePair(("a",)), "line ends"),
        ("a: b\u2028c: d\ne: f\n", DeletePair(("a",)), "line ends"),
        ("a: !tag b\n", ReplaceScalar(("a",), "c"), "no text of its own"),
        ("a: b\n", DeletePair(("a",)), "nothing would be left"),
        ("a: b\na: c\nd: e\n", DeletePair(("a",)), "more than once"),
        ("a: b\n", DeletePair(("c",)), "not there"),
        ("a: b\n", InsertAfter(("a",), (Entry("a", "c"),)), "there already"),
        ("a: b\n", InsertFirst((), (Entry("a", "c"),)), "there already"),
        ("- a: b # why\n  c: d\n", DeletePair((0, "a")), "comment"),
        ("a: | # why\n  b\n", ReplaceScalar(("a",), "c"), "comment"),
        ("a: |+\n  b\n\nc: d\n", InsertAfter(("a",), (Entry("e", "f"),)), "empty lines"),
        ("a: bb\nc: d\n", CutFromScalar(("a",), "b"), "once"),
        ("a: 'it''s'\nc: d\n", CutFromScalar(("a",), "''"), "not say what is meant"),
        ("a: >\n  b\n  c\n", CutFromScalar(("a",), "b\n  "), "lines"),
        ("? a\n: b\nc: d\n", DeletePair(("a",)), "beginning of its line"),
    ],
)
def test_a_layout_that_may_do_more_than_is_meant_is_refused(text: str, change: Change, why: str) -> None:
    document = yaml.parse(Source("w.yml", text))
    with pytest.raises(NotEditable, match=why):
        edits(document, [change])


def test_a_file_that_is_too_long_is_left_to_people() -> None:
    document = yaml.parse(Source("w.yml", WORKFLOW + "#" * MAX_LENGTH))
    with pytest.raises(NotEditable, match="too long"):
        edits(document, [DeletePair((*JOB, "environment"))])


def test_several_changes_are_made_together() -> None:
    changes: list[Change] = [
        DeletePair((*JOB, "environment")),
        InsertAfter((*JOB, "runs-on"), (*PERMISSION, Entry("environment2", "x"))),
        ReplaceScalar((*STEP, "uses"), "a/b@v2"),
    ]
    before = WORKFLOW.replace('    environment: "pypi"\n', "").replace("b@v1", "b@v2")
    new = "    permissions:\n      contents: read\n      id-token: write\n    environment2: x\n"
    assert changed(WORKFLOW, *changes) == before.replace("# hosted\n", f"# hosted\n{new}")


def test_changes_that_touch_each_other_are_refused() -> None:
    document = yaml.parse(Source("w.yml", WORKFLOW))
    with pytest.raises(NotEditable, match="same place"):
        edits(document, [DeletePair((*STEP, "with")), ReplaceScalar((*STEP, "with", "user"), "x")])


def test_the_end_of_a_file_without_a_line_end_stays_so() -> None:
    assert changed("a: b", InsertAfter(("a",), (Entry("c", "d"),))) == "a: b\nc: d"
    assert changed("a: b\nc: d", DeletePair(("c",))) == "a: b\n"
    assert changed("a: b\nc: d # e", DeletePair(("c",))) == "a: b\n# e"


@given(st.text())
@pytest.mark.parametrize("style", [nodes.PLAIN, nodes.SINGLE, nodes.DOUBLE])
def test_a_scalar_reads_as_what_was_written(style: str, value: str) -> None:
    assume(not re.search("[\ud800-\udfff]", value))
    written = f"a: {scalar(value, style)}\nb: c\n"
    assert nodes.text(nodes.get(yaml.parse(Source("w.yml", written)).root, "a")) == value
