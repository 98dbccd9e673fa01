"""The text, concise and JSON reports of hand-made findings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tplint.documents.source import Place, Source
from tplint.findings import Edit, Finding, Fix, Related, Report
from tplint.model import Undecided
from tplint.reporters import cells, concise, text
from tplint.reporters import json as json_report
from tplint.reporters.locations import shown_path

if TYPE_CHECKING:
    from tplint.model import Level

WORKFLOW = Source(
    ".github/workflows/publish.yml",
    """\
on: push
jobs:

  publish:
    permissions:
      contents: read
    runs-on: ubuntu-latest
    steps:
      - uses: pypa/gh-action-pypi-publish@release/v1
""",
)
METADATA = Source("pyproject.toml", '[[tool.tplint.publishers]]\nworkflow-filename = "publish.yaml"\n')
ACTION = "pypa/gh-action-pypi-publish@release/v1"


@pytest.mark.parametrize(
    ("root", "path", "shown"),
    [
        (".", "pyproject.toml", "pyproject.toml"),
        (".", "../ci/strict.toml", "../ci/strict.toml"),
        ("one", "pyproject.toml", "one/pyproject.toml"),
        ("one", "../strict.toml", "strict.toml"),
        ("../one", "../../strict.toml", "../../strict.toml"),
        ("/srv/one", "../strict.toml", "/srv/strict.toml"),
    ],
)
def test_a_path_is_shown_from_the_current_folder(root: str, path: str, shown: str) -> None:
    assert shown_path(root, path) == shown


def place(source: Source, piece: str) -> Place:
    start = source.text.index(piece)
    return Place(source, start, start + len(piece))


def finding(at: Place, message: str = "a message", *, level: Level = "error", label: str = "") -> Finding:
    return Finding("TP101", "missing-id-token", level, message, at, label)


def report(*findings: Finding, root: str = ".", undecided: tuple[Undecided, ...] = ()) -> Report:
    return Report(root, findings, (), files=4, uploads=2, undecided=undecided)


MISSING = Finding(
    "TP101",
    "missing-id-token",
    "error",
    "job `publish` uploads with trusted publishing but may not request an OIDC token",
    place(WORKFLOW, "contents: read"),
    "these permissions replace the workflow's; `id-token: write` is not among them",
    (Related(place(WORKFLOW, ACTION), "no password is given, so it uses trusted publishing"),),
    'the action would stop with "missing or insufficient OIDC token permissions"',
    Fix(
        "add `id-token: write` to job `publish`",
        "safe",
        (Edit(Place(WORKFLOW, place(WORKFLOW, "contents: read").end, place(WORKFLOW, "contents: read").end), "\n"),),
    ),
)


def drawn(*findings: Finding) -> str:
    return "\n".join(text.render([report(*findings)], quiet=True))


def test_a_finding_is_drawn_with_its_places_consequence_and_fix() -> None:
    undecided = (Undecided(place(WORKFLOW, ACTION), "one reason"), Undecided(place(WORKFLOW, ACTION), "another"))
    assert "\n".join(text.render([report(MISSING, undecided=undecided)])) == (
        """\
.github/workflows/publish.yml:6:7: error TP101 missing-id-token
  job `publish` uploads with trusted publishing but may not request an OIDC token
  │
4 │   publish:
5 │     permissions:
6 │       contents: read
  │       ^^^^^^^^^^^^^^ these permissions replace the workflow's; `id-token: write` is not among them
  ┆
9 │       - uses: pypa/gh-action-pypi-publish@release/v1
  │               -------------------------------------- no password is given, so it uses trusted publishing
  │
  = the action would stop with "missing or insufficient OIDC token permissions"
  = fix: add `id-token: write` to job `publish` (safe, --fix)

1 error in 4 files · 2 uploads, 1 could not be decided (tplint show)"""
    )


def test_a_place_in_another_file_has_a_frame_of_its_own() -> None:
    related = Related(place(METADATA, '"publish.yaml"'), "the publisher that PyPI trusts")
    assert drawn(finding(place(WORKFLOW, "publish"), label="named so")._replace(related=(related,))) == (
        """\
.github/workflows/publish.yml:4:3: error TP101 missing-id-token
  a message
  │
4 │   publish:
  │   ^^^^^^^ named so
  │
  ├─ pyproject.toml:2:21
2 │ workflow-filename = "publish.yaml"
  │                     -------------- the publisher that PyPI trusts"""
    )


@pytest.mark.parametrize(
    ("before", "shown"),
    [
        ("a:\n  b:\n", [1, 2, 3]),
        ("x:\na:\n  b:\n", [2, 3, 4]),
        ("a:\n\n  b:\n", [3, 4]),  # a blank line ends a block
        ("a:\n    deeper: x\n", [3]),  # so does one that belongs to another
        ("a:\n    c: x\n    d: x\n", [4]),
        ("    e: x\n    f: x\n", [3]),
        ("    e: x\n", [2]),
        ("", [1]),
    ],
)
def test_the_lines_before_a_place_are_those_it_belongs_to(before: str, shown: list[int]) -> None:
    lines = drawn(finding(place(Source("f.yml", f"{before}   HERE"), "HERE"))).splitlines()
    assert [int(line.split()[0]) for line in lines[3:-1]] == shown


def test_findings_are_separated_and_counted() -> None:
    findings = (
        finding(place(WORKFLOW, "on"), level="error"),
        finding(place(WORKFLOW, "jobs"), level="warning"),
        finding(place(WORKFLOW, "steps"), level="warning"),
    )
    lines = list(text.render([report(*findings), report(root="other")]))
    assert lines[4:7] == ["  │ ^^", "", ".github/workflows/publish.yml:2:1: warning TP101 missing-id-token"]
    assert lines[-2:] == ["", "1 error, 2 warnings in 8 files of 2 repositories · 4 uploads"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "no findings in 4 files · 2 uploads"),
        ({"files": 1, "uploads": 1}, "no findings in 1 file · 1 upload"),
        ({"uploads": 0}, "no findings in 4 files · no uploads"),
        ({"suppressed": (MISSING,)}, "no findings (1 suppressed) in 4 files · 2 uploads"),
    ],
)
def test_the_summary_says_what_was_looked_at(changes: dict[str, object], expected: str) -> None:
    changed = Report(**{**report()._asdict(), **changes})
    assert list(text.render([changed])) == [expected]
    assert list(text.render([changed], quiet=True)) == []


@pytest.mark.parametrize(
    ("line", "piece", "shown", "underline"),
    [
        ("a: b", "b", "a: b", "   ^"),
        ("a:\tb", "b", "a:    b", "      ^"),
        ("名前: b", "b", "名前: b", "      ^"),
        ("b: 名前", "名前", "b: 名前", "   ^^^^"),
        ("e\u0301: b", "b", "e\u0301: b", "   ^"),
        ("a: \x1b[31mb", "b", r"a: \x1b[31mb", "           ^"),
        ("a: \u202eb", "b", r"a: \u202eb", "         ^"),
        ("🚀: b", "b", "🚀: b", "    ^"),
    ],
)
def test_carets_stand_under_the_place_whatever_the_line_holds(
    line: str, piece: str, shown: str, underline: str
) -> None:
    lines = drawn(finding(place(Source("f.yml", line), piece))).splitlines()
    assert lines[3:] == [f"1 │ {shown}", f"  │ {underline}"]


@pytest.mark.parametrize(
    ("start", "end", "underline"),
    [
        (0, 9, "^^^^"),  # over two lines: the first one's part
        (3, 3, "   ^"),  # empty
        (4, 4, "    ^"),  # at the line's end
        (2, 3, "  ^"),
    ],
)
def test_a_place_is_underlined_on_its_first_line(start: int, end: int, underline: str) -> None:
    lines = drawn(finding(Place(Source("f.yml", "abcd\r\nefgh\r\n"), start, end))).splitlines()
    assert lines[3:] == ["1 │ abcd", f"  │ {underline}"]


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (200, 0, "…" + "x" * 116 + "HERE"),
        (200, 200, "…" + "x" * 30 + "HERE" + "x" * 86 + "…"),
        (10, 200, "x" * 10 + "HERE" + "x" * 106 + "…"),
        (10, 10, "x" * 10 + "HERE" + "x" * 10),
    ],
)
def test_a_long_line_is_cut_around_the_place(before: int, after: int, shown: str) -> None:
    source = Source("f.yml", "x" * before + "HERE" + "x" * after)
    lines = drawn(finding(place(source, "HERE"))).splitlines()
    assert lines[3:] == [f"1 │ {shown}", "  │ " + " " * shown.index("HERE") + "^^^^"]


def test_a_file_that_could_not_be_decoded_is_not_drawn() -> None:
    unread = finding(Place(Source("f.yml", ""), 0, 0), "is not UTF-8 (byte 3, line 1)")
    assert drawn(unread) == "f.yml:1:1: error TP101 missing-id-token\n  is not UTF-8 (byte 3, line 1)"


def test_what_files_say_cannot_control_the_terminal() -> None:
    source = Source("\x1b]0;title\x07.yml", "a\n")
    hostile = Finding("TP101", "missing-id-token", "error", "quotes `\x1b[2J\r\n\u202e`", Place(source, 0, 1))
    for lines in (text.render([report(hostile)]), concise.render([report(hostile)])):
        shown = "\n".join(lines)
        assert r"\x1b]0;title\x07.yml:1:1" in shown
        assert r"quotes `\x1b[2J\r\n\u202e`" in shown
        assert not {"\x1b", "\r", "\x07", "\u202e"} & set(shown)


def test_a_message_that_quotes_a_whole_file_is_cut() -> None:
    lines = list(concise.render([report(finding(place(WORKFLOW, "on"), "x" * 100_000))]))
    assert len(lines[0]) < 2_000


def test_colours_are_only_added_to_the_plain_report() -> None:
    plain, coloured = ("\n".join(text.render([report(MISSING)], colour=colour)) for colour in (False, True))
    for code in ("1", "1;31", "2"):
        assert f"\x1b[{code}m" in coloured
        coloured = coloured.replace(f"\x1b[{code}m", "")
    assert coloured.replace("\x1b[0m", "") == plain


def test_concise_is_one_line_per_finding() -> None:
    reports = [report(MISSING), report(finding(place(METADATA, "publish"), "another", level="note"), root="sub")]
    assert list(concise.render(reports)) == [
        f".github/workflows/publish.yml:6:7: error TP101 missing-id-token {MISSING.message}",
        "sub/pyproject.toml:1:15: note TP101 missing-id-token another",
    ]


def test_json_is_version_1() -> None:
    related = Related(place(METADATA, '"publish.yaml"'), "the publisher")
    (line,) = json_report.render([report(MISSING._replace(related=(related,)), root="sub")])
    end = {"line": 6, "column": 21, "offset": 64}
    assert json.loads(line) == {
        "version": 1,
        "tool": {"name": "tplint", "version": json.loads(line)["tool"]["version"]},
        "root": ".",
        "summary": {
            "files": 4,
            "uploads": 2,
            "undecided": 0,
            "errors": 1,
            "warnings": 0,
            "notes": 0,
            "suppressed": 0,
            "accepted": 0,
        },
        "findings": [
            {
                "code": "TP101",
                "name": "missing-id-token",
                "level": "error",
                "message": "job `publish` uploads with trusted publishing but may not request an OIDC token",
                "path": "sub/.github/workflows/publish.yml",
                "start": {"line": 6, "column": 7, "offset": 50},
                "end": end,
                "related": [
                    {
                        "path": "sub/pyproject.toml",
                        "start": {"line": 2, "column": 21, "offset": 47},
                        "end": {"line": 2, "column": 35, "offset": 61},
                        "message": "the publisher",
                    }
                ],
                "fix": {
                    "title": "add `id-token: write` to job `publish`",
                    "safety": "safe",
                    "edits": [
                        {"path": "sub/.github/workflows/publish.yml", "start": end, "end": end, "text": "\n"},
                    ],
                },
                "help": "https://github.com/tplint/tplint/blob/main/src/tplint/rules/missing_id_token.md",
            }
        ],
        "faults": [],
        "unread": [],
    }


def test_json_has_a_fix_of_null_where_there_is_none() -> None:
    (line,) = json_report.render([report(finding(place(WORKFLOW, "on")))])
    assert json.loads(line)["findings"][0]["fix"] is None


def test_json_can_always_be_encoded() -> None:
    (line,) = json_report.render([report(finding(place(WORKFLOW, "on"), "half a pair: \ud83d"))])
    assert json.loads(line.encode())["findings"][0]["message"] == "half a pair: ?"


texts = st.text(st.characters(), max_size=300)


@given(texts, st.integers(0, 300), st.integers(0, 300))
def test_any_place_of_any_text_can_be_drawn(content: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(content)), min(other, len(content))))
    lines = drawn(finding(Place(Source("f.yml", content), start, end))).splitlines()
    assert not content or "^" in lines[-1]


@given(texts)
def test_visible_text_has_nothing_invisible_left(content: str) -> None:
    assert cells.visible(cells.visible(content)) == cells.visible(content)
    assert len(cells.visible(content).splitlines()) <= 1


@given(texts, texts)
def test_widths_add_up(one: str, other: str) -> None:
    one, other = cells.visible(one), cells.visible(other)
    assert cells.width(one) + cells.width(other) == cells.width(one + other)
