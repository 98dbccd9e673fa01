"""TP005 on calls of local workflows: trigger, inputs, secrets and permissions, as GitHub compares both files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from publishing import job, workflow

if TYPE_CHECKING:
    from pathlib import Path

RUN = "    runs-on: ubuntu-latest\n    steps:\n      - run: make\n"
ASKS = "    permissions: {{{}}}\n" + RUN


def messages(root: Path, caller: str, called: str, *, top: str = "", **others: str) -> list[str]:
    """What TP005 says of `release.yml`, which uploads and calls `tests.yml` with the given lines."""
    calling = f"  tests:\n    uses: ./.github/workflows/tests.yml\n{caller}"
    files = {"release.yml": workflow(calling, job(more="    needs: tests\n"), top=top), "tests.yml": called}
    files |= {f"{name}.yml": text for name, text in others.items()}
    written = lay(root, {f".github/workflows/{name}": text for name, text in files.items()})
    found = lint(written, "TP005").findings
    assert {finding.level for finding in found} <= {"error"}
    assert {finding.at.source.path for finding in found} <= {".github/workflows/release.yml"}
    return [finding.consequence.partition(": ")[2].strip('"') for finding in found]


def reusable(*jobs: str, call: str = "", top: str = "") -> str:
    return f"on:\n  workflow_call:\n{call}{top}jobs:\n{''.join(jobs)}"


@pytest.mark.parametrize(
    ("called", "refused"),
    [
        ("on: push\njobs:\n  a:\n" + RUN, True),
        ("on: [push, pull_request]\njobs:\n  a:\n" + RUN, True),
        ("on:\n  push:\njobs:\n  a:\n" + RUN, True),
        ("on: workflow_call\njobs:\n  a:\n" + RUN, False),
        ("on: [push, workflow_call]\njobs:\n  a:\n" + RUN, False),
        (reusable("  a:\n" + RUN), False),
        ("on: push\njobs: [\n", False),  # TP001
        ("jobs:\n  a:\n" + RUN, False),  # whatever starts it is not known
    ],
)
def test_a_called_workflow_has_the_trigger(
    called: str,
    refused: bool,  # noqa: FBT001 - a table
    tmp_path: Path,
) -> None:
    words = ["workflow is not reusable as it is missing a `on.workflow_call` trigger"]
    assert messages(tmp_path, "", called) == words * refused


REQUIRED = "    inputs:\n      Python:\n        type: string\n        required: true\n"
OPTIONAL = REQUIRED.replace("true", "false")
NEEDED = "    secrets:\n      token:\n        required: true\n"


@pytest.mark.parametrize(
    ("caller", "call", "words"),
    [
        ("", REQUIRED, ["Input Python is required, but not provided while calling."]),
        ("", REQUIRED + "        default: '3.13'\n", ["Input Python is required, but not provided while calling."]),
        ("", OPTIONAL, []),
        ("    with: {python: '3.13'}\n", REQUIRED, []),
        ("    with: {pyhton: '3.13'}\n", OPTIONAL, [
            "Invalid input, pyhton is not defined in the referenced workflow."
        ]),
        ("    with: {python: '3.13'}\n", "", ["Invalid input, python is not defined in the referenced workflow."]),
        ("", NEEDED, ["Secret token is required, but not provided while calling."]),
        ("    secrets: inherit\n", NEEDED, []),
        ("    secrets: {TOKEN: x}\n", NEEDED, []),
        ("    secrets: {other: x}\n", "", ["Invalid secret, other is not defined in the referenced workflow."]),
        ("    secrets: inherit\n", "", []),
        ("", "    secrets:\n      token:\n", []),
    ],
)  # fmt: skip
def test_inputs_and_secrets_are_those_that_are_declared(
    caller: str, call: str, words: list[str], tmp_path: Path
) -> None:
    assert messages(tmp_path, caller, reusable("  a:\n" + RUN, call=call)) == words


NESTED = "The nested job 'a' is requesting '{}', but is only allowed '{}'."


@pytest.mark.parametrize(
    ("top", "caller", "asked", "words"),
    [
        ("permissions: {}\n", "", "contents: read", [NESTED.format("contents: read", "contents: none")]),
        ("permissions: {contents: read}\n", "", "contents: read", []),
        ("permissions: {contents: read}\n", "", "contents: write", [
            NESTED.format("contents: write", "contents: read")
        ]),
        ("permissions: read-all\n", "    permissions: {pages: write}\n", "contents: read, pages: write", [
            NESTED.format("contents: read", "contents: none")
        ]),
        ("permissions: read-all\n", "", "id-token: write", [NESTED.format("id-token: write", "id-token: none")]),
        ("permissions: write-all\n", "", "id-token: write, checks: write", []),
        ("permissions: write-all\n", "", "code-quality: write, models: read, vulnerability-alerts: read", []),
        ("permissions: read-all\n", "", "copilot-requests: write, vulnerability-alerts: read", [
            NESTED.format("copilot-requests: write", "copilot-requests: none")
        ]),
        ("permissions: {}\n", "    permissions: {checks: write}\n", "checks: write", []),
        ("permissions: {}\n", "", "checks: none", []),
        # the repository's setting decides
        ("", "", "contents: write, id-token: write", []),
        # not a scope that is known
        ("permissions: read-all\n", "", "brand-new: read", []),
    ],
)  # fmt: skip
def test_called_jobs_ask_for_no_more_than_they_are_given(
    top: str, caller: str, asked: str, words: list[str], tmp_path: Path
) -> None:
    called = reusable("  a:\n" + ASKS.format(asked))
    assert messages(tmp_path, caller, called, top=top) == words


UPLOAD = """\
  a:
    runs-on: ubuntu-latest
    permissions: {{id-token: write}}
    steps:
      - uses: pypa/gh-action-pypi-publish@release/v1
        with: {{{}}}
"""


@pytest.mark.parametrize(
    ("inputs", "refused"),
    [
        ("password: '${{ secrets.T }}'", True),
        ("repository-url: https://pypi.example.org/", True),
        ("print-hash: true", False),  # TP106
    ],
)
def test_an_upload_without_trusted_publishing_that_asks_for_an_identity_token(
    inputs: str,
    refused: bool,  # noqa: FBT001 - a table
    tmp_path: Path,
) -> None:
    found = messages(tmp_path, "", reusable(UPLOAD.format(inputs)), top="permissions: {contents: write}\n")
    assert found == [NESTED.format("id-token: write", "id-token: none")] * refused


def test_what_the_called_workflow_itself_asks_for_counts_as_well(tmp_path: Path) -> None:
    called = reusable("  a:\n" + RUN, top="permissions: {contents: read, issues: write}\n")
    assert messages(tmp_path, "    permissions: {contents: read}\n", called) == [
        "The workflow is requesting 'issues: write', but is only allowed 'issues: none'."
    ]


@pytest.mark.parametrize(
    ("middle", "refused"),
    [
        ("    permissions: {contents: read}\n", False),
        ("", False),
        ("    permissions: {}\n", True),
    ],
)
def test_workflows_that_are_called_from_called_ones(
    middle: str,
    refused: bool,  # noqa: FBT001 - a table
    tmp_path: Path,
) -> None:
    called = reusable(f"  b:\n{middle}    uses: ./.github/workflows/inner.yml\n")
    inner = reusable("  a:\n" + ASKS.format("contents: read"))
    said = messages(tmp_path, "    permissions: {contents: read}\n", called, inner=inner)
    assert said == [NESTED.format("contents: read", "contents: none")] * refused


def test_a_withheld_identity_token_is_left_to_one_rule(tmp_path: Path) -> None:
    calling = "  publish:\n    uses: ./.github/workflows/upload.yml\n"
    files = {
        ".github/workflows/release.yml": workflow(calling, top="permissions: {contents: read}\n"),
        ".github/workflows/upload.yml": reusable(job()),
    }
    found = lint(lay(tmp_path, files), "TP005", "TP106").findings
    assert [finding.code for finding in found] == ["TP106"]


def test_workflows_that_call_each_other_end(tmp_path: Path) -> None:
    called = reusable("  b:\n    uses: ./.github/workflows/tests.yml\n")
    assert messages(tmp_path, "    permissions: {contents: read}\n", called) == []
