"""TP515: who starts a workflow with `gh workflow run`, and with whose permissions; and what its fix declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fixes import fixed
from folders import lay, lint

if TYPE_CHECKING:
    from pathlib import Path

STARTED, STARTING = ".github/workflows/release.yml", ".github/workflows/start.yml"
UPLOADING = """\
on:
  {}
jobs:
  publish:
    runs-on: ubuntu-latest
    steps:
      - uses: pypa/gh-action-pypi-publish@release/v1
"""
CALLED = """\
on: {on}
{top}jobs:
  start:
    runs-on: ubuntu-latest
{job}    steps:
      - run: gh workflow run release.yml
        env: {{GH_TOKEN: "${{{{ github.token }}}}"}}
"""
CALLING = "on: push\njobs:\n  call:\n{}    uses: ./.github/workflows/start.yml\n"
READ, WRITE = "    permissions: {contents: read}\n", "    permissions: {actions: write}\n"


@pytest.mark.parametrize(
    ("on", "top", "job", "caller", "expected"),
    [
        ("workflow_call", "", "", READ, ["job `call` calls `start.yml`, which starts"]),
        ("workflow_call", "", "", WRITE, []),
        ("workflow_call", "", "", "", []),
        ("workflow_call", "", READ, WRITE, ["job `start` starts"]),
        ("workflow_call", READ[4:], "", WRITE, ["job `start` starts"]),
        ("[workflow_call, push]", "", "", READ, []),
        ("workflow_call", "", WRITE, READ, []),
    ],
)
def test_the_permissions_of_a_called_starter(
    on: str, top: str, job: str, caller: str, expected: list[str], tmp_path: Path
) -> None:
    files = {
        STARTED: UPLOADING.format("workflow_dispatch:"),
        STARTING: CALLED.format(on=on, top=top, job=job),
        ".github/workflows/main.yml": CALLING.format(caller),
    }
    found = [finding.message for finding in lint(lay(tmp_path, files), "TP515").findings]
    assert [message.partition(" `release")[0] for message in found] == expected


ACTION = """\
runs:
  using: composite
  steps:
    - run: {}
      shell: bash
      env: {{GH_TOKEN: "${{{{ inputs.token }}}}"}}
"""
RUNNING = """\
on: push
jobs:
  start:
    runs-on: ubuntu-latest
    steps:
      - uses: {}
"""


@pytest.mark.parametrize(
    ("command", "trigger", "expected"),
    [
        ("gh workflow run release.yml", "push:", ["error"]),
        ("gh workflow run release.yml", "workflow_dispatch:", []),
        ("gh workflow view release.yml", "push:", []),
    ],
)
@pytest.mark.parametrize("uses", ["./.github/actions/start", "'./.github/actions/start'", "$/.github/actions/start"])
def test_a_composite_action_starts_it(
    command: str, trigger: str, expected: list[str], uses: str, tmp_path: Path
) -> None:
    files = {
        STARTED: UPLOADING.format(trigger),
        STARTING: RUNNING.format(uses),
        ".github/actions/start/action.yml": ACTION.format(command),
    }
    assert [finding.level for finding in lint(lay(tmp_path, files), "TP515").findings] == expected


@pytest.mark.parametrize(
    ("given", "declared"),
    [
        ("", ""),
        ("-f target=pypi", "    inputs:\n      target:\n        type: string\n"),
    ],
)
def test_the_fix_declares_what_is_given(given: str, declared: str, tmp_path: Path) -> None:
    text = UPLOADING.format("push:")
    starting = CALLED.format(on="push", top="", job=WRITE).replace("release.yml", f"release.yml {given}".rstrip())
    done = fixed(lay(tmp_path, {STARTED: text, STARTING: starting}), unsafe=False, select=("TP515",))
    assert (done.refused, done.report.findings) == ((), ())
    assert done.after[STARTED].text == text.replace("push:\n", f"push:\n  workflow_dispatch:\n{declared}")
