"""The jobs that have run before an upload starts: those it needs, and those around a called workflow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import read
from judged import PUBLISH, job, laid, workflow
from tplint.platforms.github.needed.jobs import needed

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ((), ["publish 1"]),
        (("needs: [a, b]",), ["publish 1", "a 1", "b 1"]),
        (("needs: b",), ["publish 1", "b 1", "a 1"]),
        (("needs: [a, missing]",), ["publish 1", "a 1"]),
        (("needs: b", "if: always()"), ["publish 1"]),
        (("needs: c",), ["publish 1", "c 1", "b 1", "a 1"]),
        (("needs: c", "if: success() && !cancelled()"), ["publish 1", "c 1", "b 1", "a 1"]),
        (("needs: c", "if: success() || failure()"), ["publish 1"]),
        (("needs: publish",), ["publish 1"]),
    ],
)
def test_jobs_that_an_upload_needs(keys: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    run = "      - run: make\n"
    jobs = (
        job(run, name="a"),
        job(run, "needs: a", "strategy: {matrix: {os: [x, y]}}", name="b"),
        job(run, "needs: b", "if: ${{ !cancelled() }}", name="c"),
        job(PUBLISH, *keys),
    )
    repository = read(laid(tmp_path, workflow(*jobs)))
    found = needed(repository.uploads[0], repository)
    assert [f"{each.job.id} {each.calls}" for each in found] == expected


def test_jobs_of_called_workflows_and_of_callers(tmp_path: Path) -> None:
    run = "      - run: make\n"
    calls = "  {}:\n    needs: {}\n    strategy: {{matrix: {{a: [1, 2]}}}}\n    uses: ./.github/workflows/{}.yml\n"
    workflows = (
        workflow(job(run, name="build"), job(run, "if: inputs.x", name="maybe"), on="workflow_call"),
        workflow(job(PUBLISH), on="workflow_call"),
        workflow(job(run, name="a"), calls.format("b", "a", "w0"), calls.format("c", "b", "w1")),
    )
    repository = read(laid(tmp_path, *workflows))
    found = needed(repository.uploads[0], repository)
    assert ["/".join(job.id for job in (*each.callers, each.job)) + f" {each.calls}" for each in found] == [
        "c/publish 2",
        "c 1",
        "b 1",
        "b/build 2",
        "a 1",
    ]
