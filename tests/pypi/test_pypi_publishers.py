"""PyPI's forms: what they refuse, in which words, and what they store."""

from __future__ import annotations

from typing import Any

import pytest

from tplint.pypi import InvalidPublisher, Issuer, form_fields, publisher

GITHUB = {"kind": "github", "owner": "Octo", "repository": "tool", "workflow_filename": "release.yml"}
GITLAB = {"kind": "gitlab", "namespace": "group/sub", "project": "tool", "workflow_filepath": "ci/release.yml"}
GOOGLE = {"kind": "google", "email": "robot@tool.iam.gserviceaccount.com"}
ACTIVESTATE = {"kind": "activestate", "organization": "octo", "project": "tool", "actor": "robot"}
FORMS = {"github": GITHUB, "gitlab": GITLAB, "google": GOOGLE, "activestate": ACTIVESTATE}

BAD_OWNER = "owner: Invalid GitHub user or organization name."
BAD_NAMESPACE = "namespace: Invalid GitLab username or group/subgroup name."
BAD_CHARACTERS = (
    "environment: Environment name must not contain non-printable characters "
    'or the characters "\'", """, "`", ",", ";", "\\"'
)
NOT_YAML = "workflow_filename: Workflow name must end with .yml or .yaml"


@pytest.mark.parametrize(
    ("kind", "typed", "error"),
    [
        ("github", {"owner": ""}, "owner: Specify GitHub repository owner (username or organization)"),
        ("github", {"owner": "octo/tool"}, BAD_OWNER),
        ("github", {"owner": "octo_emu"}, BAD_OWNER),
        ("github", {"owner": "-octo"}, BAD_OWNER),
        ("github", {"owner": " octo"}, BAD_OWNER),
        ("github", {"repository": "octo/tool"}, "repository: Invalid repository name"),
        ("github", {"repository": None}, "repository: Specify repository name"),
        ("github", {"workflow_filename": ""}, "workflow_filename: Specify workflow filename"),
        ("github", {"workflow_filename": "   "}, NOT_YAML),
        ("github", {"workflow_filename": "release.YML"}, NOT_YAML),
        ("github", {"workflow_filename": "release"}, NOT_YAML),
        (
            "github",
            {"workflow_filename": ".github/workflows/release.yml"},
            "workflow_filename: Workflow filename must be a filename only, without directories",
        ),
        ("github", {"environment": "e" * 256}, "environment: Environment name is too long (maximum is 255 characters)"),
        ("github", {"environment": " pypi"}, "environment: Environment name may not start with whitespace"),
        ("github", {"environment": "pypi "}, "environment: Environment name may not end with whitespace"),
        ("github", {"environment": "a,b"}, BAD_CHARACTERS),
        ("github", {"environment": "a\tb"}, BAD_CHARACTERS),
        (
            "github",
            {"environment": "a;b", "owner": "@octo", "workflow_filename": "x"},
            f"{BAD_OWNER}; {NOT_YAML}; {BAD_CHARACTERS}",
        ),
        ("gitlab", {"namespace": ""}, "namespace: Specify GitLab namespace (username or group/subgroup)"),
        ("gitlab", {"namespace": "g"}, BAD_NAMESPACE),
        ("gitlab", {"namespace": "group--x"}, BAD_NAMESPACE),
        ("gitlab", {"namespace": "_group__x"}, f"{BAD_NAMESPACE}; {BAD_NAMESPACE}"),
        ("gitlab", {"namespace": "group.ATOM"}, "namespace: Name ends with .git or .atom"),
        ("gitlab", {"project": "t"}, "project: Invalid project name"),
        ("gitlab", {"project": "tool.git"}, "project: Name ends with .git or .atom"),
        ("gitlab", {"project": "a/b"}, "project: Invalid project name"),
        (
            "gitlab",
            {"workflow_filepath": "/ci.yml"},
            "workflow_filepath: Top-level pipeline file path cannot start or end with /",
        ),
        (
            "gitlab",
            {"workflow_filepath": "ci.yml@group/shared"},
            "workflow_filepath: Top-level pipeline file path must end with .yml or .yaml",
        ),
        ("gitlab", {"environment": "prod.eu"}, "environment: Invalid environment name"),
        ("gitlab", {"issuer_url": "https://gitlab.example.org"}, "issuer_url: Not a valid choice."),
        ("gitlab", {"issuer_url": ""}, "issuer_url: Choose GitLab issuer URL"),
        ("google", {"email": ""}, "email: This field is required."),
        ("google", {"email": "robot"}, "email: Invalid email address."),
        ("google", {"email": "robot@localhost"}, "email: Invalid email address."),
        ("google", {"email": "robot@tool.test"}, "email: Invalid email address."),
        ("google", {"email": "robot@tool.com\n"}, "email: Invalid email address."),
        ("activestate", {"organization": ""}, "organization: Specify ActiveState organization name"),
        ("activestate", {"project": "ab"}, "project: Invalid ActiveState project name"),
        ("activestate", {"project": "my_tool"}, "project: Invalid ActiveState project name"),
        (
            "activestate",
            {"project": "-a--b"},
            (
                "project: Double dashes are not allowed in the name; "
                "project: Leading or trailing dashes are not allowed in the name"
            ),
        ),
        ("activestate", {"actor": ""}, "actor: Specify the ActiveState actor username"),
    ],
)
def test_form_refuses_in_pypis_words(kind: str, typed: dict[str, str | None], error: str) -> None:
    with pytest.raises(InvalidPublisher) as refusal:
        publisher({**FORMS[kind], **typed})
    assert str(refusal.value) == error


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("github", {"workflow_filename": " release.yml\n"}, {"workflow_filename": "release.yml"}),
        ("github", {"environment": "PyPI"}, {"environment": "pypi"}),
        ("github", {"environment": None}, {"environment": ""}),
        ("github", {"environment": "  "}, {"environment": "  "}),
        ("github", {"environment": "e" * 255}, {"environment": "e" * 255}),
        ("github", {"repository": "Tool.git"}, {"repository": "Tool.git"}),
        ("github", {"workflow_filename": ".yml"}, {"workflow_filename": ".yml"}),
        ("github", {"owner": "octo-"}, {"owner": "octo-"}),
        ("github", {"owner": "octo\n"}, {"owner": "octo\n"}),
        ("github", {"owner": "octo", "owner_login": "Octo"}, {"owner": "Octo"}),
        ("github", {"repository_owner_id": "77"}, {"repository_owner_id": "77"}),
        ("gitlab", {"environment": "Prod/$X {}"}, {"environment": "Prod/$X {}"}),
        ("gitlab", {"environment": " \t"}, {"environment": ""}),
        ("gitlab", {"namespace": "group//x"}, {"namespace": "group//x"}),
        ("gitlab", {"workflow_filepath": " ./ci.yml "}, {"workflow_filepath": "./ci.yml"}),
        ("gitlab", {}, {"issuer_url": "https://gitlab.com"}),
        ("google", {"sub": " 12"}, {"sub": " 12"}),
        ("activestate", {"actor_id": "u-1"}, {"actor_id": "u-1", "actor": "robot"}),
    ],
)
def test_form_stores(kind: str, typed: dict[str, str | None], stored: dict[str, str]) -> None:
    fields = publisher({**FORMS[kind], **typed}).fields
    assert {name: fields[name] for name in stored} == stored


def test_without_the_form_values_stand_as_given() -> None:
    row = publisher({**GITHUB, "environment": "PyPI", "workflow_filename": " a/b ", "owner_login": "X"}, form=False)
    assert (row.fields["environment"], row.fields["workflow_filename"], row.fields["owner"]) == (
        "PyPI",
        " a/b ",
        "Octo",
    )


def test_form_offers_the_issuers_of_an_organisation() -> None:
    typed = {**GITLAB, "issuer_url": "https://gitlab.example.org"}
    assert publisher(typed, issuers=["https://gitlab.example.org"]).fields["issuer_url"] == "https://gitlab.example.org"
    with pytest.raises(InvalidPublisher, match="Not a valid choice"):
        publisher(typed, issuers=[Issuer("https://gitlab.example.org", "github")])


@pytest.mark.parametrize(
    ("name", "error"),
    [
        (None, "project_name: Specify project name"),
        ("-tool", "project_name: Invalid project name; project_name: Invalid project name"),
        (
            "asyncio",
            "project_name: This project name isn't allowed (conflict with the Python standard library module name)",
        ),
        ("Taken_Name", "project_name: This project already exists."),
        ("evil", "project_name: This project name isn't allowed"),
        ("takenname", "project_name: This project name is too similar to an existing project"),
    ],
)
def test_pending_form_judges_the_project_first(name: str | None, error: str) -> None:
    typed = {**GITHUB, "pending": True, "project_name": name, "owner": ""}
    with pytest.raises(InvalidPublisher) as refusal:
        publisher(typed, projects=["taken-name"], prohibited=["evil"])
    assert str(refusal.value) == f"{error}; owner: Specify GitHub repository owner (username or organization)"
    assert refusal.value.errors[-1][0] == "owner"


def test_the_project_of_a_registered_publisher_is_not_on_the_form() -> None:
    assert publisher({**GITHUB, "project_name": "asyncio"}).project_name == "asyncio"


@pytest.mark.parametrize(
    ("fields", "error", "says"),
    [
        ({"kind": "circleci"}, ValueError, "unknown kind"),
        ({}, ValueError, "unknown kind"),
        ([], TypeError, "must be a mapping, not list"),
        ({**GITHUB, "workflow": "x.yml"}, TypeError, "a github publisher has no field 'workflow'"),
        ({**GITHUB, "namespace": "x"}, TypeError, "a github publisher has no field 'namespace'"),
        ({**GITLAB, "owner_login": "x"}, TypeError, "a gitlab publisher has no field 'owner_login'"),
        ({**GITHUB, "repository_owner_id": 77}, TypeError, "must be a string, not int"),
        ({**GITHUB, "pending": "yes"}, TypeError, "must be true or false"),
    ],
)
def test_mistakes_of_the_caller_are_no_refusals(fields: Any, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says) as mistake:
        publisher(fields)
    assert not isinstance(mistake.value, InvalidPublisher)


def test_form_fields_are_in_pypis_order() -> None:
    assert [field.label for field in form_fields("github", pending=True)] == [
        "PyPI Project Name",
        "Owner",
        "Repository name",
        "Workflow name",
        "Environment name",
    ]
    assert [field.name for field in form_fields("gitlab")] == [
        "namespace",
        "project",
        "workflow_filepath",
        "environment",
        "issuer_url",
    ]
