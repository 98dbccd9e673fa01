"""The first rule of CONTRIBUTING.md works as it stands there."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from types import ModuleType

import pytest

from folders import lint, read
from rule_pages import HEADINGS, OPTIONAL, read_page, write_repository

CONTRIBUTING = (Path(__file__).resolve().parents[2] / "CONTRIBUTING.md").read_text("utf-8")


def block(fence: str, language: str) -> str:
    """The only block of a language."""
    (found,) = re.findall(rf"^{fence}{language}\n(.*?)^{fence}$", CONTRIBUTING, re.MULTILINE | re.DOTALL)
    return str(found)


@pytest.fixture
def rule() -> ModuleType:
    module = ModuleType("windows_runner")
    exec(block("```", "python"), module.__dict__)  # noqa: S102 - the project's own documentation
    return module


def test_the_rule_reports_the_bad_example_alone(rule: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "windows_runner.md"
    path.write_text(block("````", "markdown"), "utf-8")
    page = read_page(path)
    assert page.title == f"# {rule.RULE.code} {rule.RULE.name}"
    assert list(page.sections) == [heading for heading in HEADINGS if heading not in OPTIONAL]
    (bad,), (good,) = page.examples("Bad"), page.examples("Good")
    (finding,) = rule.check(read(write_repository(tmp_path / "bad", bad)))
    assert finding.message == "job `publish` runs the publish action on Windows"
    root = write_repository(tmp_path / "good", good)
    assert list(rule.check(read(root))) == []
    assert lint(root).findings == ()


def test_the_rule_is_written_as_the_house_rules_ask() -> None:
    tree = ast.parse(block("```", "python"))
    assert not [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == "typing"]
