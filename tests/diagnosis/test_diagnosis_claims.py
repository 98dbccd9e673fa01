"""Logs of every shape → the claims of the decisive error, and what they say of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from failed_logs import CLAIMS, MISS, action_log
from limits import within
from tplint.diagnosis import claims_shown, logs, presented
from tplint.diagnosis.comparison import diagnose

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def read_claims(text: str) -> dict[str, str | None]:
    lines = "\n".join(map(logs.clean, text.splitlines()))
    return claims_shown.nearest(claims_shown.shown(lines), 0)


def timed(text: str) -> str:
    return "".join(f"2025-09-23T10:11:12.1234567Z {line}\n" for line in text.splitlines())


# --- reading the log ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        str,
        timed,
        lambda text: "".join(f"publish\tUpload\t{line}\n" for line in timed(text).splitlines()),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "".join(f"\x1b[36;1m{line}\x1b[0m\n" for line in text.splitlines()),
        lambda text: "".join(f"> {line}\n" for line in text.splitlines()),
        lambda text: text.replace("`1234`", "`[12](https://github.com/octo/pkg/issues/12)34`"),
        lambda text: text.replace("`octo/pkg`", "[`octo/pkg`](https://github.com/octo/pkg)"),
        lambda text: text.replace("refs/tags/v1`", "refs/\n2025-09-23T10:11:12.1234567Z tags/v1`"),
        lambda text: text.replace("\n", "%0A").replace("Error: ", "::error::"),
        lambda text: text.replace("`", "'").replace("* ", "- "),
        lambda text: text.replace("`", "").replace("* ", "  "),
        lambda text: text.replace("`", "&quot;"),
        lambda text: f"Run actions/checkout@v4\n  with:\n    repository: octo/pkg\n    ref: refs/tags/v0\n{text}",
    ],
    ids=[
        "as it is", "times", "gh run view", "crlf", "colours", "quoted", "link in a number", "link", "cut by a time",
        "encoded command", "single quotes", "bare", "entities", "checkout before",
    ],
)  # fmt: skip
def test_claims_are_read_in_every_disguise(change: Callable[[str], str]) -> None:
    found = diagnose(logs.read([change(action_log(CLAIMS))]))
    assert found.found[0].category == "publisher-mismatch"
    assert found.run is not None
    assert dict(found.run.claims) == CLAIMS


UV_GITHUB = """\
error: Failed to obtain token for trusted publishing
  Caused by: Server returned error code 422 Unprocessable Entity, is trusted publishing correctly configured?
Response: {"errors":[{"code":"invalid-publisher","description":"%s"}],"message":"Token request failed"}

Token claims, which must match the publisher configuration: GitHub(
    GitHubTokenClaims {
        sub: "repo:octo/pkg:environment:pypi",
        repository: "octo/pkg",
        job_workflow_ref: "octo/pkg/.github/workflows/publish.yml@refs/tags/v1",
        environment: %s,
    },
)
"""


@pytest.mark.parametrize(("shown", "expected"), [('Some(\n            "pypi",\n        )', "pypi"), ("None", None)])
def test_uv_claims(shown: str, expected: str | None) -> None:
    claims = read_claims(UV_GITHUB % (MISS, shown))
    assert claims["repository"] == "octo/pkg"
    assert claims["environment"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("repository: octo/pkg\nenvironment: MISSING", {"repository": "octo/pkg", "environment": None}),
        (
            "| `repository` | `octo/pkg` |\n| `ref` | `refs/heads/main` |",
            {"repository": "octo/pkg", "ref": "refs/heads/main"},
        ),
        ('{"repository": "octo/pkg", "ref": "refs/tags/1"}', {"repository": "octo/pkg", "ref": "refs/tags/1"}),
        ("- `job_workflow_ref` (`release.yml`) is not it", {"job_workflow_ref": "release.yml"}),
        ("failing claim: `sub=repo:a/b:environment:c d`", {"sub": "repo:a/b:environment:c"}),
        ("`repository`: `<owner>/<name>`\n`sub`: `...`", {}),
        ("environment: pypi", {}),
        ("repository: https://example.org/x y", {}),
        ('project_path: "group/sub/pkg",', {"project_path": "group/sub/pkg"}),
        (
            "workflow_ref:      octo/pkg/.github/workflows/a.yml@refs/tags/v1\nrepository:\t octo/pkg",
            {"workflow_ref": "octo/pkg/.github/workflows/a.yml@refs/tags/v1", "repository": "octo/pkg"},
        ),
        ("repository:" + " " * 30 + "octo/pkg", {}),
    ],
)
def test_claims_in_other_shapes(text: str, expected: dict[str, str | None]) -> None:
    assert read_claims(text) == expected


def test_the_claims_after_the_decisive_error_are_taken() -> None:
    other = {**CLAIMS, "environment": "testpypi", "repository": "octo/other"}
    log = timed(action_log(other)) + "noise\n" * 100 + action_log(CLAIMS)
    run = diagnose(logs.read([log])).run
    assert run is not None
    assert run.fields["repository"] == "pkg"


@given(
    st.text() | st.lists(st.sampled_from(["`repository`: `", "Some(\n", '"', "a/b", "(`", "sub=", "|"])).map("".join)
)
def test_any_text_is_read(text: str) -> None:
    assert diagnose(logs.read([text, text])).length >= 0


@pytest.mark.parametrize(
    "piece", ["`repository`: `", "sub ", "](", "[[", "<a ", "\x1b[", "::error ", "│ ", "repository: Some("]
)
def test_no_repetition_makes_reading_slow(piece: str) -> None:
    with within(10):
        diagnose(logs.read([piece * (1_000_000 // len(piece))]))


@pytest.mark.parametrize("noise", ["downloading wheel\n", "error: invalid value, not found, 403 forbidden\n", "x" * 50])
def test_an_error_in_the_middle_of_a_long_log_is_found_and_little_is_kept(noise: str) -> None:
    blocks = [noise * (1_000_000 // len(noise))] * 3
    end = "" if noise.endswith("\n") else "\n"
    log = logs.read([*blocks, end, timed(action_log(CLAIMS)), *blocks])
    assert sum(len(line.text) for line in log.lines) <= 2 * (logs.KEPT_FIRST + logs.KEPT_LAST)
    found = next(error for error in diagnose(log).found if error.category == "publisher-mismatch")
    before = sum(block.count("\n") for block in blocks) + bool(end)
    assert found.line == before + 4


# --- what the claims say of the run -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claims", "fields", "caller"),
    [
        (CLAIMS, {"owner": "octo", "repository": "pkg", "workflow_filename": "publish.yml", "environment": "pypi"}, ""),
        ({"sub": "repo:octo/pkg:ref:refs/heads/main"}, {"owner": "octo", "repository": "pkg", "environment": ""}, ""),
        ({"sub": "repo:octo/pkg:environment:a b"}, {"owner": "octo", "repository": "pkg", "environment": "a b"}, ""),
        ({"sub": "repo:octo@12/pkg@34:environment:a"}, {"owner": "octo", "repository": "pkg", "environment": "a"}, ""),
        ({"sub": "repo:octo@12/pkg@34:ref:refs/x"}, {"owner": "octo", "repository": "pkg", "environment": ""}, ""),
        (
            {"repository": "octo/pkg", "workflow_ref": "octo/pkg/.github/workflows/release.yml"},
            {"owner": "octo", "repository": "pkg", "workflow_filename": "release.yml"},
            "",
        ),
        (
            {"job_workflow_ref": "called.yml", "workflow_ref": "top.yml"},
            {"workflow_filename": "called.yml"},
            "top.yml",
        ),
        (
            {
                "sub": "project_path:Group/sub/pkg:ref_type:tag:ref:v1",
                "project_path": "group/sub/pkg",
                "ci_config_ref_uri": "gitlab.com/group/sub/pkg//.gitlab-ci.yml@refs/tags/v1",
                "environment": None,
            },
            {
                "namespace": "group/sub",
                "project": "pkg",
                "workflow_filepath": ".gitlab-ci.yml",
                "environment": "",
                "issuer_url": "https://gitlab.com",
            },
            "",
        ),
    ],
)
def test_claims_are_the_fields_of_the_form(
    claims: Mapping[str, str | None], fields: Mapping[str, str], caller: str
) -> None:
    run = presented.run(claims, "pypi")
    assert run is not None
    assert (dict(run.fields), run.caller) == (fields, caller)


def test_claims_that_name_no_field_are_no_run() -> None:
    assert presented.run({"sub": "repo:octo@me/pkg:environment:a"}, "") is None
    assert presented.run({"ref": "refs/tags/v1", "environment": None}, "") is None
