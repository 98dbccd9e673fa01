"""Every rule's page is its test: Bad gives exactly Report, Good is silent for all rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import tplint.rules
from rule_pages import HEADINGS, OPTIONAL, read_page, write_repository
from tplint import engine
from tplint.config import load
from tplint.load import Files
from tplint.reporters import text

if TYPE_CHECKING:
    from tplint.findings import Report, Rule

FOLDER = Path(tplint.rules.__file__).parent
RULES = engine.rules()
KNOWN = frozenset(name for rule in RULES for name in (rule.code, rule.name))


def page_of(rule: Rule) -> Path:
    return FOLDER / f"{rule.name.replace('-', '_')}.md"


def report(root: Path, *select: str) -> Report:
    config = load(str(root), Files(str(root)).read, known=KNOWN)
    if select:
        config = config._replace(select=select)
    return engine.lint(str(root), config=config)._replace(root=".")


def rendered(found: Report) -> str:
    """The findings as a person sees them, without the summary line."""
    return "\n".join(text.render([found], quiet=True)).strip("\n")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_page_has_the_fixed_headings_in_their_order(rule: Rule) -> None:
    page = read_page(page_of(rule))
    assert page.title.splitlines()[0] == f"# {rule.code} {rule.name}"
    assert [h for h in HEADINGS if h in page.sections] == list(page.sections)
    assert set(HEADINGS) - OPTIONAL <= set(page.sections)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_bad_gives_exactly_the_report(rule: Rule, tmp_path: Path) -> None:
    page = read_page(page_of(rule))
    bad, expected = page.examples("Bad"), page.reports()
    assert len(bad) == len(expected) > 0
    for number, (files, wanted) in enumerate(zip(bad, expected, strict=True)):
        root = write_repository(tmp_path / str(number), files)
        assert rendered(report(root, rule.code)) == wanted.strip("\n")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_good_is_silent_for_all_rules(rule: Rule, tmp_path: Path) -> None:
    good = read_page(page_of(rule)).examples("Good")
    assert good
    for number, files in enumerate(good):
        root = write_repository(tmp_path / str(number), files)
        assert rendered(report(root)) == ""


def test_rules_have_distinct_codes_and_names() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)


def test_no_page_is_left_without_a_rule() -> None:
    assert {path.name for path in FOLDER.glob("*.md")} == {page_of(rule).name for rule in RULES}
