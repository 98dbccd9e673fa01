"""TP005 refused-workflow: values of `uses` that are no action with a ref, and no workflow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import CHECKOUT, PUBLISH, findings, job, reported, workflow

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("uses", "what", "remedy"),
    [
        ("actions/checkout", "without a ref", "write `actions/checkout@`, and the ref behind it"),
        ("acme/tools/build", "without a ref", "write `acme/tools/build@`, and the ref behind it"),
        (".github/actions/build", ", which names no action", "write `./.github/actions/build`"),
        ("acme@v1", ", which names no action", "write `OWNER/REPOSITORY@REF`"),
        ("acme/build@v1@v2", ", which names no action", "write `OWNER/REPOSITORY@REF`"),
        ("acme/build@", ", which names no action", "write `OWNER/REPOSITORY@REF`"),
        ("checkout", ", which names no action", "give a command by `run`"),
        ("python -m build", ", which names no action", "give a command by `run`"),
    ],
)
def test_steps_that_name_no_action(uses: str, what: str, remedy: str, tmp_path: Path) -> None:
    (finding,) = reported(tmp_path, "TP005", workflow(job(f"      - uses: {uses}\n{PUBLISH}")))
    assert finding.message == f"a step of job `publish` uses `{uses}`{' ' if what[0] == 'w' else ''}{what}"
    words = f"Expected format {{org}}/{{repo}}[/path]@ref. Actual '{uses}'"
    assert finding.consequence == f'GitHub refuses the whole file: "{words}"'
    assert finding.fix is not None
    assert finding.fix.title == remedy


@pytest.mark.parametrize("uses", ["acme/tools/a/b@v1", "docker://alpine:3", "acme/x@release/v1", ""])
def test_steps_that_name_one(uses: str, tmp_path: Path) -> None:
    assert findings(tmp_path, "TP005", workflow(job(f"      - uses: {uses}\n{PUBLISH}"))) == []


@pytest.mark.parametrize("uses", ["pypa/gh-action-pypi-publish", "uv publish", "python -m twine upload dist/*"])
def test_the_upload_itself(uses: str, tmp_path: Path) -> None:
    text = workflow(job(f"{CHECKOUT}      - uses: {uses}\n", "permissions: {id-token: write}"))
    assert len(findings(tmp_path, "TP005", text)) == 1
    assert findings(tmp_path, "TP503", text) == []


@pytest.mark.parametrize(
    ("uses", "what", "words", "remedy"),
    [
        (
            "acme/tools/.github/workflows/build.yml",
            "calls `{}` without a ref",
            "no version specified",
            "write `{}@`, and the ref behind it",
        ),
        (".github/workflows/build.yml", "calls `{}` without a ref", "no version specified", "write `./{}`"),
        (
            "acme/tools/.github/workflow/build.yml@main",
            "calls `{}`, which is no file in `.github/workflows`",
            "references to workflows must be rooted in '.github/workflows'",
            "name a file in `.github/workflows`",
        ),
        (
            "acme/build@v1",
            "calls `{}`, which names no workflow",
            "references to workflows must be prefixed with format 'owner/repository/' or './' for local workflows",
            "use actions in the steps of a job",
        ),
    ],
)
def test_jobs_that_call_no_workflow(uses: str, what: str, words: str, remedy: str, tmp_path: Path) -> None:
    text = workflow(f"  build:\n    uses: {uses}\n", job(PUBLISH, "needs: build"))
    (finding,) = reported(tmp_path, "TP005", text)
    assert finding.message == f"job `build` {what.format(uses)}"
    assert finding.consequence == f'GitHub refuses the whole file: "invalid value workflow reference: {words}"'
    assert finding.fix is not None
    assert finding.fix.title == remedy.format(uses)


def test_jobs_that_call_one(tmp_path: Path) -> None:
    text = workflow("  build:\n    uses: acme/tools/.github/workflows/build.yml@main\n", job(PUBLISH, "needs: build"))
    assert findings(tmp_path, "TP005", text) == []
