"""The GitHub Action: its steps run here as GitHub would run them, and nothing in it can be abused."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree, which
from typing import TYPE_CHECKING, NamedTuple

import pytest

from peers import ZIZMOR, needs_zizmor
from tplint.documents import yaml
from tplint.documents.nodes import entries, get, items, text
from tplint.documents.source import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tplint.documents.nodes import Node

CHECKOUT = Path(__file__).resolve().parents[2]
ACTION = (CHECKOUT / "action.yml").read_text("utf-8")
ROOT = yaml.parse(Source("action.yml", ACTION)).root
STEPS = list(items(get(get(ROOT, "runs"), "steps")))
SHELL = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c")
WORKFLOWS = sorted((CHECKOUT / ".github" / "workflows").iterdir())
WHERE = [CHECKOUT / "action.yml", *WORKFLOWS]

needs_bash = pytest.mark.skipif(which("bash") is None or os.name == "nt", reason="bash is not installed")


class Run(NamedTuple):
    """What came of running the action."""

    status: int
    log: str
    summary: str
    outputs: Mapping[str, str]


def string(node: Node | None) -> str:
    return text(node) or ""


def step(name: str) -> Node:
    return next(each for each in STEPS if name in {text(get(each, "id")), text(get(each, "name"))})


def run(workspace: Path, *, steps: Mapping[str, str], **given: str) -> Run:
    """Run the action's shell steps; ``steps`` has outputs of those that are left out, ``given`` the inputs."""
    known = {f"inputs.{name}": string(get(entry.value, "default")) for name, entry in entries(get(ROOT, "inputs"))}
    known |= {f"inputs.{name.replace('_', '-')}": value for name, value in given.items()}
    known |= {"steps.python.outputs.python-path": sys.executable, **steps}
    temp = workspace.parent / "temp"
    temp.mkdir(exist_ok=True)
    files = {name: temp / name for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    log, status, done = "", 0, {name.split(".")[1] for name in steps}
    for each in STEPS:
        id_ = string(get(each, "id"))
        if get(each, "run") is None or id_ in done:
            continue
        for file in files.values():
            file.touch()
        environment = {name: expanded(string(entry.value), known) for name, entry in entries(get(each, "env"))}
        ran = subprocess.run(
            [*SHELL, string(get(each, "run"))],
            cwd=workspace / expanded(string(get(each, "working-directory")) or ".", known),
            env={
                **os.environ,
                **{name: str(file) for name, file in files.items()},
                "GITHUB_ACTION_PATH": str(CHECKOUT),
                "RUNNER_TEMP": str(temp),
                **environment,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        log, status = log + ran.stdout, ran.returncode
        said = files["GITHUB_OUTPUT"].read_text("utf-8").splitlines()
        known |= {f"steps.{id_}.outputs.{name}": value for name, _, value in (line.partition("=") for line in said)}
        files["GITHUB_OUTPUT"].unlink()
        if status:
            break
    outputs = {
        name: expanded(string(get(entry.value, "value")), known) for name, entry in entries(get(ROOT, "outputs"))
    }
    return Run(status, log, files["GITHUB_STEP_SUMMARY"].read_text("utf-8"), outputs)


def expanded(value: str, known: Mapping[str, str]) -> str:
    """A value with its expressions replaced, as far as the action has any."""
    return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda found: known.get(found[1], ""), value)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A checkout of a repository with faults, which also has files that a careless action would run."""
    folder = tmp_path / "workspace"
    copytree(CHECKOUT / "fixtures" / "broken", folder)
    for name in ("json", "pip", "venv", "secrets", "tplint"):
        (folder / f"{name}.py").write_text("raise SystemExit('the linted repository was run')\n", "utf-8")
    return folder


@pytest.fixture(scope="session")
def installed() -> Mapping[str, str]:
    """The outputs of the step that installs, with the tplint of this environment."""
    script = Path(sys.executable).with_name("tplint")
    if not script.exists():
        pytest.skip("tplint is not installed beside this Python")
    return {"steps.install.outputs.tplint": str(script)}


@needs_bash
def test_findings_fail_the_job_and_reach_all_readers(workspace: Path, installed: Mapping[str, str]) -> None:
    ran = run(workspace, steps=installed)
    assert ran.status == 1
    assert "missing-id-token" in ran.log
    assert re.search(r"^::error file=\.github/workflows/publish\.yml,.*TP101", ran.log, re.MULTILINE)
    assert len(re.findall("[0-9] errors?, ", re.sub(r"\x1b\[[0-9;]*m", "", ran.log))) == 1
    assert "TP101" in ran.summary
    assert ran.outputs["status"] == "1"
    assert int(ran.outputs["errors"]) > 0
    assert int(ran.outputs["warnings"]) > 0
    sarif = json.loads(Path(ran.outputs["sarif"]).read_text("utf-8"))
    assert len(sarif["runs"][0]["results"]) == sum(int(ran.outputs[name]) for name in ("errors", "warnings", "notes"))


@needs_bash
@pytest.mark.parametrize(
    ("inputs", "status", "errors"),
    [
        ({"fail_on": "never"}, 0, True),
        ({"select": "TP503", "fail_on": "error"}, 0, False),
        ({"select": "TP101"}, 1, True),
        ({"select": "TP101", "ignore": "missing-id-token"}, 0, False),
        ({"paths": ".github/workflows/publish.yml\nsrc\n"}, 1, True),
        ({"annotations": "false", "summary": "false"}, 1, True),
        ({"working_directory": "src", "paths": ".."}, 1, True),
    ],
    ids=str,
)
def test_inputs_say_what_is_linted_and_what_fails(
    inputs: Mapping[str, str], status: int, *, errors: bool, workspace: Path, installed: Mapping[str, str]
) -> None:
    ran = run(workspace, steps=installed, **inputs)
    assert (ran.status, ran.outputs["errors"] != "0") == (status, errors), ran.log
    assert ("::error " in ran.log) is (errors and inputs.get("annotations") != "false")
    assert bool(ran.summary) is (inputs.get("summary") != "false")


@needs_bash
@pytest.mark.parametrize(
    "inputs",
    [
        {"select": "NO"},
        {"config": "absent.toml"},
        {"baseline": "absent.json"},
        {"fail_on": "ever"},
        {"paths": "absent"},
        {"paths": "--fix"},
        {"paths": "$(touch made)"},
        {"select": '"; touch made; "'},
        {"fail_on": "x`touch made`"},
    ],
    ids=str,
)
def test_a_mistake_is_no_pass_and_no_command(
    inputs: Mapping[str, str], workspace: Path, installed: Mapping[str, str]
) -> None:
    ran = run(workspace, steps=installed, **inputs)
    assert (ran.status, ran.outputs["status"], ran.summary) == (2, "2", ""), ran.log
    assert "tplint: error: " in ran.log
    assert not (workspace / "made").exists()


@needs_bash
def test_names_of_files_are_no_commands_to_the_runner(workspace: Path, installed: Mapping[str, str]) -> None:
    name = "::set-output name=errors::0.md"
    (workspace / name).write_bytes(b"\xff PyPI trusted publishing publish.yml")
    guide = "Register a trusted publisher on PyPI: workflow name `other.yml`, environment `pypi`.\n"
    (workspace / "::error::x.md").write_text(f"# Release\n\n{guide}", "utf-8")
    log = run(workspace, steps=installed).log
    (token,) = re.findall(r"^::stop-commands::(\w{32,})$", log, re.MULTILINE)
    _, printed, after = re.split(rf"^::stop-commands::{token}$|^::{token}::$", log, maxsplit=2, flags=re.MULTILINE)
    assert "missing-id-token" in printed
    assert not re.search(r"^\s*::(?!error |warning |notice |debug::)", after, re.MULTILINE)


@needs_bash
@pytest.mark.slow
@pytest.mark.usefixtures("package_index")
def test_it_installs_what_its_own_ref_has(workspace: Path) -> None:
    ran = run(workspace, steps={})
    assert (ran.status, ran.outputs["status"]) == (1, "1"), ran.log
    (environment,) = (workspace.parent / "temp").glob("tplint.??????")
    assert (environment / "pyvenv.cfg").exists()


def test_no_input_becomes_part_of_a_script() -> None:
    assert not [script for each in STEPS if "${{" in (script := string(get(each, "run")))]


def test_every_input_and_output_is_described() -> None:
    for part in ("inputs", "outputs"):
        named = dict(entries(get(ROOT, part)))
        assert named
        assert all(string(get(entry.value, "description")) for entry in named.values())
    used = set(re.findall(r"inputs\.([\w-]+)", ACTION))
    assert used == {name for name, _ in entries(get(ROOT, "inputs"))}


@pytest.mark.parametrize("path", WHERE, ids=lambda path: path.name)
def test_actions_are_pinned_to_a_commit_with_its_version(path: Path) -> None:
    uses = re.findall(r"^ *-? *uses: (?!\./)(.*)$", path.read_text("utf-8"), re.MULTILINE)
    assert [each for each in uses if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each)] == []


def test_every_action_is_pinned_to_one_commit() -> None:
    pins: dict[str, set[str]] = {}
    for path in (*WHERE, CHECKOUT / "README.md"):
        for name, pin in re.findall(r"uses: ([\w/-]+)@([0-9a-f]{40} # \S+)", path.read_text("utf-8")):
            pins.setdefault(name, set()).add(pin)
    assert {name: found for name, found in pins.items() if len(found) > 1} == {}


@pytest.mark.parametrize(("schema", "paths"), [("actions", [CHECKOUT / "action.yml"]), ("workflows", WORKFLOWS)])
def test_the_schema_takes_it(schema: str, paths: list[Path]) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.github-{schema}", *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@needs_zizmor
def test_zizmor_finds_nothing() -> None:
    ran = subprocess.run(
        [ZIZMOR, "--offline", "--no-progress", "--persona=pedantic", *map(str, WHERE)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
