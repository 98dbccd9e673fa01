"""TP507's remedies: what to change, by where the conditions stand that exclude each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from publishing import job, workflow

if TYPE_CHECKING:
    from pathlib import Path

ON = "push: {tags: [v*]}\n  workflow_dispatch: {inputs: {go: {type: boolean}}}"
PUSHED, BY_HAND = "github.event_name == 'push'", "github.event_name == 'workflow_dispatch' && inputs.go == true"
EVENT = "let the workflow start on the event that the condition waits for"
ANYWAY = "begin the `if` of job `publish` with `!cancelled() &&`"


@pytest.mark.parametrize(
    ("gate", "between", "own", "expected"),
    [
        (PUSHED, "always()", BY_HAND, f"{ANYWAY}: a job that is skipped before it skips it too"),
        (
            "github.event_name == 'release'",
            "always()",
            "true",
            f"{EVENT}, or {ANYWAY}",
        ),
        (
            "true",
            "true",
            "inputs.gone == 'yes'",
            f"{EVENT}, or declare the input (and its option) that it reads under `workflow_dispatch`",
        ),
    ],
)
def test_remedies(gate: str, between: str, own: str, expected: str, tmp_path: Path) -> None:
    before = "".join(
        f"  {name}:\n{needs}    if: {condition}\n    runs-on: ubuntu-latest\n    steps: [{{run: make}}]\n"
        for name, needs, condition in (("gate", "", gate), ("build", "    needs: gate\n", between))
    )
    publish = job(more=f"    needs: build\n    if: {own}\n")
    lay(tmp_path, {".github/workflows/publish.yml": workflow(before, publish, on=ON)})
    (finding,) = lint(tmp_path, "TP507").findings
    assert finding.fix is not None
    assert finding.fix.title == expected


AFTER = "workflow_run:\n    workflows: [CI]\n    types: [completed]"
BRANCH = "github.event.workflow_run.head_branch"


@pytest.mark.parametrize(
    "condition",
    [
        f"startsWith({BRANCH}, 'refs/tags/')",
        f"startsWith({BRANCH}, 'refs/heads/release')",
        f"{BRANCH} == 'refs/heads/main'",
        f"github.event.workflow_run.conclusion == 'success' && contains(fromJSON('[\"refs/heads/main\"]'), {BRANCH})",
    ],
)
def test_the_branch_of_another_run_is_a_name_alone(condition: str, tmp_path: Path) -> None:
    lay(tmp_path, {".github/workflows/publish.yml": workflow(job(more=f"    if: {condition}\n"), on=AFTER)})
    (finding,) = lint(tmp_path, "TP507").findings
    assert finding.fix is not None
    assert finding.fix.title.startswith("compare `head_branch` with a name alone")


@pytest.mark.parametrize(
    ("condition", "on"),
    [
        (f"startsWith({BRANCH}, 'v')", AFTER),
        (f"startsWith({BRANCH}, 're')", AFTER),
        (f"{BRANCH} == 'main'", AFTER),
        (f"{BRANCH} != 'refs/heads/main'", AFTER),
        (f"!startsWith({BRANCH}, 'refs/tags/')", AFTER),
        (f"startsWith({BRANCH}, github.event.workflow_run.event)", AFTER),
        (f"startsWith({BRANCH} || github.ref, 'refs/tags/')", f"{AFTER}\n  push: {{tags: [v*]}}"),
    ],
)
def test_the_branch_of_another_run_may_have_any_name(condition: str, on: str, tmp_path: Path) -> None:
    lay(tmp_path, {".github/workflows/publish.yml": workflow(job(more=f"    if: {condition}\n"), on=on)})
    assert lint(tmp_path, "TP507").findings == ()
