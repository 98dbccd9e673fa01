"""TP522 and the outputs of release-please, which have the path of a package before them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from judged import PUBLISH, job, reported, workflow

if TYPE_CHECKING:
    from pathlib import Path

ACTION = "googleapis/release-please-action@v4"
SDK = {"packages": {"sdk/py": {"component": "py"}, "sdk/js": {}}}
ONE = {"packages": {"sdk/py": {"component": "py"}}}
ROOT: dict[str, object] = {"packages": {".": {}, "sdk/py": {}}}


def said(
    tmp_path: Path,
    output: str,
    config: object = SDK,
    *,
    inputs: str = "token: t",
    action: str = ACTION,
    condition: str = "needs.make.outputs.created == 'true'",
) -> list[str]:
    """What the rule says, and the remedy, of an upload whose condition reads a job's output that is made of another."""
    step = f"      - uses: {action}\n        id: please\n        with: {{{inputs}}}\n"
    make = job(step, f'outputs: {{created: "${{{{ steps.please.outputs{output} }}}}"}}', name="make")
    written = workflow(make, job(PUBLISH, "needs: make", f"if: {condition}"), on="{push: {branches: [main]}}")
    files = {"release-please-config__json": json.dumps(config)} if config else {}
    found = reported(tmp_path, "TP522", written, **files)
    return [finding.message.rpartition(", and ")[2] for finding in found]


@pytest.mark.parametrize(
    ("output", "config", "expected"),
    [
        ("['py--release_created']", SDK, ["release-please has no package at `py`"]),
        ("['py--release_created']", ROOT, ["release-please has no package at `py`"]),
        ("['.--release_created']", ROOT, ["release-please puts no path before the outputs of the root"]),
        ("['.--tag_name']", None, ["release-please puts no path before the outputs of the root"]),
        (".release_created", SDK, ["release-please has no package at the root"]),
        (".Tag_Name", ONE, ["release-please has no package at the root"]),
        ("['sdk/py--release_created']", SDK, []),
        ("['SDK/py--release_created']", SDK, []),
        ("['sdk/py--release_created']", {"packages": {"./sdk/py/": {}}}, []),
        (".release_created", ROOT, []),
        (".releases_created", SDK, []),
        (".paths_released", SDK, []),
        (".pr", SDK, []),
        (".release_created", None, []),
        ("['py--release_created']", None, []),
        (".release_created", {"release-type": "python"}, []),
    ],
)
def test_outputs_of_packages(output: str, config: object, expected: list[str], tmp_path: Path) -> None:
    assert said(tmp_path, output, config) == expected


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ("config-file: release-please-config.json", 1),
        ("target-branch: main", 1),
        ("command: manifest", 1),
        ("config-file: other.json", 0),
        ("config-file: '${{ vars.FILE }}'", 0),
        ("target-branch: v2", 0),
        ("release-type: python", 0),
        ("command: manifest-pr", 0),
    ],
)
def test_whose_configuration_it_is(inputs: str, expected: int, tmp_path: Path) -> None:
    assert len(said(tmp_path, ".release_created", inputs=inputs)) == expected


@pytest.mark.parametrize(
    ("condition", "action", "expected"),
    [
        ("needs.make.outputs.created", "google-github-actions/release-please-action@v3", 1),
        ("needs.make.outputs.created", "somebody/release-please-action@v1", 0),
        ("needs.make.outputs.created || github.ref_name == 'x'", ACTION, 0),
        ("needs.make.result == 'success'", ACTION, 0),
    ],
)
def test_who_sets_and_who_reads(condition: str, action: str, expected: int, tmp_path: Path) -> None:
    assert len(said(tmp_path, ".release_created", action=action, condition=condition)) == expected


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ("steps.please.outputs['py--release_created']", ["read `sdk/py--release_created`"]),
        ("steps.please.outputs['rust--tag_name']", ["name the path of a package of its configuration"]),
        ("steps.please.outputs['.--tag_name']", ["read `tag_name`"]),
        ("steps.please.outputs.release_created", ["name the path of a package of its configuration"]),
        ("steps.please.outputs['sdk/py--tag_name']", []),
        ("steps.other.outputs.release_created", []),
    ],
)
def test_what_a_step_reads(read: str, expected: list[str], tmp_path: Path) -> None:
    steps = f"      - uses: {ACTION}\n        id: please\n      - run: make\n        id: other\n"
    written = workflow(job(f'{steps}{PUBLISH}        if: "{read}"\n'), on="{push: {branches: [main]}}")
    found = reported(tmp_path, "TP522", written, **{"release-please-config__json": json.dumps(SDK)})
    assert [finding.fix.title for finding in found if finding.fix is not None] == expected


@pytest.mark.parametrize(
    "written",
    [
        "${{ steps.please.outputs.release_created || 'false' }}",
        "v${{ steps.please.outputs.version }}",
        "${{ steps.missing.outputs.release_created }}",
        "true",
    ],
)
def test_an_output_that_is_more_than_one_of_release_please(written: str, tmp_path: Path) -> None:
    step = f"      - uses: {ACTION}\n        id: please\n"
    make = job(step, f'outputs: {{created: "{written}"}}', name="make")
    uploading = job(PUBLISH, "needs: make", "if: needs.make.outputs.created")
    both = workflow(make, uploading, on="{push: {branches: [main]}}")
    assert reported(tmp_path, "TP522", both, **{"release-please-config__json": json.dumps(SDK)}) == ()
