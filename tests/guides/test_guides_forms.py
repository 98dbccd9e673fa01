"""TP601: which values of a guide are its form's, and which are claims, subjects, placeholders or overviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guided import TITLE, form, lint

if TYPE_CHECKING:
    from pathlib import Path

PYPI_CLAIMS = """\
* `sub`: `repo:harbour-lab/tidetables:environment:old`
* `repository`: `harbour-lab/tidetables`
* `repository_owner`: `harbour-lab`
* `repository_owner_id`: `12345`
* `workflow_ref`: `harbour-lab/tidetables/.github/workflows/release.yml@refs/tags/v1`
* `job_workflow_ref`: `harbour-lab/tidetables/.github/workflows/release.yml@refs/tags/v1`
* `ref`: `refs/tags/v1`
* `environment`: `{}`
"""
UV_CLAIMS = """\
```
    GitHubTokenClaims {
        repository: "harbour-lab/tidetables",
        repository_owner: "harbour-lab",
        job_workflow_ref: "harbour-lab/tidetables/.github/workflows/release.yml@refs/tags/v1",
        environment: Some(
            "old",
        ),
    }
```
"""
CLAIMS_TABLE = """\
| Claim | Value |
| --- | --- |
| repository | harbour-lab/tidetables |
| job_workflow_ref | harbour-lab/tidetables/.github/workflows/release.yml@refs/tags/v1 |
| environment | old |
"""


@pytest.mark.parametrize(
    "claims",
    [
        f"```\n{PYPI_CLAIMS.format('MISSING')}```\n",
        PYPI_CLAIMS.format("MISSING"),
        PYPI_CLAIMS.format("old"),
        UV_CLAIMS,
        CLAIMS_TABLE,
        "- repository: harbour-lab/tidetables\n- workflow_ref: o/r/.github/workflows/a.yml@b\n- environment: MISSING\n",
    ],
)
def test_claims_of_a_token_are_no_form(tmp_path: Path, claims: str) -> None:
    assert lint(tmp_path, {"GUIDE.md": f"{TITLE}A run of last year presented:\n\n{claims}"}, "TP601") == []


@pytest.mark.parametrize(
    ("guide", "expected"),
    [
        (form(environment="`old`"), ["old"]),
        (
            f"```\n{PYPI_CLAIMS.format('MISSING')}```\n\nThe publisher has to match:\n\n{form(owner='`other`')}",
            ["other"],
        ),
        (
            f"{form(environment='`old`')}\nPyPI compares `job_workflow_ref` with the workflow, and `environment`.\n",
            ["old"],
        ),
        (
            "- repository_owner: a\n- repository_name: tidetables\n- workflow: release.yml\n- environment: old\n",
            ["old"],
        ),
    ],
)
def test_forms_near_claims_are_read(tmp_path: Path, guide: str, expected: list[str]) -> None:
    assert [text for _, text in lint(tmp_path, {"GUIDE.md": TITLE + guide}, "TP601")] == expected


def test_a_subject_names_no_environment(tmp_path: Path) -> None:
    guide = (
        f"{TITLE}{form(environment='`pypi`')}\n## Other subjects for PyPI's publisher\n\nSet `environment: old`.\n\n"
        "```\nrepo:harbour-lab/tidetables:environment:old\n```\n"
    )
    assert lint(tmp_path, {"GUIDE.md": guide}, "TP601") == []


def test_fields_of_restructuredtext_begin_with_a_colon(tmp_path: Path) -> None:
    guide = "Trusted publishing on PyPI\n==========================\n\n:Owner: harbour-lab\n:Repository: tidetables\n"
    assert lint(tmp_path, {"GUIDE.rst": f"{guide}:Workflow: gone.yml\n"}, "TP601") == [("TP601", "gone.yml")]


@pytest.mark.parametrize(
    "owner",
    [
        *("GITHUB_ORG", "ORG_NAME", "MyOrg", "some-org", "org_name", "github-user", "johndoe", "jane-doe", "the-owner"),
        *("owner-name", "__OWNER__", "my-org", "your-org", "OWNER", "octocat", "user-name", "company"),
    ],
)
def test_placeholders(tmp_path: Path, owner: str) -> None:
    assert lint(tmp_path, {"GUIDE.md": TITLE + form(owner=f"`{owner}`")}, "TP601") == []


@pytest.mark.parametrize("owner", ["harbour-org", "orgname-lab", "john", "github-labs", "the-harbour", "__harbour__"])
def test_names_with_such_words_are_no_placeholders(tmp_path: Path, owner: str) -> None:
    assert lint(tmp_path, {"GUIDE.md": TITLE + form(owner=f"`{owner}`")}, "TP601") == [("TP601", owner)]


OVERVIEW = """\
Repository: `harbour-lab/tidetables`

| Workflow | Trigger | Environment |
| --- | --- | --- |
| `gone.yml` | push | `pages` |
{}"""


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("| `release.yml` | release | `pypi` |\n", []),
        ("| `lost.yml` | release | `pypi` |\n", []),
        ("", ["gone.yml", "pages"]),  # a form that is a row
    ],
)
def test_a_table_of_workflows_is_no_form(tmp_path: Path, row: str, expected: list[str]) -> None:
    found = lint(tmp_path, {"GUIDE.md": TITLE + OVERVIEW.format(row)}, "TP601")
    assert [text for _, text in found] == expected


@pytest.mark.parametrize(
    ("header", "rows", "expected"),
    [
        (
            "Index | Workflow | Environment",
            ["PyPI | gone.yml | pypi", "TestPyPI | lost.yml | pypi"],
            ["gone.yml", "lost.yml"],
        ),
        ("Repository | Workflow", ["tidetables | gone.yml", "tidetables | release.yml"], ["gone.yml"]),
    ],
)
def test_rows_that_name_an_index_or_a_repository_are_forms(
    tmp_path: Path, header: str, rows: list[str], expected: list[str]
) -> None:
    table = "".join(f"| {row} |\n" for row in (header, " | ".join(["---"] * (header.count("|") + 1)), *rows))
    found = lint(tmp_path, {"GUIDE.md": f"{TITLE}Repository: `harbour-lab/tidetables`\n\n{table}"}, "TP601")
    assert [text for _, text in found if text.endswith(".yml")] == expected


@pytest.mark.parametrize(
    "style", ["**{}**", "*{}*", "_{}_", "__{}__", "'{}'", "**`{}`**", "[{}](x)", "[`{}`](x)", "*{}* (as it is)"]
)
def test_styles_of_values(tmp_path: Path, style: str) -> None:
    values = {"owner": "harbour-lab", "repository": "tidetables", "workflow": "gone.yml"}
    guide = form(**{name: style.format(value) for name, value in values.items()})
    assert lint(tmp_path, {"GUIDE.md": TITLE + guide}, "TP601") == [("TP601", "gone.yml")]


@pytest.mark.parametrize(
    "value",
    ["**gone.yml or release.yml**", "[gone.yml]", "*the gone.yml of yours*", "**gone.yml -> New**", "[see](gone.yml)"],
)
def test_phrases_are_no_values(tmp_path: Path, value: str) -> None:
    assert lint(tmp_path, {"GUIDE.md": TITLE + form(workflow=value)}, "TP601") == []


@pytest.mark.parametrize("dash", ["-", "\u2013", "\u2014"])
@pytest.mark.parametrize("label", ["**{}**", "{}"])
def test_a_dash_behind_a_label(tmp_path: Path, dash: str, label: str) -> None:
    values = {"Owner": "harbour-lab", "Repository name": "tidetables", "Workflow": "gone.yml"}
    guide = "".join(f"- {label.format(name)} {dash} `{value}`\n" for name, value in values.items())
    assert lint(tmp_path, {"GUIDE.md": TITLE + guide}, "TP601") == [("TP601", "gone.yml")]


@pytest.mark.parametrize(
    "line",
    [
        "- Environment \u2013 old runs of it had none",
        "- The reviewers of the environment \u2013 `old`, at that time \u2013 are asked.",
        "- Environment-`old`",
    ],
)
def test_a_dash_in_a_sentence(tmp_path: Path, line: str) -> None:
    assert lint(tmp_path, {"GUIDE.md": f"{TITLE}{form()}{line}\n"}, "TP601") == []
