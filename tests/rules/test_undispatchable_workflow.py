"""TP515 undispatchable-workflow: what its page does not show, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import GH_ENV, PUBLISH, findings, job, levels, workflow

if TYPE_CHECKING:
    from pathlib import Path

UPLOADS = workflow(job(PUBLISH), on="push")
UPLOADS_BY_HAND = workflow(job(PUBLISH), on="workflow_dispatch")


def starter(command: str, permissions: str = "permissions: write-all", token: str = GH_ENV) -> str:
    return workflow(job(f"      - run: {command}\n{token}", permissions, name="start"), on="push")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (UPLOADS, starter("gh workflow run w0.yml"), ["error"]),
        (UPLOADS, starter("gh workflow run .github/workflows/w0.yml -r main -f a=b"), ["error"]),
        (UPLOADS, starter("gh workflow run -r main w0.yml"), ["error"]),
        (UPLOADS, starter("gh workflow run w0.yml || true"), []),
        (UPLOADS, starter("gh workflow run w0.yml -R other/repository"), []),
        (UPLOADS, starter("gh workflow run w0.yml -R ${{ github.repository }}"), ["error"]),
        (UPLOADS, starter("gh workflow run $FILE"), []),
        (UPLOADS, starter("gh workflow list"), []),
        ("name: Ship\n" + UPLOADS, starter("gh workflow run Ship"), ["error"]),
        ("name: Ship\n" + UPLOADS, starter("gh workflow run Other"), []),
        (workflow(job("      - run: pytest\n"), on="push"), starter("gh workflow run w0.yml"), []),
        (UPLOADS_BY_HAND, starter("gh workflow run w0.yml"), []),
        (UPLOADS_BY_HAND, starter("gh workflow run w0.yml", "permissions: {contents: write}"), ["error"]),
        (UPLOADS_BY_HAND, starter("gh workflow run w0.yml", "permissions: {actions: write}"), []),
        (UPLOADS_BY_HAND, starter("gh workflow run w0.yml", "name: no permissions"), []),
        (UPLOADS_BY_HAND, starter("gh workflow run w0.yml", "permissions: {}", ""), []),
        (
            UPLOADS_BY_HAND,
            starter("gh workflow run w0.yml", "permissions: {}", GH_ENV.replace("github.token", "secrets.BOT")),
            [],
        ),
        (UPLOADS_BY_HAND, starter("gh workflow run W0.yaml"), []),
        (UPLOADS_BY_HAND, starter("gh workflow run pypi-upload.yml"), ["error"]),
        (UPLOADS_BY_HAND, starter("gh workflow run docs.yml"), []),
        (UPLOADS, starter("gh workflow run w0.yml").replace("      - run", "      - if: false\n        run"), []),
    ],
)
def test_workflows_that_cannot_be_started(first: str, second: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP515", first, second) == expected


WITH_INPUT = workflow(job(PUBLISH), on="{workflow_dispatch: {inputs: {Tag: }}}")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("-f tag=v1", []),
        ("--json < inputs.json", []),
        ("-f $NAME=v1", []),
        ("-f 'tag=version=1'", []),
        ("--ref version=1", []),
        ("-f version=v1", ["`version`"]),
        ("-f version='${{ github.ref_name }}'", ["`version`"]),
        ('--raw-field "version=$V" -f tag=v1', ["`version`"]),
        ("-fversion=v1 --field=dry=$DRY", ["`version` and `dry`"]),
        ("-F tag=@file -f version=1 || true", []),
    ],
)
def test_inputs_that_a_workflow_does_not_declare(options: str, expected: list[str], tmp_path: Path) -> None:
    text = starter(f"|\n          gh workflow run w0.yml {options}")
    assert findings(tmp_path, "TP515", WITH_INPUT, text) == [
        ("error", f"job `start` gives `w0.yml` the input {names}, which it does not declare") for names in expected
    ]


def test_a_workflow_without_inputs_takes_none(tmp_path: Path) -> None:
    assert levels(tmp_path, "TP515", UPLOADS_BY_HAND, starter("gh workflow run w0.yml -f tag=1")) == ["error"]
    other = workflow(job("      - run: make\n"), on="workflow_dispatch")
    assert levels(tmp_path / "other", "TP515", other, starter("gh workflow run w0.yml -f tag=1")) == []


def test_a_workflow_that_starts_an_uploading_one_counts_as_one(tmp_path: Path) -> None:
    between = starter("gh workflow run w0.yml")
    assert levels(tmp_path, "TP515", UPLOADS_BY_HAND, between, starter("gh workflow run w1.yml")) == ["error"]


def test_a_workflow_that_calls_an_uploading_one_counts_as_one(tmp_path: Path) -> None:
    called = workflow(job(PUBLISH), on="workflow_call")
    caller = workflow("  call:\n    uses: ./.github/workflows/w0.yml\n", on="push")
    assert levels(tmp_path, "TP515", called, caller, starter("gh workflow run w1.yml")) == ["error"]
