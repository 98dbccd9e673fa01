"""Errors as people report them, between their own words and in blocks of Markdown: which cause is named."""

from __future__ import annotations

import pytest

from tplint.diagnosis import logs
from tplint.diagnosis.comparison import diagnose

UNKNOWN = "docker: Error response from daemon: manifest unknown"
IMAGE = "ghcr.io/pypa/gh-action-pypi-publish:0123456789abcdef0123456789abcdef01234567"
OTHER = "ghcr.io/me/mine:main"
FORBIDDEN = "HTTPError: 403 Forbidden from https://upload.pypi.org/legacy/"
MISMATCH = "* `invalid-publisher`: valid token, but no corresponding publisher"


def categories(log: str) -> list[str]:
    return [error.category for error in diagnose(logs.read([log])).found]


@pytest.mark.parametrize(
    ("log", "category"),
    [
        (f"Unable to find image '{IMAGE}' locally\n{UNKNOWN}", "publish-action-image-missing"),
        (f"```\n{UNKNOWN}\nUnable to find image '{IMAGE}'\n```", "publish-action-image-missing"),
        (f"> {UNKNOWN}\n> {IMAGE}", "publish-action-image-missing"),
        (f'docker: failed to resolve reference "{IMAGE}": {IMAGE}: not found', "publish-action-image-missing"),
        ("`pypa/gh-action-pypi-publish@0123abc` has no image: `manifest unknown`", "publish-action-image-missing"),
        ("It failed with `manifest unknown`: pypa/gh-action-pypi-publish is pinned", "publish-action-image-missing"),
        (f"Unable to find image '{OTHER}' locally\n{UNKNOWN}", "nested-composite-action"),
        (f"`gh-action-pypi-publish` tried docker run {OTHER} (`manifest unknown`)", "nested-composite-action"),
        (f"docker run {OTHER}: manifest unknown.\n\nUse gh-action-pypi-publish itself", "nested-composite-action"),
        (f"{UNKNOWN}\nWarning: Docker pull failed with exit code 1: {OTHER}", ""),
        (f"Unable to find image '{IMAGE}' locally\nStatus: Downloaded newer image for {IMAGE}\n{UNKNOWN}", ""),
        (f"Download action repository 'pypa/gh-action-pypi-publish@release/v1'\ndocker pull a:1\n{UNKNOWN}", ""),
        (f"pypa/gh-action-pypi-publish\nUnable to find image 'nginx:1' locally\n{UNKNOWN}", ""),
        (UNKNOWN, ""),
    ],
)
def test_images_that_are_not_there(log: str, category: str) -> None:
    assert categories(log) == ([category] if category else [])


def test_the_ref_without_an_image_is_named() -> None:
    (error,) = diagnose(logs.read([f"Unable to find image '{IMAGE}' locally\n{UNKNOWN}"])).found
    assert IMAGE.partition(":")[2] in error.title
    assert error.rules == ("TP502",)


@pytest.mark.parametrize(
    ("log", "category"),
    [
        (f"```\n{FORBIDDEN}\n```\nThe action uploads by itself, and the job had no token.", "invalid-credential"),
        (f"~~~console\n{FORBIDDEN}\n~~~\nThe action uploads by itself.", "invalid-credential"),
        (f"{FORBIDDEN}\nThe day is closed.", "upload-refused"),
        (f"{MISMATCH}\n\nTrusted Publishing does not support **reusable workflows**", "reusable-workflow"),
        (f"{MISMATCH}\n\nTrusted publishers can't support reusable workflows", "reusable-workflow"),
        (f"{MISMATCH}\n\nReusable workflows cannot be used in a trusted publisher", "publisher-mismatch"),
        ("'1+a' is an invalid value for Version. Error: Cannot use PEP 440 local versions.", "local-version"),
        ("Connection to rekor.sigstore.dev timed out", "sigstore-failure"),
        ("the token for twine: not found in the keyring", ""),
        ("No module named build.wheels", ""),
        ("/app/twine-upload.sh: line 35: twine: command not found", ""),
        ("Connection to example.org timed out", ""),
    ],
)
def test_what_stands_around_an_error(log: str, category: str) -> None:
    assert categories(log)[:1] == ([category] if category else [])
