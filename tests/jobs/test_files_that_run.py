"""Files of the repository that run before an upload: found by commands, read where they are, with what they run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from unread import said, script, workflow

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "ci/harmless.sh": "echo building\n",
    "ci/login.sh": "cp token.ini ~/.pypirc\n",
    "ci/outer.sh": "cd ci\n./harmless.sh\n",
    "ci/worse.sh": "bash ci/login.sh\n",
    "bin/harmless": "#!/bin/sh\necho\n",
    "bin/login": "#!/bin/sh\ncp token.ini ~/.pypirc\n",
    "ci/tool.py": "print(1)\n",
}


@pytest.mark.parametrize(
    "lines",
    [
        ("cd ci", "./harmless.sh"),
        ("cd ci && ./harmless.sh && cd .. && bash ci/harmless.sh",),
        ("bash ci/outer.sh",),
        ("bin/harmless",),
        (".venv/bin/pip install build",),
        ("echo 'then ./ci/missing'",),
        ("printf '%s\\n' 'bash ci/login.sh'",),
        ("uv run ci/tool.py",),
        ('bash -lc "echo building && ci/harmless.sh"',),
        ('bash -o pipefail -ec "echo building"',),
        ("cat ci/login.sh",),
    ],
)
def test_what_certainly_leaves_no_credential(tmp_path: Path, lines: tuple[str, ...]) -> None:
    assert said(tmp_path, workflow(script(*lines), script("twine upload dist/*")), "TP101", files=FILES) == ["TP101"]
    assert said(tmp_path, workflow(script(*lines, "twine upload dist/*")), "TP101", files=FILES) == ["TP101"]


@pytest.mark.parametrize(
    "lines",
    [
        ("cd ci", "./login.sh"),
        ("cd ci", "bash 'login.sh'"),
        ("cd ci", "./ci/harmless.sh"),
        ("bash ci/worse.sh",),
        ("./bin/login",),
        ('bash "$TOOLS/prepare.sh"',),
        ('bash -lc "ci/login.sh"',),
        ("bash -l ci/login.sh",),
        ("find . -name x && \\", "  bash \\", "  ci/login.sh"),
    ],
)
def test_what_may_leave_one(tmp_path: Path, lines: tuple[str, ...]) -> None:
    assert said(tmp_path, workflow(script(*lines), script("twine upload dist/*")), "TP101", files=FILES) == []
    assert said(tmp_path, workflow(script(*lines, "twine upload dist/*")), "TP101", files=FILES) == []


def test_an_earlier_script_that_cannot_be_read_may_leave_one(tmp_path: Path) -> None:
    steps = script("print(1)", more="shell: python"), script("twine upload dist/*")
    assert said(tmp_path, workflow(*steps), "TP101") == []


def test_more_files_than_people_run(tmp_path: Path) -> None:
    files = {f"ci/x{number}.sh": "echo\n" for number in range(50)}
    few, many = ([f"bash {path}" for path in [*files][:length]] for length in (30, 50))
    upload = script("twine upload dist/*")
    assert said(tmp_path, workflow(script(*few), upload), "TP101", files=files) == ["TP101"]
    assert said(tmp_path, workflow(script(*many), upload), "TP101", files=files) == []
