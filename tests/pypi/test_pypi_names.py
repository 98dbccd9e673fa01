"""Project names as PyPI compares them, and what they decide at the upload."""

from __future__ import annotations

import pytest

from tplint.pypi import is_stdlib, is_valid, normalize, ultranormalize, upload_error
from tplint.pypi.names import refusal
from tplint.pypi.uploads import CANNOT_CREATE


@pytest.mark.parametrize(
    ("name", "valid"),
    [
        ("a", True),
        ("A.b_c-9", True),
        ("", False),
        ("a-", False),
        (".a", False),
        ("a b", False),
        ("a\n", False),
        ("naïve", False),
        ("\u212aelvin", False),
    ],
)
def test_validity(name: str, valid: bool) -> None:  # noqa: FBT001 - the expected answer
    assert is_valid(name) is valid


@pytest.mark.parametrize(("name", "normal"), [("Foo", "foo"), ("a.-_b", "a-b"), ("a--b.C", "a-b-c")])
def test_normalize(name: str, normal: str) -> None:
    assert normalize(name) == normal


@pytest.mark.parametrize(("one", "other"), [("foo-bar", "foobar"), ("fo0", "FOO"), ("Lily", "1i1y"), ("a_b.c", "ABC")])
def test_look_alikes_are_ultranormal_equals(one: str, other: str) -> None:
    assert ultranormalize(one) == ultranormalize(other)


@pytest.mark.parametrize(
    ("name", "taken"),
    [("venv", True), ("OS_path", True), ("thread", True), ("imp", True), ("pip", False), ("test-utils", False)],
)
def test_names_of_the_standard_library(name: str, taken: bool) -> None:  # noqa: FBT001 - the expected answer
    assert is_stdlib(name) is taken


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("tool-", "invalid"),
        ("test", "stdlib"),
        ("MY.tool", "exists"),
        ("Bad_Name", "prohibited"),
        ("mytoo1", "similar"),
        ("my-other-tool", None),
    ],
)
def test_the_first_reason_is_given(name: str, reason: str | None) -> None:
    assert refusal(name, ["my-tool", "test"], ["bad-name", "my-tool", "test"]) == reason


NOT_COVERED = [
    "OIDC scoped token is not valid for project 'Other-One'",
    "project-scoped token is not valid for project: 'Other-One'",
]


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("My_Tool", None),
        ("nowhere", CANNOT_CREATE),
        (
            "other.one",
            "Invalid API Token: " + ", ".join(NOT_COVERED * 2),
        ),
        (
            "shelved",
            (
                "The given token isn't allowed to upload to project 'shelved'. "
                "See https://test.pypi.org/help/#project-name for more information."
            ),
        ),
    ],
)
def test_uploads_by_name(name: str, error: str | None) -> None:
    covered = ["my-tool", "shelved"]
    assert upload_error(name, covered, projects=["Other-One"], archived=["shelved"], index="testpypi") == error
