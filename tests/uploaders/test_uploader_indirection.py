"""Task runners and scripts: what they run is recognised as if it stood in the CI file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scenes import Job, shown, sign_in, where
from tplint.uploaders.sightings import Suspicion

if TYPE_CHECKING:
    from scenes import Scenes

S = "${{ secrets.T }}"
TOX = """
[testenv]
commands = pytest {posargs}

[testenv:release]
deps =
    build
    twine>=6.1
pass_env =
    GITHUB_ACTIONS
    ACTIONS_*
    TWINE_PASSWORD
set_env =
    TWINE_USERNAME = {env:TWINE_USERNAME:__token__}
commands =
    python -m build
    twine upload --repository {posargs:pypi} "{toxinidir}/dist/*"

[testenv:{docs,lint}]
commands = sphinx-build docs out
"""
EACH = """#!/bin/bash
action=${1:-install}
for package in a b; do
  pushd $package
  if [ "$action" = "install" ]; then
    pip install .
  elif [ "$action" = "publish" ]; then
    flit publish
  fi
  popd
done
"""
MAKEFILE = """
PYTHON ?= python
REPOSITORY := testpypi
.PHONY: build publish

build: clean
\t$(PYTHON) -m build

clean:
\trm -rf dist

publish: build
\t@$(PYTHON) -m twine upload \\
\t    -r $(REPOSITORY) dist/*

release:
\t$(MAKE) publish

test:
\tpytest
"""
JUSTFILE = """
index := "https://test.pypi.org/legacy/"

build:
    uv build

# publishes
release version="patch": build
    @uv publish --publish-url {{index}}
"""
HATCH = (
    '[tool.hatch.envs.release.scripts]\npublish = ["check", "twine upload {args:dist/*}"]\ncheck = "twine check x"\n'
)
PDM = '[tool.pdm.scripts]\nrelease = {composite = ["build", "up"]}\nbuild = "pdm build"\nup.shell = "pdm publish"\n'
POE = '[tool.poe.tasks]\nrelease = ["build", "up"]\nbuild = "python -m build"\nup.cmd = "uv publish"\n'
TEST_URL = "https://test.pypi.org/legacy/"
UP = 'up = "twine upload dist/*"\n'
PDM_UP, RYE_UP, POE_UP = (f"[tool.{name}]\n{UP}" for name in ("pdm.scripts", "rye.scripts", "poe.tasks"))
TASK_UP = f"[tool.taskipy.tasks]\n{UP}"
PIXI = '[feature.release.tasks]\nup = "uv publish"\nrelease = "uv build"\n[feature.docs.tasks]\nlist = "ls"\n'
TWO_UPS = '[feature.a.tasks]\nup = "uv publish"\n[feature.b.tasks]\nup = "ls"\n'
NOX = """
import nox

@nox.session(name="release")
def upload(session: nox.Session) -> None:
    session.install("twine==6.1.0")
    publish(session, "dist")

def publish(session, folder):
    session.run("twine", "upload", "-r", "testpypi", *session.posargs, "dist/*")

@nox.session
def tests(session):
    session.run("pytest")
"""
TASKS = """
@task
def release(c):
    c.run("python -m build")
    c.run("twine upload dist/*")
"""
TASKFILE = """
version: '3'
tasks:
  build: [uv build]
  release:
    deps: [build]
    cmds:
      - task: upload
  upload:
    cmd: uv publish
"""


@pytest.mark.parametrize(
    ("script", "files", "name", "index"),
    [
        ("tox -e release", {"tox.ini": TOX}, "twine", "pypi"),
        ("tox run -e lint,release", {"tox.ini": TOX}, "twine", "pypi"),
        ("python -m tox -e release -- testpypi", {"tox.ini": TOX}, "twine", "testpypi"),
        ("tox -e release", {"setup.cfg": TOX}, "twine", "pypi"),
        ("tox -e release", {"pyproject.toml": f"[tool.tox]\nlegacy_tox_ini = '''{TOX}'''\n"}, "twine", "pypi"),
        ("tox -e up", {"tox.toml": 'env.up.commands = [["twine", "upload", "dist/*"]]\n'}, "twine", "pypi"),
        (
            "tox -e py-up",
            {"tox.ini": "[testenv]\ncommands =\n    up: twine upload x\n    !up: pytest\n"},
            "twine",
            "pypi",
        ),
        ("make publish", {"Makefile": MAKEFILE}, "twine", "testpypi"),
        ("make publish REPOSITORY=pypi", {"Makefile": MAKEFILE}, "twine", "pypi"),
        ("make release", {"Makefile": MAKEFILE}, "twine", "testpypi"),
        ("make -C lib publish", {"lib/Makefile": MAKEFILE}, "twine", "testpypi"),
        ("just release", {"justfile": JUSTFILE}, "uv", "testpypi"),
        ("hatch run release:publish", {"pyproject.toml": HATCH}, "twine", "pypi"),
        ("pdm run release", {"pyproject.toml": PDM}, "pdm", "pypi"),
        ("poe release", {"pyproject.toml": POE}, "uv", "pypi"),
        ("uv run poe release", {"pyproject.toml": POE}, "uv", "pypi"),
        ("hatch run release:publish -r testpypi x", {"pyproject.toml": HATCH}, "twine", "testpypi"),
        ("hatch run up -r testpypi", {"hatch.toml": f"[envs.default.scripts]\n{UP}"}, "twine", "pypi"),
        ("pdm run -p . up -r testpypi", {"pyproject.toml": PDM_UP}, "twine", "testpypi"),
        ("rye run up -r testpypi", {"pyproject.toml": RYE_UP}, "twine", "testpypi"),
        ("poe up -r testpypi", {"pyproject.toml": POE_UP}, "twine", "testpypi"),
        ("task up -r testpypi", {"pyproject.toml": TASK_UP}, "twine", "testpypi"),
        ("pixi run --environment release up", {"pixi.toml": PIXI}, "uv", "pypi"),
        (f"pixi run -e release up --publish-url {TEST_URL}", {"pixi.toml": PIXI}, "uv", "testpypi"),
        ("nox -s release", {"noxfile.py": NOX}, "twine", "testpypi"),
        ("invoke release", {"tasks.py": TASKS}, "twine", "pypi"),
        ("inv release", {"tasks.py": TASKS}, "twine", "pypi"),
        ("task release", {"Taskfile.yml": TASKFILE}, "uv", "pypi"),
        ("task up", {"pyproject.toml": '[tool.taskipy.tasks]\nup = "uv publish"\n'}, "uv", "pypi"),
        ("./scripts/release.sh", {"scripts/release.sh": "#!/bin/sh\nuv publish\n"}, "uv", "pypi"),
        ("bash ci/up.sh", {"ci/up.sh": "twine upload -r testpypi x\n"}, "twine", "testpypi"),
        ("bin/publish-pypi", {"bin/publish-pypi": "make publish", "Makefile": MAKEFILE}, "twine", "testpypi"),
        ("cd python\n./up.sh", {"python/up.sh": "uv publish\n"}, "uv", "pypi"),
        ("bash each.sh publish", {"each.sh": EACH}, "flit", "pypi"),
        ("./each.sh publish", {"each.sh": EACH}, "flit", "pypi"),
        (". ./each.sh publish", {"each.sh": EACH}, "flit", "pypi"),
        (". ./each.sh", {"each.sh": EACH}, "flit", "pypi"),
    ],
)
def test_what_a_target_runs(scenes: Scenes, script: str, files: dict[str, str], name: str, index: str) -> None:
    found = scenes.upload(script, Job(files=files))
    assert (found.uploader.name, where(found)) == (name, index)
    assert found.at.source.path == "ci.yml"
    assert found.at.text in script


@pytest.mark.parametrize(
    ("script", "files"),
    [
        ("tox -e lint", {"tox.ini": TOX}),
        ("tox -e py312", {"tox.ini": TOX}),
        ("tox -e py312", {}),
        ("tox", {"tox.ini": TOX}),
        ("tox -e release --notest", {"tox.ini": TOX}),
        ("make test", {"Makefile": MAKEFILE}),
        ("make test", {}),
        ("make -n publish", {"Makefile": MAKEFILE}),
        ("nox -s tests", {"noxfile.py": NOX}),
        ("nox", {"noxfile.py": NOX}),
        ("just build", {"justfile": JUSTFILE}),
        ("./scripts/release.sh", {"scripts/release.sh": "echo released\n"}),
        ("./configure", {}),
        ("bash each.sh install", {"each.sh": EACH}),
        ("bash each.sh", {"each.sh": EACH}),
        ("python scripts/bump.py", {}),
        ("python scripts/release.py", {"scripts/release.py": "print('released')\n"}),
        ("source .venv/bin/activate", {}),
        ("pixi run -e up list", {"pixi.toml": PIXI}),
        ("pixi run -e release release", {"pixi.toml": PIXI}),
        ("pixi run up", {"pixi.toml": TWO_UPS}),
    ],
)
def test_targets_that_upload_nothing(scenes: Scenes, script: str, files: dict[str, str]) -> None:
    assert scenes.run(script, Job(files=files)) == []


@pytest.mark.parametrize(
    ("script", "files"),
    [
        ("make publish", {}),
        ("make publish", {"Makefile": "test:\n\tpytest\n"}),
        ("tox -e publish", {}),
        ("nox -s release", {}),
        ("nox -s release", {"noxfile.py": "def release(:\n"}),
        ("just release", {}),
        ("task deploy", {}),
        ("poe publish", {}),
        ("bash scripts/publish.sh", {}),
        ("./bin/publish-pypi", {}),
        ("python scripts/release.py", {}),
        ("python tools/build.py", {"tools/build.py": "run(['twine', 'upload'])\n"}),
        ("docker run image make publish", {"Makefile": MAKEFILE}),
        ("pdm run release -r testpypi", {"pyproject.toml": PDM}),
        ("poe release -r testpypi", {"pyproject.toml": POE}),
        ("poe publish now", {"pyproject.toml": '[tool.poe.tasks.publish]\ncmd = "uv publish"\nargs = ["when"]\n'}),
    ],
)
def test_targets_that_may_upload_and_cannot_be_read(scenes: Scenes, script: str, files: dict[str, str]) -> None:
    (found,) = scenes.run(script, Job(files=files))
    assert isinstance(found, Suspicion)
    assert found.at.source.path == "ci.yml"


def test_tox_lets_only_named_variables_through(scenes: Scenes) -> None:
    closed = "[testenv:up]\ncommands = twine upload dist/*\n"
    job = Job(files={"tox.ini": closed}, env={"TWINE_PASSWORD": S})
    found = scenes.upload("tox -e up", job)
    assert sign_in(found) == "none"
    assert shown(found.uploader.can_trusted_publish) is None
    job = Job(files={"tox.ini": closed + "pass_env = TWINE_*\n"}, env={"TWINE_PASSWORD": S})
    assert sign_in(scenes.upload("tox -e up", job)) == "token"


def test_tox_lets_trusted_publishing_through_where_it_says_so(scenes: Scenes) -> None:
    assert sign_in(scenes.upload("tox -e release", Job(files={"tox.ini": TOX}))) == "oidc"


@pytest.mark.parametrize(
    ("deps", "can"), [("twine==5.1.1", False), ("twine>=6.1", True), ("twine>=3", None), ("twine", True)]
)
def test_versions_come_from_what_the_environment_installs(scenes: Scenes, deps: str, can: bool | None) -> None:  # noqa: FBT001 - a row
    job = Job(files={"tox.ini": f"[testenv:up]\ndeps = {deps}\npass_env = *\ncommands = twine upload dist/*\n"})
    assert shown(scenes.upload("tox -e up", job).uploader.can_trusted_publish) is can


def test_nox_installs_before_it_runs(scenes: Scenes) -> None:
    assert shown(scenes.upload("nox -s release", Job(files={"noxfile.py": NOX})).uploader.version) == "6.1.0"


def test_alternatives_in_a_script_leave_the_credential_open(scenes: Scenes) -> None:
    text = 'if [ -n "$TOKEN" ]; then\n  uv publish --token="$TOKEN"\nelse\n  uv publish\nfi\n'
    found = scenes.run("bash bin/publish", Job(files={"bin/publish": text}))
    assert [sign_in(each) for each in found] == ["?", "?"]


def test_environment_of_the_step_reaches_a_script(scenes: Scenes) -> None:
    job = Job(files={"up.sh": "twine upload dist/*\n"}, env={"TWINE_PASSWORD": S})
    assert sign_in(scenes.upload("bash up.sh", job)) == "token"


@pytest.mark.parametrize(
    ("script", "files"),
    [
        ("make publish", {"Makefile": "publish:\n\tmake publish\n"}),
        ("./a.sh", {"a.sh": "./b.sh\n", "b.sh": "./a.sh\n"}),
        ("make publish", {"Makefile": "A = $(A)$(A)\npublish: publish\n\techo $(A)\n"}),
        ("tox -e up", {"tox.ini": "[testenv:up]\ncommands = {[testenv:up]commands} {[testenv:up]commands}\n"}),
        ("poe up", {"pyproject.toml": '[tool.poe.tasks]\nup = ["up", "up"]\n'}),
        ("task up", {"Taskfile.yml": "tasks:\n  up:\n    deps: [up, up]\n    cmds: [{task: up}, {task: up}]\n"}),
    ],
)
def test_targets_that_run_themselves_come_to_an_end(scenes: Scenes, script: str, files: dict[str, str]) -> None:
    assert all(isinstance(each, Suspicion) for each in scenes.run(script, Job(files=files)))
