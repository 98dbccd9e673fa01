"""publib, the uploader of jsii libraries: when it signs in by trusted publishing, and what it uploads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scenes import Job, shown, sign_in, where

if TYPE_CHECKING:
    from scenes import Scenes

S = "${{ secrets.T }}"
NPX = "npx -p publib@latest publib-pypi"
ON = {"PYPI_TRUSTED_PUBLISHER": "true"}
STORED = {"TWINE_USERNAME": "__token__", "TWINE_PASSWORD": S}


@pytest.mark.parametrize(
    ("script", "env", "index", "kind", "folder"),
    [
        (NPX, ON, "pypi", "oidc", "dist/python"),
        (NPX, {"PYPI_TRUSTED_PUBLISHER": "1"}, "pypi", "oidc", "dist/python"),
        (NPX, {**ON, **STORED}, "pypi", "oidc", "dist/python"),
        (NPX, {**STORED, "PYPI_TRUSTED_PUBLISHER": "false"}, "pypi", "token", "dist/python"),
        (NPX, {**STORED, "PYPI_TRUSTED_PUBLISHER": ""}, "pypi", "token", "dist/python"),
        (NPX, {"PYPI_TRUSTED_PUBLISHER": "${{ vars.OIDC }}"}, "pypi", "?", "dist/python"),
        (NPX, STORED, "pypi", "token", "dist/python"),
        (NPX, {**STORED, "TWINE_USERNAME": "someone"}, "pypi", "password", "dist/python"),
        (NPX, {"TWINE_PASSWORD": S}, "pypi", "none", "dist/python"),
        (NPX, {}, "pypi", "none", "dist/python"),
        (NPX, {**ON, "TWINE_REPOSITORY": "testpypi"}, "testpypi", "oidc", "dist/python"),
        (NPX, {**ON, "TWINE_REPOSITORY": "company"}, "?", "oidc", "dist/python"),
        (NPX, {**STORED, "TWINE_REPOSITORY_URL": "https://a.example/"}, "other", "token", "dist/python"),
        ("npx '-p' 'publib@latest' 'publib-pypi'", ON, "pypi", "oidc", "dist/python"),
        ("npx --yes publib-pypi out", ON, "pypi", "oidc", "out"),
        ("publib-pypi lib/dist", ON, "pypi", "oidc", "lib/dist"),
        ('publib-pypi "$OUT"', ON, "pypi", "oidc", None),
        ("PYPI_TRUSTED_PUBLISHER=1 publib-pypi ./out/", {}, "pypi", "oidc", "out"),
    ],
)
def test_what_it_presents_and_sends(
    scenes: Scenes, script: str, env: dict[str, str], index: str, kind: str, folder: str | None
) -> None:
    found = scenes.upload(script, Job(env=env))
    assert (found.uploader.name, where(found), sign_in(found), shown(found.folder)) == ("publib", index, kind, folder)


@pytest.mark.parametrize(
    ("env", "attests"),
    [(ON, True), ({**ON, "PYPI_DISABLE_ATTESTATIONS": "1"}, False), (STORED, False), ({**ON, **STORED}, True)],
)
def test_it_attests_what_it_uploads_by_trusted_publishing(
    scenes: Scenes, env: dict[str, str], *, attests: bool
) -> None:
    assert shown(scenes.upload(NPX, Job(env=env)).attestations) is attests


@pytest.mark.parametrize(
    ("script", "env"),
    [
        (NPX, {**ON, "PUBLIB_DRYRUN": "true"}),
        ("npx -p publib@latest publib-npm", ON),
        ("npx projen package:python", ON),
        ("npx -p publib-pypi something", ON),
        ("npx", ON),
        ("publib-pypi --help", ON),
    ],
)
def test_what_uploads_nothing(scenes: Scenes, script: str, env: dict[str, str]) -> None:
    assert scenes.run(script, Job(env=env)) == []


def test_a_dry_run_that_is_an_input_may_upload(scenes: Scenes) -> None:
    assert sign_in(scenes.upload(NPX, Job(env={**ON, "PUBLIB_DRYRUN": "${{ inputs.dry_run }}"}))) == "oidc"


@pytest.mark.parametrize(("env", "why"), [({}, "`PYPI_TRUSTED_PUBLISHER` is not set"), (ON, None)])
def test_without_its_variable_it_is_kept_from_trusted_publishing(
    scenes: Scenes, env: dict[str, str], why: str | None
) -> None:
    hindered = scenes.upload(NPX, Job(env=env)).uploader.hindered
    assert (hindered.why if hindered else None) == why


def test_settings_may_ask_for_trusted_publishing(scenes: Scenes) -> None:
    found = scenes.upload("publib-pypi", Job(platform="gitlab"))
    assert (sign_in(found), shown(found.uploader.can_trusted_publish)) == ("?", None)
