"""Rules of identity, names and environments: the clauses and exceptions that their pages do not show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import line, lint
from publishing import PROJECT, TAGS, TEST, UPLOAD, declaration, job, workflow
from rule_pages import write_repository
from tplint.platforms.github.aside import is_switched_off

if TYPE_CHECKING:
    from pathlib import Path

STEP = "      - uses: pypa/gh-action-pypi-publish@{}\n"
OFF = "        with:\n          attestations: false\n"


def found(root: Path, code: str, workflows: dict[str, str], *publishers: str, **files: str) -> list[str]:
    """The findings of one rule: `level path:line`, the path without `.github/workflows/`."""
    written = {f".github/workflows/{name}": text for name, text in workflows.items()}
    written |= {"pyproject.toml": PROJECT + "".join(publishers)} | {k.replace("__", "/"): v for k, v in files.items()}
    found = lint(write_repository(root, written), code).findings
    return [f"{each.level} {line(each, '.github/workflows/')}" for each in found]


# --- TP003 ----------------------------------------------------------------------------------------------------------

GIT = '[remote "origin"]\n\turl = git@github.com:{}.git\n'


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
        (workflow(top="x-shared: &shared {}\n"), [3]),
        (workflow(top="release:\n  types: [published]\n"), [3]),
        ("on:\njobs:\n" + job(), [1]),
        ("on: []\njobs:\n" + job(), [1]),
        ("on: {}\njobs:\n" + job(), [1]),
        ("on: ''\njobs:\n" + job(), [1]),
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
        (only_if("startsWith("), []),
        (workflow(top="permissions: {id-token: wirte}\n"), [3]),
        (workflow(top="permissions:\n  contents: true\n  id-token: write\n"), [4]),
        (workflow(top="permissions: {contents: Read, id-token: none, packages: }\n"), []),
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


def test_a_misspelt_level_of_the_identity_token_is_reported_once(tmp_path: Path) -> None:
    refused = workflow(job(), top="permissions: {id-token: wirte}\n").replace(
        "    permissions: {id-token: write}\n", ""
    )
    assert refused.count("id-token") == 1
    assert found(tmp_path, "TP101", {"publish.yml": refused}) == []


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


CHECKOUT = "      - uses: actions/checkout@v5\n"
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
        (CHECKOUT + "      - uses: ./build\n", {}, False),
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
        (TOKEN, workflow(CALL.format("publish.yml")), {}, []),
        (QUIET, workflow(REMOTE_CALL.format("main")), {}, ["error publish.yml:9"]),
        (QUIET, workflow(REMOTE_CALL.format("a" * 40)), {}, ["error publish.yml:9"]),
        (QUIET, workflow(REMOTE_CALL.format("v2")), {}, ["warning publish.yml:9"]),
        (QUIET, workflow(REMOTE_CALL.format("main"), on="push: {branches: [main]}"), {}, ["warning publish.yml:9"]),
        (QUIET, workflow(REMOTE_CALL.format("main"), on="push: {branches: [next]}"), {}, ["error publish.yml:9"]),
        (QUIET, workflow(REMOTE_CALL.format("main"), on="workflow_dispatch:"), {}, ["warning publish.yml:9"]),
        (CALLED, workflow(), {}, ["warning publish.yml:9"]),
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
    write_repository(tmp_path, {".github/workflows/notes.txt": text})
    assert lint(tmp_path, "TP001", "TP208").findings == ()


def test_a_binary_file_beside_the_workflows_is_nobodys_problem(tmp_path: Path) -> None:
    write_repository(tmp_path, {".github/workflows/publish.yml": workflow()})
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


# --- TP301, TP303, TP304, TP306 -------------------------------------------------------------------------------------

ENVIRONMENT = declaration(environment="pypi")


@pytest.mark.parametrize(
    ("publishers", "expected"),
    [
        ((declaration(project_name="Demo"),), []),
        ((declaration(project_name="other"),), ["error pyproject.toml:2"]),
        ((declaration(project_name="other"), declaration()), []),
        ((declaration(project_name="other"), declaration(project_name="third")), ["error pyproject.toml:2"]),
        ((declaration(project_name="other", environment="pypi"), declaration()), ["error pyproject.toml:2"]),
        ((declaration(project_name="other", workflow_filename="x.yml"),), []),
    ],
)
def test_names_that_no_publisher_of_the_identity_covers(
    tmp_path: Path, publishers: tuple[str, ...], expected: list[str]
) -> None:
    assert found(tmp_path, "TP301", {"publish.yml": workflow()}, *publishers) == expected


@pytest.mark.parametrize(
    ("name", "pending", "lines"),
    [
        ("demo", False, []),
        ("-demo", False, [6]),
        ("démo", False, [6]),
        ("statistics", False, []),
        ("statistics", True, [6]),
        ("Xml.Etree", True, [6]),
    ],
)
def test_declared_names_that_pypi_refuses(
    tmp_path: Path,
    name: str,
    pending: bool,  # noqa: FBT001 - a table
    lines: list[int],
) -> None:
    publishers = declaration(project_name=name) + "pending = true\n" * pending
    expected = [f"error pyproject.toml:{line}" for line in lines]
    assert found(tmp_path, "TP303", {"publish.yml": workflow()}, publishers) == expected
    assert found(tmp_path, "TP003", {"publish.yml": workflow()}, publishers) == []


@pytest.mark.parametrize(("name", "reported"), [("demo", False), ("demo!", True), ("{{ name }}", False)])
def test_uploaded_names_that_pypi_refuses(tmp_path: Path, name: str, reported: bool) -> None:  # noqa: FBT001 - a table
    metadata = PROJECT.replace("demo", name)
    expected = ["error pyproject.toml:2"] * reported
    assert found(tmp_path, "TP303", {"publish.yml": workflow()}, **{"pyproject.toml": metadata}) == expected


def test_an_unknown_name_is_a_note_only_where_the_rule_is_selected(tmp_path: Path) -> None:
    files = {"pyproject.toml": '[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n'}
    assert found(tmp_path, "TP304", {"publish.yml": workflow()}, **files) == ["note publish.yml:9"]
    assert found(tmp_path, "TP30", {"publish.yml": workflow()}, **files) == []


SCM = (
    '[build-system]\nrequires = ["setuptools-scm"]\nbuild-backend = "setuptools.build_meta"\n'
    '[project]\nname = "demo"\ndynamic = ["version"]\n[tool.setuptools_scm]\n'
)
HATCH = (
    '[build-system]\nrequires = ["hatch-vcs"]\nbuild-backend = "hatchling.build"\n'
    '[project]\nname = "demo"\ndynamic = ["version"]\n[tool.hatch.version]\nsource = "vcs"\n'
)
BUILD = CHECKOUT + "      - run: pipx run build\n"
MAIN = "push: {branches: [main]}"


@pytest.mark.parametrize(
    ("metadata", "on", "steps", "expected"),
    [
        (SCM, MAIN, BUILD, ["warning"]),
        (SCM, "schedule: [{cron: '0 0 * * *'}]", BUILD, ["warning"]),
        (SCM + 'local_scheme = "node-and-timestamp"\n', MAIN, BUILD, ["warning"]),
        (SCM + 'local_scheme = "no-local-version"\n', MAIN, BUILD, []),
        (SCM + 'local_scheme = "dirty-tag"\n', MAIN, BUILD, []),
        (SCM, TAGS, BUILD, []),
        (SCM, "push:", BUILD, []),
        (SCM, MAIN + "\n  workflow_dispatch:", BUILD, []),
        (SCM, MAIN, BUILD + "      - run: git tag v1\n", []),
        (SCM, MAIN, BUILD.replace("pipx", "SETUPTOOLS_SCM_PRETEND_VERSION=1 pipx"), []),
        (SCM, MAIN, BUILD + "        env: {SETUPTOOLS_SCM_OVERRIDES_FOR_DEMO: '{}'}\n", []),
        (SCM, MAIN, BUILD + "      - uses: someone/bump@v1\n", []),
        (SCM, MAIN, CHECKOUT, []),
        (HATCH, MAIN, BUILD, ["warning"]),
        (HATCH + 'raw-options.local_scheme = "no-local-version"\n', MAIN, BUILD, []),
        (HATCH.replace("vcs", "regex"), MAIN, BUILD, []),
        (PROJECT.replace("1.0", "1.0+cpu"), TAGS, BUILD, ["error"]),
        (PROJECT.replace("1.0", "0.0.0+placeholder"), TAGS, BUILD, []),
        (PROJECT.replace("1.0", "1.0+cpu"), TAGS, CHECKOUT + "      - run: ./build.sh\n", []),
        (PROJECT.replace("1.0", "1.0+cpu"), TAGS, BUILD + "      - run: sed -i s/+cpu// pyproject.toml\n", []),
        (PROJECT, TAGS, CHECKOUT + "      - run: python setup.py sdist --formats=gztar,zip\n", ["error"]),
        (PROJECT, TAGS, CHECKOUT + "      - run: python setup.py sdist --formats=gztar\n", []),
        (PROJECT, TAGS, CHECKOUT + "      - run: python setup.py sdist --formats=zip -d elsewhere\n", []),
    ],
)
def test_versions_and_formats_that_pypi_refuses(
    tmp_path: Path, metadata: str, on: str, steps: str, expected: list[str]
) -> None:
    workflows = {"publish.yml": workflow(job(steps=steps + UPLOAD), on=on)}
    findings = found(tmp_path, "TP306", workflows, **{"pyproject.toml": metadata})
    assert [finding.partition(" ")[0] for finding in findings] == expected


def test_an_upload_under_a_condition_may_be_of_a_tagged_commit(tmp_path: Path) -> None:
    guarded = workflow(job(steps=BUILD + UPLOAD, more="    if: github.event.head_commit.message == 'x'\n"), on=MAIN)
    assert found(tmp_path, "TP306", {"publish.yml": guarded}, **{"pyproject.toml": SCM}) == []


# --- TP401 to TP406 -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "steps", "environment", "publishers", "expected"),
    [
        (TAGS, UPLOAD, "", (), ["warning publish.yml:4"]),
        (TAGS, UPLOAD, "pypi", (), []),
        (TAGS, UPLOAD, "${{ vars.X }}", (), []),
        (TAGS, UPLOAD + TEST, "", (), []),
        (TAGS, UPLOAD, "", (declaration(),), ["warning publish.yml:4"]),
        (TAGS, UPLOAD, "", (ENVIRONMENT,), []),
        (TAGS, UPLOAD, "", (declaration(environment="pypi", workflow_filename="x.yml"),), []),
        (MAIN, UPLOAD, "", (), []),
    ],
)
def test_missing_environments(
    tmp_path: Path, on: str, steps: str, environment: str, publishers: tuple[str, ...], expected: list[str]
) -> None:
    workflows = {"publish.yml": workflow(job(steps=steps, environment=environment), on=on)}
    assert found(tmp_path, "TP401", workflows, *publishers) == expected


@pytest.mark.parametrize(
    ("environments", "publishers", "expected"),
    [
        (["pypi"], (declaration(),), ["warning pyproject.toml:10"]),
        (["pypi"], (ENVIRONMENT,), []),
        (["pypi"], (declaration(), ENVIRONMENT), ["warning pyproject.toml:10"]),
        (["pypi"], (declaration(), declaration(project_name="x", environment="pypi")), []),
        (["pypi", "release"], (declaration(),), ["warning pyproject.toml:10"]),
        (["pypi", ""], (declaration(),), []),
        (["pypi", "${{ vars.X }}"], (declaration(),), []),
        ([""], (declaration(),), []),
        (["a,b"], (declaration(),), []),
    ],
)
def test_publishers_that_could_name_an_environment(
    tmp_path: Path, environments: list[str], publishers: tuple[str, ...], expected: list[str]
) -> None:
    jobs = [job(f"job{i}", environment=environment) for i, environment in enumerate(environments)]
    assert found(tmp_path, "TP403", {"publish.yml": workflow(*jobs)}, *publishers) == expected


@pytest.mark.parametrize(
    ("test", "real", "reported"),
    [
        ("pypi", "pypi", True),
        ("PyPI", "pypi", True),
        ("testpypi", "pypi", False),
        ("", "", False),
        ("${{ vars.X }}", "${{ vars.X }}", False),
    ],
)
def test_environments_that_both_indexes_share(
    tmp_path: Path,
    test: str,
    real: str,
    reported: bool,  # noqa: FBT001 - a table
) -> None:
    workflows = {
        "test.yml": workflow(job(steps=UPLOAD + TEST, environment=test)),
        "publish.yml": workflow(job(environment=real)),
    }
    assert found(tmp_path, "TP404", workflows) == ["note test.yml:6"] * reported


@pytest.mark.parametrize(
    ("environment", "publishers", "expected"),
    [
        ("a,b", (), ["warning publish.yml:6"]),
        ("a,b", (declaration(),), ["warning publish.yml:6"]),
        ("a,b", (ENVIRONMENT,), ["error publish.yml:6"]),
        ("a,b", (ENVIRONMENT, declaration()), ["warning publish.yml:6"]),
        ("a,b", (declaration(environment="pypi", workflow_filename="x.yml"),), ["warning publish.yml:6"]),
        ("a/b", (ENVIRONMENT,), []),
        ("${{ vars.X }}", (), []),
    ],
)
def test_environments_that_no_publisher_can_name(
    tmp_path: Path, environment: str, publishers: tuple[str, ...], expected: list[str]
) -> None:
    workflows = {"publish.yml": workflow(job(environment=environment))}
    assert found(tmp_path, "TP405", workflows, *publishers) == expected
    if environment == "a,b":
        assert found(tmp_path, "TP402", workflows, *publishers) == []


def test_an_environment_of_another_repositorys_publisher_is_not_compared(tmp_path: Path) -> None:
    publishers = declaration(environment="pypi", repository="elsewhere")
    files = {".git/config": GIT.format("octo/demo")}
    workflows = {"publish.yml": workflow(job(environment="release"))}
    assert found(tmp_path, "TP402", workflows, publishers, **files) == []
    assert found(tmp_path, "TP402", workflows, ENVIRONMENT, **files) == ["error publish.yml:6"]


# --- TP005: steps ---------------------------------------------------------------------------------------------------


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
        ("      - shell: bash\n        with: {a: b}\n" + UPLOAD, ()),
    ],
)
def test_steps_with_keys_of_scripts_and_of_actions(tmp_path: Path, steps: str, expected: tuple[str, ...]) -> None:
    files = {".github/workflows/publish.yml": workflow(job(steps=steps)), "pyproject.toml": PROJECT}
    findings = lint(write_repository(tmp_path, files), "TP005").findings
    assert [line(each).rpartition(":")[2] for each in findings] == list(expected[:1])
    assert [each.consequence.partition(": ")[2] for each in findings] == [
        f"\"Unexpected value '{key}'\"" for key in expected[1:]
    ]
