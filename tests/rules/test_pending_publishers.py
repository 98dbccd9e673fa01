"""TP305: the clauses and exceptions that its page does not show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from publishing import PROJECT, declaration
from tplint.documents.source import Source
from tplint.model import Publisher
from tplint.publishers.declarations import identity

if TYPE_CHECKING:
    from pathlib import Path


def pending(**fields: str | bool) -> str:
    return declaration(pending=True, **fields)


def google(name: str, email: str = "a@example.org") -> str:
    return declaration("google", project_name=name, email=email, pending=True)


@pytest.mark.parametrize(
    ("publishers", "levels"),
    [
        ([pending(), pending(project_name="tools")], ["error"]),
        ([pending(), pending()], ["error"]),
        ([pending(), pending(project_name="tools"), pending(project_name="web")], ["error", "error"]),
        ([pending(environment="pypi"), pending(environment="PyPI")], ["error"]),
        ([pending(), pending(owner="Octo", project_name="tools")], ["error"]),
        ([pending(), pending(environment="pypi")], []),
        ([pending(), pending(repository="Demo")], []),
        ([pending(), pending(workflow_filename="publish.yaml")], []),
        ([pending(), pending(index="testpypi")], []),
        ([pending(), declaration(project_name="tools")], []),
        ([pending(), declaration(project_name="tools"), declaration(project_name="web")], []),
        ([pending(owner="a/b"), pending(owner="a/b")], []),
        (
            [
                declaration("gitlab") + "pending = true\n",
                declaration("gitlab") + 'pending = true\nissuer-url = "https://gitlab.example.org"\n',
            ],
            ["error"],
        ),
        ([google("one"), google("two")], ["error"]),
        ([google("one"), google("two", "b@example.org")], []),
        ([pending(environment=name) for name in "abc"], []),
        ([pending(environment=name) for name in "abcd"], ["note"]),
        ([pending(environment=name) for name in "abcde"], ["note"]),
        ([pending(environment=name) for name in "abc"] + [pending(index="testpypi")], []),
        ([pending(environment=name) for name in "abc"] + [google("demo")], ["note"]),
        ([pending(environment=name) for name in "abcc"], ["error"]),
    ],
)
def test_pending_publishers(tmp_path: Path, publishers: list[str], levels: list[str]) -> None:
    root = lay(tmp_path, {"pyproject.toml": PROJECT + "".join(publishers)})
    assert [finding.level for finding in lint(root, "TP305").findings] == levels


def test_the_answer_is_another_for_the_same_project(tmp_path: Path) -> None:
    texts = []
    for i, name in enumerate(("Demo", "tools")):
        metadata = {"pyproject.toml": PROJECT + pending() + pending(project_name=name)}
        (finding,) = lint(lay(tmp_path / str(i), metadata), "TP305").findings
        texts.append(finding.consequence)
    assert "This trusted publisher has already been registered." in texts[0]
    assert "has already been registered for a different project name." in texts[1]


def test_an_identity_is_what_the_form_stores() -> None:
    fields = {"owner": "Octo", "repository": "Demo", "workflow_filename": " a.yml ", "environment": "PyPI"}
    publisher = Publisher("pypi", "github", "demo", fields, Source("pyproject.toml", ""), ())
    assert identity(publisher) == ("github", "Demo", "octo", "a.yml", "pypi")
    assert identity(publisher._replace(fields={**fields, "owner": ""})) is None
