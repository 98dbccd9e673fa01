"""What `tplint show` says of called workflows: at which ref, and whether anything can be registered for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay
from publishing import PROJECT, REMOTE, UPLOAD, job, workflow
from tplint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

CALL = "  call:\n    permissions: {{id-token: write}}\n    uses: {}\n"
OURS = "octo/demo/.github/workflows/up.yml"
QUIET = job(steps=UPLOAD + "        with: {attestations: false}\n")


@pytest.mark.parametrize(
    ("called", "on", "ref"),
    [
        (f"{OURS}@main", "push: {tags: [v*]}", "main"),
        (f"{OURS}@{'0' * 40}", "push: {branches: [main]}", "0" * 40),
        (f"{OURS}@main", "push: {branches: [main]}", ""),
        (f"{OURS}@main", "{push: {tags: [v*]}, workflow_dispatch: }", ""),
        ("./.github/workflows/up.yml", "push: {tags: [v*]}", ""),
    ],
)
def test_what_no_publisher_can_match_is_not_registered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], called: str, on: str, ref: str
) -> None:
    workflows = {"up.yml": workflow(QUIET, on="workflow_call:"), "release.yml": workflow(CALL.format(called), on=on)}
    files = {f".github/workflows/{name}": text for name, text in workflows.items()}
    lay(tmp_path, {**files, "pyproject.toml": PROJECT, ".git/config": REMOTE})
    assert main(["show", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert ("register" in said) is not bool(ref)
    assert (f"refused, whatever is declared: it is called at {ref}," in said) is bool(ref)
    assert f"/up.yml@{ref or 'refs/'}" in said
