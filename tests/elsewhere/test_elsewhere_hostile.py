"""Files of other CI systems that are made to hurt, or are no configuration at all, end soon and without a finding."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from systems import ALL, FILES, findings, repository, running

from limits import within
from tplint.documents.nodes import Document
from tplint.documents.source import Source
from tplint.load import Files
from tplint.platforms.activestate import builds
from tplint.platforms.elsewhere import jenkins
from tplint.platforms.elsewhere.read import read

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 20
WORDS = "# twine upload\n"
DOUBLING = "x: &a0 {k: v}\n" + "".join(f"x{i}: &a{i} {{<<: [*a{i - 1}, *a{i - 1}]}}\n" for i in range(1, 60))
TEXTS = [
    "just: text",
    "text",
    "- a\n- [b]",
    "42",
    "{}",
    "[]",
    "jobs: [a, {b: c}]\nsteps: {a: b}\npipelines: [a]\nscript: {a: b}\ndeploy: 1\nenv: [[a]]\nstages: x\n",
    "jobs: {a: b, c: [d], e: {steps: f}}\nsteps: [1, [2], {run: [3]}, {task: [4]}, {bash: {a: b}}]\n",
    "pipelines: {default: {step: x}, tags: [a], branches: {b: {step: {script: {c: d}}}}}\ndeploy: [{provider: [a]}]\n",
    "? [a]\n: {b: c}\nsteps: [{args: {a: b}, entrypoint: [x], env: {A: [b]}, secretEnv: {c: d}}]\n",
    f"{DOUBLING}jobs: {{a: {{<<: *a59, steps: [run: pytest]}}}}",
    "commands: {a: {steps: [b]}, b: {steps: [a, a]}}\njobs: {x: {steps: [a]}}",
    "steps: " + "[" * 90 + "]" * 90,
    "jobs:\n" + "".join(f"  j{i}: {{steps: [run: twine check x]}}\n" for i in range(3_000)),
    "steps:\n" + "  - {command: twine check x, script: twine check x, name: python}\n" * 3_000,
    "script:\n" + "  - twine check x\n" * 9_000,
    "x: " + "a" * 1_000_000,
    "stage('x') { " + "sh '" * 50_000,
    "/*" * 100_000,
    "'\\'" * 80_000,
    "sh " * 90_000,
    "pypi_publisher(" * 15_000,
]  # fmt: skip


@pytest.mark.parametrize("system", [*ALL, "activestate"])
@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_nothing_hangs_and_nothing_is_found(tmp_path: Path, system: str, number: int) -> None:
    path = "buildscript.as" if system == "activestate" else FILES[system][0]
    with within(SECONDS):
        found = findings(tmp_path, {path: WORDS + TEXTS[number]})
    assert [finding for finding in found if not finding.startswith("TP001 warning")] == []


@pytest.mark.parametrize("system", ALL)
def test_a_file_beyond_the_limit_is_left_alone(tmp_path: Path, system: str) -> None:
    files = running(system, "twine upload -p $T dist/*")
    ((path, text),) = files.items()
    comment = "//" if system == "jenkins" else "#"
    assert repository(tmp_path, {path: f"{text}{comment} {'x' * 400_000}\n"}).uploads == ()


@given(st.text(alphabet="sh bat()'\"\\\n/*$%{}:script", max_size=200))
def test_any_text_is_read_as_a_jenkinsfile(text: str) -> None:
    source = Source("Jenkinsfile", text)
    for job in jenkins.jobs(Document(source, ())):
        assert 0 <= job.at.start <= job.at.end <= len(text)


@given(st.text(alphabet="pypi_publisher(=\"',) \n#", max_size=200))
def test_any_text_is_read_as_a_build_script(text: str) -> None:
    source = Source("buildscript.as", text)
    for job in builds.jobs(Document(source, ())):
        assert job.at.text == "pypi_publisher"


KEYS = st.sampled_from(
    [
        "jobs",
        "steps",
        "run",
        "command",
        "commands",
        "env",
        "environment",
        "executor",
        "when",
        "pipelines",
        "default",
        "step",
        "script",
        "pipe",
        "variables",
        "parallel",
        "stages",
        "deployment",
        "strategy",
        "runOnce",
        "deploy",
        "pool",
        "task",
        "inputs",
        "group",
        "label",
        "plugins",
        "provider",
        "user",
        "password",
        "server",
        "matrix",
        "include",
        "global",
        "deploy_script",
        "ps",
        "cmd",
        "entrypoint",
        "args",
        "secretEnv",
        "options",
        "serviceAccount",
        "<<",
    ]
)
TREES = st.recursive(
    st.sampled_from(["twine upload -p $T dist/*", "uv publish", "pypi", "", "~", "bash", "-c", "a/b", "${{ if x }}"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=30,
)


@given(TREES, st.sampled_from(sorted(set(ALL) - {"jenkins"})))
def test_any_tree_is_read(tree: object, system: str) -> None:
    path, _ = FILES[system]
    files = Files("")
    files._sources[path] = Source(path, f"# twine\n{json.dumps(tree)}")  # noqa: SLF001 - in the place of a file
    found = read(files, path)
    assert found is not None
    assert all(upload.platform == system for upload in found.uploads)
