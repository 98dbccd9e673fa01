"""`pypa/gh-action-pypi-publish`: inputs, versions and refs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scenes import Job, action, shown, sign_in, where
from tplint.model import Known
from tplint.uploaders.pypi_publish_action import commit_of_tag_object, is_broken_commit, is_missing_ref
from tplint.uploaders.pypi_publish_releases import RELEASES
from tplint.uploaders.sightings import Sighting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenes import Scenes

NAME = "pypa/gh-action-pypi-publish"
NEWEST = f"{NAME}@release/v1"


def only(scenes: Scenes, uses: str, inputs: Mapping[str, str] | None = None, job: Job | None = None) -> Sighting:
    (found,) = scenes.use(action(uses, **(inputs or {})), job or Job())
    assert isinstance(found, Sighting)
    return found


def test_defaults(scenes: Scenes) -> None:
    found = only(scenes, NEWEST)
    assert (where(found), sign_in(found), shown(found.attestations), shown(found.folder)) == (
        *("pypi", "oidc"),
        True,
        "dist",
    )
    assert found.target == Known(shown(found.target))


def test_the_name_ignores_letter_case(scenes: Scenes) -> None:
    assert len(scenes.use(action("PyPA/gh-action-PyPI-publish@release/v1"))) == 1


@pytest.mark.parametrize(
    ("inputs", "kind"),
    [
        ({}, "oidc"),
        ({"password": ""}, "oidc"),
        ({"user": "__token__"}, "oidc"),
        ({"user": "__token__", "password": ""}, "oidc"),
        ({"password": "${{ secrets.PYPI_TOKEN }}"}, "token"),
        ({"password": "${{ vars.PYPI_TOKEN }}"}, "token"),
        ({"password": "pypi-AgE"}, "token"),
        ({"user": "__token__", "password": "${{ secrets.PYPI_TOKEN }}"}, "token"),
        ({"user": "someone", "password": "${{ secrets.PYPI_PASSWORD }}"}, "password"),
        ({"user": "${{ secrets.USER }}", "password": "${{ secrets.PYPI_PASSWORD }}"}, "token"),
        ({"user": "someone"}, "password"),
        ({"user": ""}, "password"),
        ({"user": "${{ secrets.USER }}"}, "?"),
        ({"password": "${{ steps.mint.outputs.token }}"}, "?"),
        ({"password": "${{ needs.mint.outputs.token }}"}, "?"),
        ({"password": "${{ env.PYPI_TOKEN }}"}, "?"),
        ({"username": "someone"}, "oidc"),
        ({"token": "${{ secrets.PYPI_TOKEN }}"}, "oidc"),
        ({"api-token": "${{ secrets.PYPI_TOKEN }}"}, "oidc"),
        ({"username": "someone", "password": "${{ secrets.PYPI_TOKEN }}"}, "token"),
    ],
)
def test_credential(scenes: Scenes, inputs: dict[str, str], kind: str) -> None:
    assert sign_in(only(scenes, NEWEST, inputs)) == kind


def test_environment_and_earlier_steps_have_no_effect(scenes: Scenes) -> None:
    env = {"TWINE_PASSWORD": "${{ secrets.T }}", "TWINE_REPOSITORY_URL": "https://test.pypi.org/legacy/"}
    job = Job(hosted=False, env=env, steps=(("", "echo x > ~/.pypirc"), action("someone/unheard-of@v1")))
    found = only(scenes, NEWEST, job=job)
    assert (sign_in(found), where(found)) == ("oidc", "pypi")


def test_minted_password(scenes: Scenes) -> None:
    for step in (("mint", "curl https://pypi.org/_/oidc/mint-token"), ("mint", "token=$(python -m id pypi | x)")):
        found = only(scenes, NEWEST, {"password": "${{ steps.mint.outputs.token }}"}, Job(steps=(step,)))
        assert sign_in(found) == "oidc minted"


@pytest.mark.parametrize(
    ("ref", "version", "trusts", "attests"),
    [
        ("release/v1", "release/v1", True, True),
        ("unstable/v1", "unstable/v1", True, True),
        ("master", "master", False, False),
        ("v1.14.2", "1.14.2", True, True),
        ("v1.11.0", "1.11.0", True, True),
        ("v1.10.3", "1.10.3", True, False),
        ("v1.8.14", "1.8.14", True, False),
        ("v1.8.0", "1.8.0", True, False),
        ("v1.7.1", "1.7.1", False, False),
        ("v1.4.2", "1.4.2", False, False),
        ("release/v1.8", "1.8.99", True, False),
        ("release/v1.13", "1.13.99", True, True),
        ("v1", "v1", None, None),
        ("v1.12", "v1.12", None, None),
        ("main", "main", None, None),
        ("ed0c53931b1dc9bd32cbe73a98c7f6766f8a527e", "1.13.0", True, True),
        ("81e9d935c883d0b210363ab89cf05f3894778450", "1.8.14", True, False),
        ("68e62d4871ad9d14a9d55f114e6ac71f0b408ec0", "1.8.14", True, False),
        ("a892a5a61159132606e93a2fa6f4358831b04d26", "1.14.2", True, True),
        ("27b31702a0e7fc50959f5ad993c78deac1bdfc29", "1.4.2", False, False),
        ("0000000000000000000000000000000000000000", None, None, None),
        ("0000000000000000000000000000000000000000 # v1.15.0", None, True, True),
        ("0000000000000000000000000000000000000000 # release/v1", None, True, True),
        ("0000000000000000000000000000000000000000 # v1.4.2", None, None, None),
        ("ed0c539", None, None, None),
    ],
)
def test_refs(scenes: Scenes, ref: str, version: str | None, trusts: bool | None, attests: bool | None) -> None:  # noqa: FBT001 - a row
    found = only(scenes, f"{NAME}@{ref}")
    assert shown(found.uploader.version) == version
    assert shown(found.uploader.can_trusted_publish) is trusts
    assert shown(found.attestations) is attests
    assert sign_in(found) == {True: "oidc", False: "none", None: "?"}[trusts]


@pytest.mark.parametrize(
    ("ref", "missing"),
    [
        *(("v1", True), ("v1.12", True), ("main", True), ("release/v1.8.0", True)),
        *(("release/v1", False), ("release/v1.12", False), ("v1.8.0", False)),
    ],
)
def test_missing_refs(ref: str, *, missing: bool) -> None:
    assert is_missing_ref(ref) is missing


@pytest.mark.parametrize(
    ("ref", "broken"),
    [
        ("ed0c539", True),
        ("dc37677b2e1c63e2034f94d8a5b11f265b73ba3", True),
        ("dc37677b2e1c63e2034f94d8a5b11f265b73ba33", False),
        ("dc37677b2e1c63e2034f94d8a5b11f265b73ba333", True),
        ("ed0c53", False),
        ("20221104", False),
        ("deadbee", False),
        ("v1ed0c539", False),
        ("", False),
    ],
)
def test_commits_of_too_few_or_too_many_digits(ref: str, *, broken: bool) -> None:
    assert is_broken_commit(ref) is broken


def test_tag_objects_without_an_image_have_the_commit_of_their_release() -> None:
    imageless = {ref for ref in RELEASES if commit_of_tag_object(ref)}
    assert {RELEASES[ref] for ref in imageless} == {"1.12.4", "1.13.0", "1.14.0", "1.14.2"}
    assert all(RELEASES[commit_of_tag_object(ref)] == RELEASES[ref] for ref in imageless)
    assert not any(map(commit_of_tag_object, ("v1.14.2", "release/v1", "dc37677b2e1c63e2034f94d8a5b11f265b73ba33", "")))


def test_releases_are_whole_commits_of_versions() -> None:
    assert all(len(commit) == 40 and version[0].isdigit() for commit, version in RELEASES.items())


@pytest.mark.parametrize(
    ("ref", "inputs", "url"),
    [
        ("release/v1", {}, "https://upload.pypi.org/legacy/"),
        ("v1.8.0", {}, "https://pypi.org/legacy/"),
        ("v1.8.1", {}, "https://upload.pypi.org/legacy/"),
        ("release/v1", {"repository-url": "https://test.pypi.org/legacy/"}, "https://test.pypi.org/legacy/"),
        ("release/v1", {"repository_url": "https://test.pypi.org/legacy/"}, "https://test.pypi.org/legacy/"),
        ("release/v1", {"repository-url": "", "repository_url": "https://a.example/"}, "https://a.example/"),
        (
            "release/v1",
            {"repository-url": "https://b.example/", "repository_url": "https://a.example/"},
            "https://b.example/",
        ),
        ("release/v1", {"repository-url": ""}, "https://upload.pypi.org/legacy/"),
        ("v1.5.0", {"repository-url": "https://test.pypi.org/legacy/"}, "https://upload.pypi.org/legacy/"),
        ("release/v1", {"repository-url": "${{ vars.INDEX }}"}, None),
        ("release/v1", {"repository": "testpypi"}, "https://upload.pypi.org/legacy/"),
    ],
)
def test_index(scenes: Scenes, ref: str, inputs: dict[str, str], url: str | None) -> None:
    assert getattr(shown(only(scenes, f"{NAME}@{ref}", inputs).target), "url", None) == url


@pytest.mark.parametrize(
    ("ref", "inputs", "expected"),
    [
        ("release/v1", {"attestations": "false"}, False),
        ("release/v1", {"attestations": "true"}, True),
        ("release/v1", {"attestations": "False"}, True),
        ("release/v1", {"attestations": "${{ inputs.attest }}"}, None),
        ("release/v1", {"password": "${{ secrets.T }}"}, False),
        ("release/v1", {"password": "${{ secrets.T }}", "attestations": "true"}, False),
        ("release/v1", {"password": "${{ env.T }}"}, None),
        ("release/v1", {"repository-url": "https://pypi.example.com/"}, False),
        ("release/v1", {"repository-url": "https://test.pypi.org/legacy/"}, True),
        ("release/v1", {"repository-url": "${{ vars.INDEX }}"}, None),
        ("v1.10.0", {"attestations": "true"}, True),
        ("v1.9.0", {"attestations": "true"}, False),
    ],
)
def test_attestations(scenes: Scenes, ref: str, inputs: dict[str, str], expected: bool | None) -> None:  # noqa: FBT001 - a row
    assert shown(only(scenes, f"{NAME}@{ref}", inputs).attestations) is expected


@pytest.mark.parametrize(
    ("inputs", "folder"),
    [
        ({"packages-dir": "wheels/"}, "wheels"),
        ({"packages_dir": "./python/dist/"}, "python/dist"),
        ({"packages-dir": ""}, "dist"),
        ({"packages-dir": "${{ matrix.package }}/dist"}, None),
        ({"packages-dir": "."}, "."),
    ],
)
def test_folder(scenes: Scenes, inputs: dict[str, str], folder: str | None) -> None:
    assert shown(only(scenes, NEWEST, inputs).folder) == folder


def test_the_image_has_no_defaults(scenes: Scenes) -> None:
    found = only(scenes, "docker://ghcr.io/pypa/gh-action-pypi-publish:release-v1")
    assert (shown(found.uploader.version), sign_in(found), where(found)) == ("release/v1", "?", "?")
    given = only(scenes, "docker://ghcr.io/pypa/gh-action-pypi-publish:v1.13.0", {"user": "__token__"})
    assert sign_in(given) == "oidc"


@pytest.mark.parametrize(
    "uses",
    [
        "pypa/cibuildwheel@v3",
        "hynek/build-and-inspect-python-package@v2",
        "astral-sh/setup-uv@v6",
        "tschm/token-mint-action@v1",
        "actions/upload-artifact@v4",
        "softprops/action-gh-release@v2",
        "JS-DevTools/npm-publish@v3",
        "python-semantic-release/publish-action@v9",
        "python-semantic-release/python-semantic-release@v9.1.0",
        "PyO3/maturin-action@v1",
        "scientific-python/upload-nightly-action@main",
    ],
)
def test_actions_that_upload_nothing_to_an_index(scenes: Scenes, uses: str) -> None:
    assert scenes.use(action(uses)) == []
