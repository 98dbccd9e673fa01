"""What the repository's files add to a log: which upload it was, which values differ, and where to change them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from failed_logs import CLAIMS, MISS, action_log
from folders import lay
from tplint.cli import main
from tplint.diagnosis import presented

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DECLARED = {"owner": "octo", "repository": "pkg", "workflow-filename": "publish.yml", "environment": "pypi"}
GITLAB = {"namespace": "octo", "project": "pkg", "workflow-filepath": ".gitlab-ci.yml", "environment": "pypi"}
ON_PYPI = f"Uploading to https://upload.pypi.org/legacy/\n* `invalid-publisher`: {MISS}\n"
DECLARE = "Declare the publisher"


def publish(environment: str = "pypi", *, index: str = "", job: str = "publish") -> str:
    where = f"        with:\n          repository-url: {index}\n" if index else ""
    named = f"    environment: {environment}\n" if environment else ""
    return (
        f"  {job}:\n    runs-on: ubuntu-latest\n{named}    permissions: {{id-token: write}}\n    steps:\n"
        f"      - uses: actions/download-artifact@v4\n      - uses: pypa/gh-action-pypi-publish@release/v1\n{where}"
    )


def workflow(*jobs: str) -> str:
    return "on: release\njobs:\n" + "".join(jobs or (publish(),))


def pyproject(*publishers: Mapping[str, str], name: str = "pkg") -> str:
    tables = "".join(
        "[[tool.tplint.publishers]]\n"
        + "".join(f'{key} = "{value}"\n' for key, value in {"project-name": "pkg", **publisher}.items())
        for publisher in publishers
    )
    return f'[project]\nname = "{name}"\nversion = "1"\n{tables}'


def github(*publishers: Mapping[str, str], name: str = "pkg", **files: str) -> dict[str, str]:
    """Workflows by their names without the ending, and the declared publishers."""
    made = {f".github/workflows/{file}.yml": text for file, text in (files or {"publish": workflow()}).items()}
    return {**made, "pyproject.toml": pyproject(*({"kind": "github", **one} for one in publishers), name=name)}


def gitlab(command: str, *publishers: Mapping[str, str]) -> dict[str, str]:
    return {
        ".gitlab-ci.yml": (
            "publish:\n  environment: PyPI\n  id_tokens: {PYPI_ID_TOKEN: {aud: pypi}}\n"
            f"  rules: [{{if: $CI_COMMIT_TAG}}]\n  script:\n    - python -m build\n    - {command}\n"
        ),
        "pyproject.toml": pyproject(*({"kind": "gitlab", **one} for one in publishers)),
    }


def text_of(root: Path, files: Mapping[str, str], log: str, capsys: pytest.CaptureFixture[str]) -> str:
    """The report for people, without its line ends."""
    (lay(root, files) / "run.log").write_text(log)
    assert main(["diagnose", str(root / "run.log"), "--root", str(root)]) == 0
    return " ".join(capsys.readouterr().out.split())


def report_of(root: Path, files: Mapping[str, str], log: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    (lay(root, files) / "run.log").write_text(log)
    assert main(["diagnose", str(root / "run.log"), "--root", str(root), "--format", "json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


# --- the upload that a log without claims is of -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "category"),
    [
        ("twine upload dist/*", "environment-mismatch"),  # GitLab's settings may hold a password
        ("uv publish --trusted-publishing always dist/*", "environment-mismatch"),
        ("flit publish", "publisher-mismatch"),
        ("twine upload -u __token__ -p $TOKEN dist/*", "publisher-mismatch"),
        ("twine upload a/*\n    - twine upload b/*", "publisher-mismatch"),
    ],
)
def test_a_token_that_pypi_answered_was_presented_by_the_upload_that_can(
    command: str, category: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report_of(tmp_path, gitlab(command, GITLAB), ON_PYPI, capsys)["category"] == category


def test_an_upload_that_certainly_presents_a_token_comes_before_one_that_may(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = gitlab("twine upload dist/*\n    - uv publish --trusted-publishing always", GITLAB)
    assert report_of(tmp_path, files, ON_PYPI, capsys)["category"] == "environment-mismatch"


@pytest.mark.parametrize(
    ("files", "times"),
    [
        (gitlab("flit publish"), 1),
        (gitlab("flit publish", GITLAB), 0),
        (gitlab("twine upload dist/*", {**GITLAB, "environment": "PyPI"}), 0),
        (github(), 1),
        (github({**DECLARED, "index": "testpypi"}), 1),
    ],
)
def test_nobody_is_told_to_declare_what_is_declared(
    files: Mapping[str, str], times: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert text_of(tmp_path, files, ON_PYPI, capsys).count(DECLARE) == times


# --- the job and the index ----------------------------------------------------------------------------------------

TEST = "https://test.pypi.org/legacy/"
ON_TEST = {**DECLARED, "index": "testpypi", "environment": "testpypi"}


def claims_of(environment: str) -> dict[str, str | None]:
    return {**CLAIMS, "sub": f"repo:octo/pkg:environment:{environment}", "environment": environment}


@pytest.mark.parametrize(
    ("jobs", "environment", "names", "index"),
    [
        ([publish(), publish("try", index=TEST, job="test")], "try", ["test"], "testpypi"),
        ([publish(), publish("try", index=TEST, job="test")], "TRY", ["test"], "testpypi"),
        ([publish(), publish("try", index=TEST, job="test")], "pypi", ["publish"], "pypi"),
        ([publish(), publish("try", index=TEST, job="test")], "other", ["publish", "test"], None),
        ([publish(), publish("pypi", index=TEST, job="test")], "pypi", ["publish", "test"], None),
        ([publish(), publish("", index=TEST, job="test")], "other", ["publish", "test"], None),
        ([publish("try", index="${{ vars.URL }}")], "try", ["publish"], None),
    ],
)
def test_an_environment_tells_the_job_and_its_index(
    jobs: list[str], environment: str, names: list[str], index: str | None, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    files = github(DECLARED, ON_TEST, publish=workflow(*jobs))
    report = report_of(tmp_path, files, action_log(claims_of(environment)), capsys)
    assert [upload["job"] for upload in report["run"]["uploads"]] == names
    assert report["run"]["index"] == index
    assert {each["publisher"]["index"] for each in report["comparisons"]} == (
        {index} if index else {"pypi", "testpypi"}
    )


def test_a_run_without_environment_is_not_taken_for_the_job_that_has_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    claims = {**CLAIMS, "sub": "repo:octo/pkg:ref:refs/tags/v1", "environment": None}
    files = github(DECLARED, ON_TEST, publish=workflow(publish(), publish("", index=TEST, job="test")))
    report = report_of(tmp_path, files, action_log(claims), capsys)
    assert [upload["job"] for upload in report["run"]["uploads"]] == ["publish", "test"]
    assert report["run"]["index"] is None


def test_the_repair_is_of_the_jobs_own_index(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = github(DECLARED, ON_TEST, publish=workflow(publish(), publish("try", index=TEST, job="test")))
    text = text_of(tmp_path, files, action_log(claims_of("try")), capsys)
    assert "give job `test` `environment: testpypi`" in text
    assert "https://test.pypi.org/manage/project/pkg/" in text
    assert "https://pypi.org/manage" not in text


def test_an_index_in_the_log_is_believed_before_the_environment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = github(DECLARED, ON_TEST, publish=workflow(publish(), publish("try", index=TEST, job="test")))
    log = f"Uploading to https://upload.pypi.org/legacy/\n{action_log(claims_of('try'))}"
    report = report_of(tmp_path, files, log, capsys)
    assert report["run"]["index"] == "pypi"
    assert [upload["job"] for upload in report["run"]["uploads"]] == ["publish"]


# --- the file -----------------------------------------------------------------------------------------------------

OTHER = "on: push\njobs: {test: {runs-on: ubuntu-latest, steps: [{run: pytest}]}}\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"publish": workflow()}, "rename .github/workflows/publish.yml to release.yml"),
        ({"release": workflow()}, "release again from a commit that uploads by .github/workflows/release.yml"),
        ({"publish": workflow(), "release": OTHER}, "write job `publish` in .github/workflows/release.yml"),
        ({"ship": workflow(), "release": OTHER}, "let the workflow that uploads be .github/workflows/release.yml"),
        ({"ship": workflow()}, "let the workflow that uploads be .github/workflows/release.yml"),
    ],
)
def test_no_file_is_to_be_renamed_that_is_not_there_or_to_one_that_is(
    files: dict[str, str], expected: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    declared = {**DECLARED, "workflow-filename": "release.yml"}
    report = report_of(tmp_path, github(declared, **files), action_log(CLAIMS), capsys)
    assert expected in report["repairs"][0]["text"]


def test_where_no_workflow_is_read_the_file_is_to_be_renamed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    declared = {"kind": "github", **DECLARED, "workflow-filename": "release.yml"}
    report = report_of(tmp_path, {"pyproject.toml": pyproject(declared)}, action_log(CLAIMS), capsys)
    assert report["repairs"][0]["text"] == "rename .github/workflows/publish.yml to release.yml"


# --- the claim that PyPI's answer names ---------------------------------------------------------------------------


def refused(claim: str, expected: str, got: str) -> str:
    said = f"The {claim} claim does not match, expecting one of ['{expected}'], got '{got}'"
    return f"* `invalid-publisher`: valid token, but no corresponding publisher ({said})\n"


PATH = ".github/workflows/publish.yml"
FILE = f"octo/pkg/{PATH}"
CALLED = refused("job_workflow_ref", f"{FILE}@refs/tags/v1", f"{FILE}@refs/heads/main")


@pytest.mark.parametrize("log", [CALLED, CALLED + action_log(CLAIMS).partition("purposes only**")[2]])
def test_a_call_at_another_ref_is_to_be_moved_and_nothing_to_be_registered(
    log: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = report_of(tmp_path, github(DECLARED), log, capsys)
    assert report["comparisons"][0]["differs"] == ["job_workflow_ref"]
    assert [repair["text"] for repair in report["repairs"]] == [
        f"move job `publish` into the workflow that is started (a call by `uses: ./{PATH}` has at least the same ref)"
    ]
    assert report["repairs"][0]["link"] is None


def test_a_call_of_another_repository(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = refused("job_workflow_ref", f"{FILE}@refs/tags/v1", "octo/ci/.github/workflows/publish.yml@refs/tags/v1")
    report = report_of(tmp_path, github(DECLARED), log, capsys)
    assert report["run"]["fields"]["repository"] == "pkg"
    assert [repair["text"] for repair in report["repairs"]] == [
        "write job `publish` in a workflow of the repository itself"
    ]


def test_without_declared_publishers_a_called_workflow_is_not_to_be_registered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "settings/publishing" not in text_of(tmp_path, github(), CALLED, capsys)


ADDRESS = "gitlab.com/octo/pkg//.gitlab-ci.yml@refs/tags/v1"


def test_a_project_registered_in_other_letter_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = gitlab("twine upload dist/*", GITLAB)
    text = text_of(tmp_path, files, refused("ci_config_ref_uri", ADDRESS.replace("octo", "Octo"), ADDRESS), capsys)
    assert "[gitlab-letter-case]" in text
    assert "project octo/pkg octo/pkg pipeline" in text
    assert "Enter namespace, project and path on PyPI exactly as the claim has them" in text
    assert "whether this publisher is registered" not in text
    assert DECLARE not in text


def test_a_pipeline_of_another_project_does_not_name_the_runs_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = gitlab("twine upload dist/*", GITLAB)
    log = refused("ci_config_ref_uri", ADDRESS, ADDRESS.replace("pkg", "ci"))
    report = report_of(tmp_path, files, log, capsys)
    assert report["category"] == "gitlab-publisher-mismatch"
    assert "project" not in report["run"]["fields"]


@pytest.mark.parametrize("claim", ["job_workflow_ref", "ci_config_ref_uri"])
@pytest.mark.parametrize("value", ["x", "a/b", "@", "//", "/.github/workflows/", "a//b@", "/.github/workflows/@refs/"])
def test_an_answer_with_any_value_is_read(
    claim: str, value: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = text_of(tmp_path, github(DECLARED), refused(claim, value, value), capsys)
    assert "The publisher was found" in text or "GitLab's claim is" in text


def test_an_environment_that_no_claim_shows_is_not_called_empty(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    claims = {name: value for name, value in CLAIMS.items() if name not in {"sub", "environment"}}
    assert "Environment name as the job has it" in text_of(tmp_path, github(), action_log(claims), capsys)


# --- the project's name -------------------------------------------------------------------------------------------

NO_PROJECT = "400 Bad Request from https://upload.pypi.org/legacy/\nNon-user identities cannot create new projects.\n"
SCOPED = "403 Invalid API Token: OIDC scoped token is not valid for project 'pgk' https://upload.pypi.org/legacy/\n"


@pytest.mark.parametrize(
    ("files", "log", "times"),
    [
        (github(DECLARED, name="pgk"), NO_PROJECT, 1),
        (github(DECLARED, name="pgk"), SCOPED, 1),
        (github(DECLARED, name="PKG"), NO_PROJECT, 0),
        (github(name="pgk"), NO_PROJECT, 0),
        (github({**DECLARED, "index": "testpypi"}, name="pgk"), NO_PROJECT, 0),
        (github(DECLARED, name="pgk", publish=workflow(publish("t", index=TEST))), NO_PROJECT, 0),
        (github(DECLARED, name="pgk"), "https://upload.pypi.org/legacy/ File too large.\n", 0),
    ],
)
def test_names_of_metadata_and_publishers_that_differ_are_both_named(
    files: Mapping[str, str], log: str, times: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = "The metadata here names the project `pgk`; publishers are declared for `pkg`."
    assert text_of(tmp_path, files, log, capsys).count(said) == times


# --- the environment in a subject ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subject", "environment"),
    [
        ("repository_owner_id:12:repository_id:34:environment:release", "release"),
        ("environment:release:repository_id:34", "release"),
        ("repo:octo/pkg:environment:release:job_workflow_ref:octo/pkg/.github/workflows/a.yml@refs/tags/1", "release"),
        ("repo:octo/pkg:environment:pypi%3Aprod", "pypi:prod"),
        ("repo:octo/pkg:environment:50%25", "50%25"),
        ("repository_owner_id:12:repository_id:34", None),
        ("repository_owner:my-environment:ref:refs/heads/main", None),
        ("repo:octo/pkg:ref:refs/heads/main", ""),
    ],
)
def test_a_subject_names_the_environment(subject: str, environment: str | None) -> None:
    run = presented.run({"sub": subject, "repository": "octo/pkg"}, "pypi")
    assert run is not None
    assert run.fields.get("environment") == environment
