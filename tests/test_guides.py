"""Guides: which values they tell the reader to register, for which index; what is left alone; which files are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tplint.discover import WORKFLOW, discover
from tplint.documents.markdown import sections
from tplint.documents.source import Source
from tplint.guides import _comments, guides, speaks_of_publishers
from tplint.guides.commands import uses
from tplint.guides.myths import myths
from tplint.guides.registrations import registrations
from tplint.guides.values import read_value
from tplint.load import Files

if TYPE_CHECKING:
    from pathlib import Path

    from tplint.guides.records import Registration

INTRO = "# Trusted publishing on PyPI\n\n"


def read(text: str, path: str = "GUIDE.md") -> tuple[Registration, ...]:
    return tuple(registrations(sections(Source(path, text)), lambda file: "gone" in file))


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


FORM = "- Owner: `harbour-lab`\n- Workflow: `release.yml`\n- Environment: `{}`\n"


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


# --- myths ----------------------------------------------------------------------------------------------------------


def myths_of(text: str) -> list[str]:
    parts = sections(Source("GUIDE.md", text))
    return [myth.kind for myth in myths(parts, tuple(registrations(parts, lambda _: False)))]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Trusted publishing (OIDC) **cannot create new projects**.", "no-new-projects"),
        ("The project `x` must exist on PyPI before trusted publishing can work.", "no-new-projects"),
        ("- **Project must exist**: create your PyPI project first.", "no-new-projects"),
        ("Trusted publishing can create a project by a pending publisher.", None),
        ("PyPI: Non-user identities cannot create new projects, says trusted publishing.", None),
        ("Trusted publishing requires the project to exist first.", "no-new-projects"),
        ("**Trusted Publishing** (OIDC) requires your package to already exist on PyPI.", "no-new-projects"),
        ("Trusted publishing does not require the project to exist.", None),
        ("Trusted publishing no longer requires the project to exist.", None),
        ("Trusted publishing requires the project to exist, or a pending publisher.", None),
        ("Trusted publishing requires the project to either not exist yet or have a publisher.", None),
        ("Trusted publishing requires the project to existentially matter.", None),
        ("On npm, trusted publishing requires the package to exist.", None),
        ("Trusted publishing only works for existing projects.", "no-new-projects"),
        ("The project must exist on PyPI before you can add a trusted publisher.", "no-new-projects"),
        ("The project must exist on PyPI before you can install it.", None),
        ("Before you can configure trusted publishing, the project must exist on PyPI.", "no-new-projects"),
        ("The project must exist on PyPI before you can add a publisher; else add a pending one.", None),
        ("If the project doesn't exist yet, you'll need to upload its first version manually.", "no-new-projects"),
        ("If the project doesn't exist yet, add a pending publisher; you need not upload it manually.", None),
        ("If the project doesn't exist yet, it will be created.", None),
        ("Do a manual upload first to create the project.", "no-new-projects"),
        ("Do a manual upload once to test the build.", None),
        ("The first release must be uploaded manually to claim the name.", "no-new-projects"),
        ("The first release must be uploaded manually to check it.", None),
        ("Use the recommended subject patterns:", "subject-pattern"),
        ("- **Subject**: `repo:harbour-lab/tides:ref:refs/tags/v*`", "subject-pattern"),
        ("- `sub`: `repo:harbour-lab/tides:ref:refs/tags/v1`", None),
        ("On AWS, restrict the subject pattern.", None),
        ("If you leave the environment blank, the job must not have one.", "blank-forbids-environment"),
        ("With a blank environment on PyPI the job must not set one.", "blank-forbids-environment"),
        ("A pending publisher reserves the project name.", "pending-reserves-name"),
        ("Reserve the name with a pending publisher.", "pending-reserves-name"),
        ("A pending publisher does not reserve the name.", None),
        ("A pending publisher reserves the name and makes the project on the first upload.", "pending-reserves-name"),
        ("A pending publisher reserves the name only after the first upload.", None),
        ("Add a pending publisher.\n\nPyPI will reserve this name until the first upload.", "pending-reserves-name"),
        ("Add a pending publisher.\n\nPyPI will reserve the name for you on the first upload.", None),
        ("Upload once, and PyPI will reserve the name.", None),
        ("Use a Python 3.11 image, it is needed for OIDC on GitLab.", "gitlab-python"),
        ("On GitLab, tests run on Python 3.11.", None),
        ("You need to create your PyPI project first.", "no-new-projects"),
        ('- Click "Add new project"', "empty-project"),
        ("You can create an empty project on PyPI.", "empty-project"),
        ("Create the project through the PyPI web interface.", "empty-project"),
        ('Click "Add a new pending publisher".', None),
        ("`invalid-publisher`: both the `id-token: write` permission and the `password` are used", "mixing-refused"),
        ("Do not use both `id-token: write` and `password`.", None),
        ("The project name is case-sensitive.", "project-name-case"),
        ("The workflow's file name is case-sensitive.", None),
        ("- Workflow: `publish.yml` (from `workflow_ref`, its last part)", "workflow-ref-compared"),
        ("- Workflow: `publish.yml` (from `job_workflow_ref`, its last part)", None),
        ("PyPI matches the `workflow_ref` claim.", "workflow-ref-compared"),
        ("PyPI matches the `job_workflow_ref` claim.", None),
        ("The branch and the environment must match the PyPI configuration.", "ref-field"),
        ('With another trusted publisher PyPI says: Error: "Repository not found"', "invented-error"),
        ('Error: "Repository not found"', None),
        ("TestPyPI shares accounts with PyPI.", "shared-accounts"),
        ("TestPyPI does not share accounts with PyPI.", None),
        ("Enable OIDC in GitLab first.", "enabled-identity-tokens"),
        ("Vault: enable OIDC in GitLab first.", None),
        ("For publishing, `pull_request_target` is discouraged.", "discouraged-event"),
        ("PyPI refuses `pull_request_target`.", None),
        ("The owner must be lowercase.", "lower-case-owner"),
        ("It is a myth that the owner must be lowercase.", None),
    ],
)
def test_myths(sentence: str, expected: str | None) -> None:
    assert myths_of(f"{INTRO}{sentence}\n") == ([expected] if expected else [])


def test_a_myth_in_a_remark_on_the_owner() -> None:
    text = (
        INTRO + "**Owner:**\n```\nharbour-lab\n```\nMust match exactly (lowercase)\n\n**Workflow:**\n```\na.yml\n```\n"
    )
    assert myths_of(text) == ["lower-case-owner"]


def test_a_pending_publisher_for_a_project_that_is_created_before() -> None:
    first = "The project must exist on PyPI before trusted publishing works.\n\n"
    last = 'Click "Add a new pending publisher".\n'
    assert myths_of(INTRO + first + last) == ["pending-for-existing", "no-new-projects"]
    assert myths_of(INTRO + last) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The project must exist before you can add a publisher.", []),
        ("Trusted publishing requires the project to exist.", ["no-new-projects"]),
    ],
)
def test_what_holds_for_publishers_that_are_not_pending(sentence: str, expected: list[str]) -> None:
    other = "## New projects\n\nFor these there are pending publishers.\n"
    assert myths_of(f"{INTRO}## Existing projects\n\n{sentence}\n\n{other}") == expected


def test_a_first_upload_by_hand_in_a_section_about_tokens() -> None:
    steps = "If the project doesn't exist yet, you have to upload it manually.\n"
    assert myths_of(f"# PyPI\n\n## Trusted publishing\n\nNo tokens.\n\n## Tokens\n\n{steps}") == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("Repository owner: your-name\nRepository name: your-repo\nBranch/Tag: main\n", ["ref-field"]),
        ("Repository owner: your-name\nBranch/Tag: main\n", []),
        ("Repository owner: your-name\nRepository name: your-repo\n", []),
    ],
)
def test_a_branch_among_placeholders(lines: str, expected: list[str]) -> None:
    assert myths_of(f"{INTRO}```\n{lines}```\n") == expected


def test_a_myth_in_a_heading() -> None:
    text = INTRO + '### Error: "Project name mismatch"\n\nThe trusted publisher\'s name differs.\n'
    assert myths_of(text) == ["invented-error"]


def test_what_pypi_said_in_a_block_is_no_myth() -> None:
    assert myths_of(INTRO + "```\nOIDC cannot create new projects\n```\n") == []


# --- commands and links ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gh workflow run publish-gone.yml --ref main", [("publish-gone.yml", "")]),
        ("`gh workflow run -f x=y release-gone.yaml`", [("release-gone.yaml", "")]),
        ("gh workflow run release-gone.yml -R harbour-lab/tides", [("release-gone.yml", "harbour-lab/tides")]),
        ("gh workflow run release-gone.yml -R $REPOSITORY", []),
        ("gh workflow run Release", []),
        ("gh workflow run release.yml", []),
        ("gh workflow run tests-gone.yml", []),
        ("# Releasing\n\ngh workflow run gone.yml", [("gone.yml", "")]),
        ("Releasing\n---------\n\ngh workflow run gone.yml", [("gone.yml", "")]),
        ("# Releasing\n# Tests\n\ngh workflow run gone.yml", []),
        ("[x](https://github.com/a/b/actions/workflows/pypi-gone.yml)", [("pypi-gone.yml", "a/b")]),
        ("![x](../../actions/workflows/pypi-gone.yml/badge.svg)", [("pypi-gone.yml", "")]),
        ("see .github/workflows/publish-gone.yml", []),
    ],
)
def test_uses(text: str, expected: list[tuple[str, str]]) -> None:
    found = uses(Source("README.md", text), lambda path: "gone" in path)
    assert [(use.workflow, use.repository) for use in found if use.missing] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("gh workflow run release.yml", ["release.yml"]), ("[x](../../actions/workflows/release.yml)", [])],
)
def test_commands_use_files_that_are_there_too(text: str, expected: list[str]) -> None:
    found = uses(Source("README.md", text), lambda path: "gone" in path)
    assert [use.workflow for use in found if not use.missing] == expected


# --- files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("PUBLISHING.md", True),
        ("docs/dev/release.md", True),
        (".github/RELEASING.md", True),
        (".github/workflows/README.md", True),
        ("packages/tides/docs/release.md", True),
        ("packages/other/docs/release.md", False),
        ("CHANGELOG.md", False),
        ("RELEASE_NOTES.md", False),
        ("docs/archive/release.md", False),
        ("src/release.md", False),
        (".github/workflows/publish.yml", True),
    ],
)
def test_which_files_are_guides(tmp_path: Path, path: str, expected: bool) -> None:  # noqa: FBT001 - a table's column
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    comment = "# " if path.endswith(".yml") else ""
    lines = (INTRO + FORM.format("pypi")).splitlines()
    (tmp_path / path).write_text("".join(f"{comment}{line}\n" for line in lines), "utf-8")
    workflows = discover(str(tmp_path), frozenset({WORKFLOW}))
    found = guides(Files(str(tmp_path)), ("", "packages/tides"), workflows)
    assert [guide.path for guide in found] == ([path] if expected else [])


def test_a_copy_for_a_version_is_passed_over_beside_the_page(tmp_path: Path) -> None:
    for folder in ("docs", "versioned_docs/version-1.0.0", "versioned_docs/version-1.1.0"):
        (tmp_path / "documentation" / folder).mkdir(parents=True)
        (tmp_path / "documentation" / folder / "release.md").write_text(INTRO + FORM.format("pypi"), "utf-8")
    assert [guide.path for guide in guides(Files(str(tmp_path)))] == ["documentation/docs/release.md"]


def test_a_guide_that_cannot_be_read_is_no_problem(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_bytes(b"PyPI publisher \xff")
    reader = Files(str(tmp_path))
    assert guides(reader) == ()
    assert reader.problems == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("PyPI and its Trusted Publishers", True), ("a publisher of books", False), ("on PyPI by a token", False)],
)
def test_which_documents_are_parsed(text: str, expected: bool) -> None:  # noqa: FBT001 - a table's column
    assert speaks_of_publishers(text) is expected


PIECES = [
    "Owner",
    "Workflow",
    "Environment",
    "PyPI",
    "trusted publisher",
    ":",
    "`",
    "**",
    "(",
    "or",
    "same",
    "\n",
    "a.yml",
]


@given(
    st.lists(
        st.sampled_from([*PIECES, "|", "- ", "```\n", "## ", "repo:a/b:c", "TestPyPI", "leave empty"]), max_size=40
    )
)
def test_any_text_is_read(pieces: list[str]) -> None:
    text = INTRO + "".join(pieces)
    for found in read(text):
        for said in (*found.statements, *found.inherited):
            assert said.value in {"", said.at.text}
    myths_of(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# one\n#two\n", [["one", "two"]]),
        ("# one\r\n  #\ttwo\r\n", [["one", "two"]]),
        ("# one\n#\n# two\na: b # three\n# four", [["one", "two"]]),
        ("a: b\n# one\n\n# two\n# three", [["two", "three"]]),
        ("", []),
    ],
)
def test_comments_of_two_lines_or_more(text: str, expected: list[list[str]]) -> None:
    assert [[text[start:end] for start, end in block] for block in _comments(text)] == expected
