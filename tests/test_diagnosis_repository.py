"""What the repository's files add to a log: which upload it was, which values differ, and where to change them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from failed_logs import CLAIMS, MISS, action_log
from folders import lay
from tplint import presented
from tplint.cli import main

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
