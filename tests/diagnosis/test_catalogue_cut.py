"""Logs of which only a part is there: claims without PyPI's answer, a command without what became of it."""

from __future__ import annotations

import json

import pytest

from tplint.diagnosis import logs
from tplint.diagnosis.comparison import diagnose

CLAIMS = """\
* `sub`: `repo:acme/demo:environment:pypi`
* `repository`: `acme/demo`
* `repository_owner`: `acme`
* `repository_owner_id`: `123`
* `workflow_ref`: `acme/demo/.github/workflows/release.yml@refs/tags/v1`
* `job_workflow_ref`: `acme/demo/.github/workflows/release.yml@refs/tags/v1`
* `ref`: `refs/tags/v1`
"""
SOME = "- `repository`: `acme/demo`\n- `repository_owner`: `acme`\n- `workflow_ref`: `release.yml`\n"
DECODED = '{"repository": "acme/demo", "repository_owner": "acme", "workflow_ref": "acme/demo/a.yml"}'
PAYLOAD = "* `invalid-payload`: malformed JWT\n\n"
IMAGE = "ghcr.io/pypa/gh-action-pypi-publish:0123456789abcdef0123456789abcdef01234567"
NOT_THERE = f"Unable to find image '{IMAGE}' locally\n"
FOUND = f"Status: Downloaded newer image for {IMAGE}\n"
REGISTRY = 'docker: Error response from daemon: Get "https://ghcr.io/v2/": {}\n'
REFUSED, DENIED = (
    REGISTRY.format("dial tcp 1.2.3.4:443: connect: connection refused"),
    REGISTRY.format("denied: denied"),
)
POETRY = "Publishing demo (1.0) to PyPI\n - Uploading demo-1.0.tar.gz 100%\n\nHTTP Error 403: {}\n"


@pytest.mark.parametrize(
    ("log", "categories"),
    [
        (CLAIMS, ["publisher-mismatch"]),
        (SOME, ["publisher-mismatch"]),
        (f"{PAYLOAD}{CLAIMS}", ["malformed-exchange"]),
        (DECODED, []),
        ("- repository: acme/demo\n- branch: main\n", []),
        (f"{NOT_THERE}{REFUSED}", ["publish-action-image-unreachable"]),
        (f"{NOT_THERE}{FOUND}{REFUSED}", []),
        (f"{NOT_THERE}{DENIED}", []),
        (REFUSED, []),
        (POETRY.format("Forbidden"), ["tool-does-not-support-oidc"]),
        (POETRY.format("Read-only mode: Uploads are temporarily disabled."), ["uploads-closed"]),
        ("PyPI does not allow trusted publishing from reusable workflows", ["reusable-workflow"]),
        ("PyPI rejects reusable workflows", ["reusable-workflow"]),
        ("npm does not support reusable workflows; PyPI has its own rules", []),
    ],
)
def test_the_cause_that_is_left(log: str, categories: list[str]) -> None:
    assert [found.category for found in diagnose(logs.read([log])).found] == categories


def test_claims_alone_are_those_of_a_mismatch() -> None:
    diagnosis = diagnose(logs.read([CLAIMS]))
    assert diagnosis.is_mismatch
    assert diagnosis.run is not None
    assert diagnosis.run.fields["workflow_filename"] == "release.yml"


def test_claims_of_a_log_in_json_are_read() -> None:
    log = json.dumps([{"message": f"Trusted publishing exchange failure: \nToken request failed\n{CLAIMS}"}])
    diagnosis = diagnose(logs.read([log]))
    assert diagnosis.run is not None
    assert diagnosis.run.fields["workflow_filename"] == "release.yml"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            r"Upload with attestations requested, but\n   dist/a.zip",
            "Upload with attestations requested, but    dist/a.zip",
        ),
        (r"one\r\ntwo", "one two"),
        (r"D:\a\demo\new\name.whl", r"D:\a\demo\new\name.whl"),
        (r"Uploading dist\name.whl", r"Uploading dist\name.whl"),
    ],
)
def test_line_ends_in_json_are_no_paths(line: str, expected: str) -> None:
    assert logs.clean(line) == expected
