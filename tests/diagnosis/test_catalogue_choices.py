"""Messages that share words with another one: which error is meant, which rules are named, and what is quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from failed_logs import action_log
from tplint.diagnosis import logs
from tplint.diagnosis.comparison import diagnose

if TYPE_CHECKING:
    from tplint.diagnosis.comparison import Found

REUSE = "See https://pypi.org/help/#file-name-reuse for more information."
DELETED = f"This filename was previously used by a file that has since been deleted. Use a different version. {REUSE}"
USED = f"This filename has already been used, use a different version. {REUSE}"
THERE = f"File already exists ('a-1.tar.gz', with blake2_256 hash 'ab'). {REUSE}"
WITHOUT = (
    "OpenID Connect token retrieval failed: GitHub: missing or insufficient OIDC token permissions, the "
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN environment variable was unset\n\n"
)
FORK = (
    "The workflow context indicates that this action was called from a\npull request on a fork. GitHub doesn't give "
    "these workflows OIDC permissions,\neven if `id-token: write` is explicitly configured.\n"
)
CONFIGURE = "Make sure that your workflow has `id-token: write` configured at the job level."


def found(log: str) -> tuple[Found, ...]:
    return diagnose(logs.read([log])).found


@pytest.mark.parametrize(
    ("log", "categories"),
    [
        (DELETED, ["filename-used-before"]),
        (f"Caused by: Server says: 400 {DELETED}", ["filename-used-before"]),
        (USED, ["filename-used-before"]),
        (THERE, ["file-already-exists"]),
        (f"400 Bad Request\n{REUSE}", ["file-already-exists"]),
        (f"{DELETED}\n{THERE}", ["file-already-exists", "filename-used-before"]),
        (WITHOUT + FORK, ["fork-pull-request"]),
        (WITHOUT + CONFIGURE, ["missing-id-token"]),
        (f"{WITHOUT}{CONFIGURE}\n" + "next job\n" * 100 + WITHOUT + FORK, ["fork-pull-request", "missing-id-token"]),
        ('E   AssertionError: assert "invalid-publisher" in output', []),
        ("E   assert 'invalid-publisher' == 'valid'", []),
        (f"E   assert 1 == 2\n{action_log({})}", ["publisher-mismatch"]),
        ('{"code":"invalid-publisher"}', ["publisher-mismatch"]),
        ("refused: 'invalid-publisher'", ["publisher-mismatch"]),
    ],
)  # fmt: skip
def test_the_error_that_is_meant_is_named_alone(log: str, categories: list[str]) -> None:
    assert [error.category for error in found(log)] == categories


@pytest.mark.parametrize(
    ("log", "rules"),
    [
        ("Unable to download artifact(s): Artifact not found for name: dist", ("TP525",)),
        ("Unable to find any artifacts for the associated workflow", ("TP525",)),
        (THERE, ("TP527",)),
        (DELETED, ()),
        ("error: No files found to publish", ("TP512", "TP516", "TP525")),
        (
            "could not create workflow dispatch event: HTTP 403: Resource not accessible by integration (https://a/b)",
            ("TP515",),
        ),
        ("could not create the release: HTTP 403: Resource not accessible by integration", ()),
        (f"workflow dispatch event: started\n{'a' * 90}\nHTTP 403: Resource not accessible by integration", ()),
    ],
)
def test_the_rules_that_find_the_cause_are_named(log: str, rules: tuple[str, ...]) -> None:
    assert found(log)[0].rules == rules


@pytest.mark.parametrize(
    ("log", "quote"),
    [
        ("error: invalid value 'dist/*' for '--trusted-publishing <X>'", "invalid value 'dist/*' for "),
        (
            "error: unexpected argument '--index' found\n\nUsage: uv publish [OPTIONS] [FILES]...",
            "unexpected argument '--index' found",
        ),
        ("twine: error: unrecognized arguments: --attestations", "unrecognized arguments: --attestations"),
        ("error: invalid value 'a/**/*.whl' for '--trusted-publishing <X>'", "invalid value 'a/**/*.whl' for "),
        ("* **`invalid-publisher`**: valid token, but **no** corresponding publisher", "token, but no corresponding"),
    ],
)
def test_a_quote_has_the_logs_own_patterns_and_no_emphasis(log: str, quote: str) -> None:
    assert quote in found(log)[0].quote
