"""Logs in which an upload did not get through, and those that only look so: which error is meant."""

from __future__ import annotations

import pytest

from tplint.diagnosis import logs
from tplint.diagnosis.comparison import diagnose

UPLOADING = "Uploading distributions to https://upload.pypi.org/legacy/\nUploading a-1-py3-none-any.whl\n"
NOT_ADMITTED = 'Tag "v1" is not allowed to deploy to pypi due to environment protection rules.\n'
REJECTED = "The deployment was rejected or didn't satisfy other protection rules.\n"
ANSWER = (
    "HTTPError: 403 Forbidden from https://upload.pypi.org/legacy/\nInvalid or non-existent authentication information."
)


@pytest.mark.parametrize(
    ("log", "categories"),
    [
        (f"{UPLOADING}ConnectionError: ('Connection aborted.', 'Connection reset by peer')", ["connection-failed"]),
        (f"{UPLOADING}SSLError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", ["connection-failed"]),
        ("Caused by: Http error\nCaused by: https://upload.pypi.org/legacy/: timed out", ["connection-failed"]),
        (f"{UPLOADING}warning: connection reset by peer, trying again\n{ANSWER}", ["invalid-credential"]),
        ("tests/test_proxy.py: ConnectionError: Connection refused", []),
        (f"ok\n{REJECTED}", ["environment-protection"]),
        ("https://upload.pypi.org/legacy/", []),
        ("File is neither a wheel", []),
    ],
)
def test_what_broke_off_is_told_from_what_was_refused(log: str, categories: list[str]) -> None:
    assert [found.category for found in diagnose(logs.read([log])).found] == categories


@pytest.mark.parametrize("log", [NOT_ADMITTED + REJECTED, REJECTED + NOT_ADMITTED])
def test_the_protection_rule_that_is_named_comes_before_that_some_rule_was_not_satisfied(log: str) -> None:
    (found,) = diagnose(logs.read([log])).found
    assert found.title == "GitHub did not start the job: the environment does not admit this branch or tag"
