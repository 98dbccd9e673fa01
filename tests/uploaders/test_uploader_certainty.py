"""That an upload has no credential is known only where everything before it was read and gives none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scenes import Job, action, shown, sign_in, where

if TYPE_CHECKING:
    from scenes import Scenes


@pytest.mark.parametrize(
    "before",
    [
        "pip install build twine",
        "python -m build",
        'echo "VERSION=1.2" >> "$GITHUB_ENV"',
        "echo version=1 >> $GITHUB_OUTPUT",
        "source .venv/bin/activate",
        "poetry config virtualenvs.create false",
        "make build",
    ],
)
def test_harmless_commands_leave_it_certain(scenes: Scenes, before: str) -> None:
    job = Job(steps=(("", before),))
    assert sign_in(scenes.upload("twine upload dist/*", job)) == "oidc"
    assert sign_in(scenes.upload("uv publish", job)) == "oidc"


@pytest.mark.parametrize(
    "before",
    [
        'echo "$PYPIRC" > ~/.pypirc',
        "cat > ~/.pypirc <<EOF\n[pypi]\nEOF",
        "keyring set https://upload.pypi.org/legacy/ __token__",
        'echo "TWINE_PASSWORD=$T" >> "$GITHUB_ENV"',
        "cat vars >> $GITHUB_ENV",
        "tee -a $GITHUB_ENV < vars",
        "./ci/setup.sh",
        "source ci/env.sh",
        "python scripts/prepare.py",
    ],
)
def test_what_may_set_a_credential_makes_it_unknown(scenes: Scenes, before: str) -> None:
    assert sign_in(scenes.upload("twine upload dist/*", Job(steps=(("", before),)))) == "?"


@pytest.mark.parametrize("before", ["echo x > ~/.pypirc", "./ci/setup.sh", "keyring set a b"])
def test_earlier_commands_of_the_same_script_count(scenes: Scenes, before: str) -> None:
    assert sign_in(scenes.upload(f"{before}\ntwine upload dist/*")) == "?"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("python -m build\n", "oidc"),
        ("echo $X > ~/.pypirc\n", "?"),
        ("echo TWINE_PASSWORD=x >> $GITHUB_ENV\n", "?"),
        ("echo VERSION=x >> $GITHUB_ENV\n", "oidc"),
    ],
)
def test_scripts_of_the_repository_are_opened(scenes: Scenes, text: str, kind: str) -> None:
    job = Job(steps=(("", "./ci/setup.sh"),), files={"ci/setup.sh": text})
    assert sign_in(scenes.upload("twine upload dist/*", job)) == kind


@pytest.mark.parametrize(
    ("uses", "kind"),
    [
        ("actions/checkout@v4", "oidc"),
        ("actions/download-artifact@v4", "oidc"),
        ("astral-sh/setup-uv@v6", "oidc"),
        ("hashicorp/vault-action@v3", "?"),
        ("someone/unheard-of@v1", "?"),
        ("./.github/actions/setup", "?"),
    ],
)
def test_unknown_actions_make_it_unknown(scenes: Scenes, uses: str, kind: str) -> None:
    assert sign_in(scenes.upload("twine upload dist/*", Job(steps=(action(uses),)))) == kind


def test_scripts_of_actions_that_export_variables_make_it_unknown(scenes: Scenes) -> None:
    step = action("actions/github-script@v7", script="core.exportVariable('TWINE_PASSWORD', token)")
    assert sign_in(scenes.upload("twine upload dist/*", Job(steps=(step,)))) == "?"


@pytest.mark.parametrize("job", [Job(hosted=False), Job(unread="an earlier step could not be read")])
def test_own_runners_and_unread_steps_make_it_unknown(scenes: Scenes, job: Job) -> None:
    for command in ("twine upload dist/*", "uv publish", "poetry publish", "flit publish", "pdm publish"):
        assert sign_in(scenes.upload(command, job)) == "?"


@pytest.mark.parametrize(
    "command",
    ["twine upload x", "uv publish", "pdm publish", "poetry publish", "hatch publish", "flit publish", "rye publish"],
)
def test_on_gitlab_settings_may_hold_a_credential(scenes: Scenes, command: str) -> None:
    assert sign_in(scenes.upload(command, Job(platform="gitlab"))) == "?"


def test_on_gitlab_a_blank_variable_may_be_replaced(scenes: Scenes) -> None:
    job = Job(platform="gitlab", env={"TWINE_PASSWORD": ""}, level="job")
    assert sign_in(scenes.upload("twine upload x", job)) == "?"
    assert sign_in(scenes.upload("twine upload -p '' x", Job(platform="gitlab"))) == "empty"


def test_a_carrier_in_sight_is_known_whatever_ran_before(scenes: Scenes) -> None:
    job = Job(hosted=False, steps=(action("someone/unheard-of@v1"),), env={"TWINE_PASSWORD": "${{ secrets.T }}"})
    assert sign_in(scenes.upload("twine upload x", job)) == "token"


@pytest.mark.parametrize("level", ["job", "step"])
def test_variables_of_a_job_may_be_replaced_by_an_earlier_step(scenes: Scenes, level: str) -> None:
    steps = (("", "echo TWINE_REPOSITORY=testpypi >> $GITHUB_ENV"),)
    job = Job(env={"TWINE_REPOSITORY": "pypi"}, steps=steps, level="job" if level == "job" else "step")
    assert where(scenes.upload("twine upload x", job)) == ("?" if level == "job" else "pypi")


MINT = "token=$(curl -X POST https://pypi.org/_/oidc/mint-token -d x)\necho token=$token >> $GITHUB_OUTPUT\n"


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        (("mint", MINT), "oidc minted"),
        (("mint", "echo token=$T >> $GITHUB_OUTPUT"), "?"),
        (("other", MINT), "?"),
    ],
)
def test_outputs_of_a_step_that_mints(scenes: Scenes, step: tuple[str, str], kind: str) -> None:
    command = "twine upload -p ${{ steps.mint.outputs.token }} x"
    assert sign_in(scenes.upload(command, Job(steps=(step,)))) == kind


@pytest.mark.parametrize(
    "script",
    [
        "t=$(python -m id pypi | ./exchange)\ntwine upload -p $t x",
        "r=$(curl https://pypi.org/_/oidc/github/mint-token -d @x)\nt=$(jq -r .token <<< $r)\ntwine upload -p $t x",
        "export TWINE_PASSWORD=$(curl https://pypi.org/_/oidc/mint-token)\ntwine upload x",
        "r=$(curl https://pypi.org/_/oidc/mint-token)\npoetry publish -u __token__ -p $r",
        "r=$(curl https://pypi.org/_/oidc/mint-token)\nUV_PUBLISH_TOKEN=$r uv publish",
    ],
)
def test_tokens_minted_in_the_same_script(scenes: Scenes, script: str) -> None:
    for job in (Job(), Job(platform="gitlab")):
        assert sign_in(scenes.upload(script, job)) == "oidc minted"


def test_minted_through_the_environment(scenes: Scenes) -> None:
    job = Job(steps=(("", "t=$(curl https://pypi.org/_/oidc/mint-token)\necho TWINE_PASSWORD=$t >> $GITHUB_ENV"),))
    assert sign_in(scenes.upload("twine upload x", job)) == "oidc minted"


def test_versions_on_own_runners_are_not_known(scenes: Scenes) -> None:
    assert shown(scenes.upload("twine upload x", Job(hosted=False)).uploader.can_trusted_publish) is None
