"""TP005 refused-workflow: an `if` that YAML takes for a tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from judged import PUBLISH, job, laid, workflow
from tplint.documents.source import resolve

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("condition", "tag"),
    [
        ("! ${{ inputs.dry-run || false }}", "!"),
        ("! failure()", "!"),
        ("!cancelled()", "!cancelled()"),
        ("!github.event.release.prerelease", "!github.event.release.prerelease"),
        ("!github.event_name == 'push'", "!github.event_name"),
    ],
)
def test_a_condition_that_begins_with_a_tag(condition: str, tag: str, tmp_path: Path) -> None:
    of_step, of_job = workflow(job(PUBLISH + f"        if: {condition}\n")), workflow(job(PUBLISH, f"if: {condition}"))
    for text, shown in ((of_step, "a step of job `publish`"), (of_job, "job `publish`")):
        (finding,) = lint(lay(tmp_path, {".github/workflows/w.yml": text}), "TP005").findings
        assert finding.message == f"the `if` of {shown} begins with `!`, which YAML takes for a tag"
        assert finding.consequence == f"GitHub refuses the whole file: \"Unexpected tag '{tag}'\""
        assert resolve(finding.at).text == condition


@pytest.mark.parametrize(
    "condition", ["'!cancelled()'", "${{ !cancelled() }}", "!!str failure()", "|\n          !true"]
)
def test_other_conditions(condition: str, tmp_path: Path) -> None:
    assert lint(laid(tmp_path, workflow(job(PUBLISH + f"        if: {condition}\n"))), "TP005").findings == ()


def test_what_such_a_condition_means_is_not_known(tmp_path: Path) -> None:
    text = workflow(job(PUBLISH + "        if: ! ${{ inputs.dry-run || false }}\n"))
    assert lint(laid(tmp_path, text), "TP507").findings == ()
