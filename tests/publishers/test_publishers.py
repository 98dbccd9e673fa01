"""Declared publishers: tables of the configuration as publishers, and mistakes in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tplint.config import Config, load
from tplint.documents.source import Pointer, Source, resolve
from tplint.errors import UsageError
from tplint.publishers.declared import declared

if TYPE_CHECKING:
    from tplint.model import Publisher

TABLE = "[[tool.tplint.publishers]]\n"


def config(text: str, path: str = "pyproject.toml") -> Config:
    return load(".", {path: Source(path, text)}.get)


def only(text: str) -> Publisher:
    (publisher,) = declared(config(TABLE + text))
    return publisher


@pytest.mark.parametrize(
    ("text", "kind", "fields"),
    [
        (
            'owner = "o"\nrepository = "r"\nworkflow-filename = "w.yml"\nenvironment = "e"',
            "github",
            {"owner": "o", "repository": "r", "workflow_filename": "w.yml", "environment": "e"},
        ),
        (
            'namespace = "n/s"\nproject = "p"\nworkflow-filepath = "a/b.yml"\nissuer-url = "https://x"',
            "gitlab",
            {"namespace": "n/s", "project": "p", "workflow_filepath": "a/b.yml", "issuer_url": "https://x"},
        ),
        ('email = "a@b"\nsub = "1"', "google", {"email": "a@b", "sub": "1"}),
        (
            'organization = "o"\nproject = "p"\nactor = "a"',
            "activestate",
            {"organization": "o", "project": "p", "actor": "a"},
        ),
        ('owner = "not/valid"', "github", {"owner": "not/valid"}),
        (
            'workflow-filename = " w.yml "\nenvironment = " E"',
            "github",
            {"workflow_filename": "w.yml", "environment": " E"},
        ),
        (
            'workflow-filepath = " a.yml "\nenvironment = "  "',
            "gitlab",
            {"workflow_filepath": "a.yml", "environment": ""},
        ),
        ("", "github", {}),
    ],
)
def test_fields_have_the_names_of_the_form(text: str, kind: str, fields: dict[str, str]) -> None:
    publisher = only(f'kind = "{kind}"\nproject-name = "x"\n{text}\n')
    assert (publisher.kind, publisher.fields) == (kind, fields)
    assert (publisher.index_name, publisher.project_name, publisher.pending) == ("pypi", "x", False)


def test_index_and_pending_are_read() -> None:
    publisher = only('kind = "github"\nproject-name = "x"\nindex = "testpypi"\npending = true\n')
    assert (publisher.index_name, publisher.pending) == ("testpypi", True)


@pytest.mark.parametrize(
    ("path", "header"), [("pyproject.toml", "[[tool.tplint.publishers]]"), ("tplint.toml", "[[publishers]]")]
)
def test_keys_lead_to_the_table(path: str, header: str) -> None:
    text = f'{header}\nkind = "google"\nproject-name = "a"\n\n{header}\nkind = "github"\nproject-name = "b"\n'
    first, second = declared(config(text, path))
    assert resolve(Pointer(first.source, (*first.keys, "project-name"))).text == '"a"'
    assert resolve(Pointer(second.source, (*second.keys, "project-name"))).text == '"b"'


def test_no_configuration_declares_none() -> None:
    assert declared(Config()) == declared(config("[tool.tplint]")) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('kind = "github"', ":1: the publisher has no `project-name`"),
        ('project-name = "x"', ":1: the publisher has no `kind`"),
        (
            'project-name = "x"\nkind = "ci"',
            ":3: there is no kind of publisher `ci`: `kind` has to be `github`, `gitlab`, `google` or `activestate`",
        ),
        (
            'project-name = "x"\nkind = "github"\nindex = "PyPI"',
            ":4: there is no index `PyPI`: `index` has to be `pypi` or `testpypi`",
        ),
        (
            'project-name = "x"\nkind = "github"\nworkflow = "a.yml"',
            ":4: a publisher of kind `github` has no key `workflow`; did you mean `workflow-filename`?",
        ),
        (
            'project_name = "x"\nkind = "github"',
            ":2: a publisher of kind `github` has no key `project_name`; did you mean `project-name`?",
        ),
        ('project-name = "x"\nkind = "gitlab"\nowner = "a"', ":4: a publisher of kind `gitlab` has no key `owner`"),
        ('project-name = "x"\nkind = "github"\nowner = 1', ":4: `owner` has to be a string"),
        ('project-name = "x"\nkind = ["github"]', ":3: `kind` has to be a string"),
        ('project-name = "x"\nkind = "github"\npending = "yes"', ":4: `pending` has to be `true` or `false`"),
    ],
)
def test_mistake_is_one_line_that_says_where(text: str, message: str) -> None:
    with pytest.raises(UsageError) as refused:
        declared(config(TABLE + text))
    assert str(refused.value) == f"pyproject.toml{message}"
