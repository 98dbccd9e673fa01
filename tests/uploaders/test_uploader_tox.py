"""tox: what its settings let through, wherever they stand, and where the commands of an environment are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scenes import Job, shown, sign_in
from tplint.documents.source import position
from tplint.model import Known
from tplint.uploaders.sightings import Suspicion

if TYPE_CHECKING:
    from scenes import Scenes

S = "${{ secrets.T }}"
UP = "commands = twine upload dist/*\n"


@pytest.mark.parametrize(
    ("settings", "kind"),
    [
        ("[testenv:up]\npass_env = TWINE_PASSWORD\n" + UP, "token"),
        ("[testenv:up]\npass_env = CI\n" + UP, "none"),
        ("[testenv:up]\npassenv = twine_*\n" + UP, "token"),
        (
            "[testenv]\npass_env =\n    TWINE_*\n[testenv:up]\npass_env =\n    {[testenv]pass_env}\n    CI\n" + UP,
            "token",
        ),
        ("[testenv]\npassenv = TWINE_*\n[testenv:up]\npass_env = {[testenv]pass_env}\n" + UP, "token"),
        ("[testenv]\npass_env = TWINE_*\n[testenv:up]\npassenv = CI\n" + UP, "none"),
        ("[share]\npass_env = TWINE_*\n[testenv:up]\npass_env = {[share]pass_env}\n" + UP, "token"),
        ("[share]\npass_env = CI\n[testenv:up]\npass_env = {[share]pass_env}\n" + UP, "none"),
        ("[testenv:share]\npass_env = TWINE_*\n[testenv:up]\nbase = testenv:share\n" + UP, "token"),
        ("[testenv]\npass_env = TWINE_*\n[testenv:share]\nx = 1\n[testenv:up]\nbase = testenv:share\n" + UP, "none"),
        ("[share]\nenv =\n    TWINE_PASSWORD = {env:MINE}\n[testenv:up]\nset_env = {[share]env}\n" + UP, "token"),
        ("[share]\ndo =\n    pip list\n    twine upload x\n[testenv:up]\ncommands =\n    {[share]do}\n", "none"),
        ("[testenv:up]\npass_env: TWINE_*\ncommands:\n    !fast: twine upload x\n", "token"),
        ("[testenv]\ncommands =\n    {down,up}: twine upload x\n", "none"),
        ("[testenv]\ncommands =\n" + "    other: pip list\n" * 2_000 + "    up,down: twine upload x\n", "none"),
        ("[testenv:{down,up}{,-fast}]\n" + UP, "none"),
    ],
)
def test_settings_of_other_sections(scenes: Scenes, settings: str, kind: str) -> None:
    job = Job(env={"TWINE_PASSWORD": S, "MINE": S}, files={"tox.ini": settings})
    assert sign_in(scenes.upload("tox -e up", job)) == kind


@pytest.mark.parametrize("condition", ["down-{up,other}", "up-down,other", "!up", "{up,other}-!up"])
def test_lines_of_other_environments(scenes: Scenes, condition: str) -> None:
    settings = f"[testenv]\ncommands =\n    up: pip list\n    {condition}: twine upload x\n"
    assert not scenes.run("tox -e up", Job(files={"tox.ini": settings}))


@pytest.mark.parametrize(
    ("settings", "kind"),
    [
        ('pass_env = [{ replace = "ref", of = ["env_run_base", "pass_env"], extend = true }]', "token"),
        ('pass_env = [{ replace = "ref", env = "other", key = "pass_env" }]', "none"),
        ('pass_env = ["CI"]', "none"),
        ('set_env = { TWINE_PASSWORD = { replace = "env", name = "MINE" } }', "?"),
    ],
)
def test_settings_in_toml(scenes: Scenes, settings: str, kind: str) -> None:
    text = (
        f'[env_run_base]\npass_env = ["TWINE_*"]\n[env.other]\npass_env = ["CI"]\n[env.up]\n{settings}\n'
        'commands = [["twine", "upload", "dist/*"]]\n'
    )
    job = Job(env={"TWINE_PASSWORD": S}, files={"tox.toml": text})
    assert sign_in(scenes.upload("tox -e up", job)) == kind


@pytest.mark.parametrize(
    ("script", "files"),
    [
        ("tox -e release -x testenv:release.pass_env+=TWINE_PASSWORD", {}),
        ("TOX_OVERRIDE=testenv:release.pass_env=A tox -e release", {}),
        ("TOX_OVERRIDE='testenv.pass_env+=A;testenv.set_env+=B=c' tox -e release", {}),
        ('TOX_OVERRIDE="$MINE" tox -e release', {}),
        ("tox --root lib -e release", {}),
        ('tox -c "$CONF" -e release', {}),
        ("tox -e release", {"tox.ini": "[testenv:release]\npass_env = {[gone]pass_env}\n" + UP}),
        ("tox -e release", {"tox.ini": "[testenv:release]\nset_env = file|.env\n" + UP}),
        (
            "tox -e release",
            {"tox.toml": 'env.release.pass_env = [{ replace = "env", name = "X" }]\nenv.release.commands = [["x"]]\n'},
        ),
        (
            "tox -e release",
            {"tox.toml": 'env.release.base = ["mine"]\nenv.release.commands = [["twine", "upload", "dist/*"]]\n'},
        ),
        ("tox -e release", {"tox.ini": "[testenv:release]\ncommands =\n" + "    twine upload x\n" * 600}),
    ],
)
def test_settings_that_are_not_known(scenes: Scenes, script: str, files: dict[str, str]) -> None:
    (found,) = scenes.run(script, Job(files={**({} if files else {"tox.ini": "[testenv:release]\n" + UP}), **files}))
    assert isinstance(found, Suspicion)


@pytest.mark.parametrize(
    ("override", "passed", "kind"),
    [
        ("testenv.pass_env+=GITHUB_*,FORCE_COLOR", "TWINE_*", "token"),
        ("testenv.pass_env+=GITHUB_*,FORCE_COLOR", "CI", "none"),
        ("testenv:up.pass_env+=TWINE_PASSWORD", "CI", "?"),
        ("a.pass_env+=CI;b.passenv+=T*", "CI", "?"),
    ],
)
def test_what_is_passed_besides(scenes: Scenes, override: str, passed: str, kind: str) -> None:
    env = {"TWINE_PASSWORD": S, "TOX_OVERRIDE": override}
    job = Job(env=env, files={"tox.ini": f"[testenv:up]\npass_env = {passed}\n" + UP})
    assert sign_in(scenes.upload("tox -e up", job)) == kind


@pytest.mark.parametrize("given", ["ci/tox.ini", "ci"])
def test_another_configuration_is_named(scenes: Scenes, given: str) -> None:
    files = {"tox.ini": "[testenv:up]\n" + UP, "ci/tox.ini": "[testenv:up]\npass_env = TWINE_*\n" + UP}
    found = scenes.upload(f"tox -c {given} -e up", Job(env={"TWINE_PASSWORD": S}, files=files))
    assert sign_in(found) == "token"
    assert shown(found.folder) == "ci/dist"


@pytest.mark.parametrize(
    ("settings", "path", "line", "column"),
    [
        ("[testenv:a]\ncommands = twine upload -r testpypi x\n[testenv:up]\ncommands = twine upload -r testpypi x\n",
         "tox.ini", 4, 28),
        ("[testenv:up]\ncommands =\n    pip list\n    twine upload \\\n      -r testpypi x\n", "tox.ini", 5, 10),
        ("[x]\nup = twine upload -r testpypi x\n[testenv:up]\ncommands = {[x]up}\n", "tox.ini", 2, 22),
        ('[env.up]\ncommands = [\n  ["twine", "upload", "-r", "testpypi", "x"],\n]\n', "tox.toml", 3, 30),
    ],
)  # fmt: skip
def test_places(scenes: Scenes, settings: str, path: str, line: int, column: int) -> None:
    found = scenes.upload("tox -e up", Job(files={path: settings}))
    assert isinstance(found.target, Known)
    (at,) = found.target.at
    assert (at.source.path, *position(at.source, at.start)[:2]) == (path, line, column)
