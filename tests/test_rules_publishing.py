"""The rules of the publishing job: what their pages do not show, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lint
from rule_pages import write_repository
from tplint.documents.locate import resolve
from tplint.documents.source import position

if TYPE_CHECKING:
    from pathlib import Path

ACTION = "pypa/gh-action-pypi-publish"
SHA = "dc37677b2e1c63e2034f94d8a5b11f265b73ba33"
PUBLISH = f"      - uses: {ACTION}@release/v1\n"
DOWNLOAD = "      - uses: actions/download-artifact@v5\n"
TESTPYPI = "        with: {repository-url: https://test.pypi.org/legacy/}\n"
JOB = """\
  publish:
    runs-on: ubuntu-latest
    environment: pypi
    permissions: {id-token: write}
"""


def workflow(steps: str, *, on: str = "on: release\n", job: str = JOB, jobs: str = "") -> str:
    return f"{on}jobs:\n{jobs}{job}    steps:\n{steps}"


def findings(tmp_path: Path, code: str, *workflows: str, **files: str) -> list[tuple[str, int, str]]:
    """Level, line and message of what a rule says."""
    named = {f".github/workflows/w{number}.yml": text for number, text in enumerate(workflows)}
    root = write_repository(tmp_path, {**named, **files})
    return [
        (finding.level, position(place.source, place.start).line, finding.message)
        for finding in lint(root, code).findings
        for place in (resolve(finding.at),)
    ]


def levels(tmp_path: Path, code: str, *workflows: str, **files: str) -> list[str]:
    return [level for level, _, _ in findings(tmp_path, code, *workflows, **files)]


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


# --- TP502, TP503, TP510: refs of the action ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ref", "inputs", "expected"),
    [
        ("v1", "", ["error"]),
        ("main", "", ["error"]),
        ("release/v1.12.4", "", ["error"]),
        ("v1", "password: '${{ secrets.T }}'", ["error"]),
        ("main", "repository-url: https://pypi.example.com/", []),
        ("master", "", ["error"]),
        ("master", "password: '${{ secrets.T }}'", ["warning"]),
        ("master", "password: '${{ steps.mint.outputs.token }}'", ["warning"]),
        ("v1.8.0", "", ["error"]),
        ("8ef2b3d46c9ecba901fb2ae21d98e322c4089c4e", "", ["error"]),
        ("v1.8.0", "repository-url: https://upload.pypi.org/legacy/", []),
        ("v1.8.1", "", []),
        ("release/v1", "", []),
        ("unstable/v1", "", []),
        ("release/v1.8", "", []),
        ("some-branch", "", []),
        ("ed0c539", "", ["error"]),
        ("ed0c539", "password: '${{ secrets.T }}'", ["error"]),
        ("ed0c53931b1dc9bd32cbe73a98c7f6766f8a527e0", "", ["error"]),
        ("ed0c53931b1dc9bd32cbe73a98c7f6766f8a527e", "", []),
        ("ed0c539", "repository-url: https://pypi.example.com/", []),
        ("20221104", "", []),
    ],
)
def test_refs_that_do_not_work(ref: str, inputs: str, expected: list[str], tmp_path: Path) -> None:
    steps = f"      - uses: {ACTION}@{ref}\n" + (f"        with:\n          {inputs}\n" if inputs else "")
    assert levels(tmp_path, "TP502", workflow(steps)) == expected


@pytest.mark.parametrize(
    ("uses", "job", "expected"),
    [
        (f"{ACTION}@release/v1", JOB, ["note"]),
        (f"{ACTION}@v1.14.2", JOB, ["note"]),
        (f"{ACTION}@{SHA}", JOB, []),
        (f"{ACTION}@{SHA[:8]}", JOB, []),
        (f"{ACTION}@{SHA[:6]}", JOB, ["note"]),
        (f"{ACTION}@v1", JOB, []),
        (f"{ACTION}@release/v1", JOB.replace("id-token: write", "contents: read"), []),
    ],
)
def test_movable_refs_in_jobs_that_can_mint(uses: str, job: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP503", workflow(f"      - uses: {uses}\n", job=job)) == expected


def test_an_image_by_its_digest_is_pinned(tmp_path: Path) -> None:
    inputs = "        with: {user: __token__, repository-url: https://upload.pypi.org/legacy/}\n"
    image = "docker://ghcr.io/pypa/gh-action-pypi-publish"
    assert levels(tmp_path / "a", "TP503", workflow(f"      - uses: {image}:release-v1\n{inputs}")) == ["note"]
    assert levels(tmp_path / "b", "TP503", workflow(f"      - uses: {image}@sha256:{'0' * 64}\n{inputs}")) == []


@pytest.mark.parametrize(
    ("ref", "inputs", "expected"),
    [
        ("release/v1", "repository_url: https://test.pypi.org/legacy/", ["note"]),
        ("release/v1", "print_hash: true, verify_metadata: true, skip_existing: true", ["note"] * 3),
        ("release/v1", "packages_dir: a, packages-dir: b", ["note"]),
        ("release/v1", "packages-dir: b", []),
        ("v1.7.1", "packages_dir: a", ["note"]),
        ("v1.7.0", "packages_dir: a", []),
        ("v1.6.4", "packages_dir: a", []),
        ("master", "packages_dir: a", []),
        (f"{SHA}", "packages_dir: a", ["note"]),
        (f"{'1' * 40} # v1.13.0", "packages_dir: a", ["note"]),
        (f"{'1' * 40}", "packages_dir: a", []),
        ("release/v1", "repository_url: https://pypi.example.com/", []),
    ],
)
def test_deprecated_inputs(ref: str, inputs: str, expected: list[str], tmp_path: Path) -> None:
    steps = f"      - uses: {ACTION}@{ref}\n        with: {{{inputs}}}\n"
    assert levels(tmp_path, "TP510", workflow(steps)) == expected


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


# --- TP505 ----------------------------------------------------------------------------------------------------------

TOKEN = "        env: {UV_PUBLISH_TOKEN: '${{ secrets.T }}', TWINE_PASSWORD: '${{ secrets.T }}'}\n"  # noqa: S105 - a secret's name


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (f"      - run: twine upload --attestations dist/*\n{TOKEN}", ["error"]),
        ("      - run: twine upload --attestations dist/*\n", []),
        (f"      - run: twine upload dist/*\n{TOKEN}", []),
        (f"      - uses: astral-sh/attest-action@v0.0.6\n      - run: uv publish\n{TOKEN}", ["error"]),
        (f"      - uses: astral-sh/attest-action@v0.0.6\n      - run: uv publish --no-attestations\n{TOKEN}", []),
        ("      - uses: astral-sh/attest-action@v0.0.6\n      - run: uv publish\n", []),
        (PUBLISH + "        with: {attestations: true, password: '${{ secrets.T }}'}\n", ["warning"]),
        (PUBLISH + "        with: {attestations: false, password: '${{ secrets.T }}'}\n", []),
        (PUBLISH + "        with: {password: '${{ secrets.T }}'}\n", []),
        (PUBLISH + "        with: {attestations: true, password: '${{ steps.a.outputs.b }}'}\n", []),
    ],
)
def test_attestations_with_a_token(steps: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP505", workflow(steps)) == expected


# --- TP506 ----------------------------------------------------------------------------------------------------------


def used(ref: str = "release/v1", inputs: str = "", condition: str = "") -> str:
    lines = f"      - uses: {ACTION}@{ref}\n"
    lines += f"        if: {condition}\n" if condition else ""
    return lines + (f"        with: {{{inputs}}}\n" if inputs else "")


TEST = "repository-url: 'https://test.pypi.org/legacy/'"
TAG = "startsWith(github.ref, 'refs/tags/')"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (used(inputs=TEST), used(), ["error"]),
        (used("v1.11.0", TEST), used("v1.11.0"), ["error"]),
        (used("v1.10.3", TEST), used("v1.10.3"), []),
        (used(inputs=TEST), used(condition=TAG), ["error"]),
        (used(inputs=TEST, condition=TAG), used(condition=TAG), ["error"]),
        (used(inputs=TEST, condition="github.ref == 'refs/heads/main'"), used(condition=TAG), []),
        (used(inputs=TEST), used(condition="vars.RELEASE == 'yes'"), []),
        (used(inputs=TEST), used(inputs="attestations: false"), []),
        (used(inputs=f"{TEST}, attestations: false"), used(), []),
        (used("v1.12.2", TEST), used("v1.12.2", "attestations: false"), ["error"]),
        (used("v1.12.3", TEST), used("v1.12.3", "attestations: false"), []),
        (used(inputs=TEST), used(inputs="packages-dir: other"), ["warning"]),
        (used(inputs=TEST), used(inputs="packages-dir: '${{ steps.a.outputs.b }}'"), []),
        (used(inputs=TEST), used(inputs="password: '${{ secrets.T }}'"), []),
        (used(inputs="repository-url: 'https://pypi.example.com/'"), used(), []),
        (used(inputs=TEST), f"      - run: rm -f dist/*.attestation\n{used()}", []),
        (used(inputs=TEST), f"      - run: make clean\n{used()}", []),
        (used(inputs=TEST), f"      - run: ls dist\n{used()}", ["error"]),
    ],
)
def test_the_action_twice_in_one_job(first: str, second: str, expected: list[str], tmp_path: Path) -> None:
    on = "on:\n  push:\n    branches: [main]\n    tags: ['v*']\n"
    assert levels(tmp_path, "TP506", workflow(first + second, on=on)) == expected


def test_inputs_that_choose_one_of_two_uploads(tmp_path: Path) -> None:
    on = "on: {workflow_dispatch: {inputs: {index: {type: choice, options: [pypi, testpypi]}}}}\n"
    steps = used(inputs=TEST, condition="inputs.index == 'testpypi'") + used(condition="inputs.index == 'pypi'")
    assert levels(tmp_path, "TP506", workflow(steps, on=on)) == []


# --- TP507 ----------------------------------------------------------------------------------------------------------

BRANCHES = "on: {push: {branches: [main]}}\n"


@pytest.mark.parametrize(
    ("on", "condition", "expected"),
    [
        (BRANCHES, TAG, ["error"]),
        (BRANCHES, "github.ref_type == 'tag'", ["error"]),
        (BRANCHES, "github.ref == 'refs/heads/master'", ["error"]),
        (BRANCHES, "github.event_name == 'release'", ["error"]),
        (BRANCHES, f"always() && {TAG}", ["error"]),
        ("on: {push: {branches: [main]}, pull_request: }\n", f"github.event_name == 'push' && {TAG}", ["error"]),
        ("on: {release: {types: [published]}}\n", "github.event.action == 'created'", ["error"]),
        ("on: {release: {types: [published]}}\n", "github.events.action == 'published'", ["error"]),
        ("on: {pull_request: }\n", "github.ref == 'refs/heads/main'", ["error"]),
        # a merged pull request's ref is the branch it was merged into
        ("on: {pull_request: {types: [closed]}}\n", "github.ref == 'refs/heads/main'", []),
        ("on: {push: {branches: [main, 'v*']}}\n", "github.ref == 'refs/heads/v2'", []),
        ("on: {push: }\n", TAG, []),
        ("on: {push: {branches: [main]}, workflow_dispatch: }\n", TAG, []),
        ("on: {push: {branches: [main]}, workflow_call: }\n", TAG, []),
        ("on: {push: {branches: [main]}, create: }\n", TAG, []),
        (BRANCHES, "false", []),
        (BRANCHES, "${{ false && github.event_name == 'release' }}", []),
        (BRANCHES, "failure()", []),
        (BRANCHES, f"failure() || {TAG}", []),
        (BRANCHES, f"success() && {TAG}", ["error"]),
        (BRANCHES, f"success() || {TAG}", []),
        (BRANCHES, "${{ !cancelled() && startsWith(github.ref, 'refs/tags/') }}", ["error"]),
        (BRANCHES, "${{ !success() }}", []),
        (BRANCHES, "failure('a') && github.ref == 'refs/heads/main'", []),
        (BRANCHES, f"vars.RELEASE || {TAG}", []),
        (BRANCHES, f"needs.a.outputs.b == 'true' || {TAG}", []),
        (BRANCHES, "github.repository == 'octo-org/upstream'", []),
        ("on: {workflow_dispatch: {inputs: {go: {type: boolean}}}}\n", "inputs.go == 'true'", []),
        ("on: {workflow_dispatch: {inputs: {index: }}}\n", "inputs.index == 'pypi'", []),
        ("on: {workflow_dispatch: {inputs: {index: }}}\n", "github.event.inputs.INDEX == 'pypi'", []),
        ("on: {workflow_dispatch: {inputs: {index: }}}\n", "inputs.target == 'pypi'", ["error"]),
        ("on: {workflow_dispatch: {inputs: {index: }}}\n", "github.event.inputs.target == 'pypi'", ["error"]),
        ("on: {workflow_dispatch: }\n", "inputs.target", ["error"]),
        ("on: {workflow_dispatch: }\n", "inputs.target != 'testpypi'", []),
        ("on: {workflow_dispatch: }\n", "inputs[vars.NAME] == 'pypi'", []),
        (BRANCHES, "github.event.inputs.target == 'pypi'", ["error"]),
        ("on: {push: , workflow_dispatch: {inputs: {go: }}}\n", "inputs.go == 'yes'", []),
        ("on: {push: , workflow_call: {inputs: {go: }}}\n", "github.event.inputs.target == 'pypi'", []),
        (BRANCHES, "contains(github.event.head_commit.message, 'release')", []),
    ],
)
def test_conditions_that_exclude_every_event(on: str, condition: str, expected: list[str], tmp_path: Path) -> None:
    job = JOB + f"    if: {condition}\n"
    config = '[remote "origin"]\n\turl = https://github.com/somebody/fork.git\n'
    assert levels(tmp_path, "TP507", workflow(PUBLISH, on=on, job=job), **{".git/config": config}) == expected


def test_the_condition_of_a_step_or_of_a_needed_job_counts_too(tmp_path: Path) -> None:
    on_step = workflow(PUBLISH + f"        if: {TAG}\n", on=BRANCHES)
    assert findings(tmp_path / "step", "TP507", on_step)[0][:2] == ("error", 9)
    gate = f"  gate:\n    if: {TAG}\n    runs-on: ubuntu-latest\n    steps: [{{run: ls}}]\n"
    needing = workflow(PUBLISH, on=BRANCHES, job=JOB + "    needs: gate\n", jobs=gate)
    assert findings(tmp_path / "needs", "TP507", needing)[0][:2] == ("error", 4)
    anyway = workflow(PUBLISH, on=BRANCHES, job=JOB + "    needs: gate\n    if: always()\n", jobs=gate)
    assert levels(tmp_path / "always", "TP507", anyway) == []


ANYWAY = "${{ !cancelled() && needs.gate.result != 'failure' }}"


@pytest.mark.parametrize(
    ("gate", "between", "own", "expected"),
    [
        (TAG, "always()", "", ["error"]),
        (TAG, ANYWAY, "", ["error"]),
        (TAG, ANYWAY, "github.ref == 'refs/heads/main'", ["error"]),
        (TAG, "always()", "success() && github.ref == 'refs/heads/main'", ["error"]),
        (TAG, "always()", "needs.build.result == 'success'", ["error"]),
        (TAG, "always()", "always() && needs.build.result == 'success'", []),
        (TAG, "always()", "${{ !cancelled() }}", []),
        (TAG, "always()", "${{ !failure() }}", []),
        (TAG, "always()", "success() || github.ref == 'refs/heads/main'", []),
        (f"{TAG} || inputs.go", "always()", "", []),
        ("needs.first.outputs.go == 'true'", "always()", "", []),
        ("vars.GO == 'true'", "always()", "", []),
        ("failure()", "always()", "", []),
        ("false", "always()", "", []),
    ],
)
def test_a_skipped_job_skips_what_comes_after_one_that_runs_anyway(
    gate: str, between: str, own: str, expected: list[str], tmp_path: Path
) -> None:
    jobs = "".join(
        f"  {name}:\n    {key}: {value}\n    if: {condition}\n    runs-on: ubuntu-latest\n    steps: [{{run: make}}]\n"
        for name, key, value, condition in (("gate", "name", "gate", gate), ("build", "needs", "gate", between))
    )
    job = JOB + "    needs: build\n" + (f"    if: {own}\n" if own else "")
    on = "on: {push: {branches: [main]}, workflow_dispatch: {inputs: {go: {type: boolean}}}}\n"
    on = on if "inputs" in gate else BRANCHES
    assert levels(tmp_path, "TP507", workflow(PUBLISH, on=on, job=job, jobs=jobs)) == expected


def test_called_workflows_have_the_events_of_their_callers(tmp_path: Path) -> None:
    called = workflow(PUBLISH + "        if: github.event.inputs.target == 'pypi'\n", on="on: {workflow_call: }\n")
    caller = "on: {workflow_dispatch: }\njobs: {call: {uses: ./.github/workflows/w0.yml}}\n"
    assert levels(tmp_path, "TP507", called, caller) == []


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (workflow(PUBLISH), ["warning"]),
        (workflow(PUBLISH + TESTPYPI), ["error"]),
        (workflow("      - run: twine upload -r '${{ vars.INDEX }}' dist/*\n"), ["warning"]),
        (workflow("      - run: ./release.sh\n"), ["warning"]),
        ("on: push\njobs:\n  call:\n    uses: octo-org/x/.github/workflows/publish.yml@v1\n", ["warning"]),
        (workflow(PUBLISH, on=BRANCHES, job=JOB + f"    if: {TAG}\n"), ["error", "error"]),
    ],
)
def test_another_upload_to_the_index_makes_it_a_warning(other: str, expected: list[str], tmp_path: Path) -> None:
    dead = workflow(PUBLISH, on=BRANCHES, job=JOB + f"    if: {TAG}\n")
    assert levels(tmp_path, "TP507", dead, other) == expected


# --- TP508 ----------------------------------------------------------------------------------------------------------

OPEN = JOB.replace("    environment: pypi\n", "")


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("push", ["warning"]),
        ("{push: {branches: [main]}}", ["warning"]),
        ("{push: {branches: ['**']}}", ["warning"]),
        ("{push: {branches: [main], paths-ignore: ['*.md']}}", ["warning"]),
        ("{push: {branches: [main], paths: [pyproject.toml]}}", []),
        ("{push: {branches: [release]}}", []),
        ("{push: {branches: [v1]}}", []),
        ("{push: {tags: ['v*']}}", []),
        ("{schedule: [{cron: '0 0 * * *'}]}", ["warning"]),
        ("pull_request", ["warning"]),
        ("label", ["warning"]),
        ("watch", ["warning"]),
        ("release", []),
        ("workflow_dispatch", []),
        ("repository_dispatch", []),
        ("{workflow_run: {workflows: [CI], types: [completed]}}", []),
        ("[release, push]", ["warning"]),
    ],
)
def test_events_that_are_no_releases(on: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP508", workflow(PUBLISH, on=f"on: {on}\n", job=OPEN)) == expected


GATE = "  gate:\n    if: vars.X\n    runs-on: ubuntu-latest\n    steps: [{run: ls}]\n"


@pytest.mark.parametrize(
    ("steps", "job", "jobs"),
    [
        (PUBLISH, JOB, ""),
        (PUBLISH, OPEN + "    environment: ${{ vars.E }}\n", ""),
        (PUBLISH, OPEN + "    if: github.repository == 'a/b'\n", ""),
        (PUBLISH + "        if: steps.v.outputs.new == 'true'\n", OPEN, ""),
        (PUBLISH, OPEN + "    needs: gate\n", GATE),
        (
            PUBLISH,
            OPEN + "    needs: [between]\n",
            GATE + "  between:\n    needs: gate\n    runs-on: x\n    steps: []\n",
        ),
        ('      - run: |\n          test -n "$NEW" || exit 0\n          twine upload dist/*\n', OPEN, ""),
        (f"      - run: ./changed.sh || exit 1\n{PUBLISH}", OPEN, ""),
        ("      - run: if ./changed.sh; then twine upload dist/*; fi\n", OPEN, ""),
        (PUBLISH + TESTPYPI, OPEN, ""),
    ],
)
def test_anything_in_between_guards_an_upload(steps: str, job: str, jobs: str, tmp_path: Path) -> None:
    assert levels(tmp_path, "TP508", workflow(steps, on=BRANCHES, job=job, jobs=jobs)) == []


@pytest.mark.parametrize(("condition", "expected"), [("", ["warning"]), ("    if: vars.X\n", [])])
def test_the_calling_job_guards_too(condition: str, expected: list[str], tmp_path: Path) -> None:
    called = workflow(PUBLISH, on="on: workflow_call\n", job=OPEN)
    caller = (
        f"{BRANCHES}jobs:\n  call:\n{condition}    permissions: {{id-token: write}}\n"
        "    uses: ./.github/workflows/w0.yml\n"
    )
    assert levels(tmp_path, "TP508", called, caller) == expected


# --- TP509 ----------------------------------------------------------------------------------------------------------


def to(url: str) -> str:
    return f"{PUBLISH}        with: {{repository-url: '{url}'}}\n"


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (to("https://upload.pypi.org/legacy/"), []),
        (to("https://test.pypi.org/legacy/"), []),
        (to("https://pypi.org/legacy/"), ["error"]),
        (to("https://pypi.org/simple/"), ["error"]),
        (to("https://test.pypi.org/simple/"), ["error"]),
        (to("https://upload.pypi.org/"), ["error"]),
        (to("https://pypi.python.org/pypi"), ["error"]),
        (to("https://upload.pypi.org/legacy"), ["error"]),
        (to("http://upload.pypi.org/legacy/"), ["warning"]),
        (to("https://upload.pypi.org:443/legacy/"), []),
        (to("https://pypi.example.com/simple/"), []),
        (to("${{ vars.URL }}"), []),
        (f"      - uses: {ACTION}@v1.8.0\n", []),
        ("      - run: twine upload --repository-url https://upload.pypi.org/legacy dist/*\n", ["error"]),
        ("      - run: twine upload --repository-url http://test.pypi.org/legacy/ dist/*\n", ["warning"]),
        ("      - run: uv publish --publish-url https://upload.pypi.org/legacy\n", ["warning"]),
        ("      - run: uvx uv@0.9.17 publish --publish-url https://upload.pypi.org/legacy\n", ["error"]),
        ("      - run: uvx uv@0.9.18 publish --publish-url https://upload.pypi.org/legacy\n", ["warning"]),
        ("      - run: uv publish --publish-url https://pypi.org/simple/\n", ["error"]),
        ("      - run: uv publish --check-url https://pypi.org/simple/\n", []),
    ],
)
def test_urls_on_hosts_of_pypi(steps: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP509", workflow(steps)) == expected


@pytest.mark.parametrize(
    ("read", "given", "line"),
    [
        ("${{ inputs.url }}", "https://pypi.org/simple", 7),
        ("${{inputs.url}}", "'https://pypi.org/simple'", 7),
        ("${{ inputs.url }}", "https://upload.pypi.org/legacy/", 0),
        ("${{ inputs.url }}", "${{ vars.URL }}", 0),
        ("${{ inputs.url || 'x' }}", "https://pypi.org/simple", 0),
    ],
)
def test_a_url_that_a_call_gives_is_reported_there(read: str, given: str, line: int, tmp_path: Path) -> None:
    called = workflow(to(read), on="on: {workflow_call: {inputs: {url: {type: string}}}}\n")
    call = "  call:\n    permissions: {id-token: write}\n    uses: ./.github/workflows/w0.yml\n"
    caller = f"on: push\njobs:\n{call}    with:\n      url: {given}\n"
    assert [(level, at) for level, at, _ in findings(tmp_path, "TP509", called, caller)] == [("error", line)] * bool(
        line
    )


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
