"""The fixes of TP102 and TP103 leave no upload that cannot sign in: what stands against trusted publishing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from one_step import PATH, workflow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

S = "${{ secrets.PYPI_TOKEN }}"
PASSES = "[testenv:up]\npass_env =\n    {}\n{}commands = twine upload x\n"
AGAIN = "set_env = TWINE_PASSWORD={env:TWINE_PASSWORD}\n"
KEYRING = "[tool.uv]\nkeyring-provider = '{}'\n"
NEVER = "[tool.uv]\ntrusted-publishing = 'never'\n"


@pytest.mark.parametrize(
    ("run", "variable", "files", "safety"),
    [
        ("tox -e up", "TWINE_PASSWORD", {"tox.ini": PASSES.format("TWINE_*", "")}, "manual"),
        ("tox -e up", "TWINE_PASSWORD", {"tox.ini": PASSES.format("*", "")}, "unsafe"),
        ("tox -e up", "TWINE_PASSWORD", {"tox.ini": PASSES.format("*", AGAIN)}, "manual"),
        ("make up", "TWINE_PASSWORD", {"Makefile": "up:\n\ttwine upload x\n"}, "unsafe"),
        ("make up", "TWINE_PASSWORD", {"Makefile": "up:\n\ttest -n $$TWINE_PASSWORD\n\ttwine upload x\n"}, "manual"),
        ("uv publish", "UV_PUBLISH_TOKEN", {}, "unsafe"),
        ("uv publish --trusted-publishing never", "UV_PUBLISH_TOKEN", {}, "manual"),
        ("uv publish --trusted-publishing automatic", "UV_PUBLISH_TOKEN", {}, "unsafe"),
        ("uv publish", "UV_PUBLISH_TOKEN", {"pyproject.toml": NEVER}, "manual"),
        ("uv publish", "UV_PUBLISH_TOKEN", {"pyproject.toml": KEYRING.format("subprocess")}, "manual"),
        ("uv publish", "UV_PUBLISH_TOKEN", {"pyproject.toml": KEYRING.format("disabled")}, "unsafe"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(("mint", "code"), [(False, "TP103"), (True, "TP102")])
def test_fixes_leave_no_upload_that_cannot_sign_in(
    tmp_path: Path,
    run: str,
    variable: str,
    files: Mapping[str, str],
    safety: str,
    mint: bool,  # noqa: FBT001 - a row
    code: str,
) -> None:
    given = {PATH: workflow(f"run: {run}", f"{variable}: {S}", mint=mint), **files}
    (found,) = lint(lay(tmp_path, given), "TP102", "TP103").findings
    assert found.fix is not None
    is_task = run.startswith(("tox", "make"))  # which may need the identity token for something else
    assert (found.code, found.fix.safety) == ("TP103" if is_task else code, safety)


@pytest.mark.parametrize(("mint", "code"), [(False, "TP103"), (True, "TP102")])
@pytest.mark.parametrize(
    ("also", "condition", "safety"),
    [
        ("pull_request_target", "", "manual"),
        ("pull_request", "", "unsafe"),
        ("pull_request_target", "if: github.event_name == 'push'", "unsafe"),
    ],
)
def test_no_token_is_removed_where_a_run_presents_one_that_pypi_refuses(
    tmp_path: Path,
    also: str,
    condition: str,
    safety: str,
    mint: bool,  # noqa: FBT001 - a row
    code: str,
) -> None:
    text = workflow("run: twine upload x/*", f"TWINE_PASSWORD: {S}", mint=mint, more=condition)
    given = {PATH: text.replace("on: release", f"on: [push, {also}]")}
    (found,) = lint(lay(tmp_path, given), "TP102", "TP103").findings
    assert found.fix is not None
    assert (found.code, found.fix.safety) == (code, safety)
