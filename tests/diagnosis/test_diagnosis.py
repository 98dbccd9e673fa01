"""``tplint diagnose``: the error of a log and its claims beside the declared publisher, the repair, and real logs."""

from __future__ import annotations

import codecs
import io
import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from failed_logs import CLAIMS, MISS, action_log
from tplint.cli import main, terminal
from tplint.diagnosis import logs
from tplint.diagnosis.comparison import diagnose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tplint.diagnosis.comparison import Diagnosis

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "guides"
LOGS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "logs"
WORKFLOW = """\
on: release
jobs:
  upload:
    runs-on: ubuntu-latest
    environment: pypi
    permissions:
      id-token: write
    steps:
      - uses: actions/download-artifact@v4
      - uses: pypa/gh-action-pypi-publish@release/v1
"""


# --- beside the declared publishers -------------------------------------------------------------------------------

DECLARED = {"owner": "octo", "repository": "pkg", "workflow-filename": "publish.yml", "environment": "pypi"}
GITLAB = {"namespace": "group", "project": "pkg", "workflow-filepath": ".gitlab-ci.yml"}


def repository(root: Path, *publishers: Mapping[str, str], kind: str = "github", workflow: str = WORKFLOW) -> Path:
    (root / ".github" / "workflows").mkdir(parents=True)
    (root / ".github" / "workflows" / "publish.yml").write_text(workflow)
    tables = "".join(
        f'[[tool.tplint.publishers]]\nkind = "{kind}"\nproject-name = "pkg"\n'
        + "".join(f'{name} = "{value}"\n' for name, value in publisher.items())
        for publisher in publishers
    )
    (root / "pyproject.toml").write_text(f'[project]\nname = "pkg"\nversion = "1"\n{tables}')
    return root


def run_diagnose(root: Path, log: str, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    path = root / "run.log"
    path.write_text(log)
    status = main(["diagnose", str(path), "--root", str(root), *options])
    return status, capsys.readouterr().out.replace(str(path), "run.log")


@pytest.mark.parametrize(
    ("changes", "category", "differs"),
    [
        ({"workflow-filename": "publish.yaml"}, "workflow-filename-changed", ["workflow_filename"]),
        ({"environment": "release"}, "environment-mismatch", ["environment"]),
        ({"owner": "cat"}, "repository-moved", ["owner"]),
        ({"repository": "Pkg"}, "repository-letter-case", ["repository"]),
        ({"repository": "Pkg", "environment": "release"}, "publisher-mismatch", ["repository", "environment"]),
        ({"environment": "PyPI"}, "publisher-mismatch", []),
        ({}, "publisher-mismatch", []),
    ],
)
def test_the_value_that_differs_is_named(
    changes: Mapping[str, str], category: str, differs: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = repository(tmp_path, {**DECLARED, **changes})
    status, out = run_diagnose(root, action_log(CLAIMS), capsys, "--format", "json")
    report = json.loads(out)
    assert (status, report["category"]) == (0, category)
    assert report["comparisons"][0]["differs"] == differs
    assert report["comparisons"][0]["matches"] == (not differs)
    assert report["comparisons"][0]["declared"] == {"path": "pyproject.toml", "line": 4}
    assert report["run"]["uploads"] == [{"path": ".github/workflows/publish.yml", "job": "upload"}]


def test_a_job_without_the_environment(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = repository(tmp_path, DECLARED, workflow=WORKFLOW.replace("    environment: pypi\n", ""))
    claims = {**CLAIMS, "sub": "repo:octo/pkg:ref:refs/tags/v1", "environment": None}
    _, out = run_diagnose(root, action_log(claims), capsys)
    assert "[environment-missing-in-job]" in out
    row = next(line.split() for line in out.splitlines() if line.startswith("  environment"))
    assert " ".join(row) == "environment (none) pypi ← differs: the job has no `environment`"
    assert "give job `upload` `environment: pypi`" in out


def test_the_callers_file_is_declared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = repository(tmp_path, {**DECLARED, "workflow-filename": "release.yml"})
    claims = {**CLAIMS, "workflow_ref": "octo/pkg/.github/workflows/release.yml@refs/tags/v1"}
    _, out = run_diagnose(root, action_log(claims), capsys)
    assert "[reusable-workflow]" in out
    assert "PyPI looks at the called workflow" in out
    assert "Move job `upload` into .github/workflows/release.yml" in out
    assert "add a publisher" not in out


def test_a_called_workflow_of_another_ref(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    claims = {**CLAIMS, "job_workflow_ref": "octo/pkg/.github/workflows/publish.yml@refs/heads/main"}
    _, out = run_diagnose(repository(tmp_path, DECLARED), action_log(claims), capsys, "--format", "json")
    report = json.loads(out)
    assert report["comparisons"][0]["differs"] == ["job_workflow_ref"]
    assert report["category"] == "reusable-workflow"


@pytest.mark.parametrize(
    ("home", "repair"),
    [
        ("org/shared", "write job `upload` in a workflow of the repository itself"),
        ("octo/pkg", "write job `upload` in .github/workflows/release.yml"),
    ],
)
def test_a_called_workflow_is_told_from_a_renamed_one(
    home: str, repair: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = repository(tmp_path, {**DECLARED, "workflow-filename": "release.yml"})
    # Older releases of the action do not show which workflow was started.
    claims = {name: value for name, value in CLAIMS.items() if name != "workflow_ref"}
    claims["job_workflow_ref"] = f"{home}/.github/workflows/publish.yml@refs/heads/main"
    _, out = run_diagnose(root, action_log(claims), capsys, "--format", "json")
    report = json.loads(out)
    assert report["category"] == "reusable-workflow"
    assert [(each["side"], each["text"]) for each in report["repairs"]] == [("repository", repair)]


def test_without_declared_publishers_a_workflow_of_another_repository_is_not_to_be_registered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    claims = {name: value for name, value in CLAIMS.items() if name != "workflow_ref"}
    claims["job_workflow_ref"] = "org/shared/.github/workflows/publish.yml@refs/tags/v1"
    _, out = run_diagnose(repository(tmp_path), action_log(claims), capsys)
    assert "[reusable-workflow]" in out
    assert "settings/publishing" not in out


@pytest.mark.parametrize("publishers", [(), (GITLAB,)])
def test_a_pipeline_of_another_project(
    publishers: tuple[Mapping[str, str], ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    claims = {
        "sub": "project_path:group/pkg:ref_type:tag:ref:v1",
        "project_path": "group/pkg",
        "ci_config_ref_uri": "gitlab.com/group/shared//python/release.yml@refs/heads/main",
    }
    _, out = run_diagnose(repository(tmp_path, *publishers, kind="gitlab"), action_log(claims), capsys)
    assert "[gitlab-publisher-mismatch]" in out
    assert "settings/publishing" not in out
    if publishers:
        assert "Let the pipeline's top-level file be .gitlab-ci.yml of the project itself." in out
    else:
        assert "GitLab's claim is `gitlab.com/group/shared//python/release.yml@refs/heads/main`" in out


@pytest.mark.parametrize(
    ("changes", "category"),
    [
        ({"workflow-filepath": "ci/publish.yml"}, "workflow-filename-changed"),
        ({"environment": "PyPI"}, "environment-mismatch"),
        ({"namespace": "Group"}, "gitlab-letter-case"),
        ({"project": "other"}, "repository-moved"),
    ],
)
def test_gitlab(changes: Mapping[str, str], category: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = repository(tmp_path, {**GITLAB, **changes}, kind="gitlab")
    claims = {
        "sub": "project_path:group/pkg:ref_type:tag:ref:v1",
        "project_path": "group/pkg",
        "ci_config_ref_uri": "gitlab.com/group/pkg//.gitlab-ci.yml@refs/tags/v1",
        "environment": "pypi",
    }
    _, out = run_diagnose(root, action_log(claims), capsys, "--format", "json")
    assert json.loads(out)["category"] == category


def test_publishers_of_the_other_index_are_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    test = {**DECLARED, "index": "testpypi", "environment": "testpypi"}
    log = (
        f"Selected Trusted Publishing Exchange Endpoint: https://test.pypi.org/_/oidc/mint-token\n{action_log(CLAIMS)}"
    )
    _, out = run_diagnose(repository(tmp_path, DECLARED, test), log, capsys, "--format", "json")
    report = json.loads(out)
    assert [comparison["publisher"]["index"] for comparison in report["comparisons"]] == ["testpypi"]
    assert report["repairs"][1]["link"].startswith("https://test.pypi.org/manage/project/pkg/settings/publishing/?")


def test_the_report_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = repository(tmp_path, {**DECLARED, "workflow-filename": "publish.yaml"})
    status, out = run_diagnose(root, action_log(CLAIMS), capsys)
    assert status == 0
    assert (
        out
        == """\
run.log:4: PyPI refused the token: no publisher matches (invalid-publisher) [workflow-filename-changed]
  line 4: Publisher with matching claims was not found

               the run presented    declared at pyproject.toml:4
  repository   octo/pkg             octo/pkg
  workflow     publish.yml          publish.yaml                    ← differs: PyPI compares the file name exactly
  environment  pypi                 pypi

In this repository that is job `upload` of .github/workflows/publish.yml.

Either rename .github/workflows/publish.yml to publish.yaml.
Or add a publisher on PyPI, if these are your values: Owner octo · Repository name pkg · Workflow
name publish.yml · Environment name pypi:
  https://pypi.org/manage/project/pkg/settings/publishing/?provider=github&owner=octo&repository=pkg\
&workflow_filename=publish.yml&environment=pypi

tplint's rules about this: TP201, TP202
see https://docs.pypi.org/trusted-publishers/troubleshooting/
"""
    )


def test_without_declared_publishers_the_form_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out = run_diagnose(repository(tmp_path), action_log(CLAIMS), capsys)
    assert "  Owner                         octo\n  Repository name               pkg\n" in out
    assert "https://pypi.org/manage/account/publishing/" in out


def test_a_reusable_workflow_is_not_to_be_registered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    claims = {**CLAIMS, "workflow_ref": "octo/pkg/.github/workflows/release.yml@refs/tags/v1"}
    _, out = run_diagnose(repository(tmp_path), action_log(claims), capsys)
    assert "Move the job that uploads into the workflow that is started" in out
    assert "settings/publishing" not in out


def test_without_claims_the_files_tell_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = repository(tmp_path, {**DECLARED, "environment": "release"})
    _, out = run_diagnose(root, f"invalid-publisher: {MISS}", capsys)
    assert "the repository would present" in out
    assert "[environment-mismatch]" in out


def test_a_run_of_another_commit_is_noticed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    claims = {**CLAIMS, "sub": "repo:octo/pkg:ref:refs/tags/v1", "environment": None}
    _, out = run_diagnose(repository(tmp_path, DECLARED), action_log(claims), capsys)
    assert "The job now has `environment: pypi`, the run had no `environment`" in out
    repair = "release again from a commit in which job `upload` has `environment: pypi`, as it has now"
    assert repair in " ".join(out.split())


def test_a_narrow_window_has_one_value_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal, "columns", lambda: 50)
    root = shutil.copytree(FIXTURES / "yaml-for-yml", tmp_path / "x")
    assert main(["diagnose", str(root / "run.log"), "--root", str(root)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "    publish.yml  (the run presented)" in lines
    assert "    publish.yaml  (declared at pyproject.toml:12)" in lines


def test_other_errors_are_listed_after_the_decisive_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = f"{action_log(CLAIMS)}\nThis action is only able to run under GNU/Linux environments\n"
    _, out = run_diagnose(repository(tmp_path), log, capsys)
    assert out.index("[publisher-mismatch]") < out.index("also in the log:") < out.index("[non-linux-runner]")


# --- the command --------------------------------------------------------------------------------------------------


def test_a_log_without_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_diagnose(repository(tmp_path), "all is well\n", capsys) == (1, "no known error in run.log (1 line)\n")
    status, out = run_diagnose(tmp_path, "all is well", capsys, "--format", "json")
    assert (status, json.loads(out)["errors"]) == (1, [])


def test_json_has_no_signs_that_steer_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    claims = {**CLAIMS, "environment": "pypi\x9b1m"}
    _, out = run_diagnose(repository(tmp_path, DECLARED), action_log(claims), capsys, "--format", "json")
    assert json.loads(out)["run"]["claims"]["environment"] == "pypi\x9b1m"
    assert "\x9b" not in out


@pytest.mark.parametrize(
    ("prefix", "encoding"),
    [(b"", "utf-8"), (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (b"\xff\0", "utf-8")],
)
def test_standard_input_in_any_encoding(
    prefix: bytes, encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = prefix + action_log(CLAIMS).encode(encoding)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    monkeypatch.chdir(tmp_path)
    assert main(["diagnose"]) == 0
    assert "Workflow name                 publish.yml" in capsys.readouterr().out


def test_a_terminal_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

        def read(self, size: int | None = -1, /) -> NoReturn:
            raise AssertionError(size)

    monkeypatch.setattr(sys, "stdin", Terminal())
    assert main(["diagnose"]) == 2
    error = capsys.readouterr().err
    assert "no log is given" in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    "arguments", [["missing.log"], ["."], ["--format", "sarif"], ["--root", "nowhere"], ["a", "b"]]
)
def test_mistakes_are_one_line(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["diagnose", *arguments]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_nothing_of_a_log_reaches_the_terminal_unescaped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    claims = {**CLAIMS, "environment": "a\u202eb\x07c"}
    log = action_log(claims) + "The name '\x1b]0;x\x07\u2067evil' is too similar to an existing project"
    _, out = run_diagnose(repository(tmp_path), log, capsys)
    assert not set(out) & set("\x1b\x07\u202e\u2067")


def test_a_broken_configuration_here_does_not_hide_the_diagnosis(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = repository(tmp_path, {"unknown": "key"})
    (root / "run.log").write_text(action_log(CLAIMS))
    monkeypatch.chdir(root)
    assert main(["diagnose", "run.log"]) == 0
    captured = capsys.readouterr()
    assert "[publisher-mismatch]" in captured.out
    assert "the repository here is left out" in captured.err


# --- real logs ----------------------------------------------------------------------------------------------------

# Causes that no error message tells apart, by the category that the message has.
FAMILIES = {
    "publisher-mismatch": {
        "publisher-mismatch-unresolved-in-excerpt", "publisher-mismatch-fixed-on-pypi", "publisher-not-registered",
        "publisher-typo", "workflow-filename-changed", "environment-missing-in-job", "environment-extra-in-job",
        "repository-moved", "repository-letter-case", "gitlab-publisher-mismatch", "gitlab-letter-case",
    },
    "pending-publisher-missing-for-new-project": {"pending-publisher-or-pypi-bug"},
}  # fmt: skip


def examined(entry: Mapping[str, str]) -> Diagnosis:
    return diagnose(logs.read([(LOGS / entry["file"]).read_text("utf-8")]))


@pytest.mark.skipif(not LOGS.is_dir(), reason="the collected logs are not beside this checkout")
def test_real_logs_have_the_cause_that_was_found_for_them() -> None:
    entries = json.loads((LOGS / "INDEX.json").read_text("utf-8"))
    explained = [(entry, found[0].category) for entry in entries if (found := examined(entry).found)]
    agreeing = [
        entry["file"]
        for entry, category in explained
        if category == entry["cause_category"] or entry["cause_category"] in FAMILIES.get(category, ())
    ]
    assert len(explained) >= 0.75 * len(entries)
    assert len(agreeing) >= 0.9 * len(explained)
