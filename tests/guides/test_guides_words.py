"""Guides: the words that are looked for before anything is matched or parsed pass over nothing that would be found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tplint.discover import WORKFLOW, discover
from tplint.documents.markdown import sections
from tplint.documents.source import Source
from tplint.guides import guides
from tplint.guides.commands import uses
from tplint.guides.context import about_publisher, index_of
from tplint.guides.labels import field_of, labels, lower_case
from tplint.guides.myths import myths
from tplint.guides.values import read_value
from tplint.load import Files

if TYPE_CHECKING:
    from pathlib import Path

FORM = "# Trusted publishing on PyPI\n\n- Owner: `harbour-lab`\n- Repository: `tides`\n- Workflow: `release.yml`\n"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("OIDC can't register a new package.", "no-new-projects"),
        ("OIDC can not create projects.", "no-new-projects"),
        ("Trusted publishing doesn't create projects.", "no-new-projects"),
        ("Trusted publishing will not register packages.", "no-new-projects"),
        ("The package must first exist on TestPyPI before OIDC works.", "no-new-projects"),
        ("You have to create the project first.", "no-new-projects"),
        ("Trusted publishing on PyPI requires a project to exist.", "no-new-projects"),
        ("Trusted publishing only works once the package exists.", "no-new-projects"),
        ("You have to upload the very first version before trusted publishing works.", "no-new-projects"),
        ("If the packages do not exist, you must upload them by hand.", "no-new-projects"),
        ("If the package does not yet exist, you need to upload it manually.", "no-new-projects"),
        ("The first time you need to upload manually to register the name.", "no-new-projects"),
        ("A manual upload to create your PyPI project comes first.", "no-new-projects"),
        ("The package must be created before you can set up the publisher.", "no-new-projects"),
        ("You cannot create a new project with trusted publishing.", "no-new-projects"),
        ("A project can't be created through a trusted publisher.", "no-new-projects"),
        ("Trusted publishers are unable to create projects.", "no-new-projects"),
        ("Trusted publishing works only with projects that exist.", "no-new-projects"),
        ("The project needs to exist before you can add a publisher.", "no-new-projects"),
        ("You have to create the project on PyPI before you can use trusted publishing.", "no-new-projects"),
        ("Enter `.github/workflows/release.yml` in the workflow field.", "path-in-words"),
        ("In the field `Workflow name` type `.github/workflows/release.yml`.", "path-in-words"),
        ("In the workflow field, enter the full path `.github/workflows/release.yml`.", "path-in-words"),
        ("Press create new project on PyPI.", "empty-project"),
        ("Creating an empty PyPI project is needed.", "empty-project"),
        ("Create the project via PyPI's web form.", "empty-project"),
        ("`invalid-publisher` comes of `id-token: write` together with a password.", "mixing-refused"),
        ("An environment that is blank means that jobs may not use one.", "blank-forbids-environment"),
        ("Without an environment on PyPI workflows cannot set one.", "blank-forbids-environment"),
        ("If no environment is given on PyPI, the job must not declare one.", "blank-forbids-environment"),
        ("An empty environment only matches jobs without one.", "blank-forbids-environment"),
        ("With an empty environment, jobs that have an environment are refused.", "blank-forbids-environment"),
        ("A publisher without an environment will not match a job with an environment.", "blank-forbids-environment"),
        ("If the environment field is blank, remove `environment` from the job.", "blank-forbids-environment"),
        ("The name will be reserved by your pending publisher.", "pending-reserves-name"),
        ("With a pending publisher nobody else can register the name.", "pending-reserves-name"),
        ("Claim the package name by adding a pending publisher.", "pending-reserves-name"),
        ("A pending publisher holds your project name.", "pending-reserves-name"),
        ("Pending publishers secure the name.", "pending-reserves-name"),
        ("Then PyPI will reserve your project name.\n\nSuch is a pending publisher.", "pending-reserves-name"),
        ("The package name is case sensitive.", "project-name-case"),
        ("The publisher needs the exact name, which is case-sensitive.", "project-name-case"),
        ("The claim `workflow_ref` has to match.", "workflow-ref-compared"),
        ('The trusted publisher differs, error: "Environment mismatch"', "invented-error"),
        ("TestPyPI uses the same login as PyPI.", "shared-accounts"),
        ("TestPyPI uses PyPI's credentials with the main PyPI, and uses its credentials as PyPI.", "shared-accounts"),
        ("Turn on OpenID Connect in your GitLab project.", "enabled-identity-tokens"),
        ("Activate ID tokens for GitLab.", "enabled-identity-tokens"),
        ("Switch on identity tokens in GitLab.", "enabled-identity-tokens"),
        ("OIDC must be enabled in GitLab.", "enabled-identity-tokens"),
        ("ID tokens have to be switched on in GitLab.", "enabled-identity-tokens"),
        ("On GitLab make sure to use Python 3.12+.", "gitlab-python"),
        ("An ID token of GitLab: Python3.11 is needed for the id_token.", "gitlab-python"),
        ("Trusted publishing from GitLab needs at least Python 3.11.", "gitlab-python"),
        ("On GitLab, Python 3.11 or newer is required.", "gitlab-python"),
        ("The owner has to be all lower-case.", "lower-case-owner"),
        ("Enter the owner in lower case.", "lower-case-owner"),
        ("PyPI requires the owner to be lowercase.", "lower-case-owner"),
        ("Make sure that the owner is in lower case.", "lower-case-owner"),
        ("Use the lowercase owner.", "lower-case-owner"),
        ("Owners must be typed in lower case.", "lower-case-owner"),
        ("PyPI: `pull_request_target` is not recommended.", "discouraged-event"),
        ("SUBJECT: REPO:a/b", "subject-pattern"),
        ("The subject must match `repo:a/b:*`.", "subject-pattern"),
        ("Set the subject claim to `repo:a/b:ref:c`.", "subject-pattern"),
    ],
)
def test_each_wording_of_a_myth_has_its_signs(sentence: str, expected: str) -> None:
    parts = sections(Source("GUIDE.md", f"# Trusted publishing on PyPI\n\n{sentence}\n"))
    assert [myth.kind for myth in myths(parts, ())] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[
            (text, True)
            for text in ("Trusted Publishing", "trusted-publisher", "TrustedPublisher", "pending publisher")
        ],
        *[(text, True) for text in ("a publisher.", "Publishers", "OIDC", "OpenID", "/manage/account/publishing/")],
        *[(text, True) for text in ("/settings/publishing", "Доверенный издатель", "信頼", "可信", "受信任", "신뢰")],
        *[(text, False) for text in ("republishers", "publishing", "publish", "trust", "здесь", "")],
    ],
)
def test_what_speaks_of_publishers(text: str, expected: bool) -> None:  # noqa: FBT001 - a table's column
    assert about_publisher(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[("PyPI", "pypi"), ("Test-PyPI", "testpypi"), ("test.pypi.org and PyPI", "both"), ("TESTPYPI", "testpypi")],
        *[("npm", ""), ("environment: `PyPI`", ""), ("the `testpypi` one", "")],
    ],
)
def test_the_index_that_is_named(text: str, expected: str) -> None:
    assert index_of(text) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Owner: a", [("owner", "a")]),
        ("✅ OWNER: a — Workflow name: b", [("owner", "a — Workflow name: b"), ("workflow_filename", "b")]),
        ("\u0130 Owner is `a`", [("owner", "`a`")]),
        ("Владелец: a", [("owner", "a")]),
        ("Proprietário: a", [("owner", "a")]),
        ("Proprietario: a", [("owner", "a")]),
        ("[X] Branch: a", [("ref", "a")]),
        ("the branch: a", []),
        ("Organization/Owner: a", [("owner", "a")]),
        ("GitHub user or org: a", [("owner", "a")]),
        ("Owner a", []),
    ],
)
def test_labels(line: str, expected: list[tuple[str, str]]) -> None:
    assert [(label.field, line[label.value :]) for label in labels(line)] == expected


@pytest.mark.parametrize(
    ("cell", "field"),
    [
        ("**Owner** (of it)", "owner"),
        ("ИМЯ ПРОЕКТА", "project_name"),
        ("Repository:", "repository"),
        ("Owner / Repo", "repository"),
        ("GitHub Username/Organization", "owner"),
        ("Organization or user", "owner"),
        ("Owner / org", "owner"),
        ("GitHub account", "owner"),
        ("GitHub Actions environment", "environment"),
        ("Project name on PyPI", "project_name"),
        ("Nome do ambiente", "environment"),
        ("Nom de l\u2019environnement", "environment"),
        ("Nombre del entorno", "environment"),
        ("Umgebungsname", "environment"),
        ("워크플로 파일 이름", "workflow_filename"),
        ("워크플로우 파일명", "workflow_filename"),
        ("x", ""),
    ],
)
def test_labels_in_cells(cell: str, field: str) -> None:
    assert field_of(cell) == field


@pytest.mark.parametrize("text", ["", "A\u0130ß", "\u017f\u212a", "Σ", "\u0130\u0130"])
def test_lower_case_leaves_every_character_in_its_place(text: str) -> None:
    assert len(lower_case(text)) == len(text)
    assert lower_case(f"{text}A")[-1] == "a"


@pytest.mark.parametrize(
    "placeholder",
    [
        *(
            "YOUR-org",
            "<owner>",
            "$ORG",
            "My-org",
            "my_org",
            "organisation",
            "user-name",
            "username",
            "octocat",
            "Acme",
        ),
        *("package_name", "project-name", "{x}", "a…", "a...", "example-org", "xxx", "ваш", "repository"),
    ],
)
def test_placeholders_are_no_values(placeholder: str) -> None:
    assert read_value(f"`{placeholder}`", 0, len(placeholder) + 2) is None
    assert read_value("`acmes`", 0, 7) is not None


@pytest.mark.parametrize(
    ("written", "expected"),
    [("pypi-<project>", None), ("pypi-<project>   (as below)", None), ("pypi<br>", "pypi"), ("pypi</td>", "pypi")],
)
def test_a_placeholder_may_end_a_value(written: str, expected: str | None) -> None:
    value = read_value(f"= {written}", 2, len(written) + 2)
    assert (value.text if value is not None else None) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        *[(path, False) for path in ("docs/changes.md", "History.md", "docs/what's-new-1.md", "docs/Release-v1.md")],
        *[(path, False) for path in ("docs/x-post-mortem.md", "docs/my-retrospective.md", "NEWS.md", "docs/blog/a.md")],
        *[(f"docs/{folder}/a.md", False) for folder in ("adr", "rfcs", "decisions", "attic", "legacy", "obsolete")],
        *[(f"docs/{folder}/a.md", False) for folder in ("old", "Archive", "deprecated", "posts", "changelogs", "news")],
        *[
            (path, False)
            for path in ("docs/old-a.md", "docs/_deprecated_a.md", "docs/archived-a.md", "docs/news/b/a.md")
        ],
        *[(path, False) for path in ("docs/plans/a.md", "docs/agents/plans/b/a.md", "docs/2026-05-01-a.md")],
        *[(path, True) for path in ("docs/plans.md", "docs/20260501.md", "docs/v2026-05-01/a.md")],
        *[(path, True) for path in ("docs/newsletter.md", "docs/golden.md", "docs/release.md", "docs/1.2/a.md")],
    ],
)
def test_what_is_past(tmp_path: Path, path: str, expected: bool) -> None:  # noqa: FBT001 - a table's column
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text(FORM, "utf-8")
    assert [guide.path for guide in guides(Files(str(tmp_path)))] == ([path] if expected else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# PyPI's publisher:\n# owner: a\n#\n#\trepository: b\non: push", ["a", "b"]),
        ("on: push\r\n  # PyPI's publisher:\r\n  # owner: a \r\n  # repository: b", ["a", "b"]),
        ("# PyPI's publisher\non: push\n# owner: a\nx: 1\n# repository: b\n", []),
        ("x: 1 # PyPI's publisher\ny: 2 # owner: a\nz: 3 # repository: b\n", []),
    ],
)
def test_comments_of_a_workflow(tmp_path: Path, text: str, expected: list[str]) -> None:
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    (folder / "a.yml").write_bytes(text.encode())
    found = guides(Files(str(tmp_path)), (), discover(str(tmp_path), frozenset({WORKFLOW})))
    said = [said for guide in found for registration in guide.registrations for said in registration.statements]
    assert [each.value for each in said] == expected
    assert [each.at.text for each in said] == expected


def test_links_are_found_on_each_line() -> None:
    link = "[x](../../actions/workflows/pypi-{}.yml)"
    text = f"{link.format(1)} {link.format(2)}\nactions/workflows/\r\n\n{link.format(3)}\r{link.format(4)}"
    found = [use.workflow for use in uses(Source("README.md", text), lambda _: True)]
    assert found == ["pypi-1.yml", "pypi-2.yml", "pypi-3.yml", "pypi-4.yml"]


def test_commands_are_found_with_any_blanks() -> None:
    text = "actions/workflows/\ngh \tworkflow  run\tpublish.yml"
    assert [use.workflow for use in uses(Source("README.md", text), lambda _: False)] == ["publish.yml"]
