"""Names of workflows in commands and calls: what gh takes for a file, and what for a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from publishing import PROJECT, UPLOAD, declaration, job, workflow

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ".github/workflows/"
START = "  start:\n    runs-on: ubuntu-latest\n    steps:\n      - run: gh workflow run {}\n"
CALL = "  call:\n    permissions: {{id-token: write}}\n    uses: ./.github/workflows/{}\n"
QUIET = job(steps=UPLOAD + "        with: {attestations: false}\n")


def said(root: Path, workflows: dict[str, str], *codes: str) -> list[str]:
    """The findings of these rules: their codes, and what is answered."""
    lay(root, {FOLDER + name: text for name, text in workflows.items()} | {"pyproject.toml": PROJECT})
    return [f"{finding.code} {finding.consequence}" for finding in lint(root, *codes).findings]


@pytest.mark.parametrize(
    ("file", "name", "started", "answer"),
    [
        ("publish.yml", "Publish", "Publish", ""),
        ("publish.yml", "Publish", "publish", ""),
        ("Release.yml", "release", "release", ""),
        ("publish.yml", "To PyPI", "'to pypi'", ""),
        ("publish.yml", "Release", "publish", "could not find any workflows named publish"),
        ("publish.yml", "Publish", "publish.yaml", "HTTP 404: workflow publish.yaml not found"),
        ("publish.yml", "publish.yaml", "publish.yaml", "HTTP 404: workflow publish.yaml not found"),
    ],
)
def test_a_start_by_the_name_that_a_workflow_gives_itself(
    tmp_path: Path, file: str, name: str, started: str, answer: str
) -> None:
    workflows = {
        file: workflow(on="workflow_dispatch:", top=f"name: {name}\n"),
        "tag.yml": workflow(START.format(started)),
    }
    found = said(tmp_path, workflows, "TP202", "TP515")
    assert len(found) == bool(answer)
    assert all(each.startswith("TP202") and answer in each for each in found)


def test_a_workflow_named_by_its_name_that_nobody_may_start(tmp_path: Path) -> None:
    workflows = {"publish.yml": workflow(top="name: Publish\n"), "tag.yml": workflow(START.format("publish"))}
    (found,) = said(tmp_path, workflows, "TP202", "TP515")
    assert found.startswith("TP515")


@pytest.mark.parametrize(
    ("called", "codes"),
    [
        ("up.yml", {"TP206 "}),
        ("up.yaml", {"TP202 "}),
        ("UP.yml", {"TP202 "}),
        ("other.yml", {"TP206 "}),
    ],
)
def test_a_call_in_another_spelling_is_one_finding(tmp_path: Path, called: str, codes: set[str]) -> None:
    workflows = {"up.yml": workflow(QUIET, on="workflow_call:"), "tag.yml": workflow(CALL.format(called))}
    assert {found[:6] for found in said(tmp_path, workflows, "TP202", "TP206")} == codes


@pytest.mark.parametrize(
    ("others", "message", "fix"),
    [
        ({}, "but the workflow is `publish.yaml`", "; or rename the workflow to `publish.yml`"),
        (
            {"publish.yml": "on: push\njobs: {test: {runs-on: x, steps: [{run: ls}]}}\n"},
            "but the upload is in `publish.yaml`",
            "declare it here",
        ),
    ],
)
def test_a_declared_file_that_is_there_and_uploads_nothing(
    tmp_path: Path, others: dict[str, str], message: str, fix: str
) -> None:
    workflows = {FOLDER + name: text for name, text in {"publish.yaml": workflow(), **others}.items()}
    lay(tmp_path, {**workflows, "pyproject.toml": PROJECT + declaration()})
    (finding,) = lint(tmp_path, "TP202").findings
    assert finding.message.endswith(message)
    assert finding.fix is not None
    assert finding.fix.title.endswith(fix)
