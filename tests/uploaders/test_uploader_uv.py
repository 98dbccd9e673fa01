"""`uv publish`: options, variables, settings, and the three modes of its trusted publishing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scenes import Job, action, shown, sign_in, where

if TYPE_CHECKING:
    from scenes import Scenes
    from tplint.model import Action

TEST = "https://test.pypi.org/legacy/"
INDEXES = {
    "pyproject.toml": '[[tool.uv.index]]\nname = "test"\nurl = "https://test.pypi.org/simple/"\n'
    f'publish-url = "{TEST}"\n[[tool.uv.index]]\nname = "read"\nurl = "https://a.example/"\n'
}


@pytest.mark.parametrize(
    "script",
    [
        "uv publish",
        "uv --quiet publish",
        "python -m uv publish",
        "pipx run uv publish",
        "./uv publish",
        "uvx uv publish",
    ],
)
def test_forms_of_the_command(scenes: Scenes, script: str) -> None:
    found = scenes.upload(script)
    assert (found.uploader.name, where(found), sign_in(found), shown(found.folder)) == ("uv", "pypi", "oidc", "dist")


@pytest.mark.parametrize("script", ["uv publish --dry-run", "uv publish --help", "uv build", "uv pip install x", "uv"])
def test_what_is_no_upload(scenes: Scenes, script: str) -> None:
    assert scenes.run(script) == []


@pytest.mark.parametrize(
    ("arguments", "env", "files", "index"),
    [
        ("", {}, {}, "pypi"),
        (f"--publish-url {TEST}", {}, {}, "testpypi"),
        ("", {"UV_PUBLISH_URL": TEST}, {}, "testpypi"),
        ("", {"UV_PUBLISH_URL": ""}, {}, "?"),
        ("--index test", {}, INDEXES, "testpypi"),
        ("--index read", {}, INDEXES, "?"),
        ("--index other", {}, INDEXES, "?"),
        ("", {"UV_PUBLISH_INDEX": "test"}, INDEXES, "testpypi"),
        ("--index test", {}, {"uv.toml": f'[[index]]\nname = "test"\npublish-url = "{TEST}"\n'}, "testpypi"),
        ("", {}, {"pyproject.toml": f'[tool.uv]\npublish-url = "{TEST}"\n'}, "testpypi"),
        ("", {}, {"uv.toml": 'publish-url = "https://a.example/"\n', **INDEXES}, "other"),
        ("", {}, {"pyproject.toml": "not = [toml"}, "?"),
        ("--publish-url ${{ vars.URL }}", {}, {}, "?"),
        ("$OPTIONS", {}, {}, "?"),
    ],
)
def test_index(scenes: Scenes, arguments: str, env: dict[str, str], files: dict[str, str], index: str) -> None:
    assert where(scenes.upload(f"uv publish {arguments}", Job(env=env, files=files))) == index


@pytest.mark.parametrize(
    ("arguments", "env", "kind"),
    [
        ("", {}, "oidc"),
        ("--trusted-publishing automatic", {}, "oidc"),
        ("--trusted-publishing=always", {}, "oidc"),
        ("--trusted-publishing never", {}, "none"),
        ("--trusted-publishing dist/*", {}, "?"),
        ("", {"UV_PUBLISH_TOKEN": ""}, "empty"),
        ("--trusted-publishing always", {"UV_PUBLISH_TOKEN": ""}, "both"),
        ("--trusted-publishing always", {"UV_PUBLISH_TOKEN": "${{ secrets.T }}"}, "both"),
        ("--trusted-publishing always --username someone", {}, "both"),
        ("--trusted-publishing always --keyring-provider subprocess", {}, "both"),
        ("--trusted-publishing always", {"UV_KEYRING_PROVIDER": "subprocess"}, "both"),
        ("--trusted-publishing always --keyring-provider disabled", {}, "oidc"),
        ("--token ${{ secrets.T }}", {}, "token"),
        ("-t ${{ secrets.T }}", {}, "token"),
        ("--token ${{ secrets.T }} --trusted-publishing never", {}, "token"),
        ("", {"UV_PUBLISH_USERNAME": "", "UV_PUBLISH_PASSWORD": ""}, "empty"),
        ("", {"UV_PUBLISH_PASSWORD": "${{ secrets.T }}", "UV_PUBLISH_USERNAME": "__token__"}, "token"),
        ("-u someone -p ${{ secrets.T }}", {}, "password"),
        ("-u someone", {}, "password"),
        ("-u __token__", {}, "none"),
        ("--token ${{ env.T }}", {}, "?"),
        ("--keyring-provider subprocess", {}, "?"),
        ("--keyring-provider disabled", {}, "oidc"),
        ("--publish-url https://u:p@upload.pypi.org/legacy/", {}, "password"),
        ("--publish-url https://pypi.example.com/", {}, "oidc"),
    ],
)
def test_credential(scenes: Scenes, arguments: str, env: dict[str, str], kind: str) -> None:
    assert sign_in(scenes.upload(f"uv publish {arguments}", Job(env=env))) == kind


NEVER = {"pyproject.toml": '[tool.uv]\ntrusted-publishing = "never"\n'}
ALWAYS = {"pyproject.toml": '[tool.uv]\ntrusted-publishing = "always"\n'}


@pytest.mark.parametrize(
    ("script", "files", "kind"),
    [
        ("uv publish", NEVER, "none"),
        ("uv publish", ALWAYS, "oidc"),
        ("uv publish --token ${{ secrets.T }}", ALWAYS, "both"),
        ("uv publish --trusted-publishing always", NEVER, "oidc"),
        ("uv publish --no-config", NEVER, "oidc"),
        ("pip install uv==0.13.0\nuv publish --trusted-publishing always", NEVER, "oidc"),
        ("pip install uv==0.12.5\nuv publish --trusted-publishing always", NEVER, "none"),
        ("pip install 'uv>=0.8'\nuv publish --trusted-publishing always", NEVER, "?"),
        ("pip install 'uv>=0.8'\nuv publish --trusted-publishing always", ALWAYS, "oidc"),
    ],
)
def test_settings_and_command_line(scenes: Scenes, script: str, files: dict[str, str], kind: str) -> None:
    assert sign_in(scenes.upload(script, Job(files=files))) == kind


@pytest.mark.parametrize(
    ("script", "github", "gitlab"),
    [
        ("pip install uv==0.4.15\nuv publish", False, False),
        ("pip install uv==0.4.16\nuv publish", True, False),
        ("pip install uv==0.8.17\nuv publish", True, False),
        ("pip install uv==0.8.18\nuv publish", True, True),
        ("pip install 'uv>=0.5'\nuv publish", True, None),
        ("curl -LsSf https://astral.sh/uv/0.4.10/install.sh | sh\nuv publish", False, False),
        ("uvx uv@0.4.10 publish", False, False),
        ("uv publish", True, True),
    ],
)
def test_first_versions(scenes: Scenes, script: str, github: bool | None, gitlab: bool | None) -> None:  # noqa: FBT001 - a row
    first, _, rest = script.partition("\n")
    steps = (("", first),) if rest else ()
    for job, expected in ((Job(steps=steps), github), (Job(platform="gitlab", steps=steps), gitlab)):
        assert shown(scenes.upload(rest or first, job).uploader.can_trusted_publish) is expected


def test_the_installer_in_the_same_script(scenes: Scenes) -> None:
    found = scenes.upload("curl -LsSf https://astral.sh/uv/0.8.10/install.sh | sh\nuv publish", Job(platform="gitlab"))
    assert shown(found.uploader.version) == "0.8.10"


@pytest.mark.parametrize(
    ("inputs", "files", "version", "can"),
    [
        ({}, {}, None, True),
        ({"version": "latest"}, {}, None, True),
        ({"version": "0.4.10"}, {}, "0.4.10", False),
        ({"version": "0.4.x"}, {}, None, None),
        ({"version": "0.5"}, {}, None, True),
        ({"version": ">=0.4.0"}, {}, None, None),
        ({"version": "${{ env.UV }}"}, {}, None, None),
        ({}, {"pyproject.toml": '[tool.uv]\nrequired-version = "==0.4.10"\n'}, "0.4.10", False),
        ({"version-file": "uv.toml"}, {}, None, None),
    ],
)
def test_version_of_setup_uv(
    scenes: Scenes,
    inputs: dict[str, str],
    files: dict[str, str],
    version: str | None,
    can: bool | None,  # noqa: FBT001 - a row
) -> None:
    job = Job(steps=(action("astral-sh/setup-uv@v6", **inputs),), files=files)
    uploader = scenes.upload("uv publish", job).uploader
    assert (shown(uploader.version), shown(uploader.can_trusted_publish)) == (version, can)


def test_forced_trusted_publishing_is_known_on_gitlab(scenes: Scenes) -> None:
    job = Job(platform="gitlab", hosted=False)
    assert sign_in(scenes.upload("uv publish --trusted-publishing always", job)) == "oidc"


@pytest.mark.parametrize(
    ("script", "steps", "expected"),
    [
        ("uv publish", (), False),
        ("uv publish", (action("astral-sh/attest-action@v0"),), True),
        ("uv publish --no-attestations", (action("astral-sh/attest-action@v0"),), False),
        ("uv publish", (("", "pypi-attestations sign dist/*"),), True),
        ("python -m pypi_attestations sign dist/*\nuv publish", (), True),
        ("pip install uv==0.9.11\nuv publish", (action("astral-sh/attest-action@v0"),), False),
    ],
)
def test_attestations(scenes: Scenes, script: str, steps: tuple[Action | tuple[str, str], ...], expected: bool) -> None:  # noqa: FBT001 - a row
    job = Job(steps=steps)
    assert shown(scenes.upload(script, job).attestations) is expected


@pytest.mark.parametrize(
    ("script", "folder"),
    [
        ("uv publish libs/core/dist/*", "libs/core/dist"),
        ("uv --directory libs/core publish", "libs/core/dist"),
        ("cd libs/core && uv publish", "libs/core/dist"),
        ("uv publish wheels-*/*", None),
        ("uv publish ${{ inputs.folder }}/*", None),
    ],
)
def test_folder(scenes: Scenes, script: str, folder: str | None) -> None:
    assert shown(scenes.upload(script).folder) == folder
