"""PyPI's decisions on tokens: who is chosen, which check refuses, and what people are told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tplint.pypi import SERVER_ERROR, Issuer, publisher, verify

if TYPE_CHECKING:
    from tplint.pypi import Publisher

NOW = 1_800_000_000
SHA = "5" * 40
MISS = "Publisher with matching claims was not found"
REFERENCE = "Octo/tool/.github/workflows/release.yml"
CI = "gitlab.com/Group/sub/tool//ci/release.yml"

GITHUB_CLAIMS: dict[str, object] = {
    "repository": "Octo/tool",
    "repository_owner": "Octo",
    "job_workflow_ref": f"{REFERENCE}@refs/tags/v1",
    "event_name": "push",
    "ref": "refs/tags/v1",
    "sha": SHA,
}
GITLAB_CLAIMS: dict[str, object] = {
    "project_path": "Group/sub/tool",
    "sub": "project_path:Group/sub/tool:ref_type:tag:ref:v1",
    "ci_config_ref_uri": f"{CI}@refs/tags/v1",
    "ref_path": "refs/tags/v1",
    "sha": SHA,
}
GOOGLE_CLAIMS: dict[str, object] = {"email": "robot@tool.com", "email_verified": True, "sub": "12"}
ACTIVESTATE_CLAIMS: dict[str, object] = {
    "sub": "org:octo:project:tool:x",
    "organization": "octo",
    "project": "tool",
    "actor_id": "u-1",
    "builder": "pypi-publisher",
}
FIELDS: dict[str, dict[str, object]] = {
    "github": {"owner": "Octo", "repository": "tool", "workflow_filename": "release.yml"},
    "gitlab": {"namespace": "Group/sub", "project": "tool", "workflow_filepath": "ci/release.yml"},
    "google": {"email": "robot@tool.com"},
    "activestate": {"organization": "octo", "project": "tool", "actor": "robot", "actor_id": "u-1"},
}
CLAIMS = {
    "github": GITHUB_CLAIMS,
    "gitlab": GITLAB_CLAIMS,
    "google": GOOGLE_CLAIMS,
    "activestate": ACTIVESTATE_CLAIMS,
}


def row(kind: str = "github", **fields: object) -> Publisher:
    return publisher({"kind": kind, "project_name": "tool", **FIELDS[kind], **fields}, form=False)


def no_publisher(reason: str) -> str:
    return f"invalid-publisher: valid token, but no corresponding publisher ({reason})"


@pytest.mark.parametrize(
    ("kind", "fields", "claims", "reason", "field"),
    [
        ("github", {"repository": "Tool"}, {}, MISS, "repository"),
        ("github", {"owner": "octo"}, {}, MISS, "owner"),
        ("github", {"workflow_filename": "release.yaml"}, {}, MISS, "workflow_filename"),
        ("github", {"environment": "pypi"}, {}, MISS, "environment"),
        ("github", {"environment": "pypi"}, {"environment": "release"}, MISS, "environment"),
        ("github", {"environment": "PyPI"}, {"environment": "PyPI"}, MISS, "environment"),
        ("github", {"repository_owner_id": "1"}, {"repository_owner_id": "2"}, MISS, "repository_owner_id"),
        (
            "github",
            {},
            {"job_workflow_ref": "Octo/tool/.github/workflows/release@refs/tags/v1"},
            "Could not job extract workflow filename from OIDC claims",
            "workflow_filename",
        ),
        (
            "github",
            {},
            {"repository_owner": "octo"},
            "Check failed for required claim 'repository_owner'",
            "repository_owner",
        ),
        ("github", {}, {"ref": "", "sha": ""}, "The ref and sha claims are empty", "job_workflow_ref"),
        (
            "github",
            {},
            {"job_workflow_ref": "Org/shared/.github/workflows/release.yml@refs/heads/main"},
            (
                f"The job_workflow_ref claim does not match, expecting one of ['{REFERENCE}@{SHA}', "
                f"'{REFERENCE}@refs/tags/v1'], got 'Org/shared/.github/workflows/release.yml@refs/heads/main'"
            ),
            "job_workflow_ref",
        ),
        (
            "github",
            {},
            {"event_name": "pull_request_target"},
            "Publishing from a workflow invoked via 'pull_request_target' is not supported.",
            "event_name",
        ),
        ("github", {}, {"event_name": None}, "Missing claim 'event_name'", "event_name"),
        ("github", {}, {"repository_owner_id": None}, "Missing claim 'repository_owner_id'", "repository_owner_id"),
        ("gitlab", {"namespace": "Group"}, {}, MISS, "namespace"),
        ("gitlab", {"project": "toolbox"}, {}, MISS, "project"),
        ("gitlab", {"workflow_filepath": "./ci/release.yml"}, {}, MISS, "workflow_filepath"),
        ("gitlab", {"environment": "PyPI"}, {"environment": "pypi"}, MISS, "environment"),
        ("gitlab", {"issuer_url": "https://gitlab.example.org"}, {}, MISS, "issuer_url"),
        (
            "gitlab",
            {},
            {"ci_config_ref_uri": "gitlab.com/Group/sub/tool//ci@main"},
            "Could not extract workflow filename from OIDC claims",
            "workflow_filepath",
        ),
        ("gitlab", {}, {"sub": "project_path:Group/tool:x"}, "Check failed for required claim 'sub'", "sub"),
        ("gitlab", {}, {"sub": ""}, "Check failed for required claim 'sub'", "sub"),
        ("gitlab", {}, {"sha": ""}, "The ref_path and sha claims are empty", "sha"),
        (
            "gitlab",
            {"namespace": "group/sub"},
            {},
            (
                f"The ci_config_ref_uri claim does not match, expecting one of "
                f"['gitlab.com/group/sub/tool//ci/release.yml@{SHA}', "
                f"'gitlab.com/group/sub/tool//ci/release.yml@refs/tags/v1'], got '{CI}@refs/tags/v1'"
            ),
            "ci_config_ref_uri",
        ),
        ("google", {"email": "Robot@tool.com"}, {}, MISS, "email"),
        ("google", {"sub": "13"}, {}, MISS, "sub"),
        ("google", {"sub": "12"}, {"sub": None}, MISS, "sub"),
        (
            "google",
            {},
            {"email_verified": "true"},
            "Check failed for required claim 'email_verified'",
            "email_verified",
        ),
        ("activestate", {"organization": "Octo"}, {}, MISS, "organization"),
        ("activestate", {"actor_id": "u-2"}, {}, MISS, "actor_id"),
        ("activestate", {}, {"sub": ""}, "Missing 'subject' claim", "sub"),
        ("activestate", {}, {"sub": "org:octo"}, "Invalid 'subject' claim. Wrong format", "sub"),
        ("activestate", {}, {"sub": "org:octo:project:other"}, "Invalid 'subject' claim", "sub"),
        ("activestate", {}, {"builder": "other"}, "Check failed for required claim 'builder'", "builder"),
    ],
)
def test_refuses_and_names_the_field(
    kind: str, fields: dict[str, object], claims: dict[str, object], reason: str, field: str
) -> None:
    verdict = verify([row(kind, **fields)], {**CLAIMS[kind], **claims})
    assert verdict.error == no_publisher(reason)
    assert [difference.field for difference in verdict.differences] == [field]
    assert not verdict.accepted
    assert not verdict.token_projects


@pytest.mark.parametrize(
    ("kind", "fields", "claims", "differing"),
    [
        (
            "github",
            {"workflow_filename": "caller.yml"},
            {"job_workflow_ref": "Org/shared/.github/workflows/release.yml@refs/tags/v1"},
            ["workflow_filename", "job_workflow_ref"],
        ),
        (
            "github",
            {"repository": "other"},
            {"job_workflow_ref": f"{REFERENCE}@refs/heads/main", "repository_owner": "octo"},
            ["repository", "repository_owner", "job_workflow_ref"],
        ),
        (
            "gitlab",
            {"workflow_filepath": ".gitlab-ci.yml"},
            {"ci_config_ref_uri": "gitlab.com/Group/shared//ci/release.yml@refs/tags/v1"},
            ["workflow_filepath", "ci_config_ref_uri"],
        ),
        # A branch's name taken into the path: a publisher of that path would not match either.
        (
            "gitlab",
            {},
            {"ci_config_ref_uri": f"{CI}@a.yml@b", "ref_path": "a.yml@b"},
            ["workflow_filepath", "ci_config_ref_uri"],
        ),
        ("activestate", {"project": "other"}, {"sub": "org:octo:project:third"}, ["project", "sub"]),
    ],
)
def test_what_no_value_of_the_form_can_match_is_named_too(
    kind: str, fields: dict[str, object], claims: dict[str, object], differing: list[str]
) -> None:
    verdict = verify([row(kind, **fields)], {**CLAIMS[kind], **claims})
    assert verdict.error == no_publisher(MISS)
    assert [difference.field for difference in verdict.differences] == differing


@pytest.mark.parametrize(
    ("kind", "fields", "claims"),
    [
        ("github", {}, {}),
        ("github", {}, {"environment": "pypi"}),
        ("github", {"environment": "pypi"}, {"environment": "PyPI"}),
        ("github", {}, {"job_workflow_ref": f"{REFERENCE}@{SHA}"}),
        ("github", {}, {"ref": "", "job_workflow_ref": f"{REFERENCE}@{SHA}"}),
        ("github", {}, {"sub": "anything", "workflow_ref": "another file", "event_name": "pull_request"}),
        ("github", {"repository_owner_id": "1"}, {}),
        ("github", {}, {"repository_owner_id": "1"}),
        ("gitlab", {}, {"project_path": "group/SUB/tool", "sub": "project_path:group/SUB/tool"}),
        ("gitlab", {"environment": "Prod"}, {"environment": "Prod", "namespace_id": "9"}),
        ("google", {"sub": "12"}, {"jti": None}),
        ("google", {}, {"sub": None}),
        ("google", {}, {"email_verified": 1}),
        ("activestate", {"actor": "renamed"}, {"jti": None}),
        ("activestate", {"actor_id": None}, {"actor_id": "u-9"}),
    ],
)
def test_accepts(kind: str, fields: dict[str, object], claims: dict[str, object]) -> None:
    registered = row(kind, **fields)
    verdict = verify([registered], {**CLAIMS[kind], **claims})
    assert (verdict.accepted, verdict.error, verdict.publisher) == (True, None, registered)
    assert verdict.token_projects == ("tool",)
    assert not verdict.differences


INVALID = "invalid-token: malformed or invalid token"
UNKNOWN_ISSUER = "invalid-payload: unknown trusted publishing issuer"


@pytest.mark.parametrize(
    ("claims", "error"),
    [
        ({"aud": "testpypi"}, INVALID),
        ({"aud": ["pypi"]}, INVALID),
        ({"aud": None}, INVALID),
        ({"exp": NOW - 29}, None),
        ({"exp": NOW - 30}, INVALID),
        ({"exp": "soon"}, INVALID),
        ({"exp": None}, INVALID),
        ({"iat": NOW + 30}, None),
        ({"iat": NOW + 31}, INVALID),
        ({"nbf": NOW + 31}, INVALID),
        ({"nbf": None}, None),
        ({"jti": 5}, INVALID),
        ({"sub": 5}, INVALID),
        ({"iss": None}, "invalid-payload: malformed JWT"),
        ({"iss": "https://token.actions.githubusercontent.com/"}, UNKNOWN_ISSUER),
        ({"iss": "https://token.actions.githubusercontent.com/octo"}, UNKNOWN_ISSUER),
        ({"iss": ["https://gitlab.com"]}, SERVER_ERROR),
        ({"jti": "seen"}, "invalid-reuse-token: invalid token: already used"),
        ({"repository": "tool"}, SERVER_ERROR),
        ({"job_workflow_ref": 5}, SERVER_ERROR),
        ({"repository_owner_id": 5}, SERVER_ERROR),
    ],
)
def test_judges_the_token(claims: dict[str, object], error: str | None) -> None:
    verdict = verify([row()], {**GITHUB_CLAIMS, **claims}, used_tokens=["seen"], now=NOW)
    assert verdict.error == error


def test_a_path_without_a_namespace_breaks_the_server() -> None:
    assert verify([row("gitlab")], {**GITLAB_CLAIMS, "project_path": "tool"}).error == SERVER_ERROR


def test_claims_of_a_whole_token_are_not_completed() -> None:
    token = {
        **GITHUB_CLAIMS,
        "iss": "https://token.actions.githubusercontent.com",
        "aud": "testpypi",
        "iat": NOW,
        "exp": NOW + 300,
    }
    missing = verify([row()], token, index="testpypi", now=NOW)
    assert missing.error == no_publisher("Missing claim 'repository_owner_id'")
    whole = verify([row()], {**token, "jti": "x", "repository_owner_id": "7"}, index="testpypi", now=NOW)
    assert whole.accepted


def test_claims_with_an_issuer_and_a_time_alone_are_completed() -> None:
    token = {**GITHUB_CLAIMS, "iss": "https://token.actions.githubusercontent.com"}
    assert verify([row()], {**token, "exp": NOW - 29}, now=NOW).accepted
    assert verify([row()], {**token, "exp": NOW - 30}, now=NOW).error == INVALID


@pytest.mark.parametrize(
    ("flags", "kind", "error"),
    [
        (["disallow-oidc"], "google", "not-enabled: google trusted publishing functionality not enabled"),
        (["disallow-github-oidc"], "github", "not-enabled: github trusted publishing functionality not enabled"),
        (["disallow-github-oidc", "read-only"], "gitlab", None),
    ],
)
def test_obeys_the_administrators_flags(flags: list[str], kind: str, error: str | None) -> None:
    assert verify([row(kind)], CLAIMS[kind], flags=flags).error == error


def test_custom_issuers_are_for_gitlab_alone() -> None:
    host = "https://gitlab.example.org"
    claims = {**GITLAB_CLAIMS, "iss": host}
    claims["ci_config_ref_uri"] = f"gitlab.example.org/Group/sub/tool//ci/release.yml@{SHA}"
    instance = row("gitlab", issuer_url=host)
    assert verify([instance], claims).error == UNKNOWN_ISSUER
    assert verify([instance], claims, issuers=[host], flags=["disallow-gitlab-oidc"]).accepted
    assert verify([row("gitlab")], claims, issuers=["https://other.example.org", host]).error == no_publisher(MISS)
    enterprise = "https://github.example.org/_services/token"
    refused = verify([row()], {**GITHUB_CLAIMS, "iss": enterprise}, issuers=[Issuer(enterprise, "github")])
    canonical = "https://token.actions.githubusercontent.com"
    assert refused.error == no_publisher(f"JWT issuer {enterprise!r} does not match expected issuer {canonical!r}")
    assert refused.differences == ((None, "iss", enterprise, (canonical,)),)


@pytest.mark.parametrize(
    ("environment", "chosen"), [("pypi", "specific"), ("PYPI", "specific"), ("other", "general"), (None, "general")]
)
def test_prefers_the_publisher_of_the_environment(environment: str | None, chosen: str) -> None:
    both = [row(project_name="general"), row(project_name="specific", environment="pypi")]
    for publishers in (both, both[::-1]):
        assert verify(publishers, {**GITHUB_CLAIMS, "environment": environment}).token_projects == (chosen,)


def test_one_publisher_serves_several_projects() -> None:
    publishers = [row(project_name="b"), row(project_name="a"), row(project_name="c", workflow_filename="other.yml")]
    assert verify(publishers, GITHUB_CLAIMS).token_projects == ("a", "b")


def test_a_project_is_named_once_however_often_its_publisher_is_given() -> None:
    assert verify([row(), row(), row(pending=False)], GITHUB_CLAIMS).token_projects == ("tool",)


def test_pending_publisher_creates_its_project_and_joins_its_equal() -> None:
    pending = row(project_name="New.One", pending=True)
    alone = verify([pending], GITHUB_CLAIMS)
    assert (alone.publisher, alone.token_projects) == (pending, ("New.One",))
    assert verify([row(project_name="old"), pending], GITHUB_CLAIMS).token_projects == ("New.One", "old")


def test_pending_publisher_can_create_a_project_that_its_token_does_not_cover() -> None:
    publishers = [row(project_name="old", environment="pypi"), row(project_name="new-one", pending=True)]
    assert verify(publishers, {**GITHUB_CLAIMS, "environment": "pypi"}).token_projects == ("old",)


HELP = "https://pypi.org/help/#project-name for more information."


@pytest.mark.parametrize(
    ("name", "state", "error"),
    [
        ("Taken", {"projects": ["taken"]}, "invalid-pending-publisher: valid token, but project already exists"),
        ("bad-", {}, "invalid-payload: The name 'bad-' is invalid."),
        (
            "asyncio",
            {},
            (
                "invalid-payload: The name 'asyncio' isn't allowed "
                f"(conflict with Python Standard Library module name). See {HELP}"
            ),
        ),
        ("evil", {"prohibited": ["evil"]}, f"invalid-payload: The name 'evil' isn't allowed. See {HELP}"),
        (
            "fo0",
            {"projects": ["foo"]},
            f"invalid-payload: The name 'fo0' is too similar to an existing project. See {HELP}",
        ),
        (
            "fresh-one",
            {"flags": ["disallow-new-project-registration"]},
            (
                "invalid-payload: New project registration temporarily disabled. "
                "See https://pypi.org/help/#admin-intervention for more information."
            ),
        ),
        ("fresh-one", {"used_tokens": ["seen"]}, SERVER_ERROR),
    ],
)
def test_pending_publisher_fails_at_its_project(name: str, state: dict[str, Any], error: str) -> None:
    assert verify([row(project_name=name, pending=True)], {**GITHUB_CLAIMS, "jti": "seen"}, **state).error == error


def test_why_a_pending_publisher_does_not_match_is_not_said() -> None:
    verdict = verify([row(pending=True)], {**GITHUB_CLAIMS, "event_name": "pull_request_target"})
    assert verdict.error == no_publisher(MISS)
    assert [difference.field for difference in verdict.differences] == ["event_name"]


def test_differences_begin_with_the_nearest_publisher() -> None:
    far = row(repository="elsewhere", workflow_filename="ci.yml", environment="pypi")
    near = row(workflow_filename="publish.yml")
    verdict = verify([row("gitlab"), far, near], GITHUB_CLAIMS)
    assert verdict.differences == (
        (near, "workflow_filename", "release.yml", ("publish.yml",)),
        (far, "repository", "tool", ("elsewhere",)),
        (far, "workflow_filename", "release.yml", ("ci.yml",)),
        (far, "environment", None, ("pypi",)),
        (row("gitlab"), "kind", "github", ("gitlab",)),
    )


def test_differences_of_a_wrong_audience_say_which_is_right() -> None:
    verdict = verify([row()], {**GITHUB_CLAIMS, "aud": "pypi"}, index="testpypi")
    assert verdict.differences == ((None, "aud", "pypi", ("testpypi",)),)


@pytest.mark.parametrize(
    ("publishers", "claims", "index", "error"),
    [
        ([{"kind": "github"}], {}, "pypi", TypeError),
        ([], [("iss", "x")], "pypi", TypeError),
        ([], {}, "other", ValueError),
    ],
)
def test_mistakes_of_the_caller_are_raised(publishers: Any, claims: Any, index: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        verify(publishers, claims, index=index)
