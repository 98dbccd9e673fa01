"""Uploads that are skipped with a job that is switched off, or with the job that calls their workflow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import PUBLISH, levels
from publishing_job import JOB, TAG, findings, workflow

if TYPE_CHECKING:
    from pathlib import Path

BRANCHES = "on: {push: {branches: [main]}}\n"
CALLED = "on: {workflow_call: {inputs: {index: {type: string}}}}\n"
CALL = "    uses: ./.github/workflows/w0.yml\n"


def _jobs(**conditions: str) -> str:
    return "".join(
        f"  {name}:\n    runs-on: ubuntu-latest\n{condition}    steps: [{{run: make}}]\n"
        for name, condition in conditions.items()
    )


@pytest.mark.parametrize(
    ("jobs", "job", "expected"),
    [
        (_jobs(build="", check="    if: false\n"), "    needs: [build, check]\n", ["warning"]),
        (_jobs(build="", check="    if: ${{ false }}\n"), "    needs: [build, check]\n", ["warning"]),
        (_jobs(build="", check='    if: "false"\n'), "    needs: [build, check]\n", ["warning"]),
        (_jobs(check="    if: false\n", build="    needs: check\n"), "    needs: build\n", []),
        (_jobs(build="    if: false\n"), "    needs: build\n", []),
        (_jobs(build="    if: false\n", check="    if: false\n"), "    needs: [build, check]\n", []),
        (_jobs(build="", check="    if: false\n"), "    needs: [build, check]\n    if: false\n", []),
        (_jobs(build="", check="    if: false\n"), "    needs: [build, check]\n    if: '!cancelled()'\n", []),
        (_jobs(build="", check="    if: vars.CHECK\n"), "    needs: [build, check]\n", []),
    ],
)
def test_a_job_that_is_switched_off_skips_what_waits_for_it(
    jobs: str, job: str, expected: list[str], tmp_path: Path
) -> None:
    assert levels(tmp_path, "TP507", workflow(PUBLISH, jobs=jobs, job=JOB + job)) == expected


INPUTS = "on: {workflow_dispatch: {inputs: {to: {type: choice, options: [a, b, c]}, dry: {type: boolean}}}}\n"


@pytest.mark.parametrize(
    ("own", "before", "expected"),
    [
        ("inputs.to == 'a'", "inputs.to == 'b'", ["error"]),
        ("inputs.to == 'a'", "github.event.inputs.to != 'a'", ["error"]),
        ("!inputs.dry", "inputs.dry", ["error"]),
        ("!inputs.dry && inputs.to == 'a'", "inputs.dry || inputs.to == 'b'", ["error"]),
        ("inputs.to == 'a'", "inputs.to != 'b'", []),
        ("inputs.to == 'a'", "!inputs.dry", []),
        ("inputs.to == 'a'", "inputs.to == 'b' || vars.ALL", []),
        ("!cancelled() && inputs.to == 'a'", "inputs.to == 'b'", []),
    ],
)
def test_conditions_that_exclude_each_other(own: str, before: str, expected: list[str], tmp_path: Path) -> None:
    """Whatever is chosen, one of the jobs is skipped, and the upload with it."""
    jobs = _jobs(first=f'    if: "{before}"\n')
    job = JOB + f'    needs: first\n    if: "{own}"\n'
    assert levels(tmp_path, "TP507", workflow(PUBLISH, on=INPUTS, jobs=jobs, job=job)) == expected


@pytest.mark.parametrize(
    ("on", "caller", "expected"),
    [
        (BRANCHES, f"    if: {TAG}\n", ["warning"]),
        (BRANCHES, f"    needs: gate\n  gate:\n    if: {TAG}\n    runs-on: x\n    steps: [{{run: ls}}]\n", ["warning"]),
        ("on: {workflow_dispatch: }\n", "    if: inputs.go == 'yes'\n", ["warning"]),
        ("on: {workflow_dispatch: {inputs: {go: }}}\n", "    if: inputs.go == 'yes'\n", []),
        (BRANCHES, "    if: github.ref == 'refs/heads/main'\n", []),
        (BRANCHES, "    if: github.repository == 'octo-org/other'\n", []),
        (BRANCHES, "    if: false\n", []),
        ("on: {push: {branches: [main]}, workflow_call: }\n", f"    if: {TAG}\n", []),
        (BRANCHES, f"    if: {TAG}\n  again:\n    uses: ./.github/workflows/w0.yml\n", []),
    ],
)
def test_an_upload_is_skipped_with_the_only_job_that_calls_it(
    on: str, caller: str, expected: list[str], tmp_path: Path
) -> None:
    calling = f"{on}jobs:\n  call:\n{CALL}{caller}"
    remote = '[remote "origin"]\n\turl = https://github.com/somebody/fork.git\n'
    files = {".git/config": remote}
    found = findings(tmp_path, "TP507", workflow(PUBLISH, on=CALLED), calling, **files)
    assert [level for level, _, _ in found] == expected


@pytest.mark.parametrize(
    ("on", "condition", "expected"),
    [
        (CALLED, TAG, ["warning"]),
        (CALLED, "inputs.index == 'pypi'", []),
        (CALLED, "inputs.missing == 'pypi'", []),
        ("on: {workflow_call: , push: {tags: ['v*']}}\n", TAG, []),
        ("on: {workflow_call: , workflow_dispatch: }\n", TAG, []),
    ],
)
def test_conditions_in_a_called_workflow_are_about_the_callers_event(
    on: str, condition: str, expected: list[str], tmp_path: Path
) -> None:
    called = workflow(PUBLISH, on=on, job=JOB + f"    if: {condition}\n")
    assert levels(tmp_path, "TP507", called, f"{BRANCHES}jobs:\n  call:\n{CALL}") == expected


def test_other_repositories_may_call_what_has_a_token(tmp_path: Path) -> None:
    given = "        with: {password: '${{ secrets.TOKEN }}'}\n"
    called = workflow(PUBLISH + given, on=CALLED)
    assert levels(tmp_path, "TP507", called, f"{BRANCHES}jobs:\n  call:\n{CALL}    if: {TAG}\n") == []


def test_nothing_is_known_of_a_workflow_that_nothing_here_calls(tmp_path: Path) -> None:
    assert levels(tmp_path, "TP507", workflow(PUBLISH, on=CALLED, job=JOB + f"    if: {TAG}\n")) == []
