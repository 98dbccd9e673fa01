"""TP005 refused-workflow: keys that no step has, and steps without one that says what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from judged import CHECKOUT, PUBLISH, findings, job, workflow

if TYPE_CHECKING:
    from pathlib import Path

ACTION = "      - uses: actions/download-artifact@v5\n"


@pytest.mark.parametrize(
    ("key", "remedy"),
    [
        ("path: dist", "move `path` under `with`, if it is an input of the action"),
        ("Packages-Dir: dist", "move `Packages-Dir` under `with`, if it is an input of the action"),
        ("permissions: {id-token: write}", "move `permissions` to the job"),
        ("environment: pypi", "move `environment` to the job"),
        ("needs: build", "move `needs` to the job"),
    ],
)
def test_keys_that_are_refused(key: str, remedy: str, tmp_path: Path) -> None:
    text = workflow(job(ACTION + f"        {key}\n" + PUBLISH))
    (finding,) = lint(lay(tmp_path, {".github/workflows/w.yml": text}), "TP005").findings
    name = key.partition(":")[0]
    assert finding.message == f"a step of job `publish` has `{name}`, which is no key of steps"
    assert finding.consequence == f"GitHub refuses the whole file: \"Unexpected value '{name}'\""
    assert finding.fix is not None
    assert finding.fix.title == remedy


@pytest.mark.parametrize(("runner", "missing"), [("", True), ("    RUNS-ON: ubuntu-latest\n", False)])
def test_a_job_without_a_runner(runner: str, missing: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    refused = job(PUBLISH).replace("    runs-on: ubuntu-latest\n", runner)
    assert refused != job(PUBLISH)
    expected = [("error", "job `publish` has no `runs-on`")] if missing else []
    assert findings(tmp_path, "TP005", workflow(refused)) == expected


CALLED = workflow(job(PUBLISH, "permissions: {id-token: write}"), on="workflow_call")


@pytest.mark.parametrize("key", ["environment: pypi", "runs-on: ubuntu-latest", "env: {A: b}", "timeout-minutes: 5"])
def test_keys_beside_the_call_of_a_workflow(key: str, tmp_path: Path) -> None:
    call = f"  publish:\n    permissions: write-all\n    uses: ./.github/workflows/w1.yml\n    {key}\n"
    what = f"job `publish` calls a workflow, and such a job has no `{key.partition(':')[0]}`"
    assert findings(tmp_path, "TP005", workflow(call), CALLED) == [("error", what)]


def test_keys_that_a_call_has(tmp_path: Path) -> None:
    more = "    name: X\n    if: true\n    strategy: {matrix: {a: [b]}}\n    concurrency: c\n    secrets: inherit\n"
    call = f"  publish:\n    permissions: write-all\n    uses: ./.github/workflows/w1.yml\n{more}"
    assert findings(tmp_path, "TP005", workflow(call), CALLED) == []


def test_of_a_script_too(tmp_path: Path) -> None:
    text = workflow(job("      - run: make\n        timeout: 5\n" + PUBLISH))
    assert findings(tmp_path, "TP005", text) == [
        ("error", "a step of job `publish` has `timeout`, which is no key of steps")
    ]


PROPERTIES = "Add one of these properties: cancel, run, shell, uses, wait, wait-all, with, working-directory"


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("name: Download", PROPERTIES),
        ("{id: x, if: always(), background: true}", PROPERTIES),
        ("{env: {A: b}, timeout-minutes: 5, continue-on-error: true}", PROPERTIES),
        ("{name: Build, working-directory: src}", "Required property is missing: run"),
        ("{name: Download, with: {path: dist}}", "Required property is missing: uses"),
    ],
)
def test_a_step_that_does_nothing(step: str, words: str, tmp_path: Path) -> None:
    text = workflow(job(f"      - {step}\n" + ACTION + PUBLISH))
    (finding,) = lint(lay(tmp_path, {".github/workflows/w.yml": text}), "TP005").findings
    assert finding.message == "a step of job `publish` has neither `run` nor `uses`"
    assert finding.consequence.endswith(f'{words}"')


@pytest.mark.parametrize(
    "step",
    [
        "      - {uses: a/b@v1, id: x, name: X, if: true, with: {path: dist}, env: {A: b}, timeout-minutes: 5}\n",
        "      - {run: make, continue-on-error: true}\n",
        "      - run: make\n        shell: bash\n        working-directory: .\n",
        "      - run: make\n        background: true\n      - wait-all:\n",
        "      - parallel:\n          - run: make\n",
        "      - name: Wait\n        wait: [a]\n",
        "      - name: X\n        ${{ insert }}: ${{ matrix.more }}\n",
        "      - run: make\n        Name: Make\n",
        "      - run: make\n        ${{ insert }}: ${{ matrix.more }}\n",
    ],
)
def test_keys_of_steps(step: str, tmp_path: Path) -> None:
    assert findings(tmp_path, "TP005", workflow(job(CHECKOUT + step + PUBLISH))) == []


def test_in_workflows_that_publish_nothing(tmp_path: Path) -> None:
    assert findings(tmp_path, "TP005", workflow(job(ACTION + "        path: dist\n"))) == []


def test_steps_outside_of_the_jobs(tmp_path: Path) -> None:
    text = "on: push\njobs:\n  publish:\n    runs-on: ubuntu-latest\nsteps:\n  - run: {}\n"
    lay(tmp_path, {".github/workflows/publish.yml": text.format("maturin publish")})
    (finding,) = lint(tmp_path, "TP005").findings
    assert finding.message == "a workflow has no key `steps`"
    lay(tmp_path, {".github/workflows/publish.yml": text.format("cargo publish # to PyPI")})
    assert not lint(tmp_path, "TP005").findings
