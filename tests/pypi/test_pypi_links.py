"""Links to PyPI's publishing pages, and the values to type there."""

from __future__ import annotations

import pytest

from tplint.pypi import form_values, pending_link, prefilled_link, publisher

GITHUB = publisher(
    {
        "kind": "github",
        "owner": "octo-org",
        "repository": "tool",
        "workflow_filename": "release.yml",
        "environment": "PyPI",
        "project_name": "tool",
        "repository_owner_id": "77",
    }
)


def test_prefilled_link_has_the_fields_in_order() -> None:
    assert prefilled_link(GITHUB) == (
        "https://pypi.org/manage/project/tool/settings/publishing/"
        "?provider=github&owner=octo-org&repository=tool&workflow_filename=release.yml&environment=pypi"
    )


def test_prefilled_link_escapes_values_and_leaves_out_empty_ones() -> None:
    gitlab = publisher({"kind": "gitlab", "namespace": "a b&c", "project": "p", "workflow_filepath": "é/x"}, form=False)
    assert prefilled_link(gitlab, "x/../y", "testpypi") == (
        "https://test.pypi.org/manage/project/x%2F..%2Fy/settings/publishing/"
        "?provider=gitlab&namespace=a%20b%26c&project=p&workflow_filepath=%C3%A9%2Fx"
    )


def test_prefilled_link_names_another_gitlab() -> None:
    gitlab = publisher({"kind": "gitlab", "issuer_url": "https://gitlab.example.org"}, form=False)
    assert prefilled_link(gitlab, "x").endswith("?provider=gitlab&issuer_url=https%3A%2F%2Fgitlab.example.org")


@pytest.mark.parametrize(("index", "host"), [("pypi", "pypi.org"), ("testpypi", "test.pypi.org")])
def test_pending_link(index: str, host: str) -> None:
    assert pending_link(index) == f"https://{host}/manage/account/publishing/"


def test_links_need_a_project_and_a_known_index() -> None:
    with pytest.raises(ValueError, match="needs the project's name"):
        prefilled_link(GITHUB._replace(project_name=""))
    with pytest.raises(ValueError, match="unknown index"):
        prefilled_link(GITHUB, index="other")


def test_form_values_are_what_people_type() -> None:
    typed = (
        ("Owner", "octo-org"),
        ("Repository name", "tool"),
        ("Workflow name", "release.yml"),
        ("Environment name", "pypi"),
    )
    assert form_values(GITHUB) == typed
    assert form_values(GITHUB._replace(pending=True)) == (("PyPI Project Name", "tool"), *typed)
