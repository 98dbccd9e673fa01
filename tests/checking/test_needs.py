"""No rule is left out that would have said something: what it needs is there wherever it reports."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

import corpus
import tplint.rules
from folders import read
from rule_pages import written_examples
from tplint.checking.needs import IN_WORKFLOWS, NEEDS, may_speak
from tplint.documents.source import Place, Source
from tplint.model import Known, Project, ProjectName, Repository
from tplint.signs import Signs

MODULES = {import_module(f"tplint.rules.{name}").RULE.code: name for name in tplint.rules.module_names()}
PAGES = sorted(Path(tplint.rules.__file__).parent.glob("*.md"))


def left_out(repository: Repository) -> list[str]:
    """What the rules that a run on a repository does not load would have said."""
    signs = Signs(repository)
    unloaded = (check for check in tplint.rules.checks() if not may_speak(MODULES[check.rule.code], signs))
    return [f"{finding.code}: {finding.message}" for check in unloaded for finding in check.check(repository)]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_examples_of_pages(path: Path, tmp_path: Path) -> None:
    for root in written_examples(path, tmp_path):
        assert left_out(read(root)) == []


@corpus.needed
@pytest.mark.parametrize("kind", ["repos", "negatives", "docs"])
def test_real_repositories(kind: str) -> None:
    found = {root.name: left_out(corpus.read(root)) for root in corpus.entries(kind)}
    assert {name: findings for name, findings in found.items() if findings} == {}


def test_no_rule_speaks_of_a_repository_that_has_nothing_but_projects() -> None:
    at = Place(Source("pyproject.toml", 'name = "-"'), 0, 4)
    names = (ProjectName(Known("-"), at, "[project]"), ProjectName(Known("stdlib"), at, "[tool.poetry]"))
    projects = tuple(Project(name, Known("-"), at, names, "flit", {"a": "https://x"}) for name in ("", "a"))
    repository = Repository("/nowhere", projects=projects)
    assert tplint.rules.checks(repository) == ()
    assert [finding for check in tplint.rules.checks() for finding in check.check(repository)] == []


def test_needs_are_those_of_rules_that_are_there() -> None:
    assert {*NEEDS, *IN_WORKFLOWS} <= set(tplint.rules.module_names())
