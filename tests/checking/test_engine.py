"""From a folder to a report: selection, ignores by structure, faults that stay where they are, what is imported."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import tplint
from folders import lay
from tplint import engine, rules
from tplint.checking import needs
from tplint.cli import arguments, options
from tplint.config import Config
from tplint.findings import Rule
from tplint.model import Repository
from tplint.rules import Check, checks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tplint.findings import Finding, Report

PUBLISH = """\
on:
  release:
    types: [published]

jobs:
  publish:
    runs-on: ubuntu-latest
    permissions:
      id-token: write
    steps:
      - uses: actions/download-artifact@v5
        with:
          name: dist
          path: dist
      - uses: pypa/gh-action-pypi-publish@dc37677b2e1c63e2034f94d8a5b11f265b73ba33 # v1.14.2
"""
HARMLESS = "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: pytest\n"


def repository(root: Path, **workflows: str) -> str:
    return str(lay(root, {f".github/workflows/{name}.yml": text for name, text in workflows.items()}))


def lint(root: str, **settings: object) -> Report:
    return engine.lint(root, config=Config()._replace(**settings))  # type: ignore[arg-type] # fields by name


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


def ignoring(comment: str, before: str) -> str:
    """The workflow with a comment on a line of its own before a line that begins so."""
    lines = PUBLISH.splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if line.lstrip().startswith(before))
    indent = " " * (len(lines[at]) - len(lines[at].lstrip()))
    return "".join([*lines[:at], f"{indent}{comment}\n", *lines[at:]])


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, ["TP401"]),
        ({"select": ("TP4",)}, ["TP401"]),
        ({"select": ("missing-environment",)}, ["TP401"]),
        ({"select": ("TP1",)}, []),
        ({"ignore": ("TP401",)}, []),
        ({"ignore": ("TP4",)}, []),
        ({"per_file_ignores": {".github/workflows/*.yml": ("TP401",)}}, []),
        ({"per_file_ignores": {".github/workflows/other.yml": ("TP401",)}}, ["TP401"]),
    ],
)
def test_selection(tmp_path: Path, settings: dict[str, object], expected: list[str]) -> None:
    assert codes(lint(repository(tmp_path, publish=PUBLISH), **settings)) == expected


@pytest.mark.parametrize("before", ["publish:", "jobs:"])
@pytest.mark.parametrize("name", ["TP401", "missing-environment", "TP999, TP401"])
def test_an_ignore_holds_for_all_that_it_stands_above(tmp_path: Path, before: str, name: str) -> None:
    report = lint(repository(tmp_path, publish=ignoring(f"# tplint: ignore[{name}] a reason", before)))
    assert [finding.code for finding in report.suppressed] == ["TP401"]
    assert "TP401" not in codes(report)


def test_an_ignore_on_the_line_itself(tmp_path: Path) -> None:
    report = lint(repository(tmp_path, publish=PUBLISH.replace("publish:\n", "publish: # tplint: ignore[TP401]\n")))
    assert codes(report) == []


def test_an_ignore_elsewhere_silences_nothing_and_is_reported(tmp_path: Path) -> None:
    report = lint(repository(tmp_path, publish=ignoring("# tplint: ignore[TP401]", "runs-on:")))
    assert codes(report) == ["TP401", "TP002"]


def test_an_ignore_behind_code_does_not_hold_for_the_next_line(tmp_path: Path) -> None:
    report = lint(repository(tmp_path, publish=PUBLISH.replace("jobs:\n", "jobs: {} # tplint: ignore[TP401]\n")))
    assert "TP401" not in [finding.code for finding in report.suppressed]


def test_text_that_looks_like_a_comment_is_none(tmp_path: Path) -> None:
    text = PUBLISH.replace("on:\n", "name: 'x # tplint: ignore[TP401]'\non:\n")
    assert codes(lint(repository(tmp_path, publish=text))) == ["TP401"]


def test_a_broken_file_is_a_finding_and_the_others_go_on(tmp_path: Path) -> None:
    report = lint(repository(tmp_path, publish=PUBLISH, broken="on: [push\n", pypi="jobs: {pypi: ]\n"))
    assert [(finding.code, finding.level) for finding in report.findings] == [
        ("TP001", "warning"),
        ("TP401", "warning"),
        ("TP001", "error"),
    ]


def test_what_an_uploading_workflow_calls_decides_too(tmp_path: Path) -> None:
    calling = PUBLISH + "  build:\n    uses: ./.github/workflows/wheels.yml\n"
    report = lint(repository(tmp_path, publish=calling, wheels="on: [push\n", docs="on: [push\n"), select=("TP001",))
    assert [(finding.at.source.path[18:], finding.level) for finding in report.findings] == [
        ("docs.yml", "warning"),
        ("wheels.yml", "error"),
    ]


def test_a_name_that_is_not_known_is_counted_where_a_publisher_waits_for_it(tmp_path: Path) -> None:
    root = repository(tmp_path, publish=PUBLISH)
    publisher = (
        'project-name = "x"\nkind = "github"\nowner = "o"\nrepository = "r"\nworkflow-filename = "publish.yml"\n'
    )
    (tmp_path / "tplint.toml").write_text(f"[[publishers]]\n{publisher}", "utf-8")
    found = tplint.check(root).undecided
    assert [undecided.why.partition(":")[0] for undecided in found] == ["which project it sends is not certain"]
    (tmp_path / "pyproject.toml").write_text('[project]\ndynamic = ["name"]\n', "utf-8")
    found = tplint.check(root).undecided
    assert [undecided.why.partition(":")[0] for undecided in found] == ["its project has no known name"]
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "1"\n', "utf-8")
    assert tplint.check(root).undecided == ()


TOOL = """\
on: push
jobs:
  publish:
    runs-on: ubuntu-latest
    environment: {environment}
    permissions:
      id-token: {permission}
    steps:
      - run: {command}
"""


@pytest.mark.parametrize(
    ("command", "environment", "permission", "counted"),
    [
        ("bork release", "pypi", "write", True),
        ("uv run --no-sync release pypi", "live", "write", True),
        ("bork build", "pypi", "write", False),
        ("bork release", "live", "write", False),
        ("bork release", "pypi", "none", False),
        ("uv publish", "pypi", "write", False),
    ],
)
def test_a_job_that_may_publish_by_a_tool_of_its_own_is_counted(
    command: str,
    environment: str,
    permission: str,
    counted: bool,  # noqa: FBT001 - a table
    tmp_path: Path,
) -> None:
    workflow = TOOL.format(command=command, environment=environment, permission=permission)
    found = tplint.check(repository(tmp_path, publish=workflow)).undecided
    assert ["no upload in it is recognised" in undecided.why for undecided in found] == [True] * counted


def test_with_files_only_their_findings_are_reported(tmp_path: Path) -> None:
    root = repository(tmp_path, publish=PUBLISH, again=PUBLISH)
    report = engine.lint(root, config=Config(), files=(".github/workflows/again.yml",))
    assert [finding.code for finding in report.findings] == ["TP401"]
    assert report.uploads == 2


def test_a_rule_that_fails_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def check(_: Repository) -> Iterator[Finding]:
        yield from (1 // 0 for _ in range(1))  # type: ignore[misc] # it fails before it yields

    monkeypatch.setattr(engine, "checks", lambda _=None: (Check(Rule("TP998", "broken", "error", ""), check),))
    (fault,) = lint(repository(tmp_path, publish=PUBLISH)).faults
    assert fault[:3] == (
        "TP998",
        ".github/workflows/publish.yml",
        "ZeroDivisionError: integer division or modulo by zero",
    )
    assert fault.calls[0].endswith("in <genexpr>")


HEAVY = {
    *("libcst", "tree_sitter", "tree_sitter._binding", "tplint.documents.commonmark", "tomlkit", "stdlib_list"),
    "ruamel.yaml",
    *("argparse", "configparser", "dataclasses", "inspect", "json", "logging", "pathlib", "shutil", "subprocess"),
    "typing",
    *("tplint.platforms.github.aside", "tplint.platforms.gitlab.read", "tplint.rules.unused_ignore"),
}
# What only uploads need.
FOR_UPLOADS = {
    *("ipaddress", "urllib.parse", "tplint.publishers.matching", "tplint.pypi", "tplint.platforms.github.read"),
    *("tplint.rules.missing_id_token", "tplint.rules.unreadable_file", "tplint.uploaders.credentials"),
}


def imported(*arguments: str) -> set[str]:
    """The modules that a run of the command line leaves in memory, without those that Python starts with."""
    show = "print(*sys.modules, file=sys.stderr)"
    programs = (f"import sys; from tplint.cli import main; main(sys.argv[1:]); {show}", f"import sys; {show}")
    after, before = (
        subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True)
        for program in programs
    )
    return set(after.stderr.split()) - set(before.stderr.split())


def test_the_version_imports_nothing_heavy() -> None:
    assert imported("--version") & (HEAVY | FOR_UPLOADS) == set()


def test_a_repository_without_uploads_imports_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n', "utf-8")
    (tmp_path / "setup.py").write_text("from setuptools import setup\nsetup(name='x')\n", "utf-8")
    assert imported(repository(tmp_path, test=HARMLESS)) & (HEAVY | FOR_UPLOADS) == set()


def test_an_upload_by_an_action_needs_no_parser_of_scripts(tmp_path: Path) -> None:
    assert imported(repository(tmp_path, publish=PUBLISH, test=HARMLESS)) & HEAVY == set()


def test_options_need_their_parser_and_say_the_same_as_no_options() -> None:
    values = vars(arguments.parse(options.parser(), ["."]))  # what it would give without the short cut
    assert options.Options(["."])._asdict() == {**values, "extend_select": ()}


def test_a_rule_that_asks_for_what_is_not_there_is_not_loaded() -> None:
    empty = Repository("")
    assert checks(empty) == ()
    assert all(list(each.check(empty)) == [] for each in checks())


def test_what_rules_need_is_said_of_rules_that_are_there() -> None:
    assert {*needs.NEEDS, *needs.IN_WORKFLOWS} <= set(rules.module_names())
