"""Every rule's page is its test: Bad gives exactly Report, Fixed is what `--fix` makes of it, Good is silent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import tplint.rules
from folders import lint
from rule_pages import HEADINGS, OPTIONAL, read_page, write_repository
from tplint import engine
from tplint.fixing import rounds
from tplint.reporters import text

if TYPE_CHECKING:
    from tplint.findings import Finding, Report, Rule

FOLDER = Path(tplint.rules.__file__).parent
RULES = engine.rules()


def page_of(rule: Rule) -> Path:
    return FOLDER / f"{rule.name.replace('-', '_')}.md"


def report(root: Path, *select: str) -> Report:
    return lint(root, *select)._replace(root=".")


def fixed(root: Path, code: str) -> tuple[str, dict[str, str]]:
    """The option that changes an example, and the files it changes; `--unsafe-fixes` only where `--fix` does nothing.

    All fixes of the rule are applied, and only they.
    """
    for option, unsafe in (("--fix", False), ("--fix --unsafe-fixes", True)):
        outcome = rounds.fix(str(root), lambda reader: lint(root, code, reader=reader), unsafe=unsafe)
        assert not outcome.refused
        if outcome.after:
            return option, {path: source.text for path, source in outcome.after.items()}
    return "", {}


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
        assert wanted.strip()
        assert rendered(report(root, rule.code)) == wanted.strip("\n")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_good_is_silent_for_all_rules(rule: Rule, tmp_path: Path) -> None:
    good = read_page(page_of(rule)).examples("Good")
    assert good
    for number, files in enumerate(good):
        root = write_repository(tmp_path / str(number), files)
        assert rendered(report(root)) == ""


def faults(root: Path) -> set[str]:
    """What all rules report, but for notes: those on trusted publishing begin to speak where it begins to work."""
    return {finding.code for finding in report(root).findings if finding.level != "note"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_fixed_is_what_the_fixes_make_of_bad(rule: Rule, tmp_path: Path) -> None:
    page = read_page(page_of(rule))
    wanted = iter(page.fixed())
    for number, files in enumerate(page.examples("Bad")):
        root = write_repository(tmp_path / str(number), files)
        option, changed = fixed(root, rule.code)
        if not changed:
            continue
        before = faults(root)
        assert (option, changed) == next(wanted, None)
        write_repository(root, changed)
        assert rule.code not in {finding.code for finding in report(root, rule.code).findings if is_fixed(finding)}
        assert faults(root) <= before
        assert fixed(root, rule.code) == ("", {})
    assert next(wanted, None) is None


def is_fixed(finding: Finding) -> bool:
    """Whether a finding should be gone after fixing: one that only people can mend may stay."""
    return finding.fix is None or finding.fix.safety != "manual"


def test_rules_have_distinct_codes_and_names() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)


def test_no_page_is_left_without_a_rule() -> None:
    assert {path.name for path in FOLDER.glob("*.md")} == {page_of(rule).name for rule in RULES}
