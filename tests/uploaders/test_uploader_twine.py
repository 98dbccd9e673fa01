"""`twine upload`: index, credential, version and attestations, by the order in which twine decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scenes import Job, shown, sign_in, where

if TYPE_CHECKING:
    from scenes import Scenes

SECRET = "${{ secrets.PYPI_TOKEN }}"  # noqa: S105 - an expression, not a secret


@pytest.mark.parametrize(
    "script",
    [
        "twine upload dist/*",
        "twine --no-color upload dist/*",
        "python -m twine upload dist/*",
        "python3.12 -mtwine upload dist/*",
        "uvx twine upload dist/*",
        "uvx --from 'twine>=6.1' twine upload dist/*",
        "uv tool run twine upload dist/*",
        "uv run --with twine twine upload dist/*",
        "uv run python -m twine upload dist/*",
        "pipx run twine==6.1.0 upload dist/*",
        "twine check dist/* && twine upload dist/*",
        "${PREFIX}twine upload dist/*",
        '"${BIN}"/twine upload dist/*',
        "$VENV/bin/twine upload dist/*",
        "$VENV/bin/python -m twine upload dist/*",
        "$PY -m twine upload dist/*",
        '"${PYTHON}" -m twine upload dist/*',
    ],
)
def test_forms_of_the_command(scenes: Scenes, script: str) -> None:
    found = scenes.upload(script)
    assert (found.uploader.name, where(found), sign_in(found), shown(found.folder)) == ("twine", "pypi", "oidc", "dist")


@pytest.mark.parametrize(
    ("words", "index"),
    [
        ("dist/*", "pypi"),
        ("dist/*.whl 'dist/a.tar.gz'", "pypi"),
        ("$OUT/*.whl", "pypi"),
        ("$(ls dist)", "pypi"),
        ('"${FILES[@]}"', "pypi"),
        ("$FILES", "?"),
        ("dist/* --skip-existing", "?"),
        ("'-r testpypi x' a", "?"),
        ("$(cat options)", "?"),
    ],
)
def test_a_loop_through_files_brings_no_options(scenes: Scenes, words: str, index: str) -> None:
    assert where(scenes.upload(f"for each in {words}; do twine upload $each; done")) == index


@pytest.mark.parametrize(
    "script",
    [
        "twine check dist/*",
        "twine register dist/x.whl",
        "twine --version",
        "twine upload --help",
        "echo twine upload dist/*",
        "# twine upload dist/*",
        "pip install twine",
        "$twine upload dist/*",
        "${PREFIX}mytwine upload dist/*",
    ],
)
def test_what_is_no_upload(scenes: Scenes, script: str) -> None:
    assert scenes.run(script) == []


@pytest.mark.parametrize(
    ("arguments", "env", "index"),
    [
        ("", {}, "pypi"),
        ("-r testpypi", {}, "testpypi"),
        ("--repository=pypi", {}, "pypi"),
        ("--repository-url https://test.pypi.org/legacy/", {}, "testpypi"),
        ("--repository-url https://pypi.example.com/", {}, "other"),
        ("--repository-url https://pypi.org/legacy/", {}, "pypi"),
        ("", {"TWINE_REPOSITORY": "testpypi"}, "testpypi"),
        ("", {"TWINE_REPOSITORY_URL": "https://test.pypi.org/legacy/"}, "testpypi"),
        ("", {"TWINE_REPOSITORY_URL": ""}, "pypi"),
        ("-r pypi", {"TWINE_REPOSITORY": "testpypi"}, "pypi"),
        ("-r testpypi", {"TWINE_REPOSITORY_URL": "https://upload.pypi.org/legacy/"}, "pypi"),
        ("-r codeartifact", {}, "?"),
        ("--repository-url ${{ vars.INDEX }}", {}, "?"),
        ("--config-file ci/pypirc", {}, "?"),
        ("${{ inputs.options }}", {}, "?"),
        ("$OPTIONS", {}, "?"),
    ],
)
def test_index(scenes: Scenes, arguments: str, env: dict[str, str], index: str) -> None:
    assert where(scenes.upload(f"twine upload {arguments} dist/*", Job(env=env))) == index


@pytest.mark.parametrize(
    ("arguments", "env", "kind"),
    [
        ("", {}, "oidc"),
        ("", {"TWINE_USERNAME": "__token__"}, "oidc"),
        ("", {"TWINE_USERNAME": ""}, "oidc"),
        ("", {"TWINE_USERNAME": "someone"}, "password"),
        ("", {"TWINE_USERNAME": "${{ secrets.USER }}"}, "?"),
        ("", {"TWINE_PASSWORD": ""}, "empty"),
        ("-p ''", {}, "empty"),
        ("-p ''", {"TWINE_PASSWORD": SECRET}, "empty"),
        ("", {"TWINE_PASSWORD": SECRET}, "token"),
        ("", {"TWINE_PASSWORD": "pypi-abc"}, "token"),
        ("", {"TWINE_PASSWORD": SECRET, "TWINE_USERNAME": "someone"}, "password"),
        ("-u __token__ -p ${{ secrets.T }}", {}, "token"),
        ("--username someone --password=${{ secrets.T }}", {}, "password"),
        ("--pass ${{ secrets.T }}", {}, "token"),
        ("-p${{ vars.T }}", {}, "token"),
        ("-p ${{ inputs.token }}", {}, "?"),
        ("-p ${{ env.TOKEN }}", {}, "?"),
        ("-p ${{ needs.mint.outputs.token }}", {}, "?"),
        ("-p ${{ secrets.GITHUB_TOKEN }}", {}, "?"),
        ("-p ${{ inputs.oidc && '' || secrets.T }}", {}, "?"),
        ('-p "$(cat token)"', {}, "?"),
        ("--repository-url https://u:p@upload.pypi.org/legacy/", {}, "password"),
        ("--repository-url https://upload.pypi.org/legacy", {}, "none"),
        ("--repository-url https://pypi.example.com/simple/", {}, "none"),
        ("--repository-url ${{ vars.INDEX }}", {}, "?"),
        ("-r codeartifact", {}, "?"),
        ("$OPTIONS", {"TWINE_PASSWORD": SECRET}, "?"),
    ],
)
def test_credential(scenes: Scenes, arguments: str, env: dict[str, str], kind: str) -> None:
    assert sign_in(scenes.upload(f"twine upload {arguments} dist/*", Job(env=env))) == kind


def test_secret_and_carrier_are_named(scenes: Scenes) -> None:
    credential = shown(scenes.upload("twine upload dist/*", Job(env={"TWINE_PASSWORD": SECRET})).credential)
    assert (getattr(credential, "carrier", ""), getattr(credential, "secret", "")) == (
        "`TWINE_PASSWORD`",
        "secrets.PYPI_TOKEN",
    )


@pytest.mark.parametrize(
    ("script", "version", "can"),
    [
        ("twine upload x", None, True),
        ("pip install twine\ntwine upload x", None, True),
        ("pip install twine==6.1.0\ntwine upload x", "6.1.0", True),
        ("pip install build 'twine==5.1.1' wheel\ntwine upload x", "5.1.1", False),
        ("pip install 'twine<6'\ntwine upload x", None, False),
        ("pip install 'twine>=5,<6.1'\ntwine upload x", None, False),
        ("pip install 'twine>=5'\ntwine upload x", None, None),
        ("pip install 'twine~=6.0'\ntwine upload x", None, None),
        ("pip install 'twine>=6.1'\ntwine upload x", None, True),
        ("pip install twine==$VERSION\ntwine upload x", None, None),
        ("pip install \\\n  twine==5.1.1\ntwine upload x", "5.1.1", False),
        ("pip install twine==6.1.0\npip install twine==5.1.1\ntwine upload x", "5.1.1", False),
        ("pip install twine-tools==1\ntwine upload x", None, True),
        ("uvx twine@6.0.1 upload x", "6.0.1", False),
        ("uvx twine@6 upload x", None, None),
        ("uvx twine@7 upload x", None, True),
        ("uvx twine@latest upload x", None, True),
        ("pipx run --spec twine==5.1.1 twine upload x", "5.1.1", False),
    ],
)
def test_version(scenes: Scenes, script: str, version: str | None, can: bool | None) -> None:  # noqa: FBT001 - a row
    uploader = scenes.upload(script).uploader
    assert (shown(uploader.version), shown(uploader.can_trusted_publish)) == (version, can)


@pytest.mark.parametrize(
    ("install", "files", "can"),
    [
        ("pip install -r dev.txt", {"dev.txt": "build\ntwine==5.1.1\n"}, False),
        ("pip install -r dev.txt", {"dev.txt": "build\ntwine\n"}, True),
        ("pip install -r dev.txt", {"dev.txt": "build\n"}, True),
        ("pip install -r dev.txt", {}, None),
        ("pip install .[dev]", {"pyproject.toml": '[project.optional-dependencies]\ndev = ["twine<6"]\n'}, False),
        ("uv sync", {"uv.lock": '[[package]]\nname = "twine"\nversion = "6.0.1"\n'}, False),
        ("poetry install", {"poetry.lock": '[[package]]\nname = "twine"\nversion = "6.2.0"\n'}, True),
    ],
)
def test_version_from_files(
    scenes: Scenes,
    install: str,
    files: dict[str, str],
    can: bool | None,  # noqa: FBT001 - a row
) -> None:
    job = Job(steps=(("", install),), files=files)
    assert shown(scenes.upload("twine upload dist/*", job).uploader.can_trusted_publish) is can


def test_old_version_without_credential_cannot_sign_in(scenes: Scenes) -> None:
    assert sign_in(scenes.upload("pip install twine==5.1.1\ntwine upload dist/*")) == "none"


def test_doubtful_version_leaves_the_credential_open(scenes: Scenes) -> None:
    assert sign_in(scenes.upload("pip install 'twine>=5'\ntwine upload dist/*")) == "?"


@pytest.mark.parametrize(
    ("arguments", "expected"), [("", False), ("--attestations", True), ("$OPTIONS", None), ("--attest", True)]
)
def test_attestations(scenes: Scenes, arguments: str, expected: bool | None) -> None:  # noqa: FBT001 - a row
    assert shown(scenes.upload(f"twine upload {arguments} dist/*").attestations) is expected


@pytest.mark.parametrize(
    ("files", "folder"),
    [
        ("dist/*", "dist"),
        ("./dist/*.whl dist/*.tar.gz", None),
        ("dist/*.whl dist/*.tar.gz", "dist"),
        ("packages/core/dist/*", "packages/core/dist"),
        ("*.whl", "."),
        ("'dist/pkg-${{ inputs.version }}*'", "dist"),
        ("${{ inputs.folder }}/*", None),
        ("/meltano/dist/*", None),
    ],
)
def test_folder(scenes: Scenes, files: str, folder: str | None) -> None:
    assert shown(scenes.upload(f"twine upload {files}").folder) == folder


def test_folder_follows_the_working_directory(scenes: Scenes) -> None:
    assert shown(scenes.upload("cd python\ntwine upload dist/*").folder) == "python/dist"
