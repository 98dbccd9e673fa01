"""Task files say more than commands: what they bring into the environment, and the places of what they run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scenes import Job, action, shown, sign_in, surroundings
from tplint.documents.source import position
from tplint.model import Known, Unknown
from tplint.uploaders.hidden import Traces, reason_for_doubt
from tplint.uploaders.sightings import Sighting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenes import Scenes

S = "${{ secrets.T }}"
UP = "publish:\n\tuv publish\n"
LOGIN = "#!/bin/sh\nprintf '[pypi]\\npassword = %s' \"$(vault read pypi)\" > ~/.pypirc\n"
NOX = "import os\nimport nox\n\n@nox.session\ndef publish(session):\n    {}\n    session.run('twine', 'upload', 'x')\n"

TOX = "[testenv:up]\npass_env = *\ncommands_pre = bash l.sh\ncommands = twine upload x\n"
REPEATED = NOX.format("session.install('testpypi')").replace("'x'", "'-r', 'testpypi', 'x'")


@pytest.mark.parametrize(
    ("script", "files"),
    [
        ("make publish", {"Makefile": "export UV_PUBLISH_TOKEN := $(shell pass show pypi)\n" + UP}),
        ("make publish", {"Makefile": "publish: export UV_PUBLISH_TOKEN = $(shell pass show pypi)\n" + UP}),
        ("make publish", {"Makefile": "include .env\nexport\n" + UP}),
        ("make publish", {"Makefile": "-include .env\n" + UP}),
        ("make publish", {"Makefile": "export POETRY_PYPI_TOKEN_PYPI = $(T)\npublish:\n\tpoetry publish\n"}),
        ("make publish", {"Makefile": "login:\n\tbash ci/l.sh\npublish: login\n\ttwine upload x\n", "ci/l.sh": LOGIN}),
        ("make a", {"Makefile": "a:\n\tjust up\nexport UV_PUBLISH_TOKEN := x\n", "justfile": "up:\n  uv publish\n"}),
        ("just publish", {"justfile": "export UV_PUBLISH_TOKEN := `pass show pypi`\npublish:\n  uv publish\n"}),
        ("just publish", {"justfile": "set dotenv-load\npublish:\n  uv publish\n"}),
        ("just publish", {"justfile": "login:\n  bash l.sh\npublish: login\n  twine upload x\n", "l.sh": LOGIN}),
        ("task up", {"Taskfile.yml": "tasks:\n  up:\n    env: {UV_PUBLISH_TOKEN: {sh: x}}\n    cmds: [uv publish]\n"}),
        ("task up", {"Taskfile.yml": "dotenv: ['.env']\ntasks:\n  up: uv publish\n"}),
        ("poe up", {"pyproject.toml": '[tool.poe.tasks.up]\ncmd = "uv publish"\nenv = {UV_PUBLISH_TOKEN = "${T}"}\n'}),
        ("poe up", {"pyproject.toml": '[tool.poe]\nenvfile = ".env"\n[tool.poe.tasks]\nup = "uv publish"\n'}),
        ("pdm run up", {"pyproject.toml": '[tool.pdm.scripts]\nup = {cmd = "twine upload x", env_file = ".env"}\n'}),
        ("pdm run up", {"pyproject.toml": '[tool.pdm.scripts]\n_.env_file = ".env"\nup = "twine upload x"\n'}),
        (
            "hatch run r:up",
            {"hatch.toml": '[envs.r.scripts]\nup = "twine upload x"\n[envs.r.env-vars]\nTWINE_PASSWORD = "{env:T}"\n'},
        ),
        ("pixi run up", {"pixi.toml": '[activation]\nscripts = ["e.sh"]\n[tasks]\nup = "twine upload x"\n'}),
        ("nox -s publish", {"noxfile.py": NOX.format("session.env['TWINE_PASSWORD'] = os.environ['T']")}),
        ("nox -s publish", {"noxfile.py": NOX.format("session.env.update(TWINE_PASSWORD=os.environ['T'])")}),
        ("nox -s publish", {"noxfile.py": NOX.format("session.run('bash', 'ci/l.sh')"), "ci/l.sh": LOGIN}),
        ("nox -s publish", {"noxfile.py": NOX.format("load_dotenv()")}),
        ("inv up", {"tasks.py": "def up(c):\n    os.environ['TWINE_PASSWORD'] = t()\n    c.run('twine upload x')\n"}),
        ("tox -e up", {"tox.ini": TOX, "l.sh": LOGIN}),
    ],
)  # fmt: skip
def test_what_may_bring_a_credential(scenes: Scenes, script: str, files: Mapping[str, str]) -> None:
    assert sign_in(scenes.upload(script, Job(files=files))) == "?"


@pytest.mark.parametrize(
    ("script", "files"),
    [
        ("make publish", {"Makefile": "export UV_CACHE_DIR := .cache\nUV := uv\n" + UP}),
        ("make publish", {"Makefile": "includes = src\n# included\n" + UP}),
        ("just publish", {"justfile": "set shell := ['bash', '-c']\nexport A := 'b'\npublish:\n  uv publish\n"}),
        ("task up", {"Taskfile.yml": "env: {CI: '1'}\ntasks:\n  up: uv publish\n"}),
        ("poe up", {"pyproject.toml": '[tool.hatch.build]\ninclude = ["a"]\n[tool.poe.tasks]\nup = "uv publish"\n'}),
        (
            "poe up",
            {"pyproject.toml": '[project]\ndependencies = ["python-dotenv"]\n[tool.poe.tasks]\nup = "uv publish"\n'},
        ),
        ("nox -s publish", {"noxfile.py": NOX.format("session.env['CI'] = '1'")}),
    ],
)
def test_what_brings_none(scenes: Scenes, script: str, files: Mapping[str, str]) -> None:
    assert sign_in(scenes.upload(script, Job(files=files))) == "oidc"


@pytest.mark.parametrize(("count", "read"), [(10, True), (5000, False)])
def test_tasks_that_nobody_wrote_are_not_read(scenes: Scenes, count: int, read: bool) -> None:  # noqa: FBT001 - a row
    text = "def release(s):\n" + "    s.run('twine', 'check', 'x')\n" * count + "    s.run('twine', 'upload', 'x')\n"
    (found,) = scenes.run("nox -s release", Job(files={"noxfile.py": text}))
    assert isinstance(found, Sighting) is read


def test_a_variable_of_the_job_counts_whatever_a_task_file_names(scenes: Scenes) -> None:
    files = {"Makefile": "check:\n\ttest -n $$UV_PUBLISH_TOKEN\n" + UP}
    assert sign_in(scenes.upload("make publish", Job(env={"UV_PUBLISH_TOKEN": S}, files=files))) == "token"


@pytest.mark.parametrize("given", [S, '"$MINE"'])
def test_variables_on_the_command_line_of_make(scenes: Scenes, given: str) -> None:
    job = Job(env={"MINE": S}, files={"Makefile": UP})
    assert sign_in(scenes.upload(f"make publish UV_PUBLISH_TOKEN={given}", job)) == "token"


@pytest.mark.parametrize(("within", "doubtful"), [("up/action.yml", False), ("up-again/action.yml", True), ("", True)])
def test_an_action_of_the_repository_is_no_stranger_to_its_own_steps(within: str, doubtful: bool) -> None:  # noqa: FBT001 - a row
    around = surroundings(Job(steps=(action("./up"),)))._replace(within=within)
    assert bool(reason_for_doubt(around, Traces((), ()))) is doubtful


MAKEFILE = "INDEX = testpypi\npublish: x\n\tls && \\\n\t  pwd\n\t@-twine upload -r testpypi \\\n\t  dist/*\nx:\n\tls\n"
TASKFILE = "tasks:\n  up:\n    cmds:\n      - |\n        echo {{.A}}\n        twine upload -r testpypi {{.B}}/x\n"


@pytest.mark.parametrize(
    ("script", "path", "text", "line", "column"),
    [
        ("make publish", "Makefile", MAKEFILE, 5, 20),
        ("make publish", "Makefile", MAKEFILE.replace("-r testpypi", "-r $(INDEX)"), 5, 2),
        ("just up", "justfile", "up:\n    # first\n    @twine upload -r testpypi x\n", 3, 22),
        ("task up", "Taskfile.yml", TASKFILE, 6, 25),
        ("poe up", "pyproject.toml", '[tool.poe.tasks]\nup = "twine upload -r testpypi x"\n', 2, 23),
        ("poe up", "pyproject.toml", "[tool.poe.tasks]\nup.shell = '''\nls\ntwine upload -r testpypi x\n'''\n", 4, 17),
        ("hatch run up", "hatch.toml", '[envs.default.scripts]\nup = "twine upload -r testpypi {args:x}"\n', 2, 23),
        ("nox -s publish", "noxfile.py", REPEATED, 7, 43),
        ("inv up", "tasks.py", "@task\ndef up(c):\n    c.run('ls')\n    c.run('twine upload -r testpypi x')\n", 4, 28),
    ],
)  # fmt: skip
def test_places(scenes: Scenes, script: str, path: str, text: str, line: int, column: int) -> None:
    found = scenes.upload(script, Job(files={path: text}))
    assert shown(found.target) is not None
    assert isinstance(found.target, Known)
    (at,) = found.target.at
    assert (at.source.path, *position(at.source, at.start)[:2]) == (path, line, column)


@pytest.mark.parametrize("value", ["{{.PYPI_TOKEN}}", "{{ .PYPI_TOKEN }}"])
def test_a_value_of_a_taskfile_is_named(scenes: Scenes, value: str) -> None:
    text = f"tasks:\n  up:\n    cmds: ['UV_PUBLISH_TOKEN=\"{value}\" uv publish']\n"
    found = scenes.upload("task up", Job(files={"Taskfile.yml": text}))
    assert isinstance(found.credential, Unknown)
    assert "PYPI_TOKEN` is not known" in found.credential.why
