"""PyPI's forms: what they ask, what they refuse and in which words, as ``tplint.pypi.publisher`` answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.markdown import code, table
from tplint import pypi

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TITLES = {"github": "GitHub", "gitlab": "GitLab", "google": "Google Cloud", "activestate": "ActiveState"}
GOOD: Mapping[str, Mapping[str, str]] = {
    "github": {
        "owner": "octo-org",
        "repository": "sampleproject",
        "workflow_filename": "publish.yml",
        "environment": "pypi",
    },
    "gitlab": {
        "namespace": "octo-group/subgroup",
        "project": "sampleproject",
        "workflow_filepath": ".gitlab-ci.yml",
        "environment": "pypi",
        "issuer_url": "https://gitlab.com",
    },
    "google": {"email": "publish@sampleproject.iam.gserviceaccount.com", "sub": "112233445566778899000"},
    "activestate": {"organization": "octo-org", "project": "sampleproject", "actor": "octocat"},
}
# Values that people type, and the form refuses.
REFUSED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "github": {
        "owner": ("octo-org/sampleproject", "https://github.com/octo-org"),
        "repository": ("octo-org/sampleproject",),
        "workflow_filename": (".github/workflows/publish.yml", "publish"),
        "environment": ("pypi ", "pypi,testpypi"),
    },
    "gitlab": {
        "namespace": ("octo-group/", "_octo"),
        "project": ("sampleproject.git", "sample--project", "x"),
        "workflow_filepath": ("/.gitlab-ci.yml", "ci"),
        "environment": ("pypi.org",),
        "issuer_url": ("https://gitlab.example.com",),
    },
    "google": {"email": ("publish@sampleproject",)},
    "activestate": {"project": ("sample_project", "-sampleproject")},
}


def refusals() -> str:
    """For each kind the fields of the form, and what it says of values that it does not take."""
    parts = (f"### {title}\n\n{_form(kind)}" for kind, title in TITLES.items())
    return "\n\n".join(parts)


def _form(kind: str) -> str:
    rows = []
    for field in pypi.form_fields(kind):
        needed = "required" if field.missing else "optional"
        refused = "<br>".join(_refusals(kind, field.name))
        rows.append((field.label, needed, code(GOOD[kind][field.name]), refused or "nothing that is not empty"))
    return table(("Field", "", "Example", "Refused, and what the form says"), rows)


def _refusals(kind: str, field: str) -> Iterator[str]:
    for value in REFUSED[kind].get(field, ()):
        yield f"{code(value)}: {said(kind, field, value)}"


def said(kind: str, field: str, value: str) -> str:
    """What the form says of a value of one field; raises ``ValueError`` where it takes it."""
    try:
        pypi.publisher({"kind": kind, **GOOD[kind], field: value})
    except pypi.InvalidPublisher as refusal:
        return refusal.errors[0][1]
    raise ValueError(f"PyPI's form takes {value!r}")
