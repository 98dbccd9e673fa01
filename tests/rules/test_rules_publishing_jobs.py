"""The rules of the job that publishes, its runner, steps and files: what their pages do not show, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import PUBLISH, TESTPYPI, levels
from publishing_job import JOB, findings, workflow

if TYPE_CHECKING:
    from pathlib import Path

DOWNLOAD = "      - uses: actions/download-artifact@v5\n"


# --- TP501 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("runs_on", "condition", "expected"),
    [
        ("windows-latest", "", ["error"]),
        ("macos-13-xlarge", "", ["error"]),
        ("[self-hosted, Windows, X64]", "", ["error"]),
        ("[self-hosted, macOS]", "", ["error"]),
        ("[self-hosted, linux, x64]", "", []),
        ("[self-hosted, gpu]", "", []),
        ("my-runner", "", []),
        ("{group: big, labels: windows-latest}", "", []),
        ("{group: ours, labels: [self-hosted, windows]}", "", ["error"]),
        ("{group: ours, labels: [self-hosted, linux]}", "", []),
        ("windows-latest", "runner.os == 'Linux'", []),
        ("windows-latest", "github.event_name == 'push'", []),
    ],
)
def test_runners_that_are_certainly_not_linux(
    runs_on: str, condition: str, expected: list[str], tmp_path: Path
) -> None:
    job = JOB.replace("ubuntu-latest", runs_on)
    condition = f"        if: {condition}\n" if condition else ""
    assert levels(tmp_path, "TP501", workflow(PUBLISH + condition, job=job)) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("", ["error"]),
        ("matrix.os == 'ubuntu-latest'", []),
        ("startsWith(matrix.os, 'ubuntu')", []),
        ("runner.os == 'Linux'", []),
        ("matrix.os != 'ubuntu-latest'", ["error"]),
        ("matrix.os == needs.choose.outputs.os", []),
    ],
)
def test_rows_of_a_matrix_that_a_condition_excludes_do_not_count(
    condition: str, expected: list[str], tmp_path: Path
) -> None:
    job = JOB.replace(
        "    runs-on: ubuntu-latest\n",
        "    strategy: {matrix: {os: [ubuntu-latest, windows-latest]}}\n    runs-on: ${{ matrix.os }}\n",
    )
    condition = f"        if: {condition}\n" if condition else ""
    assert levels(tmp_path, "TP501", workflow(PUBLISH + condition, job=job)) == expected


# --- TP504 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "says"),
    [
        ("run: python -m build", "builds"),
        ("run: uv build", "builds"),
        ("run: pipx run build --wheel", "builds"),
        ("run: python setup.py sdist bdist_wheel", "builds"),
        ("run: pip wheel .", "builds"),
        ("uses: pypa/cibuildwheel@v3", "builds"),
        ("uses: PyO3/maturin-action@v1", "builds"),
        ("run: pytest", "tests"),
        ("run: uv run pytest -q", "tests"),
        ("run: tox -e py313", "tests"),
        ("run: pip install -e '.[dev]'", "installs"),
        ("run: pip install -r requirements.txt", "installs"),
        ("run: pip install dist/*.whl", "installs"),
        ("run: uv sync --all-extras", "installs"),
        ("run: poetry install", "installs"),
        ("run: npm ci", "installs"),
    ],
)
def test_steps_that_run_the_projects_code(step: str, says: str, tmp_path: Path) -> None:
    ((level, line, message),) = findings(tmp_path, "TP504", workflow(f"      - {step}\n{PUBLISH}"))
    assert (level, line) == ("note", 8)
    assert says in message


@pytest.mark.parametrize(
    "step",
    [
        "uses: actions/checkout@v5",
        "uses: actions/setup-python@v6",
        "uses: astral-sh/setup-uv@v7",
        "run: pip install twine",
        "run: pip install -U pip build twine",
        "run: pip install -r requirements/release.txt",
        "run: uv sync --only-group release",
        "run: uv tool install twine",
        "run: uvx twine check dist/*",
        "run: ls -l dist",
        "run: make dist",
        "run: tox -e twine-check",
        "run: pip install $TOOLS",
        "run: if [ -f setup.py ]; then python -m build; fi",
        "uses: somebody/something@v1",
        "{run: python -m build, if: vars.BUILD}",
        "{run: python -m build, if: false}",
    ],
)
def test_steps_that_an_upload_needs_or_of_which_little_is_known(step: str, tmp_path: Path) -> None:
    assert levels(tmp_path, "TP504", workflow(f"      - {step}\n{PUBLISH}")) == []


@pytest.mark.parametrize(
    ("upload", "expected"),
    [
        (PUBLISH + "      - run: python -m build\n", []),
        ("      - run: |\n          python -m build\n          twine upload dist/*\n", ["note"]),
        ("      - run: |\n          twine upload dist/*\n          python -m build\n", []),
        ("      - run: pdm publish\n", ["note"]),
        ("      - run: pdm publish --no-build\n", []),
        ("      - uses: PyO3/maturin-action@v1\n        with: {command: publish}\n", ["note"]),
        ("      - uses: PyO3/maturin-action@v1\n        with: {command: upload, args: dist/*}\n", []),
        (f"      - run: python -m build\n{PUBLISH}        with: {{password: '${{{{ secrets.T }}}}'}}\n", []),
    ],
)
def test_only_what_runs_before_an_upload_by_trusted_publishing(
    upload: str, expected: list[str], tmp_path: Path
) -> None:
    assert levels(tmp_path, "TP504", workflow(upload)) == expected


# --- TP511, TP512, TP513 --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (PUBLISH + "        with: {skip-existing: true}\n", ["note"]),
        (PUBLISH + "        with: {skip_existing: true}\n", ["note"]),
        (PUBLISH + "        with: {skip-existing: yes}\n", ["note"]),
        (PUBLISH + "        with: {skip-existing: false}\n", []),
        (PUBLISH + "        with: {skip-existing: False}\n", []),
        (PUBLISH + "        with: {skip-existing: ''}\n", []),
        (PUBLISH + "        with: {skip-existing: '${{ inputs.skip }}'}\n", []),
        ("      - run: twine upload --skip-existing dist/*\n", ["note"]),
        ("      - run: twine upload -r testpypi --skip-existing dist/*\n", []),
        ("      - run: poetry publish --skip-existing\n", ["note"]),
        ("      - run: uv publish --skip-existing\n", []),
    ],
)
def test_skipping_existing_files(steps: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP511", workflow(steps)) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("", ["warning"]),
        ("      - uses: actions/setup-python@v6\n      - run: pip install twine && ls -l\n", ["warning"]),
        ("      - uses: actions/checkout@v5\n        if: false\n", ["warning"]),
        ("      - uses: actions/checkout@v5\n", []),
        ("      - uses: actions/checkout@v5\n        if: vars.X\n", []),
        (DOWNLOAD, []),
        ("      - uses: somebody/something@v1\n", []),
        ("      - uses: ./.github/actions/fetch\n", []),
        ("      - run: gh release download v1 -D dist\n", []),
        ("      - run: curl -LO https://example.com/x.whl\n", []),
        ("      - run: tar xf dist.tar\n", []),
        ("      - run: ./fetch.sh\n", []),
        ("      - run: echo x > dist/x.whl\n", []),
        ("      - run: Get-ChildItem\n        shell: python\n", []),
    ],
)
def test_steps_that_may_bring_files(before: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP512", workflow(before + PUBLISH)) == expected


CACHE = "      - uses: actions/cache{}@v4\n        with: {{key: x, path: {}}}\n"


@pytest.mark.parametrize(
    ("action", "path", "expected"),
    [
        ("", "~/.cache/pip", ["warning"]),
        ("/restore", "~/Library/Caches/uv", ["warning"]),
        ("", '"~/.cargo/registry\\n.venv\\n\\n./.mypy_cache"', ["warning"]),
        ("/save", "dist", ["warning"]),
        ("", "dist", []),
        ("", '"~/.cache/pip\\ndist"', []),
        ("", "~/dist", []),
        ("", ".tox", []),
        ("", "'${{ steps.pip.outputs.dir }}'", []),
    ],
)
def test_caches_that_may_hold_distributions(action: str, path: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP512", workflow(CACHE.format(action, path) + PUBLISH)) == expected


def test_a_cache_of_tools_beside_a_download(tmp_path: Path) -> None:
    store = "      - uses: actions/upload-artifact@v4\n        with: {name: x, path: wheels}\n"
    fetch = "      - uses: actions/download-artifact@v5\n        with: {name: x, path: wheels}\n"
    build = f"  build:\n    runs-on: ubuntu-latest\n    steps:\n{store}"
    for path, expected in (("~/.cache/pip", ["error"]), ("dist", [])):
        text = workflow(CACHE.format("", path) + fetch + PUBLISH, job=JOB + "    needs: build\n", jobs=build)
        assert levels(tmp_path, "TP516", text) == expected


@pytest.mark.parametrize(
    ("steps", "job", "expected"),
    [
        ("      - run: twine upload dist/*\n", JOB, ["warning"]),
        ("      - run: curl -LO https://example.com/x.whl; twine upload x.whl\n", JOB, []),
        ("      - run: twine upload /mnt/dist/*\n", JOB, []),
        ("      - run: |\n          python -m build\n          twine upload dist/*\n", JOB, []),
        (PUBLISH, JOB.replace("ubuntu-latest", "self-hosted"), []),
        (PUBLISH, JOB + "    container: python:3.13\n", []),
        (
            "      - uses: etils-actions/pypi-build-publish@v1\n        with: {pypi-token: '${{ secrets.T }}'}\n",
            JOB,
            [],
        ),
    ],
)
def test_jobs_that_start_empty(steps: str, job: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP512", workflow(steps, job=job)) == expected


@pytest.mark.parametrize(
    ("environment", "steps", "expected"),
    [
        ("testpypi", PUBLISH, ["warning"]),
        ("{name: Test-PyPI}", PUBLISH, ["warning"]),
        ("publish-testpypi", PUBLISH, ["warning"]),
        ("pypi-test", PUBLISH, ["warning"]),
        ("pypi-tested", PUBLISH, []),
        ("test", PUBLISH, []),
        ("testpypi", PUBLISH + TESTPYPI, []),
        ("pypi", PUBLISH + TESTPYPI, ["warning"]),
        ("PyPI", PUBLISH + TESTPYPI, ["warning"]),
        ("release", PUBLISH + TESTPYPI, []),
        ("pypi", PUBLISH + TESTPYPI + PUBLISH, []),
        ("testpypi", PUBLISH + TESTPYPI + PUBLISH, []),
        ("${{ 'testpypi' }}", PUBLISH, []),
    ],
)
def test_environments_that_say_the_other_index(
    environment: str, steps: str, expected: list[str], tmp_path: Path
) -> None:
    job = JOB.replace("environment: pypi", f"environment: {environment}")
    assert levels(tmp_path, "TP513", workflow(steps, job=job)) == expected


def test_an_environment_of_both_indexes_is_another_rules(tmp_path: Path) -> None:
    assert levels(tmp_path, "TP513", workflow(PUBLISH), workflow(PUBLISH + TESTPYPI)) == []
