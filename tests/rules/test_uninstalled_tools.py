"""TP536 uninstalled-tool: what its page does not show, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lint
from judged import CHECKOUT, PUBLISH, findings, job, laid, levels, run, workflow

if TYPE_CHECKING:
    from pathlib import Path

PYTHON = "      - uses: actions/setup-python@v6\n        with: {python-version: 3.x}\n"
BUILD = "python -m build"


def built(*commands: str, before: str = PYTHON, keys: tuple[str, ...] = (), runner: str = "ubuntu-latest") -> str:
    steps = CHECKOUT + before + "".join(map(run, commands))
    return workflow(job(steps, *keys, name="build", runner=runner), job(PUBLISH, "needs: build"))


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (BUILD, "runs `python -m build`, and nothing installs `build` before"),
        ("python3 -m build --sdist", "runs `python -m build`, and nothing installs `build` before"),
        ("twine check dist/*", "runs `twine`, and nothing installs `twine` before"),
        ("tox -e build", "runs `tox`, and nothing installs `tox` before"),
        ("poetry build", "runs `poetry`, and nothing installs `poetry` before"),
        ("python setup.py sdist", "runs `setup.py`, and nothing installs `setuptools` before"),
    ],
)
def test_tools(command: str, said: str, tmp_path: Path) -> None:
    assert findings(tmp_path, "TP536", built(command)) == [("error", f"job `build` {said}")]


@pytest.mark.parametrize(
    "before",
    [
        "pip install build",
        "python -m pip install -U pip 'build>=1.2'",
        "pip install setuptools>=0.8 wheel build",
        "pip install Build[uv]",
        "pip install -r requirements/release.txt",
        "pip install -e .",
        "pip install .",
        "pip install --group release",
        "pip install pip-tools",
        "pip install $TOOLS",
        "pip install \\\n          build",
        "./prepare.sh",
        "make tools",
        "source venv/bin/activate",
        "curl -sSL https://install.python-poetry.org | python3 - --version 1.8",
        "pipx install build",
        "uv pip install --system build",
        "sudo apt-get install python3-build",
        "python -m ensurepip",
    ],
)
def test_what_may_install_it(before: str, tmp_path: Path) -> None:
    text = before.replace("\n", "\n            ")
    assert levels(tmp_path, "TP536", built(f"|\n          {text}\n          {BUILD}")) == []


@pytest.mark.parametrize(
    "before",
    [
        "pip install twine",
        "pip install --upgrade pip setuptools wheel",
        "python -m pip install numpy cython",
        "echo build",
        "git fetch --tags",
        "rm -rf dist",
    ],
)
def test_what_does_not_install_it(before: str, tmp_path: Path) -> None:
    assert levels(tmp_path, "TP536", built(before, BUILD)) == ["error"]


@pytest.mark.parametrize(
    "command",
    [
        f"{BUILD} || true",
        "pipx run build",
        "uvx twine check dist/*",
        "uv run python -m build",
        "python -m zipfile -l x.whl",
        "cd lib && python -m build",
        "if [ -f x ]; then python -m build; fi",
    ],
)
def test_commands_that_may_do(command: str, tmp_path: Path) -> None:
    assert levels(tmp_path, "TP536", built(command)) == []


@pytest.mark.parametrize(
    "before",
    [
        "",
        PYTHON.replace("with:", "if: github.ref_type == 'branch'\n        with:"),
        PYTHON.replace("3.x", "3.x, pip-install: build"),
        PYTHON + "      - uses: actions/cache@v4\n        with: {path: ~/tools, key: x}\n",
        PYTHON + "      - uses: snok/install-poetry@v1\n",
        PYTHON + "      - uses: ./.github/actions/prepare\n",
    ],
)
def test_steps_before(before: str, tmp_path: Path) -> None:
    assert levels(tmp_path, "TP536", built(BUILD, before=before)) == []


@pytest.mark.parametrize(
    ("version", "expected"),
    [("3.12", ["error"]), ("3.14", ["error"]), ("3", ["error"]), ("3.11", []), ("3.9", []), ("${{ vars.P }}", [])],
)
def test_setuptools_left_with_python_312(version: str, expected: list[str], tmp_path: Path) -> None:
    text = built("python setup.py sdist", before=PYTHON.replace("3.x", version))
    assert levels(tmp_path, "TP536", text) == expected


@pytest.mark.parametrize("package", ["setuptools", "setuptools_scm", "setuptools-scm[toml]"])
def test_what_brings_setuptools(package: str, tmp_path: Path) -> None:
    assert levels(tmp_path, "TP536", built(f"pip install {package}", "python setup.py sdist")) == []


@pytest.mark.parametrize(
    ("keys", "runner"), [(("container: python:3",), "ubuntu-latest"), ((), "self-hosted"), ((), "${{ vars.RUNNER }}")]
)
def test_where_other_things_may_be_installed(keys: tuple[str, ...], runner: str, tmp_path: Path) -> None:
    assert levels(tmp_path, "TP536", built(BUILD, keys=keys, runner=runner)) == []


def test_a_module_of_the_repository(tmp_path: Path) -> None:
    assert levels(tmp_path, "TP536", built(BUILD), build__py="") == []
    assert levels(tmp_path, "TP536", built("twine check dist/*"), build__py="") == ["error"]


def test_the_uploading_command_itself(tmp_path: Path) -> None:
    steps = CHECKOUT + PYTHON + run("pip install build") + run(BUILD) + run("twine upload dist/*") + run("tox -e docs")
    found = lint(laid(tmp_path, workflow(job(steps))), "TP536").findings
    assert [finding.message for finding in found] == ["job `publish` runs `twine`, and nothing installs `twine` before"]


def test_what_comes_behind_the_upload(tmp_path: Path) -> None:
    steps = CHECKOUT + PYTHON + PUBLISH + run("tox -e docs")
    assert levels(tmp_path, "TP536", workflow(job(steps))) == []


def test_jobs_that_no_upload_waits_for(tmp_path: Path) -> None:
    other = job(CHECKOUT + PYTHON + run(BUILD), name="other")
    assert levels(tmp_path, "TP536", workflow(other, job(PUBLISH))) == []


def test_a_line_of_many_installs_is_read_in_no_time(tmp_path: Path) -> None:
    many = "echo " + "install " * 100_000  # more than is taken apart
    assert levels(tmp_path, "TP536", built(many, "twine check dist/*")) == []
