"""Uploads of other CI systems beside those of GitHub: they satisfy no publisher and change no other rule's verdict."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from systems import ALL, findings, lay, repository, running

from tplint.cli import main
from tplint.diagnosis.presented import only_upload

if TYPE_CHECKING:
    from pathlib import Path

DECLARED = """\
[[publishers]]
project-name = "parcel"
kind = "github"
owner = "octo"
repository = "parcel"
workflow-filename = "{}.yml"
environment = "pypi"
"""
REMOTE = '[remote "origin"]\n\turl = https://github.com/octo/parcel.git\n'
WORKFLOW = """\
on:
  push:
    {}
jobs:
  publish:
    runs-on: ubuntu-latest
    environment: pypi
    permissions:
      id-token: write
    {}
    steps:
      - uses: actions/download-artifact@v5
        with: {{name: dist, path: dist}}
      - uses: pypa/gh-action-pypi-publish@dc37677b2e1c63e2034f94d8a5b11f265b73ba33 # v1.14.2
"""
COMMANDS = [
    "twine upload -p $TOKEN dist/*",
    "twine upload dist/*",
    "uv publish --trusted-publishing always",
    "./publish_to_pypi.sh",
]


def github(name: str = "publish", declared: str = "publish", condition: str = "") -> dict[str, str]:
    """A repository that publishes from GitHub, and declares a publisher."""
    trigger = "branches: [main]" if condition else "tags: [v*]"
    return {
        f".github/workflows/{name}.yml": WORKFLOW.format(trigger, condition),
        ".git/config": REMOTE,
        "tplint.toml": DECLARED.format(declared),
    }


def others(root: Path, files: dict[str, str]) -> list[str]:
    """The findings in files of GitHub and in the configuration."""
    return [finding for finding in findings(root, files) if ".github/" in finding or "tplint.toml" in finding]


@pytest.mark.parametrize("system", ALL)
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("declared", ["publish", "release"])
def test_what_is_said_of_github_stays(tmp_path: Path, system: str, command: str, declared: str) -> None:
    alone = others(tmp_path / "alone", github(declared=declared))
    assert others(tmp_path / "both", {**github(declared=declared), **running(system, command)}) == alone
    assert alone == ([] if declared == "publish" else ["TP201 error tplint.toml:6"])


@pytest.mark.parametrize("system", ALL)
def test_a_publisher_that_only_another_system_could_use_is_idle(tmp_path: Path, system: str) -> None:
    files = github()
    files["tplint.toml"] += DECLARED.format("old")
    command = "uv publish --trusted-publishing always"
    assert others(tmp_path, {**files, **running(system, command)}) == ["TP205 warning tplint.toml:13"]


@pytest.mark.parametrize("system", ALL)
def test_an_upload_elsewhere_has_no_publisher_and_no_match(tmp_path: Path, system: str) -> None:
    files = {**running(system, "uv publish --trusted-publishing always"), "tplint.toml": DECLARED.format("publish")}
    assert repository(tmp_path, files).matches == ()
    assert [finding for finding in findings(tmp_path, files) if not finding.startswith("TP115")] == []


@pytest.mark.parametrize(
    ("command", "level"), [("twine upload -p $T dist/*", "warning"), ("pytest", "error"), (COMMANDS[3], "warning")]
)
def test_a_job_that_never_runs_is_dead_where_something_else_uploads(tmp_path: Path, command: str, level: str) -> None:
    files = {**github(condition="if: startsWith(github.ref, 'refs/tags/')"), **running("circleci", command)}
    assert [each for each in findings(tmp_path, files) if "TP507" in each] == [
        f"TP507 {level} .github/workflows/publish.yml:10"
    ]


@pytest.mark.parametrize("system", sorted(set(ALL) - {"google"}))
def test_show_says_that_pypi_accepts_none_of_it(
    tmp_path: Path, system: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lay(tmp_path, running(system, "uv publish --trusted-publishing always"))
    assert main(["show", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    assert "it accepts no identity tokens of " in shown
    assert "register" not in shown
    for chosen in ("json", "markdown", "mermaid"):
        assert main(["show", str(tmp_path), "--format", chosen]) == 0
        shown = capsys.readouterr().out
        if chosen == "json":
            (upload,) = json.loads(shown)["uploads"]
            assert (upload["platform"], upload["publisher"], upload["verdict"]) == (system, None, None)


@pytest.mark.parametrize("system", sorted(set(ALL) - {"google"}))
def test_nothing_is_pinned_for_it(tmp_path: Path, system: str) -> None:
    files = running(system, "uv publish --trusted-publishing always")
    lay(tmp_path, files)
    before = (tmp_path / "pyproject.toml").read_text("utf-8")
    assert main(["pin", str(tmp_path)]) == 0
    assert (tmp_path / "pyproject.toml").read_text("utf-8") == before


def test_diagnose_does_not_take_it_for_the_run_of_a_log(tmp_path: Path) -> None:
    found = repository(tmp_path, running("circleci", "uv publish --trusted-publishing always"))
    assert (len(found.alternatives), only_upload(found, "")) == (1, None)
