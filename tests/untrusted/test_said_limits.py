"""What is too much to be examined is said where an upload might be in it: nobody takes silence for a good release."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import tplint
from folders import lay

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HEAD = "on:\n  release:\n    types: [published]\n"
JOB = "jobs:\n  publish:\n    runs-on: ubuntu-latest\n    permissions: {id-token: write}\n    steps:\n"
UPLOAD = "      - run: uv publish\n"
PLAIN = "on: workflow_call\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: x\n"
WORKFLOW = ".github/workflows/publish.yml"


def action(steps: str) -> str:
    return f"runs:\n  using: composite\n  steps:\n{steps}"


def local(name: str) -> str:
    return f"      - uses: ./{name}\n"


def nested(levels: int) -> dict[str, str]:
    """A composite action inside another, with the upload in the innermost one."""
    inner = {f"a{level}/action.yml": action(local(f"a{level + 1}")) for level in range(1, levels)}
    return {
        WORKFLOW: HEAD + JOB + local("a1"),
        **inner,
        f"a{levels}/action.yml": action("      - run: uv publish\n        shell: bash\n"),
    }


def calling(callers: int) -> dict[str, str]:
    """A workflow that uploads, and jobs that call it."""
    jobs = "".join(f"  c{number}:\n    uses: ./{WORKFLOW}\n" for number in range(callers))
    return {WORKFLOW: f"on: workflow_call\n{JOB}{UPLOAD}", ".github/workflows/call.yml": f"{HEAD}jobs:\n{jobs}"}


def scripts(levels: int) -> dict[str, str]:
    """A script that runs another one, and so on; the last one uploads."""
    files = {f"publish{level}.sh": f"bash publish{level + 1}.sh\n" for level in range(1, levels)}
    return {
        WORKFLOW: f"{HEAD}{JOB}      - run: bash publish1.sh\n",
        **files,
        f"publish{levels}.sh": "uv publish\n",
    }


def steps_of_a_script(steps: int) -> dict[str, str]:
    """Steps that run one script with other arguments; it uploads for the last one alone."""
    runs = "".join(f"      - run: bash ci.sh a{step}\n" for step in range(1, steps + 1))
    return {
        WORKFLOW: HEAD + JOB + runs,
        "ci.sh": "x\n" * 300 + f"if [ $1 = a{steps} ]; then uv publish; fi\n",
    }


def circle(jobs: int) -> str:
    """A configuration of CircleCI with many jobs, of which the last one uploads to TestPyPI."""
    upload = "      - run: uv publish --token $TOKEN --publish-url https://test.pypi.org/legacy/\n"
    return "jobs:\n" + "".join(f"  j{number}:\n    steps:\n      - run: x\n" for number in range(jobs)) + upload


def undecided(root: Path, files: Mapping[str, str]) -> list[str]:
    lay(root, {"pyproject.toml": '[project]\nname = "demo"\nversion = "1.0"\n', **files})
    report = tplint.check(str(root))
    return [each.why for each in report.undecided] or ["one upload"] * report.uploads


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {WORKFLOW: HEAD + JOB + local("a"), "a/action.yml": action("      - run: x\n" * 2_100)},
            "its steps behind the first 2,000 are not examined",
        ),
        (nested(5), "one upload"),
        (calling(10), "one upload"),
        (calling(70), "its workflow is called in more ways than are examined"),
        (scripts(4), "one upload"),
        (scripts(7), "5 tasks or scripts inside each other"),
        (steps_of_a_script(40), "one upload"),
        (steps_of_a_script(60), "`ci.sh`: scripts of more than 600,000 characters run before it in the file"),
        ({".circleci/config.yml": circle(150)}, ""),
        ({".circleci/config.yml": circle(250)}, "jobs behind the first 200 are not examined"),
        ({".circleci/config.yml": f"# {'x' * 300_000}\n{circle(1)}"}, "it is longer than 300,000 characters"),
    ],
)
def test_a_limit_is_said(tmp_path: Path, files: Mapping[str, str], said: str) -> None:
    found = undecided(tmp_path, files)
    assert len(found) == 1
    assert said in found[0]


def test_a_job_of_too_many_steps_is_refused(tmp_path: Path) -> None:
    lay(tmp_path, {WORKFLOW: HEAD + JOB + "      - run: x\n" * 2_001 + UPLOAD})
    (finding,) = tplint.check(str(tmp_path)).findings
    assert (finding.code, "has a job of more than 2,000 steps" in finding.message) == ("TP001", True)
