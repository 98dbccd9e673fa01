"""The reports for GitHub, GitLab and job summaries: what files say becomes neither a command nor markup."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tplint.documents.source import Place, Pointer, Source
from tplint.findings import Edit, Finding, Fix, Related, Report, Suppression
from tplint.reporters import cells, concise, github, gitlab, locations, markdown, text
from tplint.reporters import json as json_report

if TYPE_CHECKING:
    from tplint.model import Level

WORKFLOW = Source(".github/workflows/publish.yml", "jobs:\n  publish:\n    permissions:\n      contents: read\n")
HOSTILE = (
    "x%0A::error::injected",
    "x\n::error file=a,line=1::injected",
    "x\r\n::stop-commands::t",
    "x,title=a::b",
    "##[error]injected",
    "\u202e::error::\u2066injected\u2028::error::x",
    "`|` | <img src=x onerror=alert(1)> @octocat [a](https://example.org) ${{ secrets.X }} $x^2$ **b** _i_ #1",
    "`<script>` ``` \\` www.example.org https://example.org a@example.org <!-- --> &lt;",
)


def finding(
    message: str = "a message", *, level: Level = "error", source: Source = WORKFLOW, **more: object
) -> Finding:
    found = Finding("TP101", "missing-id-token", level, message, Place(source, 0, min(4, len(source.text))))
    return found._replace(**more)  # type: ignore[arg-type] # fields by name


def report(*findings: Finding, root: str = ".", suppressed: tuple[Finding, ...] = ()) -> Report:
    return Report(root, findings, suppressed, files=1, uploads=1, undecided=())


# --- GitHub's workflow commands -------------------------------------------------------------------------------------


def commands(lines: list[str]) -> list[tuple[str, dict[str, str], str]]:
    """What a runner of GitHub Actions makes of lines: the commands, with their properties and messages."""
    found = []
    for line in lines:
        match = re.match(r"\s*::(?P<name>[^ :]*) ?(?P<properties>.*?)::(?P<data>.*)$", line, re.DOTALL)
        if match:
            pairs = (part.partition("=") for part in match["properties"].split(",") if part)
            found.append((match["name"], {key: unquote(value) for key, _, value in pairs}, unquote(match["data"])))
        assert match or "##[" not in line
    return found


def test_an_annotation_has_its_place_and_says_what_to_do() -> None:
    at = Place(WORKFLOW, 8, 40)
    full = finding(
        "may not: 100% sure, really",
        at=at,
        label="here",
        consequence="it would stop",
        fix=Fix("add `id-token: write`"),
    )
    place = "file=.github/workflows/publish.yml,line=2,endLine=2,col=3,endColumn=11"
    said = "may not: 100%25 sure, really: here%0Ait would stop%0Afix: add `id-token: write`"
    assert list(github.render([report(full)])) == [
        f"::error {place},title=TP101 missing-id-token::{said}",
        "1 error in 1 file · 1 upload",
    ]
    assert len(list(github.render([report(full)], quiet=True))) == 1


@pytest.mark.parametrize(
    ("level", "command"), [("error", "error"), ("warning", "warning"), ("note", "notice")], ids=str
)
def test_levels_are_those_of_github(level: Level, command: str) -> None:
    ((name, _, _),) = commands(list(github.render([report(finding(level=level))])))
    assert name == command


@pytest.mark.parametrize("said", HOSTILE)
def test_nothing_that_a_file_says_becomes_a_command(said: str) -> None:
    source = Source(f"docs/{said}.md", f"{said}\n")
    hostile = finding(said, source=source, label=said, consequence=said, fix=Fix(said))
    lines = list(github.render([report(hostile)]))
    assert len(lines) == 2
    assert len("\n".join(lines).splitlines()) == 2
    ((name, properties, _),) = commands(lines)
    assert name == "error"
    assert set(properties) == {"file", "line", "endLine", "col", "endColumn", "title"}
    assert properties["title"] == "TP101 missing-id-token"


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_stays_what_it_is(message: str, path: str) -> None:
    lines = list(github.render([report(finding(message, source=Source(path, "x")))], quiet=True))
    assert len("".join(lines).splitlines()) == 1
    ((name, properties, data),) = commands(lines)
    assert (name, properties["file"], data) == ("error", cells.visible(path), cells.visible(message))


def test_a_step_shows_ten_annotations_of_a_level_and_the_number_of_the_others() -> None:
    many = [finding(level="error")] * 12 + [finding(level="warning")] * 10 + [finding(level="note")] * 11
    found = commands(list(github.render([report(*many[:20]), report(*many[20:])])))
    assert [name for name, _, _ in found].count("error") == 10
    assert [name for name, _, _ in found].count("warning") == 10
    assert [name for name, _, _ in found].count("notice") == 10
    assert found[-1][2].startswith("2 more errors, 2 more notes: GitHub shows ten")


def test_suppressed_findings_are_not_annotated() -> None:
    lines = list(github.render([report(suppressed=(finding(),))]))
    assert lines == ["no findings (1 suppressed) in 1 file · 1 upload"]


# --- GitLab's Code Quality ------------------------------------------------------------------------------------------


def entries(*reports: Report) -> list[dict[str, object]]:
    (document,) = gitlab.render(reports)
    found: list[dict[str, object]] = json.loads(document)
    return found


def test_code_quality_has_what_gitlab_requires() -> None:
    (entry,) = entries(report(finding(label="a label", at=Place(WORKFLOW, 8, 40)), suppressed=(finding(),)))
    assert re.fullmatch(r"[0-9a-f]{16}:1", str(entry.pop("fingerprint")))
    assert entry == {
        "description": "TP101 missing-id-token: a message: a label",
        "check_name": "TP101",
        "severity": "critical",
        "location": {
            "path": ".github/workflows/publish.yml",
            "lines": {"begin": 2, "end": 2},
            "positions": {"begin": {"line": 2, "column": 3}, "end": {"line": 2, "column": 11}},
        },
    }


def test_code_quality_without_findings_is_an_empty_list() -> None:
    assert entries(report()) == []


def test_fingerprints_tell_findings_apart_and_hold_when_lines_move() -> None:
    moved = Source(WORKFLOW.path, f"# new\n\n{WORKFLOW.text}")
    before = entries(report(finding(), finding(), finding("another")), report(finding(), root="other"))
    after = entries(report(*(finding(source=moved) for _ in range(2))))
    prints = [entry["fingerprint"] for entry in before]
    assert len(set(prints)) == 4
    assert [entry["fingerprint"] for entry in after] == prints[:2]


# --- Markdown -------------------------------------------------------------------------------------------------------


TAGS = {"h2", "h3", "p", "code", "table", "thead", "tbody", "tr", "th", "td", "a", "br"}


def rendered(*reports: Report) -> str:
    return "\n".join(markdown.render(reports))


def test_a_job_summary_has_a_table_for_each_file() -> None:
    full = finding(
        "job `a|b` has *no* `id-token`",
        label="here",
        consequence="it would stop",
        fix=Fix("add `id-token: write`"),
    )
    assert rendered(report(full, finding("another", level="note"))) == (
        """\
## tplint

1 error, 1 note in 1 file · 1 upload

### <code>.github/workflows/publish.yml</code>

| Place | Rule | Finding |
| --- | --- | --- |
| 1:1 | error [TP101](HELP) missing-id-token | job <code>a&#124;b</code> has &#42;no&#42; <code>id-token</code>\
<br>here<br>it would stop<br>fix: add <code>id-token: write</code> |
| 1:1 | note [TP101](HELP) missing-id-token | another |""".replace("HELP", full.help)
    )


@pytest.mark.parametrize("said", HOSTILE)
def test_nothing_that_a_file_says_becomes_markup(said: str) -> None:
    source = Source(f"docs/{said}.md", f"{said}\n")
    document = rendered(report(finding(said, source=source, label=said, consequence=said, fix=Fix(said))))
    html = MarkdownIt("gfm-like", {"linkify": False}).render(document)
    tags = {tag.lower() for tag in re.findall(r"</?([a-zA-Z0-9]+)", html)}
    assert tags <= TAGS
    assert html.count("<tr>") == 2
    assert set(re.findall(r'href="([^"]*)"', html)) == {finding().help}
    assert not re.search(r"@|://|www\.|\$|:\w+:", document.replace(finding().help, ""))
    assert not re.search("[@#](?!\N{ZERO WIDTH SPACE})", re.sub("<code>.*?</code>", "", html))


def test_a_job_summary_stays_below_what_github_takes() -> None:
    warned: list[str] = []
    many = report(*(finding("ä" * 900) for _ in range(800)))
    document = "\n".join(markdown.render([many], warn=warned.append))
    assert 900_000 < len(document.encode()) < 1_024 * 1_024
    shown = document.count("| 1:1 |")
    assert warned == [f"{800 - shown} more findings not shown here: GitHub takes a summary of at most 1 MiB"]
    assert document.endswith(f"\n\n**{warned[0]}**")


# --- all formats ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("render", [text.render, concise.render, github.render, gitlab.render, json_report.render])
def test_control_characters_and_bidirectional_marks_are_escaped(render: object) -> None:
    said = "\x1b[2J\u202e\u2066\x9b\x00\u2028\U000e0041"
    assert callable(render)
    hostile = finding(said, source=Source(f"{said}.md", f"{said}\n"), fix=Fix(said))
    shown = "\n".join(render([report(hostile)]))
    assert not {*said} & {"\x1b", "\u202e", "\u2066", "\x9b", "\x00", "\u2028", "\U000e0041"} & {*shown}


def test_json_escapes_what_it_means() -> None:
    said = "\u202e \U000e0041 räksmörgås \x7f ##[group]"
    (document,) = json_report.render([report(finding(said))])
    assert "räksmörgås" in document
    assert not re.search("[\x7f\u202e\U000e0041]|##\\[", document)
    assert json.loads(document)["findings"][0]["message"] == said


def test_paths_over_links_can_be_replaced_by_real_ones() -> None:
    data = Source("link.toml", "[project]\nname = 'x'\n")
    edit = Edit(Place(WORKFLOW, 0, 4), "x")
    found = finding(at=Pointer(data, ("project", "name")), related=(Related(Place(WORKFLOW, 0, 4), "it"),))
    moved = locations.with_paths(report(found._replace(fix=Fix("x", "safe", (edit,)))), lambda path: f"real/{path}")
    (one,) = moved.findings
    assert isinstance(one.at, Place)
    assert (one.at.source.path, one.at.text) == ("real/link.toml", "'x'")
    assert one.fix is not None
    assert {one.related[0].at.source.path, one.fix.edits[0].at.source.path} == {f"real/{WORKFLOW.path}"}
    assert locations.with_paths(report(found), lambda path: path) == report(found)


def test_the_summary_says_how_many_the_baseline_accepts() -> None:
    silenced = (finding(suppression=Suppression("comment")), finding(suppression=Suppression("baseline")))
    assert list(text.render([report(suppressed=silenced)])) == [
        "no findings (2 suppressed, 1 by the baseline) in 1 file · 1 upload"
    ]


# --- narrow windows -------------------------------------------------------------------------------------------------

LONG = Source("f.yml", f"{'a' * 70} HERE {'b' * 70}\n")
NARROW = finding(
    "a message of many words that does not fit into such a window at all",
    at=Place(LONG, 71, 75),
    label="a label of a few words that is put below",
    consequence="it would stop with a message of many words",
    fix=Fix("write something else that takes more than a line"),
)


@pytest.mark.parametrize("columns", [40, 60, 80, 100])
def test_a_narrow_window_is_kept_to(columns: int) -> None:
    lines = list(text.render([report(NARROW)], columns=columns))
    assert max(map(len, lines[1:])) <= columns
    said = f"{NARROW.message} {NARROW.label} {NARROW.consequence}".split()
    assert [word for word in said if word not in " ".join(lines).split()] == []
    row = next(number for number, line in enumerate(lines) if "^" in line)
    assert lines[row - 1].index("HERE") == lines[row].index("^")


def test_a_finding_in_forty_columns() -> None:
    assert list(text.render([report(NARROW)], columns=40, quiet=True)) == [
        "f.yml:1:72: error TP101 missing-id-token",
        "  a message of many words that does not",
        "  fit into such a window at all",
        "  │",
        "1 │ …aaaaaaa HERE bbbbbbbbbbbbbbbbbbbbb…",
        "  │          ^^^^",
        "  │          a label of a few words that",
        "  │          is put below",
        "  │",
        "  = it would stop with a message of many",
        "    words",
        "  = fix: write something else that takes",
        "    more than a line",
    ]


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 300), st.integers(1, 130))
def test_any_place_can_be_drawn_in_any_window(content: str, one: int, other: int, columns: int) -> None:
    start, end = sorted((min(one, len(content)), min(other, len(content))))
    at = Place(Source("f.yml", content), start, end)
    lines = list(text.render([report(finding(at=at, label="a label of words"))], columns=columns))
    assert not content or any("^" in line for line in lines)
    assert len("".join(lines).splitlines()) <= 1


def test_counts_of_rules_stand_below_the_findings() -> None:
    findings = [finding(level="warning"), finding(level="warning"), finding(code="TP103", name="stored-token")]
    assert list(text.render([report(*findings)], stats=True))[-4:] == [
        "2  warning  TP101  missing-id-token",
        "1  error    TP103  stored-token",
        "",
        "1 error, 2 warnings in 1 file · 1 upload",
    ]
    assert list(concise.render([report(*findings)], stats=True))[3:] == [
        "2  warning  TP101  missing-id-token",
        "1  error    TP103  stored-token",
    ]
    assert list(text.render([report()], stats=True, quiet=True)) == []
