"""Rules of declared publishers: the clauses and exceptions that their pages do not show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, line, lint
from publishing import PROJECT, TEST, UPLOAD, declaration, job, workflow

if TYPE_CHECKING:
    from pathlib import Path

STORED = "        with:\n          password: ${{ secrets.PYPI_TOKEN }}\n"
UNKNOWN = "        with:\n          password: ${{ steps.mint.outputs.token }}\n"
ANYWHERE = "        with:\n          repository-url: ${{ vars.INDEX }}\n"
IN = "        with:\n          packages-dir: {}\n"
UNREAD = "      - uses: someone/release@v1\n"
OPEN = "${{ vars.ENVIRONMENT }}"
CALL = "  call:\n    permissions: {{id-token: write}}\n    uses: ./.github/workflows/{}\n"
GITLAB = declaration("gitlab")
GOOGLE = declaration("google")


def write(root: Path, workflows: dict[str, str], metadata: str, files: dict[str, str] | None = None) -> Path:
    written = {f".github/workflows/{name}": text for name, text in workflows.items()}
    return lay(root, written | {"pyproject.toml": metadata} | (files or {}))


def found(root: Path, code: str) -> list[str]:
    """The findings of one rule: `level path:line`, the path without `.github/workflows/`."""
    return [f"{each.level} {line(each, '.github/workflows/')}" for each in lint(root, code).findings]


def codes(root: Path) -> set[str]:
    """The rules about publishers that speak of a repository."""
    return {finding.code for finding in lint(root, "TP003", "TP2", "TP301", "TP307", "TP402").findings}


# --- TP203 ----------------------------------------------------------------------------------------------------------

REMOTE = '[remote "{}"]\n\turl = {}\n'
OWNER, NAME = ["error pyproject.toml:8"], ["error pyproject.toml:9"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://github.com/octo/demo.git", []),
        ("https://github.com/octo/demo", []),
        ("https://token@github.com/octo/demo/", []),
        ("git@github.com:octo/demo.git", []),
        ("git@github.com:octo/demo", []),
        ("ssh://git@github.com/octo/demo.git", []),
        ("ssh://git@ssh.github.com:443/octo/demo", []),
        ("git@github.com-work:octo/demo.git", []),
        ("gh:octo/demo", []),
        ("gh:other/demo", OWNER),
        ("https://github.com/OCTO/demo", []),
        ("https://github.com/octo/Demo", []),  # TP003
        ("https://github.com/other/demo.git", OWNER),
        ("git@github.com:other/demo.git", OWNER),
        ("ssh://git@github.com/octo/another.git", NAME),
        ("https://github.com/other/another", OWNER),
        ("https://github.com/octo/demo.py", NAME),
        ("https://gitlab.com/other/demo.git", []),
        ("https://git.example.org/mirrors/demo.git", []),
        ("/srv/git/demo.git", []),
        ("../demo", []),
    ],
)
def test_a_publisher_is_compared_with_a_remote(tmp_path: Path, url: str, expected: list[str]) -> None:
    config = REMOTE.format("origin", url) + '[url "ssh://git@github.com/"]\n\tinsteadOf = gh:\n'
    metadata = PROJECT + declaration(environment="pypi")
    root = write(tmp_path, {"publish.yml": workflow()}, metadata, {".git/config": config})
    assert found(root, "TP203") == expected


@pytest.mark.parametrize(
    ("remotes", "urls", "expected"),
    [
        (["fork/demo"], [], OWNER),
        (["fork/demo", "octo/demo"], [], []),
        (["fork/demo", "other/demo"], [], OWNER),
        (["fork/demo"], ["https://github.com/octo/demo"], []),
        (["fork/demo"], ["https://github.com/octo/demo/issues"], []),
        (["fork/demo"], ["https://demo.example.org", "http://www.github.com/octo/demo.git#readme"], []),
        (["fork/demo"], ["https://github.com/other/demo"], OWNER),
        (["octo/demo"], ["https://github.com/other/demo"], []),
        ([], ["https://github.com/other/demo"], OWNER),
        ([], ["https://demo.example.org"], []),
        ([], ["https://github.com/sponsors/other"], []),
        ([], [], []),
    ],
)
def test_one_remote_or_url_that_agrees_is_enough(
    tmp_path: Path, remotes: list[str], urls: list[str], expected: list[str]
) -> None:
    config = "".join(REMOTE.format(f"r{i}", f"https://github.com/{name}") for i, name in enumerate(remotes))
    table = "".join(f'urls.u{i} = "{url}"\n' for i, url in enumerate(urls))
    metadata = PROJECT + table + declaration(environment="pypi")
    root = write(tmp_path, {"publish.yml": workflow()}, metadata, {".git/config": config})
    shown = [f"error pyproject.toml:{int(line.rpartition(':')[2]) + len(urls)}" for line in expected]
    assert found(root, "TP203") == shown


@pytest.mark.parametrize(("name", "expected"), [("octo", []), ("other", ["error tplint.toml:4"])])
def test_urls_of_setup_py_tell_whose_a_repository_is(tmp_path: Path, name: str, expected: list[str]) -> None:
    files = {
        ".git/config": REMOTE.format("origin", "https://github.com/fork/demo"),
        "setup.py": f"from setuptools import setup\nsetup(name='demo', url='https://github.com/{name}/demo')\n",
        "tplint.toml": declaration(environment="pypi").replace("tool.tplint.", "").lstrip(),
    }
    assert found(write(tmp_path, {"publish.yml": workflow()}, "[tool.ruff]\n", files), "TP203") == expected


HERE = {".git/config": REMOTE.format("origin", "https://github.com/octo/demo")}
THERE = {"environment": "pypi", "owner": "other"}


@pytest.mark.parametrize(
    ("workflows", "publishers", "speaking"),
    [
        # another repository's publisher beside one of this repository
        ({"publish.yml": workflow()}, [THERE, {}], set()),
        ({"publish.yml": workflow()}, [THERE, {"environment": "release"}], {"TP402"}),
        ({"publish.yml": workflow()}, [{**THERE, "index": "testpypi"}, {}], set()),
        # it is the cause only where an upload by trusted publishing has no publisher
        ({"publish.yml": workflow()}, [THERE], {"TP203"}),
        ({"publish.yml": workflow()}, [{**THERE, "environment": "release"}], {"TP203"}),
        ({"publish.yml": workflow()}, [{**THERE, "workflow_filename": "release.yml"}], {"TP203"}),
        ({"publish.yaml": workflow()}, [THERE], {"TP202"}),
        ({"publish.yml": workflow()}, [{**THERE, "repository": "demo.git"}], {"TP003"}),
        ({"publish.yml": workflow(job(steps=UPLOAD + STORED))}, [THERE], set()),
        ({"publish.yml": workflow(job(steps=UPLOAD + UNKNOWN))}, [THERE], set()),
        ({"publish.yml": workflow(job(steps=UPLOAD + TEST))}, [THERE], set()),
        ({"ci.yml": "on: push\njobs: {}\n"}, [THERE], set()),
        # the publisher that names the upload's file comes nearer than one of this repository that names another
        (
            {"publish.yml": workflow(), "nightly.yml": workflow(job(environment="nightly"))},
            [THERE, {"workflow_filename": "nightly.yml", "environment": "nightly"}],
            {"TP203"},
        ),
    ],
)
def test_publishers_of_other_repositories(
    tmp_path: Path, workflows: dict[str, str], publishers: list[dict[str, str]], speaking: set[str]
) -> None:
    metadata = PROJECT + "".join(declaration(**publisher) for publisher in publishers)
    assert codes(write(tmp_path, workflows, metadata, HERE)) == speaking


# --- TP204 ----------------------------------------------------------------------------------------------------------

NIGHTLY = workflow(job("nightly", environment="nightly"))
BOTH = {"publish.yml": workflow(), "nightly.yml": NIGHTLY}


@pytest.mark.parametrize(
    ("workflows", "publishers", "expected"),
    [
        (BOTH, [declaration()], ["error nightly.yml:9"]),
        (BOTH, [declaration(), declaration(workflow_filename="nightly.yml")], []),
        (BOTH, [declaration(index="testpypi")], []),
        (BOTH, [], []),
        (BOTH, [GOOGLE], ["error nightly.yml:9", "error publish.yml:9"]),
        (BOTH, [GITLAB, declaration()], ["error nightly.yml:9"]),
        (BOTH, [GITLAB, declaration(owner="a/b")], []),
        (BOTH, [declaration(), declaration(owner="a/b", workflow_filename="nightly.yml")], []),
        # another rule says why
        ({"publish.yaml": workflow()}, [declaration()], []),
        ({"publish.yml": workflow()}, [declaration(environment="release")], []),
        ({"publish.yml": workflow()}, [declaration(workflow_filename="release.yml")], []),
        ({"publish.yml": workflow()}, [declaration(project_name="other")], []),
        # two fields differ, and the file uploads
        (
            {"publish.yml": workflow(), "nightly.yml": NIGHTLY},
            [declaration(environment="pypi")],
            ["error nightly.yml:9"],
        ),
        # what is not known
        ({**BOTH, "nightly.yml": workflow(job(steps=UPLOAD + STORED))}, [declaration()], []),
        ({**BOTH, "nightly.yml": workflow(job(steps=UPLOAD + UNKNOWN))}, [declaration()], []),
        ({**BOTH, "nightly.yml": workflow(job(steps=UPLOAD + ANYWHERE))}, [declaration()], []),
        ({"publish.yml": workflow(job(environment=OPEN))}, [declaration(environment="pypi")], []),
    ],
)
def test_uploads_that_no_publisher_matches(
    tmp_path: Path, workflows: dict[str, str], publishers: list[str], expected: list[str]
) -> None:
    assert found(write(tmp_path, workflows, PROJECT + "".join(publishers)), "TP204") == expected


def test_the_alternative_that_is_left_out_is_named(tmp_path: Path) -> None:
    rows = "    strategy: {matrix: {target: [pypi, release]}}\n"
    text = workflow(job("nightly", environment="${{ matrix.target }}", more=rows))
    metadata = PROJECT + declaration(environment="pypi") + declaration(environment="a", workflow_filename="nightly.yml")
    metadata += declaration(environment="pypi", workflow_filename="nightly.yml")
    root = write(tmp_path, {"publish.yml": workflow(), "nightly.yml": text}, metadata)
    assert found(root, "TP204") == []  # the environment alone differs
    assert found(root, "TP402") == ["error nightly.yml:6"]


# --- TP205 ----------------------------------------------------------------------------------------------------------

IDLE = declaration(workflow_filename="old.yml")
QUIET = "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v5\n"
OLD, ENVIRONMENT = ["warning pyproject.toml:17"], ["warning pyproject.toml:18"]


@pytest.mark.parametrize(
    ("workflows", "second", "expected"),
    [
        ({"publish.yml": workflow()}, IDLE, OLD),
        ({"publish.yml": workflow(), "old.yml": QUIET}, IDLE, OLD),
        ({"publish.yml": workflow(), "old.yaml": QUIET}, IDLE, OLD),
        ({"publish.yml": workflow(), "old.yml": QUIET.replace("push", "workflow_call")}, IDLE, OLD),
        ({"publish.yml": workflow()}, declaration(workflow_filename="old.yml", pending=True), OLD),
        ({"publish.yml": workflow()}, declaration(environment="old"), ENVIRONMENT),
        ({"publish.yml": workflow()}, declaration(environment="PyPI"), []),
        ({"publish.yml": workflow(), "old.yml": workflow()}, IDLE, []),
        # an upload of any kind in the file may use it, or is to
        ({"publish.yml": workflow(), "old.yml": workflow(job(steps=UPLOAD + STORED))}, IDLE, []),
        ({"publish.yml": workflow(), "old.yml": workflow(job(more="    if: false\n"))}, IDLE, []),
        ({"publish.yml": workflow(), "old.yml": workflow(job(steps=UPLOAD + TEST))}, IDLE, OLD),
        # something is not decided
        ({"publish.yml": workflow(), "old.yml": QUIET + UNREAD}, IDLE, []),
        ({"publish.yml": workflow(), "old.yml": workflow(CALL.format("../../x.yml"))}, IDLE, []),
        ({"publish.yml": workflow(), "old.yml": "on: [ # pypi\n"}, IDLE, []),
        ({"publish.yml": workflow(), "other.yml": "on: [ # pypi\n"}, IDLE, []),
        ({"publish.yml": workflow(), "other.yml": workflow(job(steps=UPLOAD + UNKNOWN))}, IDLE, []),
        ({"publish.yml": workflow(), "other.yml": workflow(job(environment=OPEN))}, IDLE, []),
        ({"publish.yml": workflow(), "other.yml": workflow(job(steps=UPLOAD + ANYWHERE))}, IDLE, []),
        ({"publish.yml": workflow(job(), job("b", environment=OPEN))}, declaration(environment="old"), []),
        (
            {"publish.yml": workflow(job(), job("b", environment="old", steps=UNREAD))},
            declaration(environment="old"),
            [],
        ),
        (
            {"publish.yml": workflow(job(), job("b", environment="other", steps=UNREAD))},
            declaration(environment="old"),
            ENVIRONMENT,
        ),
        # no workflow at all, or none that starts
        ({}, IDLE, []),
        ({"publish.yml": workflow(), "old.yml": "name: x\njobs:\n" + job()}, IDLE, []),
        # publishers of other kinds and repositories, and those that the form refuses
        ({"publish.yml": workflow()}, GITLAB, []),
        ({"publish.yml": workflow()}, GOOGLE, []),
        ({"publish.yml": workflow()}, declaration(workflow_filename="old.yml", owner="other"), []),
        ({"publish.yml": workflow()}, declaration(workflow_filename="a/old.yml"), []),
    ],
)
def test_publishers_that_nothing_presents(
    tmp_path: Path, workflows: dict[str, str], second: str, expected: list[str]
) -> None:
    assert found(write(tmp_path, workflows, PROJECT + declaration() + second), "TP205") == expected


@pytest.mark.parametrize(
    ("declared", "code"),
    [
        ({"workflow_filename": "old.yml"}, "TP201"),
        ({"workflow_filename": "publish.yaml"}, "TP202"),
        ({"environment": "old"}, "TP402"),
    ],
)
def test_a_publisher_that_is_the_cause_of_a_failure_is_not_idle(
    tmp_path: Path, declared: dict[str, str], code: str
) -> None:
    root = write(tmp_path, {"publish.yml": workflow()}, PROJECT + declaration(**declared))
    assert codes(root) == {code}


@pytest.mark.parametrize(("remote", "expected"), [("octo/demo", OLD), ("fork/demo", []), ("OCTO/Demo", OLD)])
def test_idle_publishers_are_those_of_this_repository(tmp_path: Path, remote: str, expected: list[str]) -> None:
    files = {".git/config": REMOTE.format("origin", f"https://github.com/{remote}")}
    root = write(tmp_path, {"publish.yml": workflow()}, PROJECT + declaration() + IDLE, files)
    assert found(root, "TP205") == expected


# --- TP307 ----------------------------------------------------------------------------------------------------------

NAMED = '[project]\nname = "{}"\nversion = "1.0"\n'
WORKSPACE = '[tool.uv.workspace]\nmembers = ["packages/*"]\n'
MEMBERS = {f"packages/{name}/pyproject.toml": NAMED.format(name) for name in ("core", "tools")}
ROWS = "    strategy: {matrix: {name: [core, tools]}}\n"
MATRIX = workflow(job(more=ROWS, steps=UPLOAD + IN.format("packages/${{ matrix.name }}/dist")))
STEPS = workflow(job(steps="".join(UPLOAD + IN.format(f"packages/{name}/dist") for name in ("core", "tools"))))
JOBS = workflow(*(job(name, steps=UPLOAD + IN.format(f"packages/{name}/dist")) for name in ("core", "tools")))
OWN = workflow(
    *(job(name, environment=name, steps=UPLOAD + IN.format(f"packages/{name}/dist")) for name in ("core", "tools"))
)
TOOLS = ["error packages/tools/pyproject.toml:2"]
CORE = declaration(project_name="core")


@pytest.mark.parametrize("text", [MATRIX, STEPS, JOBS], ids=["matrix", "steps", "jobs"])
@pytest.mark.parametrize(
    ("publishers", "expected"),
    [
        ([CORE], TOOLS),
        ([CORE, declaration(project_name="Tools")], []),
        ([CORE, declaration(project_name="tools", environment="pypi")], ["error packages/core/pyproject.toml:2"]),
        ([CORE, declaration(project_name="tools", environment="other")], TOOLS),
        ([CORE, declaration(project_name="tools", index="testpypi")], TOOLS),
        ([declaration(project_name="another")], ["error packages/core/pyproject.toml:2", *TOOLS]),
        ([], []),
    ],
)
def test_projects_that_no_publisher_covers(
    tmp_path: Path, text: str, publishers: list[str], expected: list[str]
) -> None:
    root = write(tmp_path, {"publish.yml": text}, WORKSPACE + "".join(publishers), MEMBERS)
    assert found(root, "TP307") == expected


def test_projects_are_found_where_their_distributions_are(tmp_path: Path) -> None:
    files = {"pyproject.toml": CORE, ".github/workflows/publish.yml": MATRIX} | MEMBERS
    assert found(lay(tmp_path, files), "TP307") == TOOLS


def test_a_project_beside_one_that_is_not_known(tmp_path: Path) -> None:
    folder = IN.format("${{ vars.FOLDER }}")
    text = workflow(job(steps=UPLOAD + folder + UPLOAD + IN.format("packages/tools/dist")))
    root = write(tmp_path, {"publish.yml": text}, WORKSPACE + CORE, MEMBERS)
    assert codes(root) == {"TP307"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (MATRIX, "TP307"),
        (OWN, "TP301"),
        (workflow(job(steps=UPLOAD + IN.format("packages/tools/dist"))), "TP301"),
    ],
    ids=["one identity", "an identity for each", "one project"],
)
def test_one_project_of_an_identity_is_a_drift_of_its_name(tmp_path: Path, text: str, code: str) -> None:
    publishers = [CORE, declaration(project_name="another", environment="tools")]
    root = write(tmp_path, {"publish.yml": text}, WORKSPACE + "".join(publishers), MEMBERS)
    assert codes(root) - {"TP205"} == {code}


def test_a_job_of_another_project_is_not_meant_to_have_the_environment_of_the_first(tmp_path: Path) -> None:
    metadata = WORKSPACE + CORE + 'environment = "core"\n'
    assert codes(write(tmp_path / "both", {"publish.yml": OWN}, metadata, MEMBERS)) == {"TP204"}
    alone = workflow(job(environment="tools", steps=UPLOAD + IN.format("packages/tools/dist")))
    assert codes(write(tmp_path / "one", {"publish.yml": alone}, metadata, MEMBERS)) == {"TP402"}
