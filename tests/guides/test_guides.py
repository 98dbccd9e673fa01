"""Guides: which values they tell the reader to register, for which index, and what is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guide_texts import FORM, INTRO, read
from tplint.guides.values import read_value

if TYPE_CHECKING:
    from tplint.guides.records import Registration


def values(registration: Registration) -> dict[str, str]:
    return {said.field: said.value for said in registration.statements if not said.open}


WHOLE = {
    "project_name": "tidetables",
    "owner": "harbour-lab",
    "repository": "tidetables",
    "workflow_filename": "release.yml",
    "environment": "pypi",
}
SHAPES = {
    "list": """
- **PyPI Project Name**: `tidetables`
- **Owner**: `harbour-lab` (exactly)
- **Repository name:** tidetables
- **Workflow name**: [`release.yml`](.github/workflows/release.yml)
- Environment name (optional): "pypi"
""",
    "table": """
| Field | Value | Note |
|---|---|---|
| PyPI Project Name | `tidetables` | |
| Owner | harbour-lab | the organisation |
| Repository name | `tidetables` | |
| Workflow name | `release.yml` | in `.github/workflows` |
| Environment name | `pypi` | |
""",
    "table without bars around it": """
Field | Value
--- | ---
PyPI Project Name | `tidetables`
Owner | harbour-lab
Repository name | `tidetables`
Workflow name | `release.yml`
Environment name | `pypi`
""",
    "wide table": """
| Project name | Owner | Repository | Workflow | Environment |
|---|---|---|---|---|
| tidetables | harbour-lab | tidetables | release.yml | pypi |
""",
    "fence": """
```text
PyPI Project Name: tidetables
Owner:             harbour-lab
Repository name:   tidetables
Workflow name:     release.yml   # the file
Environment name:  pypi
```
""",
    "fences under labels": """
**PyPI project name:**
```
tidetables
```
Mind the hyphens.

**Owner:**
```
harbour-lab
```

**Repository name:**
```
tidetables
```

**Workflow filename:**
```
release.yml
```

**Environment name:**
```
pypi
```
""",
    "one line": """
Project name: tidetables / Owner: harbour-lab / Repository: tidetables / Workflow: release.yml / Environment: pypi
""",
    "sentence": """
The PyPI project name is `tidetables`, the owner is `harbour-lab`, the repository is `tidetables`; it trusts workflow
`release.yml` and environment `pypi`.
""",
    "pair": """
- PyPI project name = `tidetables`
- Repository: `harbour-lab/tidetables`
- Workflow: `release.yml`
- Environment: `pypi`
""",
    "Russian": """
- **Имя проекта**: `tidetables`
- **Владелец**: `harbour-lab`
- **Репозиторий**: `tidetables`
- **Имя workflow**: `release.yml`
- **Окружение**: `pypi`
""",
    "Japanese": """
- プロジェクト名\uff1a `tidetables`
- 所有者\uff1a `harbour-lab`
- リポジトリ名\uff1a `tidetables`
- ワークフロー名\uff1a `release.yml`
- 環境名\uff1a `pypi`
""",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes(shape: str) -> None:
    text = INTRO + SHAPES[shape].replace("workflow\n`", "workflow `")
    (found,) = read(text)
    assert values(found) == WHOLE
    assert found.index_name == "pypi"
    assert all(said.at.text == said.value for said in found.statements)


def test_shapes_in_restructuredtext() -> None:
    title = "Trusted publishing on PyPI"
    text = f"{title}\n{'=' * len(title)}\n\n- Owner: ``harbour-lab``\n- Workflow: ``release.yml``\n"
    (found,) = read(text, "docs/release.rst")
    assert values(found) == {"owner": "harbour-lab", "workflow_filename": "release.yml"}


def test_the_form_for_gitlab() -> None:
    (found,) = read(
        INTRO
        + "- Namespace: `harbour/tools`\n- Project name: `tides`\n- Top-level pipeline file path: `.gitlab-ci.yml`\n"
    )
    assert found.kind == "gitlab"
    assert values(found) == {"namespace": "harbour/tools", "project": "tides", "workflow_filepath": ".gitlab-ci.yml"}


def test_the_form_for_gitlab_in_other_words() -> None:
    lines = "GitLab namespace: harbour\nGitLab project: tides\nTop-level pipeline file: ci/all.yml\n"
    (found,) = read(f"{INTRO}```text\n{lines}GitLab environment: pypi\n```\n")
    assert found.kind == "gitlab"
    assert values(found) == {
        "namespace": "harbour",
        "project": "tides",
        "workflow_filepath": "ci/all.yml",
        "environment": "pypi",
    }


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("`pypi`", ("pypi", False)),
        ("pypi", ("pypi", False)),
        ("**pypi**.", ("pypi", False)),
        ("`pypi` (important)", ("pypi", False)),
        ("pypi  # as in the job", ("pypi", False)),
        ("`pypi` (optional)", ("pypi", False)),
        ("`pypi` (and `testpypi` for tests)", ("pypi", True)),
        ("`pypi` or leave it empty", ("pypi", True)),
        ("`pypi` (or your own name)", ("pypi", True)),
        ("`pypi` if you use environments", ("pypi", True)),
        ("`pypi`, or `testpypi` for TestPyPI", ("pypi", True)),
        ("`pypi` / `testpypi`", ("pypi", True)),
        ("Leave blank (or use `pypi`)", ("", True)),
        ("(none: deliberately left blank)", ("", False)),
        ("(leave empty)", ("", False)),
        ("`none`", ("", False)),
        ("留空", ("", False)),
        ("оставьте пустым", ("", False)),
        ("vuoto", ("", False)),
        ("the one of the job", None),
        ("Your GitHub username", None),
        ("`<your-name>`", None),
        ("`YOUR_USERNAME`", None),
        ("`my-org`", None),
        ("`${{ github.repository_owner }}`", None),
        ("", None),
    ],
)
def test_values(written: str, expected: tuple[str, bool] | None) -> None:
    found = read_value(written, 0, len(written))
    assert (found and (found.text, found.open)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (INTRO + FORM, ["pypi"]),
        (INTRO + "## TestPyPI\n\nAs on PyPI, but:\n\n" + FORM, ["testpypi"]),
        (INTRO + "On https://test.pypi.org/manage/account/publishing/ add:\n\n" + FORM, ["testpypi"]),
        (INTRO + "On PyPI and TestPyPI add:\n\n" + FORM, ["both"]),
        (INTRO + FORM + "\nFor TestPyPI:\n\n" + FORM, ["pypi", "testpypi"]),
        (INTRO + FORM + "\n## TestPyPI\n\nThe same as above, with environment `testpypi`.\n", ["pypi", "testpypi"]),
    ],
)
def test_indexes(text: str, expected: list[str]) -> None:
    assert [found.index_name for found in read(text.replace("{}", "pypi"))] == expected


def test_a_table_with_a_column_for_each_index() -> None:
    text = INTRO + "| | PyPI | TestPyPI |\n|-|-|-|\n| Workflow | `a.yml` | `a.yml` |\n| Environment | `x` | `y` |\n"
    assert [(found.index_name, values(found)["environment"]) for found in read(text)] == [
        ("pypi", "x"),
        ("testpypi", "y"),
    ]


def test_a_row_may_have_more_cells_than_the_header() -> None:
    text = f"{INTRO} Value |\n| --- |\n| Workflow | `a.yml` | `b.yml` |\n| Owner | `octo` |\n"
    assert [values(found) for found in read(text)] == [{"workflow_filename": "a.yml", "owner": "octo"}]


def test_the_same_as_above_inherits() -> None:
    first, second = read(
        INTRO + FORM.format("pypi") + "\n## TestPyPI\n\nSame process as above, but with environment name: `trial`\n"
    )
    assert values(second) == {"environment": "trial"}
    assert {said.field: said.value for said in second.inherited} == {
        "owner": "harbour-lab",
        "workflow_filename": "release.yml",
    }
    assert first.inherited == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# Publishing on PyPI\n\n" + FORM, id="nothing of publishers"),
        pytest.param(INTRO + "## npm\n\nOn npm, too:\n\n" + FORM, id="another registry"),
        pytest.param(
            INTRO + "- crates.io publisher: owner `a`, workflow `b.yml`\n", id="another registry, in the line"
        ),
        pytest.param(INTRO + "- Environment: `pypi`\n", id="one field alone"),
        pytest.param(INTRO + "Create the environments `pypi` and `testpypi` on GitHub.\n", id="environments of GitHub"),
        pytest.param(INTRO + "- **Workflow Name**: `Python`\n- **Environment**: `a` for tests, `b`\n", id="a title"),
        pytest.param(INTRO + "```yaml\npublish:\n  environment: pypi\n  needs: build\n```\n", id="a workflow's text"),
        pytest.param(INTRO + "Сделайте `release.yml` и `pypi`.\n", id="words of another language"),
    ],
)
def test_left_alone(text: str) -> None:
    assert read(text.replace("{}", "pypi")) == ()
