"""What stands in the way of an edit: each primitive refuses each, and a fix that needs it is shown and not applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fixes import MENDED, MISSING, WORKFLOW, repository
from tplint.cli import main
from tplint.documents import yaml
from tplint.documents.source import Source
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
from tplint.fixing.layout import NotEditable

if TYPE_CHECKING:
    from pathlib import Path

    from tplint.fixing.edits import Change
    from tplint.fixing.layout import Path as Keys

HOLDER: Keys = ("top", "holder")
TARGET: Keys = (*HOLDER, "target")
NEW = (Entry("new", "x"),)
CHANGES: list[Change] = [
    ReplaceScalar(TARGET, "new words"),
    CutFromScalar(TARGET, "old "),
    RenameKey(TARGET, "renamed"),
    DeletePair(TARGET),
    InsertAfter(TARGET, NEW),
    InsertFirst(HOLDER, NEW),
]
PLAIN = "top:\n  holder:\n    target: old words\n    other: y\n"
OBSTACLES = {
    "flow style": "top:\n  holder: {target: old words, other: y}\n",
    "flow style around": "top: {holder: {target: old words, other: y}}\n",
    "flow style over lines": "top:\n  holder: {\n    target: old words,\n    other: y\n  }\n",
    "flow style with tabs": "top:\n  holder: {\n\ttarget: old words,\n\tother: y\n  }\n",
    "a document of JSON": '{"top": {"holder": {"target": "old words", "other": "y"}}}\n',
    "an alias": "base: &base\n  target: old words\n  other: y\ntop:\n  holder: *base\n",
    "an alias around": "base: &base\n  holder:\n    target: old words\n    other: y\ntop: *base\n",
    "an anchor that is used": "top:\n  holder: &shared\n    target: old words\n    other: y\nlast: *shared\n",
    "an anchor around that is used": f"{PLAIN.replace('top:', 'top: &shared')}last: *shared\n",
    "a merge": PLAIN.replace("    target", "    <<: *base\n    target").replace("top", "base: &base {a: b}\ntop"),
    "a merge around": PLAIN.replace("  holder", "  <<: *base\n  holder").replace("top", "base: &base {a: b}\ntop"),
    "several documents": f"{PLAIN}---\na: b\n",
    "a header document": f"spec:\n  inputs: {{}}\n---\n{PLAIN}",
    "the same key twice": f"{PLAIN}    target: old words\n",
    "the same holder twice": f"{PLAIN}  holder: z\n",
    "line ends of old computers": PLAIN.replace("\n", "\r"),
    "mixed line ends": PLAIN.replace("old words\n", "old words\r"),
    "an unusual line end": PLAIN.replace("old", "old\u2028").replace("    target: old\u2028", "    target: 'old\u2028"),
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: type(change).__name__)
def test_each_primitive_edits_a_plain_block(change: Change) -> None:
    document = yaml.parse(Source("w.yml", PLAIN))
    assert apply(document.source, edits(document, [change])) != PLAIN


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: type(change).__name__)
@pytest.mark.parametrize("name", OBSTACLES)
def test_each_primitive_refuses_each_obstacle(name: str, change: Change) -> None:
    try:
        document = yaml.parse(Source("w.yml", OBSTACLES[name]))
    except yaml.NotYaml:
        assert name == "an unusual line end"
        return
    if name == "the same key twice" and isinstance(change, InsertFirst):
        change = change._replace(entries=(Entry("target", "x"),))
    with pytest.raises(NotEditable):
        edits(document, [change])


@pytest.mark.parametrize("change", CHANGES[:2], ids=lambda change: type(change).__name__)
@pytest.mark.parametrize(
    "value", ["&a old words", "*b", "!tag old words", "!tag [old words]", "{old words: z}"], ids=lambda value: value[:6]
)
def test_values_that_are_no_text_of_their_own_stay(value: str, change: Change) -> None:
    around = "first: &b old words\n" if value == "*b" else ""
    text = around + PLAIN.replace("old words", value) + ("last: *a\n" if value.startswith("&") else "")
    with pytest.raises(NotEditable):
        edits(yaml.parse(Source("w.yml", text)), [change])


@pytest.mark.parametrize(
    "value", ["[old words]", "[\n      old, words]", "\n      - old\n      - words", "\n    - old"]
)
def test_a_list_becomes_one_value_and_no_part_of_it_is_cut(value: str) -> None:
    document = yaml.parse(Source("w.yml", PLAIN.replace(" old words", f" {value}".replace(" \n", "\n") + "  # note")))
    made = apply(document.source, edits(document, [ReplaceScalar(TARGET, "new")]))
    assert made == PLAIN.replace("old words", "new  # note")
    with pytest.raises(NotEditable):
        edits(document, [CutFromScalar(TARGET, "old")])


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: type(change).__name__)
def test_tabs_that_are_not_in_the_way_are_kept(change: Change) -> None:
    text = PLAIN.replace("target: old words", "target:\told words\t# a\tnote").replace("holder:", "holder:\t# tabbed")
    document = yaml.parse(Source("w.yml", text))
    made = apply(document.source, edits(document, [change]))
    assert "holder:\t# tabbed\n" in made
    assert "# a\tnote\n" in made


# --- fixes -----------------------------------------------------------------------------------------------------------

STORED = MENDED.replace("      id-token: write\n", "") + "        with:\n          password: ${{ secrets.T }}\n"
COMMAND = MENDED.replace("      id-token: write\n", "").replace(
    "uses: pypa/gh-action-pypi-publish@release/v1", "run: uv publish --token ${{ secrets.T }}"
)
DEPRECATED = MENDED + "        with:\n          packages_dir: dist\n"
ALWAYS_TRUE = MENDED.replace("    steps:", "    if: ${{ github.ref_type == 'tag' }} && true\n    steps:")
ANCHORED = (
    MISSING.replace("permissions:\n", "permissions: &less\n")
    + "  test:\n    runs-on: ubuntu-latest\n    permissions: *less\n    steps:\n      - run: pytest\n"
)
BARE = MENDED.replace("    environment: pypi\n", "")
IN_FLOW = "permissions:\n      contents: read"
WITH = "with:\n          password: ${{ secrets.T }}"
RUN = "- run: uv publish --token ${{ secrets.T }}"
GUARD = "${{ github.ref_type == 'tag' }} && true"


def anchored(text: str) -> str:
    """The job's steps under a name, and used by a second job."""
    steps = text.replace("    steps:\n", "    steps: &steps\n")
    return f"{steps}  again:\n    if: github.event_name == 'none'\n    runs-on: ubuntu-latest\n    steps: *steps\n"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        # an entry is inserted behind another one
        ("TP101", MISSING.replace(IN_FLOW, "permissions: {contents: read}")),
        ("TP101", MISSING.replace(IN_FLOW, "permissions: {\n\tcontents: read }")),
        ("TP101", ANCHORED),
        ("TP101", MISSING.replace("on:\n", "---\non:\n", 1) + "---\nmore: of it\n"),
        ("TP401", BARE.replace("publish:\n", "publish: &job\n") + "  other: *job\n"),
        # entries are deleted
        ("TP103", STORED.replace(WITH, "with: {password: '${{ secrets.T }}', user: __token__}")),
        ("TP103", anchored(STORED)),
        # a part of a text is cut
        ("TP103", COMMAND.replace(RUN, f"- {{run: '{RUN[7:]}'}}")),
        ("TP103", anchored(COMMAND)),
        # a key is renamed
        ("TP510", DEPRECATED.replace("with:\n          packages_dir: dist", "with: {packages_dir: dist}")),
        ("TP510", anchored(DEPRECATED)),
        # a value is replaced
        ("TP523", ALWAYS_TRUE.replace("if: ", "if: &it ").replace("    steps:", "    concurrency: *it\n    steps:")),
        ("TP523", ALWAYS_TRUE.replace(GUARD, f"!text {GUARD}")),
    ],
)  # fmt: skip
def test_a_fix_with_an_obstacle_is_shown_and_not_applied(
    code: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repository(tmp_path, publish=text))
    assert main(["--select", code, "--fail-on", "note"]) == 1
    said = capsys.readouterr().out
    assert "  = fix: " in said
    assert "--fix" not in said
    assert main(["--select", code, "--diff", "--unsafe-fixes"]) == 0
    assert main(["--select", code, "--fix", "--unsafe-fixes", "--fail-on", "note"]) == 1
    assert capsys.readouterr().err == ""
    assert (tmp_path / WORKFLOW).read_bytes() == text.encode()


def test_a_file_that_is_indented_with_tabs_is_not_read_and_not_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = MISSING.replace("      contents: read", "\tcontents: read")
    monkeypatch.chdir(repository(tmp_path, publish=text))
    assert main(["--fix", "--unsafe-fixes", "--format", "concise"]) == 1
    assert "TP001" in capsys.readouterr().out
    assert (tmp_path / WORKFLOW).read_bytes() == text.encode()
