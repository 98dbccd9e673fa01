"""Stored tokens → trusted publishing, for a pipeline of two deployments and for what PyPI has to be told."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fixes import ON_GITLAB, PIPELINE, RUN, STORED, WORKFLOW, fixed, reading, repository
from publishing import SAMPLE, declaration
from tplint import pypi
from tplint.cli import main
from tplint.facts.possible_tokens import possible_tokens
from tplint.model import Known
from tplint.registration.presentations import presentations

if TYPE_CHECKING:
    from tplint.registration.presentations import Presentation

FIXTURE = Path(__file__).resolve().parents[2] / "fixtures" / "migrations" / "gitlab"
FORM = (
    "Namespace harbour-lab · Project name tide-tables · Top-level pipeline file path .gitlab-ci.yml · Environment name"
)


# --- a pipeline of two deployments, from end to end ------------------------------------------------------------------


@pytest.fixture
def deployments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(FIXTURE / "before", tmp_path, dirs_exist_ok=True)
    repository(tmp_path, **{".git__config": ON_GITLAB})
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("deployments")
def test_both_deployments_are_told_what_to_drop_and_what_to_add(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--format", "json"]) == 1
    titles = {
        finding["code"] + finding["message"][:28]: finding["fix"]["title"]
        for finding in json.loads(capsys.readouterr().out)["findings"]
    }
    assert titles == {
        "TP103job `deploy_test_pypi` signs": (
            "register this pipeline as a trusted publisher, give the job `environment: testpypi` and the identity token"
            " `TESTPYPI_ID_TOKEN` with `aud: testpypi`, and drop `TWINE_USERNAME` and `TWINE_PASSWORD`, in the"
            " project's CI/CD variables too (TestPyPI's form: Namespace `harbour-lab`, Project name `tide-tables`,"
            " Top-level pipeline file path `.gitlab-ci.yml`, Environment name `testpypi`)"
        ),
        "TP103job `deploy_pypi` signs in t": (
            "register this pipeline as a trusted publisher, give the job `environment: pypi` and the identity token"
            " `PYPI_ID_TOKEN` with `aud: pypi`, and drop `TWINE_USERNAME` and `TWINE_PASSWORD`, in the project's"
            " CI/CD variables too (PyPI's form: Namespace `harbour-lab`, Project name `tide-tables`, Top-level"
            " pipeline file path `.gitlab-ci.yml`, Environment name `pypi`)"
        ),
    }


def test_both_deployments_are_repaired_at_once(deployments: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--fix", "--unsafe-fixes", "--fail-on", "note"]) == 0
    assert (deployments / PIPELINE).read_text() == (FIXTURE / "after" / PIPELINE).read_text()
    capsys.readouterr()
    assert main(["--fail-on", "note"]) == 0
    assert main(["--diff", "--unsafe-fixes"]) == 0
    assert main(["show"]) == 0
    shown = capsys.readouterr().out
    assert [index for index in ("testpypi", "pypi") if f"{FORM} {index} ·" in shown] == ["testpypi", "pypi"]


@pytest.mark.usefixtures("deployments")
def test_the_indexes_accept_the_repaired_jobs_with_the_forms_values() -> None:
    main(["--fix", "--unsafe-fixes", "--quiet"])
    shown = presentations(reading(Path(), {}))
    assert [(each.upload.index_name, each.upload.job.environment) for each in shown] == [
        ("testpypi", Known("testpypi")),
        ("pypi", Known("pypi")),
    ]
    assert [token.audiences for each in shown for token in each.upload.job.id_tokens] == [
        Known(("testpypi",)),
        Known(("pypi",)),
    ]
    assert all(accepts(each, each) for each in shown)
    assert not accepts(shown[0], shown[1])


def accepts(registered: Presentation, presented: Presentation) -> bool:
    """Whether the index takes every token of one upload with the form filled in for another one."""
    assert isinstance(registered.publisher, Known)
    publishers, upload = (registered.publisher.value,), presented.upload
    tokens = [token for claims in upload.claims for token in possible_tokens(claims, upload, publishers)]
    verdicts = [pypi.verify(publishers, token, index=upload.index_name) for token in tokens]
    return bool(verdicts) and all(verdict.accepted for verdict in verdicts)


# --- what PyPI has to be told ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("deployments")
@pytest.mark.parametrize("shape", ["text", "json", "sarif", "concise"])
def test_the_forms_values_are_said_beside_the_report(shape: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--fix", "--unsafe-fixes", "--format", shape])
    printed = capsys.readouterr()
    said = printed.err.partition("register before the next release")[2].splitlines()
    assert [line.strip() for line in said[1::3]] == [
        ".gitlab-ci.yml, job deploy_test_pypi, on TestPyPI:",
        ".gitlab-ci.yml, job deploy_pypi, on PyPI:",
    ]
    for line, index in zip(said[2::3], ("testpypi", "pypi"), strict=True):
        assert line.strip().startswith(f"{FORM} {index} ")
    assert [line.strip().partition("/manage")[0] for line in said[3::3]] == [
        "https://test.pypi.org",
        "https://pypi.org",
    ]
    assert "register before" not in printed.out
    if shape in {"json", "sarif"}:
        json.loads(printed.out)
    main(["--fix", "--unsafe-fixes"])
    assert "register" not in capsys.readouterr().err


def test_an_upload_of_a_declared_publisher_is_not_announced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    declared = '[project]\nname = "sampleproject"\n' + declaration(**SAMPLE, environment="pypi")
    config = '[remote "origin"]\n\turl = https://github.com/octo-org/sampleproject.git\n'
    text = STORED.format(RUN.format("uv publish --token ${{ secrets.T }}"))
    repository(tmp_path, publish=text, **{"pyproject.toml": declared, ".git__config": config})
    monkeypatch.chdir(tmp_path)
    main(["--fix", "--unsafe-fixes", "--quiet"])
    assert "secrets" not in (tmp_path / WORKFLOW).read_text()
    assert "register before" not in capsys.readouterr().err


def test_a_migration_leaves_nothing_that_another_rule_calls_an_error(tmp_path: Path) -> None:
    shutil.copytree(FIXTURE / "before", tmp_path, dirs_exist_ok=True)
    repository(tmp_path, **{".git__config": ON_GITLAB})
    outcome = fixed(tmp_path)
    assert [finding.code for finding in outcome.fixed] == ["TP103", "TP103"]
    assert outcome.report.findings == ()
