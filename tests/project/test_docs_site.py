"""The documentation site builds without a warning, needs no other host, and has what the code has."""

from __future__ import annotations

import html
import os
import re
import sys
from itertools import combinations
from pathlib import Path
from subprocess import run

import pytest

from generator import command_line, configuration, decision, forms, links, markdown, pages, rules, troubleshooting
from snippets import CHECKOUT
from tplint import config, engine, pypi
from tplint.cli.commands import parsers
from tplint.publishers import declared
from tplint.pypi import catalogue

pytest.importorskip("material", reason="mkdocs-material is not installed")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site."""
    folder = tmp_path_factory.mktemp("site")
    # Not `--quiet`: the warnings that it leaves out are not counted either.
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    done = run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def read(site: Path, page: str) -> str:
    return (site / page / "index.html").read_text("utf-8")


def test_the_pages_load_nothing_from_elsewhere(site: Path) -> None:
    loading = re.compile(
        r"<(?:script|img|iframe)[^>]* src=\"(?:https?:)?//|<link [^>]*rel=\"(?:stylesheet|preconnect)\"[^>]*//"
    )
    paths = list(site.rglob("*.html"))
    assert len(paths) > len(engine.rules())
    assert [path.name for path in paths if loading.search(path.read_text("utf-8"))] == []
    css = "".join(path.read_text("utf-8") for path in site.rglob("*.css"))
    assert not re.search(r"@import|url\(\"?(?:https?:)?//", css)


def test_no_place_is_left_open(site: Path) -> None:
    left = re.compile("<!-- (?:generate|outside|end)")
    assert [path.name for path in site.rglob("*.html") if left.search(path.read_text("utf-8"))] == []


def test_the_generator_is_not_published(site: Path) -> None:
    assert not list(site.rglob("*.py"))


def test_every_rule_has_a_page_that_the_index_names(site: Path) -> None:
    index = read(site, "rules")
    for rule in engine.rules():
        page = read(site, f"rules/{rule.name}")
        assert f"{rule.code} {rule.name}" in page
        for heading in ("What", "Why", "Bad", "Report", "Good", "Not reported"):
            assert re.search(rf"<h2 id=\"[a-z-]+\">{heading}", page), (rule.name, heading)
        assert f'href="{rule.name}/"' in index


def test_codes_in_prose_lead_to_their_pages(site: Path) -> None:
    page = read(site, "rules/stored-token")
    assert '<a href="../mixed-credentials/">TP102</a>' in page
    assert ">TP103</a>" not in page.partition('<div class="md-content"')[2]


def test_guides_and_decisions_lead_to_pages_of_the_site(site: Path) -> None:
    guides = read(site, "guides")
    assert 'href="../rules/missing-id-token/"' in guides
    assert "src/tplint/rules" not in guides
    decisions = read(site, "decisions")
    for path in (CHECKOUT / "docs" / "decisions").glob("*.md"):
        assert f'href="{path.stem}/"' in decisions


def test_every_message_leads_to_its_anchor(site: Path) -> None:
    page = read(site, "troubleshooting")
    text = html.unescape(re.sub(r"<[^>]+>", "", page))
    for entry, anchor in troubleshooting.anchors().items():
        assert f'id="{anchor}"' in page
        assert f'href="#{anchor}"' in page
        for message in troubleshooting.wordings(entry):
            assert text.count(message) >= 2  # in the index, and above the cause


# --- what is generated ------------------------------------------------------------------------------------------------


def test_every_error_is_explained_under_a_message() -> None:
    assert [entry.title for entry in catalogue.entries() if not troubleshooting.wordings(entry)] == []
    anchors = list(troubleshooting.anchors().values())
    assert len(anchors) == len(set(anchors))
    text = troubleshooting.messages()
    assert [entry.cause for entry in catalogue.entries() if catalogue.filled(entry.cause, {}) not in text] == []


def test_every_key_of_the_configuration_is_described() -> None:
    text = configuration.keys()
    assert re.findall(r"^### (.+)$", text, re.MULTILINE) == [key.name for key in config.KEYS]
    for key in config.KEYS:
        assert key.example in text
    table = configuration.publisher_reference()
    fields = {name for names in declared.forms().values() for name in names}
    assert set(re.findall(r"^\| `([a-z-]+)` ", table, re.MULTILINE)) == fields | {key.name for key in declared.KEYS}


def test_every_argument_of_every_command_is_described() -> None:
    sections = re.split(r"^## tplint ", command_line.reference(), flags=re.MULTILINE)[1:]
    assert [section.partition("\n")[0] for section in sections] == list(parsers())
    for section, parser in zip(sections, parsers().values(), strict=True):
        for action in parser._actions:  # noqa: SLF001 - argparse has no other way
            for option in set(action.option_strings) - {"-h", "--help", "-V", "--version"}:
                assert f"`{option}" in section


@pytest.mark.parametrize("number", range(len(decision.STEPS)))
def test_every_question_has_a_refusal_of_its_own(number: int) -> None:
    refusals = [decision.refused(step) for step in decision.STEPS]
    assert refusals[number]
    assert refusals.count(refusals[number]) == 1


def test_nothing_is_refused_where_all_answers_are_yes() -> None:
    assert decision.refused() == ""


# A pending publisher is looked for by the questions that follow, and a miss there is not said.
ORDERED = [step for step in decision.STEPS if step.pending is None]


@pytest.mark.parametrize(("first", "second"), list(combinations(ORDERED, 2)))
def test_the_first_no_ends_it(first: decision.Step, second: decision.Step) -> None:
    assert decision.refused(first, second) == decision.refused(first)


def test_a_pending_publisher_comes_before_the_registered_ones() -> None:
    (pending,) = (step for step in decision.STEPS if step.pending is not None)
    for step in decision.STEPS[: decision.STEPS.index(pending)]:
        assert decision.refused(step, pending) == decision.refused(step)
    for step in decision.STEPS[decision.STEPS.index(pending) + 1 :]:
        assert decision.refused(pending, step) in {decision.refused(step), decision.refused(pending), pypi.SERVER_ERROR}


@pytest.mark.parametrize("kind", forms.TITLES)
def test_the_forms_take_the_examples_and_refuse_the_others(kind: str) -> None:
    pypi.publisher({"kind": kind, **forms.GOOD[kind]})
    assert list(forms.GOOD[kind]) == [field.name for field in pypi.form_fields(kind)]
    for field, values in forms.REFUSED[kind].items():
        for value in values:
            assert forms.said(kind, field, value)


def test_every_field_of_the_forms_is_compared_with_a_claim() -> None:
    page = (CHECKOUT / "docs" / "how-pypi-decides.md").read_text("utf-8")
    table = page.partition("## What is compared")[2].partition("\n## ")[0]
    parts = re.split(r"^\| \*\*(.+)\*\* \| \|$", table, flags=re.MULTILINE)
    assert parts[1::2] == list(forms.TITLES.values())
    for kind, part in zip(forms.TITLES, parts[2::2], strict=True):
        labels = [label for row in re.findall(r"^\| ([^|]+) \|", part, re.MULTILINE) for label in row.split(", ")]
        assert labels == [field.label for field in pypi.form_fields(kind)]


def test_who_reads_the_source_is_told_of_what_is_generated() -> None:
    for path in (CHECKOUT / "docs").rglob("*.md"):
        text = path.read_text("utf-8")
        assert ("<!-- generate: " in text) == ("<!-- outside the site -->" in text), path.name


def test_every_link_of_the_checkout_leads_somewhere() -> None:
    pages_of_the_site = {CHECKOUT / "docs" / "rules" / "index.md"}
    for path in (*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md")):
        targets: list[str] = []
        markdown.in_links(path.read_text("utf-8"), lambda target: targets.append(target) or target)  # type: ignore[func-returns-value]  # noqa: B023 - called at once
        for address in (target.partition("#")[0] for target in targets if not re.match(r"[a-z]+:", target)):
            there = Path(os.path.normpath(path.parent / address))
            assert there.exists() or there in pages_of_the_site, (path.name, address)


def test_every_place_is_used_and_every_used_one_is_there() -> None:
    text = "\n".join(path.read_text("utf-8") for path in (CHECKOUT / "docs").rglob("*.md"))
    assert set(re.findall(r"^<!-- generate: (.+) -->$", text, re.MULTILINE)) == set(pages.PLACES)


def test_every_family_of_rules_has_a_title() -> None:
    assert {rule.code[:3] for rule in engine.rules()} == set(rules.FAMILIES)


def test_prose_is_changed_and_code_is_not() -> None:
    text = "# TP101\n\nTP101, `TP101`, [TP101](x), <b>TP101</b>\n\n```sh\nTP101\n```\n\nTP101\n"
    changed = markdown.in_prose(text, r"TP101", lambda _: "X")
    assert changed == "# TP101\n\nX, `TP101`, [TP101](x), <b>X</b>\n\n```sh\nTP101\n```\n\nX\n"


def test_a_pipe_in_a_table_is_escaped_but_for_code() -> None:
    assert markdown.table("a", [["x|`y|z`"]]) == "| a |\n| --- |\n| x\\|`y|z` |"


@pytest.mark.parametrize(
    ("target", "origin", "path", "expected"),
    [
        ("../src/tplint/rules/stored_token.md", "docs/guides.md", "guides.md", "rules/stored-token.md"),
        ("../CHANGELOG.md#x", "docs/guides.md", "guides.md", "changelog.md#x"),
        ("docs/decisions/0002-records.md", "CONTRIBUTING.md", "contributing.md", "decisions/0002-records.md"),
        ("SECURITY.md", "CONTRIBUTING.md", "contributing.md", f"{links.SOURCE}/blob/main/SECURITY.md"),
        ("../fixtures/guides", "docs/guides.md", "guides.md", f"{links.SOURCE}/tree/main/fixtures/guides"),
        ("https://pypi.org/", "docs/guides.md", "guides.md", "https://pypi.org/"),
        ("#below", "docs/guides.md", "guides.md", "#below"),
        ("../library.md", "docs/set-up/github.md", "set-up/github.md", "../library.md"),
    ],
)
def test_links_of_the_checkout_become_links_of_the_site(target: str, origin: str, path: str, expected: str) -> None:
    assert links.fit(f"[x]({target})", origin, path) == f"[x]({expected})"
