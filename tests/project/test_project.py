"""The project itself: what imports what, what is kept twice, and that tplint is clean on its own repository."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import tomli

import tplint
from tplint import engine

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT = Path(__file__).resolve().parents[2]
SOURCES = CHECKOUT / "src" / "tplint"
METADATA = tomli.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))

# The parts of the package in the order in which data flows through them: each imports from those before it alone.
ORDER = (
    *("errors", "records", "remembered", "documents", "findings", "model", "config", "discover", "load"),
    *("shell", "pypi", "signs", "repository", "commands", "metadata", "jobs", "uploaders", "platforms"),
    *("facts", "publishers", "registration", "history", "fixing", "remedies", "guides", "pipeline_files", "reading"),
    *("sifting", "checking", "rules", "engine", "schema", "diagnosis", "reporters", "cli", "__main__"),
)
# And what these do not import either, though it comes before them.
NEVER = {
    "pypi": ("documents", "load", "model"),
    "rules": ("fixing.rounds", "fixing.writing", "load", "reading"),
    "reporters": ("engine", "fixing", "platforms", "uploaders", "load"),
}


def modules(part: str) -> list[Path]:
    path = SOURCES / f"{part}.py"
    return [path] if path.exists() else sorted((SOURCES / part).rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports when it runs; those for the type checker alone do not count."""
    stack: list[ast.AST] = [tree(path)]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        stack += ast.iter_child_nodes(node)


def test_the_order_names_all_parts() -> None:
    parts = {path.stem for path in SOURCES.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert sorted(ORDER) == sorted(parts - {"__init__"})


@pytest.mark.parametrize("part", ORDER)
def test_a_part_imports_only_from_the_parts_before_it(part: str) -> None:
    later = ORDER[ORDER.index(part) + 1 :]
    never = tuple(f"tplint.{module}." for module in (*later, *NEVER.get(part, ())))
    wrong = {
        f"{path.relative_to(SOURCES)}: {name}"
        for path in modules(part)
        for name in imported(path)
        if f"{name}.".startswith(never)
    }
    assert wrong == set()


def test_only_the_command_line_prints_and_exits() -> None:
    speaking = {
        path.relative_to(SOURCES).as_posix()
        for path in SOURCES.rglob("*.py")
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Call) and ast.unparse(node.func) in {"print", "exit", "sys.exit", "os._exit"})
        or (isinstance(node, ast.Attribute) and ast.unparse(node) in {"sys.stdout", "sys.stderr"})
    }
    forked = "checking/spread.py"  # ends the processes that it forks
    assert {name for name in speaking if not name.startswith("cli/")} <= {"__main__.py", forked}


def test_typing_is_for_type_checkers_alone() -> None:
    """Loading it takes as long as ten of the package's modules: docs/decisions/0005-speed.md."""
    for path in sorted(SOURCES.rglob("*.py")):
        found = [
            node.lineno for node in tree(path).body if isinstance(node, ast.ImportFrom) and node.module == "typing"
        ]
        assert found == [], f"{path}: write `TYPE_CHECKING = False`, and import under `if TYPE_CHECKING:`"


def test_the_test_tools_are_listed_alike_for_old_and_new_installers() -> None:
    assert METADATA["project"]["optional-dependencies"]["test"] == METADATA["dependency-groups"]["test"]


def test_tplint_is_clean_on_its_own_repository() -> None:
    report = tplint.check(str(CHECKOUT))
    assert [(finding.code, finding.message) for finding in report.findings] == []
    assert report.uploads == 1


def test_modules_and_functions_keep_to_their_sizes() -> None:
    long = {
        f"{path.relative_to(SOURCES)}: {node.name}"
        for path in SOURCES.rglob("*.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 60
    }
    assert long == set()
    files = {path: len(path.read_text("utf-8").splitlines()) for path in SOURCES.rglob("*.py")}
    rules = set(modules("rules")) - {SOURCES / "rules" / "__init__.py"}
    assert {path.name: lines for path, lines in files.items() if lines > (80 if path in rules else 400)} == {}


def test_every_rule_has_a_code_of_its_group() -> None:
    assert all(rule.code.startswith("TP") and len(rule.code) == len("TP000") for rule in engine.rules())
