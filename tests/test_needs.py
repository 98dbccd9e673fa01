"""No rule is left out that would have said something: what it needs is there wherever it reports."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

import tplint.rules
from corpus import FOLDER, entries
from rule_pages import read_page, write_repository
from tplint import engine
from tplint.config import load
from tplint.load import Files
from tplint.needs import IN_WORKFLOWS, NEEDS, Signs, may_speak

MODULES = {import_module(f"tplint.rules.{name}").RULE.code: name for name in tplint.rules.module_names()}
PAGES = sorted(Path(tplint.rules.__file__).parent.glob("*.md"))


def left_out(root: str) -> list[str]:
    """What the rules that a run on a repository does not load would have said."""
    known = frozenset(name for rule in engine.rules() for name in (rule.code, rule.name))
    repository = engine.read(Files(root), load(root, Files(root).read, known=known))
    signs = Signs(repository)
    unloaded = (check for check in tplint.rules.checks() if not may_speak(MODULES[check.rule.code], signs))
    return [f"{finding.code}: {finding.message}" for check in unloaded for finding in check.check(repository)]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_examples_of_pages(path: Path, tmp_path: Path) -> None:
    page = read_page(path)
    for number, files in enumerate([*page.examples("Bad"), *page.examples("Good")]):
        assert left_out(str(write_repository(tmp_path / str(number), files))) == []


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the corpus does not lie beside the checkout")
@pytest.mark.parametrize("kind", ["repos", "negatives", "docs"])
def test_real_repositories(kind: str) -> None:
    found = {root.name: left_out(str(root)) for root in entries(kind)}
    assert {name: findings for name, findings in found.items() if findings} == {}


def test_needs_are_those_of_rules_that_are_there() -> None:
    assert {*NEEDS, *IN_WORKFLOWS} <= set(tplint.rules.module_names())
