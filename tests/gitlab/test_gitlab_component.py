"""The component for GitLab's catalog and the job for `include: remote`: what GitLab makes of them, and what they do."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree, which
from typing import Any

import pytest
from pipelines import TOP, composed, plain

import tplint
from tplint import __version__
from tplint.documents import yaml
from tplint.documents.nodes import entries, get, text
from tplint.documents.source import Source

CHECKOUT = Path(__file__).resolve().parents[2]
COMPONENT = (CHECKOUT / "templates" / "tplint.yml").read_text("utf-8")
PLAIN = (CHECKOUT / "gitlab" / "tplint.yml").read_text("utf-8")
SPEC = dict(entries(get(get(yaml.parse(Source("tplint.yml", COMPONENT)).roots[0], "spec"), "inputs")))
INPUTS = {
    "job-name": "lint",
    "stage": "verify",
    "image": "python:3.10",
    "version": "9.9",
    "paths": "a b",
    "args": "--ignore=TP401",
    "fail-on": "error",
    "code-quality-report": "quality.json",
}


def jobs(root: Path, template: str, **inputs: str) -> dict[str, Any]:
    """The jobs of a pipeline that includes a template, as tplint composes them."""
    given = "".join(f"      {name}: {json.dumps(value)}\n" for name, value in inputs.items())
    top = "include:\n  - local: /t.yml\n" + (f"    inputs:\n{given}" if inputs else "")
    found = composed(root, {TOP: top, "t.yml": template})
    return {name: plain(entry.value) for name, entry in found.jobs.items()}


def test_the_two_are_the_same_job(tmp_path: Path) -> None:
    assert jobs(tmp_path / "a", COMPONENT) == jobs(tmp_path / "b", PLAIN)


def test_every_input_reaches_the_job(tmp_path: Path) -> None:
    assert set(INPUTS) == set(SPEC)
    ((name, job),) = jobs(tmp_path, COMPONENT, **INPUTS).items()
    assert (name, job["stage"], job["image"]) == ("lint", "verify", "python:3.10")
    assert job["artifacts"] == {"when": "always", "reports": {"codequality": "quality.json"}}
    assert set(job["variables"].values()) == {"9.9", "a b", "--ignore=TP401", "error"}
    assert any("--output=quality.json " in line for line in job["script"])
    assert "inputs." not in json.dumps(job)


def test_every_input_is_described_and_has_a_default_that_fits() -> None:
    for name, entry in SPEC.items():
        default, pattern = (text(get(entry.value, key)) for key in ("default", "regex"))
        assert text(get(entry.value, "description")), name
        assert default is not None
        assert pattern is None or re.search(pattern, default)


@pytest.mark.parametrize(
    ("name", "value", "fits"),
    [
        ("version", "0.1.0", True),
        ("version", "1.0.0rc1", True),
        ("version", "", False),
        ("version", "0.1 --index-url=https://example.org", False),
        ("fail-on", "never", True),
        ("fail-on", "ever", False),
        ("fail-on", "error --output=x", False),
    ],
)
def test_inputs_that_go_into_options_are_checked(name: str, value: str, *, fits: bool) -> None:
    assert bool(re.search(text(get(SPEC[name].value, "regex")) or "", value)) is fits


@pytest.mark.parametrize("template", [COMPONENT, PLAIN], ids=["component", "plain"])
def test_the_version_is_this_one(template: str, tmp_path: Path) -> None:
    assert jobs(tmp_path, template)["tplint"]["variables"]["TPLINT_VERSION"] == __version__


@pytest.mark.parametrize("template", [COMPONENT, PLAIN], ids=["component", "plain"])
def test_tplint_has_nothing_to_say_of_it(template: str, tmp_path: Path) -> None:
    (tmp_path / TOP).write_text("include:\n  - local: /t.yml\n", "utf-8")
    (tmp_path / "t.yml").write_text(template, "utf-8")
    (tmp_path / ".gitlab").mkdir()
    (tmp_path / ".gitlab" / "t.yml").write_text(template, "utf-8")
    report = tplint.check(str(tmp_path))
    assert (report.findings, report.undecided) == ((), ())


@pytest.mark.parametrize("template", [COMPONENT, PLAIN], ids=["component", "plain"])
def test_gitlabs_schema_takes_it(template: str, tmp_path: Path) -> None:
    # The schema knows no file with a header, so it gets the part below it.
    file = tmp_path / TOP
    file.write_text(template.rpartition("---\n")[2], "utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.gitlab-ci", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.skipif(which("sh") is None or os.name == "nt", reason="there is no shell")
@pytest.mark.parametrize(
    ("inputs", "status"),
    [
        ({}, 1),
        ({"fail-on": "never"}, 0),
        ({"args": "--select=TP503 --quiet", "fail-on": "error"}, 0),
        ({"paths": ".github/workflows/publish.yml pyproject.toml"}, 1),
        ({"paths": "absent"}, 2),
    ],
    ids=str,
)
def test_the_job_lints_and_writes_its_report(inputs: dict[str, str], status: int, tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("tplint")
    if not program.exists():
        pytest.skip("tplint is not installed beside this Python")
    project = tmp_path / "project"
    copytree(CHECKOUT / "fixtures" / "broken", project)
    ((_, job),) = jobs(tmp_path, COMPONENT, **inputs).items()
    install, lint = job["script"][:3], job["script"][3:]
    assert [line for line in install if "tplint " in line] == []
    ran = subprocess.run(
        ["sh", "-e", "-c", "\n".join([f"venv='{program.parents[1]}'", *lint])],
        cwd=project,
        env={**os.environ, **job["variables"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == status, ran.stdout + ran.stderr
    if status != 2:
        entries = json.loads((project / "gl-code-quality-report.json").read_text("utf-8"))
        assert entries
        assert {"description", "check_name", "fingerprint", "severity", "location"} <= entries[0].keys()
        assert all((project / entry["location"]["path"]).is_file() for entry in entries)
