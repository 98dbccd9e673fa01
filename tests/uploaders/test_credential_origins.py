"""Where a credential comes from, or does not: GitLab's variables, callers that pass no secret, levels that withhold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fixes import fixed
from folders import lay, lint

if TYPE_CHECKING:
    from pathlib import Path

UPLOAD, CALLER = ".github/workflows/upload.yml", ".github/workflows/release.yml"
RENAMED = """\
{top}publish:
  image: python:3.13
{job}  id_tokens: {{{name}: {{aud: pypi}}}}
  script: [twine upload dist/*]
"""


@pytest.mark.parametrize(
    ("name", "job", "top", "expected"),
    [
        ("MY_JWT", "", "", ["TP105"]),
        ("MY_JWT", "  variables: {OTHER: $MY_JWT}\n", "", ["TP105"]),
        ("MY_JWT", "  variables: {PYPI_ID_TOKEN: $MY_JWT}\n", "", []),
        ("MY_JWT", "", "variables: {PYPI_ID_TOKEN: $MY_JWT}\n", []),
        ("TESTPYPI_ID_TOKEN", "  variables: {PYPI_ID_TOKEN: $FROM_SETTINGS}\n", "", []),
    ],
)
def test_a_variable_gives_an_identity_token_its_name(
    name: str, job: str, top: str, expected: list[str], tmp_path: Path
) -> None:
    root = lay(tmp_path, {".gitlab-ci.yml": RENAMED.format(name=name, job=job, top=top)})
    assert [finding.code for finding in lint(root, "TP105").findings] == expected


@pytest.mark.parametrize(("variables", "expected"), [("", ["TP101"]), ("  variables: {PYPI_ID_TOKEN: $JWT}\n", [])])
def test_a_variable_is_the_identity_token(variables: str, expected: list[str], tmp_path: Path) -> None:
    text = f"publish:\n  image: python:3.13\n{variables}  script: [uv publish --trusted-publishing always]\n"
    assert [finding.code for finding in lint(lay(tmp_path, {".gitlab-ci.yml": text}), "TP101").findings] == expected


CALLED = """\
on: {{workflow_call: {declared}}}
jobs:
  upload:
    runs-on: ubuntu-latest
{keys}    steps:
      - uses: actions/download-artifact@v5
      - uses: pypa/gh-action-pypi-publish@release/v1
{given}"""
CALLING = "on: push\njobs:\n  call:\n{}    uses: ./.github/workflows/upload.yml\n"
GIVEN = "        with: {password: '${{ secrets.TOKEN }}'}\n"
DECLARED = "{secrets: {token: {required: false}}}"
ENVIRONMENT = "    environment: pypi\n"


@pytest.mark.parametrize(
    ("declared", "keys", "caller", "expected"),
    [
        (DECLARED, "", "", ["TP522"]),
        (DECLARED, ENVIRONMENT, "", []),
        ("", ENVIRONMENT, "", ["TP103"]),
        (DECLARED, ENVIRONMENT, "    secrets: inherit\n", ["TP103"]),
        (DECLARED, ENVIRONMENT, "    secrets: {token: '${{ secrets.PYPI }}'}\n", ["TP103"]),
    ],
)
def test_a_declared_secret_that_nobody_passes(
    declared: str, keys: str, caller: str, expected: list[str], tmp_path: Path
) -> None:
    called = CALLED.format(declared=declared, keys=keys, given=GIVEN)
    root = lay(tmp_path, {UPLOAD: called, CALLER: CALLING.format("    permissions: {contents: read}\n" + caller)})
    assert [finding.code for finding in lint(root, "TP102", "TP103", "TP522").findings] == expected


WITHHELD = "    permissions:\n      contents: read\n"


@pytest.mark.parametrize(
    ("keys", "safety"),
    [
        ("", "safe"),
        (WITHHELD, "manual"),
        ("    permissions: {}\n", "manual"),
        ("    permissions: write-all\n", "unsafe"),
    ],
)
def test_a_caller_and_the_called_job_withhold(keys: str, safety: str, tmp_path: Path) -> None:
    called = CALLED.format(declared="", keys=keys, given="")
    root = lay(tmp_path, {UPLOAD: called, CALLER: CALLING.format(WITHHELD)})
    assert [f.fix and f.fix.safety for f in lint(root, "TP106").findings] == [safety]
    assert fixed(root, unsafe=False, select=("TP1",)).refused == ()


def test_a_withholding_job_between_makes_the_fix_manual(tmp_path: Path) -> None:
    middle = "on: workflow_call\njobs:\n  middle:\n" + WITHHELD + "    uses: ./.github/workflows/upload.yml\n"
    files = {
        UPLOAD: CALLED.format(declared="", keys="", given=""),
        ".github/workflows/middle.yml": middle,
        CALLER: CALLING.format(WITHHELD).replace("upload.yml", "middle.yml"),
    }
    root = lay(tmp_path, files)
    assert [f.fix and f.fix.safety for f in lint(root, "TP106").findings] == ["manual"]
    assert fixed(root, unsafe=True, select=("TP1",)).refused == ()


ALWAYS = """\
on: release
jobs:
  publish:
    runs-on: ubuntu-latest
    permissions: {{{}}}
    steps:
      - uses: actions/download-artifact@v5
      - run: uv publish --trusted-publishing always
        env:
          UV_PUBLISH_TOKEN: ${{{{ secrets.PYPI }}}}
"""


@pytest.mark.parametrize(("permissions", "safety"), [("id-token: write", "unsafe"), ("contents: read", "manual")])
def test_a_token_beside_a_forced_exchange(permissions: str, safety: str, tmp_path: Path) -> None:
    root = lay(tmp_path, {UPLOAD: ALWAYS.format(permissions)})
    (found,) = lint(root, "TP102").findings
    assert (found.level, found.fix and found.fix.safety) == ("error", safety)
    assert "asks for trusted publishing" in found.message
    assert fixed(root, unsafe=True, select=("TP1",)).refused == ()
