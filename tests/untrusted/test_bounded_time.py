"""Files that ask for the same thing again and again: what is worked out once is not worked out for each of them."""

from __future__ import annotations

import sys
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from folders import lay
from hostile import assert_bounded, run
from publishing import PROJECT, REMOTE, UPLOAD, declaration, job, workflow

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits are set and measured as on Linux")

MANY = 300


def bounded(root: Path, files: dict[str, str]) -> None:
    lay(root / "root", files)
    assert_bounded(run(root / "root"))


def test_uploads_of_one_job_with_declared_publishers(tmp_path: Path) -> None:
    steps = "".join(f"      - run: python -m build\n      - run: uv publish dist/{number}*\n" for number in range(MANY))
    files = {
        ".github/workflows/publish.yml": workflow(job(steps=steps)),
        "pyproject.toml": PROJECT + declaration(project_name="demos") + declaration(project_name="demo2"),
        ".git/config": REMOTE,
    }
    bounded(tmp_path, files)


@pytest.mark.parametrize(
    ("command", "files"),
    [
        ("just publish", {"justfile": f"foo{' ' * 80_000}\n\npublish:\n    uv publish\n"}),
        ("make publish", {"Makefile": f"a:{chr(9) * 80_000}=\n\npublish:\n\tuv publish\n"}),
        ("make publish", {"Makefile": f"# {'x' * 200_000}\npublish:\n\tuv publish\n"}),
        ("make publish", {"Makefile": "".join(f"t{n}:\n\tuv publish\n" for n in range(3_500)) + "publish: t1 t2\n"}),
        ("nox -s publish", {"noxfile.py": "".join(f"def s{n}(a):\n    a.run('b')\n" for n in range(5_000))}),
        ("nox -s publish", {"noxfile.py": "".join(f"def s{n}(a):\n    a.run('b')\n" for n in range(5_000)) + "("}),
        ("tox -e publish", {"tox.ini": "".join(f"[testenv:e{n}]\ncommands = x\n" for n in range(5_000))}),
    ],
)
def test_files_of_tasks(command: str, files: dict[str, str], tmp_path: Path) -> None:
    steps = "".join(f"      - run: {command}\n" for _ in range(MANY))
    bounded(tmp_path, {".github/workflows/publish.yml": workflow(job(steps=steps)), **files})


@pytest.mark.parametrize(
    "step", ["      - run: bash ci.sh a{}\n", "      - run: bash ci.sh\n        env: {{A: '{}'}}\n"]
)
def test_a_script_that_many_steps_run(step: str, tmp_path: Path) -> None:
    """Each with other arguments or variables, on which it depends what the script does."""
    body = "f() { case $1 in x) twine upload $1;; *) echo $2;; esac; }\n" + "f a $(b)\n" * MANY
    steps = "".join(map(step.format, range(MANY))) + "      - run: uv publish\n"
    bounded(tmp_path, {".github/workflows/publish.yml": workflow(job(steps=steps)), "ci.sh": body})


def test_a_table_of_publishers(tmp_path: Path) -> None:
    title = "# Release\nAdd a trusted publisher on PyPI\n\n| Owner | Workflow name |\n|---|---|\n"
    guide = title + "| `o` | `publish.yml` |\n" * 20_000
    bounded(tmp_path, {".github/workflows/publish.yml": workflow(), "README.md": guide})


def test_words_before_scripts(tmp_path: Path) -> None:
    lines = ("a=1 " * 900, "; " * 1_900, "bash -e " * 450, "then -x " * 450, "!" * 3_900)
    script = "\n".join(f"          {line}x" for line in lines * 60)
    steps = f"      - run: |\n{script}\n      - run: uv publish\n"
    bounded(tmp_path, {".github/workflows/publish.yml": workflow(job(steps=steps))})


@pytest.mark.parametrize("script", ["curl | " * 25_000, ")) " * 13_000, ")) " * 60_000])
def test_scripts_that_the_grammar_does_not_understand(script: str, tmp_path: Path) -> None:
    steps = f"      - run: |\n          {script}\n          uv publish\n"
    bounded(tmp_path, {".github/workflows/publish.yml": workflow(job(steps=steps))})


def test_many_scripts_that_the_grammar_does_not_understand(tmp_path: Path) -> None:
    steps = "".join(f"      - run: |\n          {')) ' * MANY}{number}\n" for number in range(2 * MANY))
    bounded(tmp_path, {".github/workflows/publish.yml": workflow(job(steps=steps + UPLOAD))})


@pytest.mark.parametrize(
    "upload", ["run: uv publish dist/{}", "{{uses: pypa/gh-action-pypi-publish@v1, with: {{packages-dir: d{}}}}}"]
)
def test_many_uploads_behind_many_steps(upload: str, tmp_path: Path) -> None:
    before = "".join(f"      - run: echo {number}\n" for number in range(2 * MANY))
    steps = "".join(f"      - {upload.format(number)}\n" for number in range(3 * MANY))
    bounded(tmp_path, {".github/workflows/publish.yml": workflow(job(steps=before + steps))})


def _action(step: str, called: str, times: int) -> str:
    """A composite action with a step of its own behind those that call another action."""
    calls = f"    - {{uses: ./{called}, with: {{x: '${{{{ inputs.x }}}}'}}}}\n" * times
    return f"inputs: {{x: {{default: y}}}}\nruns:\n  using: composite\n  steps:\n{calls}    - {step}\n"


@pytest.mark.parametrize("step", ["{run: echo, shell: bash}", "{run: uv publish, shell: bash}"])
@pytest.mark.parametrize("names", ["aa", "abcdef"], ids=["one that calls itself", "one that calls others"])
def test_actions_that_become_very_many_steps(names: str, step: str, tmp_path: Path) -> None:
    actions = {f"{name}/action.yml": _action(step, called, 6) for name, called in pairwise(names)}
    rows = ", ".join(map(str, range(30)))
    steps = (
        "      - uses: pypa/gh-action-pypi-publish@release/v1\n        if: matrix.a == 1\n"
        "        with: {repository-url: 'https://example.org/${{ matrix.a }}'}\n"
        "      - {uses: ./a, with: {x: '${{ matrix.a }}'}}\n"
    )
    text = workflow(job(steps=steps, more=f"    strategy: {{matrix: {{a: [{rows}]}}}}\n"))
    bounded(tmp_path, {".github/workflows/publish.yml": text, **actions})


def test_uploads_behind_many_jobs_that_many_inputs_may_skip(tmp_path: Path) -> None:
    inputs = ", ".join(f"i{number}: {{type: boolean}}" for number in range(20))
    wanted = " && ".join(f"inputs.i{number}" for number in range(20))
    first, between = ([f"{name}{number}" for number in range(MANY // 5)] for name in "ab")
    jobs = [f"  {name}: {{runs-on: x, if: inputs.i{number % 20}, steps: []}}\n" for number, name in enumerate(first)]
    jobs += [f"  {name}: {{runs-on: x, needs: [{', '.join(first)}], if: always(), steps: []}}\n" for name in between]
    more = f"    needs: [{', '.join(between)}]\n    if: {wanted} && inputs.i0 == false\n"
    jobs += [job(f"publish{number}", more=more) for number in range(MANY // 3)]
    on = f"workflow_dispatch: {{inputs: {{{inputs}}}}}"
    bounded(tmp_path, {".github/workflows/publish.yml": workflow(*jobs, on=on)})
