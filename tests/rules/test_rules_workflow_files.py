"""The rules of workflow files, what calls and starts them: clauses and exceptions that their pages do not show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, line, lint
from publishing import PROJECT, UPLOAD, declaration, job, workflow
from tplint.platforms.github.aside import is_switched_off
from workflows_by_name import CHECKOUT, GIT, found

if TYPE_CHECKING:
    from pathlib import Path

OFF = "        with:\n          attestations: false\n"


# --- TP003 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("remote", "expected"),
    [
        ("octo/demo", []),
        ("Octo/demo", []),
        ("octo/Demo", ["warning pyproject.toml:9"]),
        ("fork/Demo", []),
    ],
)
def test_letter_case_is_compared_with_remotes_of_that_repository(
    tmp_path: Path, remote: str, expected: list[str]
) -> None:
    files = {".git/config": GIT.format(remote)}
    assert found(tmp_path, "TP003", {}, declaration(), **files) == expected


def test_letter_case_on_gitlab_is_that_of_namespace_and_project(tmp_path: Path) -> None:
    table = (
        '[[tool.tplint.publishers]]\nproject-name = "demo"\nkind = "gitlab"\nnamespace = "Group"\nproject = "demo"\n'
        'workflow-filepath = ".gitlab-ci.yml"\n'
    )
    files = {".git/config": GIT.format("group/demo").replace("github", "gitlab")}
    assert found(tmp_path, "TP003", {}, table, **files) == ["warning pyproject.toml:7"]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("owner", "octo/demo", 'refuses `octo/demo` as owner: "Invalid GitHub user or organization name."'),
        ("repository", "", 'the publisher has no `repository`: "Specify repository name"'),
        ("workflow_filename", "publish", '`publish` as workflow filename: "Workflow name must end with .yml or .yaml"'),
    ],
)
def test_the_message_has_what_the_form_says(tmp_path: Path, field: str, value: str, message: str) -> None:
    lay(tmp_path, {"pyproject.toml": PROJECT + declaration(**{field: value})})
    (finding,) = lint(tmp_path, "TP003").findings
    assert finding.message.endswith(message)


# --- TP004, TP005 ---------------------------------------------------------------------------------------------------

CALL = "  call:\n    permissions: {{id-token: write}}\n    uses: ./.github/workflows/{}\n"
TWICE = "  build:\n    name: a\n    name: b\n    runs-on: ubuntu-latest\n    steps:\n      - run: pipx run build\n"


def test_duplicate_keys_count_in_files_that_an_uploading_one_calls(tmp_path: Path) -> None:
    workflows = {
        "publish.yml": workflow(CALL.format("build.yml"), job(more="    needs: call\n")),
        "build.yml": workflow(TWICE, on="workflow_call:"),
        "other.yml": workflow(TWICE),
    }
    assert found(tmp_path, "TP004", workflows) == ["error build.yml:6"]


def only_if(condition: str) -> str:
    return workflow(job(more=f"    if: {condition}\n"))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (workflow(), []),
        (workflow(top="name: x\nrun-name: y\nenv: {A: b}\ndescription: d\nconcurrency: z\ndefaults: {}\n"), []),
        (workflow(top="cache-mode: read\n"), []),
        (workflow(top="x-shared: &shared {}\n"), [3]),
        (workflow(top="release:\n  types: [published]\n"), [3]),
        ("on:\njobs:\n" + job(), [1]),
        ("on: []\njobs:\n" + job(), [1]),
        ("on: {}\njobs:\n" + job(), [1]),
        ("on: ''\njobs:\n" + job(), [1]),
        ("on:\n  - push:\n      tags: [v*]\njobs:\n" + job(), [2]),
        ("on:\n  - release\n  - push:\njobs:\n" + job(), [3]),
        ("on: [push, release]\njobs:\n" + job(), []),
        ("name: x\njobs:\n" + job(), [1]),
        ("'on': push\njobs:\n" + job(), []),
        ("true: push\njobs:\n" + job(), []),
        ("on: push\njobs:\n" + job(), []),
        (only_if("env.A == 'x'"), [7]),
        (only_if("${{ matrix.os == 'x' }}"), [7]),
        (only_if("secrets.TOKEN != ''"), [7]),
        (only_if("always() && steps.x.outcome == 'success'"), [7]),
        (only_if("runner.os == 'Linux' && env['A'] == 'x'"), [7, 7]),
        (only_if("github.event_name == 'push' && needs.a.result && vars.X && inputs.y"), []),
        (only_if("github.ref == 'refs/tags/env.matrix'"), []),
        (only_if("startsWith("), [7]),
        (only_if("${{ jobs.a.result }}"), [7]),
        (workflow(top="permissions: {id-token: wirte}\n"), [3]),
        (workflow(top="permissions:\n  contents: true\n  id-token: write\n"), [4]),
        (workflow(top="permissions: {contents: Read, id-token: none, packages: }\n"), []),
        (workflow(top="permissions: {content: read, id_token: write}\n"), [3, 3]),
        (workflow(top="permissions: {Contents: read, workflows: write, pull-requests: write}\n"), []),
        (workflow(top="permissions: read-all\n"), []),
        (workflow(job(more="    needs: build\n")), [7]),
        (workflow(job(more="    needs: [a, build]\n"), job("a", steps="      - run: echo\n")), [7]),
        (workflow(job(more="    needs: Build\n"), job("build", steps="      - run: echo\n")), []),
        (workflow(job(steps=UPLOAD + "        run: echo\n")), [10]),
        (workflow(job(steps="      - run: echo\n        with: {a: b}\n" + UPLOAD)), [10]),
        (workflow(job(steps="      - run: echo\n        if: env.A\n" + UPLOAD)), []),
    ],
)
def test_faults_for_which_github_refuses_a_workflow(tmp_path: Path, text: str, lines: list[int]) -> None:
    assert found(tmp_path, "TP005", {"publish.yml": text}) == [f"error publish.yml:{line}" for line in lines]


@pytest.mark.parametrize("slip", ["id-token: wirte", "id_token: write", "ID-Tokens: write"])
def test_a_misspelt_permission_for_identity_tokens_is_reported_once(slip: str, tmp_path: Path) -> None:
    refused = workflow(job(), top=f"permissions: {{{slip}}}\n").replace("    permissions: {id-token: write}\n", "")
    assert found(tmp_path, "TP101", {"publish.yml": refused}) == []


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (UPLOAD + "        working-directory: dist\n", ("10", "working-directory")),
        (UPLOAD + "        shell: bash\n", ("10", "shell")),
        ("      - working-directory: .\n        uses: owner/action@v1\n" + UPLOAD, ("9", "uses")),
        ("      - with: {a: b}\n        shell: bash\n        uses: owner/action@v1\n" + UPLOAD, ("10", "shell")),
        ("      - with: {a: b}\n        run: echo\n" + UPLOAD, ("9", "run")),
        ("      - shell: bash\n        with: {a: b}\n        run: echo\n" + UPLOAD, ("10", "with")),
        ("      - uses: owner/action@v1\n        shell: bash\n        run: echo\n" + UPLOAD, ("10", "shell")),
        ("      - run: echo\n        shell: bash\n        working-directory: src\n" + UPLOAD, ()),
        ("      - uses: owner/action@v1\n        with: {working-directory: src, shell: bash}\n" + UPLOAD, ()),
        ("      - uses: owner/action@v1\n        env: {shell: bash}\n        id: x\n" + UPLOAD, ()),
    ],
)
def test_steps_with_keys_of_scripts_and_of_actions(tmp_path: Path, steps: str, expected: tuple[str, ...]) -> None:
    files = {".github/workflows/publish.yml": workflow(job(steps=steps)), "pyproject.toml": PROJECT}
    findings = lint(lay(tmp_path, files), "TP005").findings
    assert [line(each).rpartition(":")[2] for each in findings] == list(expected[:1])
    assert [each.consequence.partition(": ")[2] for each in findings] == [
        f"\"Unexpected value '{key}'\"" for key in expected[1:]
    ]


BROKEN = "  broken:\n    needs: nothing\n    runs-on: ubuntu-latest\n    steps:\n"
DISPATCH = "      - run: gh workflow run publish.yml\n"


@pytest.mark.parametrize(
    ("name", "text", "reported"),
    [
        ("ci.yml", workflow(BROKEN), False),
        ("release.yml", workflow(BROKEN, CALL.format("publish.yml")), True),
        ("release.yml", workflow(BROKEN + DISPATCH), True),
        ("build.yml", workflow(BROKEN, top="name: Build\n"), True),
        ("test.yml", workflow(BROKEN, top="name: Test\n"), False),
    ],
)
def test_refused_workflows_count_where_an_upload_waits_for_them(
    tmp_path: Path,
    name: str,
    text: str,
    reported: bool,  # noqa: FBT001 - a table
) -> None:
    on = "workflow_run: {workflows: [Build]}\n  workflow_dispatch:\n  workflow_call:"
    findings = found(tmp_path, "TP005", {"publish.yml": workflow(on=on), name: text})
    assert bool(findings) is reported


LOCAL = "      - uses: ./.github/actions/build\n"


@pytest.mark.parametrize(
    ("steps", "files", "reported"),
    [
        (CHECKOUT + LOCAL, {}, True),
        (CHECKOUT + LOCAL, {".github__actions__build__action.yml": "runs: {using: composite, steps: []}\n"}, False),
        (CHECKOUT + LOCAL, {".github__actions__build__Dockerfile": "FROM scratch\n"}, False),
        (CHECKOUT + "        with: {repository: octo/actions}\n" + LOCAL, {}, False),
        (CHECKOUT + "      - run: git clone https://example.org/actions .github/actions\n" + LOCAL, {}, False),
        (CHECKOUT + "      - uses: someone/fetch-actions@v1\n" + LOCAL, {}, False),
        (CHECKOUT + LOCAL + "        if: github.actor == 'octo'\n", {}, False),
        (CHECKOUT + "      - uses: ./build\n", {}, True),
    ],
)
def test_local_actions_that_are_certainly_missing(
    tmp_path: Path,
    steps: str,
    files: dict[str, str],
    reported: bool,  # noqa: FBT001 - a table
) -> None:
    findings = found(tmp_path, "TP005", {"publish.yml": workflow(job(steps=steps + UPLOAD))}, **files)
    assert bool(findings) is reported


def test_a_called_file_in_another_spelling_is_left_to_one_rule(tmp_path: Path) -> None:
    workflows = {"release.yml": workflow(CALL.format("publish.yaml")), "publish.yml": workflow(on="workflow_call:")}
    assert found(tmp_path, "TP005", workflows) == []
    assert found(tmp_path, "TP202", workflows) == ["error release.yml:6"]


# --- TP202, TP206 ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "reported"),
    [
        ("gh workflow run publish.yaml", True),
        ("gh workflow run Publish.yml -f a=b", True),
        ("gh workflow run publish.yml", False),
        ("gh workflow run other.yaml", False),
        ("gh workflow run publish.yaml --repo other/repository", False),
        ("echo gh workflow run publish.yaml", False),
        ("# gh workflow run publish.yaml", False),
    ],
)
def test_starts_of_a_workflow_by_a_misspelt_name(
    tmp_path: Path,
    command: str,
    reported: bool,  # noqa: FBT001 - a table
) -> None:
    start = f"  start:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n          {command}\n"
    workflows = {"publish.yml": workflow(on="workflow_dispatch:"), "release.yml": workflow(start)}
    assert found(tmp_path, "TP202", workflows) == ["error release.yml:8"] * reported


CALLED = workflow(on="workflow_call:")
QUIET = workflow(job(steps=UPLOAD + OFF), on="workflow_call:")
TOKEN = workflow(
    job(steps=UPLOAD + "        with:\n          password: ${{ secrets.TOKEN }}\n"),
    on="workflow_call: {secrets: {TOKEN: {required: true}}}",
)
REMOTE_CALL = "  call:\n    permissions: {{id-token: write}}\n    uses: octo/demo/.github/workflows/publish.yml@{}\n"


@pytest.mark.parametrize(
    ("called", "caller", "declared", "expected"),
    [
        (CALLED, workflow(CALL.format("publish.yml")), {}, ["error publish.yml:9"]),
        (CALLED, workflow(CALL.format("publish.yml")), {"workflow_filename": "publish.yml"}, ["error publish.yml:9"]),
        (QUIET, workflow(CALL.format("publish.yml")), {}, ["warning publish.yml:9"]),
        (QUIET, workflow(CALL.format("publish.yml")), {"workflow_filename": "publish.yml"}, []),
        (QUIET, workflow(CALL.format("publish.yml")), {"workflow_filename": "release.yml"}, ["error publish.yml:9"]),
        (QUIET, workflow(CALL.format("publish.yml")), {"workflow_filename": "publish.yaml"}, []),  # TP202
        (TOKEN, workflow(CALL.format("publish.yml")), {}, []),
        (QUIET, workflow(REMOTE_CALL.format("main")), {}, ["error publish.yml:9"]),
        (QUIET, workflow(REMOTE_CALL.format("a" * 40)), {}, ["error publish.yml:9"]),
        (QUIET, workflow(REMOTE_CALL.format("v2")), {}, ["warning publish.yml:9"]),
        (QUIET, workflow(REMOTE_CALL.format("main"), on="push: {branches: [main]}"), {}, ["warning publish.yml:9"]),
        (QUIET, workflow(REMOTE_CALL.format("main"), on="push: {branches: [next]}"), {}, ["error publish.yml:9"]),
        (QUIET, workflow(REMOTE_CALL.format("main"), on="workflow_dispatch:"), {}, ["warning publish.yml:9"]),
        (CALLED, workflow(), {}, ["warning publish.yml:9"]),
        (CALLED, workflow(CALL.format("publish.yml"), top="env: {A\n"), {}, []),  # it cannot be read: TP001
        (workflow(on="push:\n  workflow_call:"), workflow(), {}, []),
    ],
)
def test_uploads_in_reusable_workflows(
    tmp_path: Path, called: str, caller: str, declared: dict[str, str], expected: list[str]
) -> None:
    files = {".git/config": GIT.format("octo/demo")}
    publishers = (declaration(**declared),) if declared else ()
    workflows = {"publish.yml": called, "release.yml": caller}
    assert found(tmp_path, "TP206", workflows, *publishers, **files) == expected


def test_a_call_by_name_from_a_repository_without_remotes_is_not_foreign(tmp_path: Path) -> None:
    workflows = {"publish.yml": CALLED, "release.yml": workflow(REMOTE_CALL.format("main"))}
    assert found(tmp_path, "TP206", workflows) == []


def test_a_direct_run_of_a_called_workflow_is_judged_apart(tmp_path: Path) -> None:
    direct = workflow(on="workflow_call:\n  release: {types: [published]}")
    workflows = {"publish.yml": direct, "release.yml": workflow(CALL.format("publish.yml"))}
    assert found(tmp_path, "TP206", workflows) == ["error publish.yml:10"]
    assert found(tmp_path, "TP206", {"publish.yml": direct, "release.yml": workflow()}) == []


@pytest.mark.parametrize(
    ("started", "expected"),
    [
        ("== '.github/workflows/publish.yml'", []),
        ("!= '.github/workflows/release.yml'", []),
        ("!= '.github/workflows/publish.yml'", ["error publish.yml:9"]),
    ],
)
@pytest.mark.parametrize("event", ["push: {branches: [main]}", "schedule: [{cron: 1 1 1 * *}]", "workflow_dispatch:"])
def test_an_upload_of_direct_runs_alone(tmp_path: Path, started: str, expected: list[str], event: str) -> None:
    """A payload names the file that the event starts, or none: never the one that is called."""
    upload = UPLOAD + f"        if: github.event.workflow {started}\n"
    called = workflow(job(steps=upload), on="{workflow_call: , workflow_dispatch: }")
    workflows = {"publish.yml": called, "release.yml": workflow(CALL.format("publish.yml"), on=event)}
    if event.startswith("push") and started == "!= '.github/workflows/release.yml'":
        expected = ["error publish.yml:9"]  # a push names none
    assert found(tmp_path, "TP206", workflows) == expected


# --- TP208, TP209, TP210 --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "reported"),
    [
        ("publish.yml.txt", True),
        ("publish", True),
        ("publish.yml.1", True),
        ("nested/publish.yml", True),
        ("publish.yml.disabled", False),
        ("publish.yml.bak", False),
        ("publish.yml.broken-tests", False),
        ("publish.yml-old", False),
        ("publish.yaml.bkp", False),
        ("publish.yml~", False),
        ("publish.YML", False),
        ("publish.yml.j2", False),
        ("publish.md", False),
        ("disabled/publish.yml", False),
        ("_old_workflows/publish.yml", False),
        ("templates/release/publish.yml", False),
    ],
)
def test_files_that_are_not_loaded(tmp_path: Path, name: str, reported: bool) -> None:  # noqa: FBT001 - a table
    assert found(tmp_path, "TP208", {name: workflow()}) == [f"warning {name}:1"] * reported
    assert is_switched_off(f".github/workflows/{name}") is not reported


@pytest.mark.parametrize(
    "text",
    [
        "not: a workflow\n",
        "jobs: {publish: pypi}\n",
        "on: push\njobs: [pypi, twine\n",
        workflow(job(steps="      - run: echo twine\n")),
        workflow(job(steps=UPLOAD + "        with: {repository-url: 'https://pypi.example.org/'}\n")),
        "\x00pypi twine",
    ],
)
def test_files_beside_the_workflows_that_upload_nothing(tmp_path: Path, text: str) -> None:
    lay(tmp_path, {".github/workflows/notes.txt": text})
    assert lint(tmp_path, "TP001", "TP208").findings == ()


def test_a_binary_file_beside_the_workflows_is_nobodys_problem(tmp_path: Path) -> None:
    lay(tmp_path, {".github/workflows/publish.yml": workflow()})
    (tmp_path / ".github/workflows/shot.png").write_bytes(b"\x89PNG\r\n\xff pypi twine")
    assert lint(tmp_path, "TP001", "TP208").findings == ()


@pytest.mark.parametrize(
    ("workflows", "expected"),
    [
        (["publish.yml", "publish.yaml"], ["warning publish.yml:9"]),
        (["publish.yml", "publish.yml.yaml"], []),
        (["publish.yml", "Publish.yaml"], []),
    ],
)
def test_twins_are_reported_once(tmp_path: Path, workflows: list[str], expected: list[str]) -> None:
    assert found(tmp_path, "TP209", dict.fromkeys(workflows, workflow())) == expected


@pytest.mark.parametrize(
    ("ref", "reported"),
    [("release/v1", True), ("v1.12.4", True), ("v1.11.0", False), ("v1.8.14", False), ("a" * 40, False)],
)
def test_composite_actions_and_the_publish_actions_version(
    tmp_path: Path,
    ref: str,
    reported: bool,  # noqa: FBT001 - a table
) -> None:
    action = f"runs:\n  using: composite\n  steps:\n    - uses: pypa/gh-action-pypi-publish@{ref}\n"
    files = {".github__actions__publish__action.yml": action}
    steps = CHECKOUT + "      - uses: ./.github/actions/publish\n"
    expected = ["error .github/actions/publish/action.yml:4"] * reported
    assert found(tmp_path, "TP210", {"publish.yml": workflow(job(steps=steps))}, **files) == expected
