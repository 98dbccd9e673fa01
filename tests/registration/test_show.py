"""``tplint show``: what each upload presents, PyPI's answer, and the values for PyPI's form, in all formats."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from folders import lay, lint
from publishing import PROJECT, REMOTE, UPLOAD, declaration, job, workflow
from tplint.cli import main
from tplint.reporters.cells import visible
from tplint.reporters.show_markdown import code
from tplint.reporters.show_mermaid import escaped

if TYPE_CHECKING:
    from pathlib import Path

FORM = "https://pypi.org/manage/project/demo/settings/publishing/?provider=github&owner=octo&repository=demo"
NOT_FOUND = "Publisher with matching claims was not found"


def repository(root: Path, text: str, *publishers: str, project: str = PROJECT) -> Path:
    files = {"pyproject.toml": project + "".join(publishers), ".git/config": REMOTE}
    return lay(root, {**files, ".github/workflows/publish.yml": text})


def show(root: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert main(["show", str(root), *options]) == 0
    return capsys.readouterr().out


def first(root: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(show(root, capsys, "--format", "json", *options))
    assert found["version"] == 1
    upload: dict[str, Any] = found["uploads"][0]
    return upload


# --- text -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("signed", "expected"), [("true", True), ("false", False)])
def test_a_called_workflow_with_attestations_has_no_publisher(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    signed: str,
    expected: bool,  # noqa: FBT001 - a table
) -> None:
    step = UPLOAD.rstrip("\n") + f"\n        with: {{attestations: {signed}}}\n"
    repository(tmp_path, workflow(job(steps=step), on="workflow_call:"))
    call = "  call:\n    permissions: {id-token: write}\n    uses: ./.github/workflows/publish.yml\n"
    caller = workflow(call, on="release: {types: [published]}")
    lay(tmp_path, {".github/workflows/caller.yml": caller})
    assert ("attestations name caller.yml, so no publisher can match" in show(tmp_path, capsys)) is expected


def test_the_text_has_what_is_presented_and_what_to_type(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repository(tmp_path, workflow(on="release: {types: [published]}"), declaration(environment="pypi"))
    assert show(tmp_path, capsys) == (
        "publish.yml › publish › pypa/gh-action-pypi-publish@release/v1 → PyPI project demo\n"  # noqa: RUF001 - as shown
        "  signs in     trusted publishing\n"
        "  presents     repository   octo/demo\n"
        "               workflow     publish.yml  (job_workflow_ref …/publish.yml@refs/tags/*)\n"
        "               environment  pypi\n"
        "               event        release\n"
        "  PyPI says    accepted, by the publisher declared at pyproject.toml:5\n"
        "  register     Owner octo · Repository name demo · Workflow name publish.yml · Environment name pypi\n"
        f"               {FORM}&workflow_filename=publish.yml&environment=pypi\n"
        "  new project  https://pypi.org/manage/account/publishing/\n"
        "\n"
        "PyPI's page for a project that does not exist yet cannot be filled in by a link. A user may have 3 pending "
        "publishers at once; PyPI deletes each after 30 days, and takes only one for the same identity.\n"
    )


def test_a_refusal_names_the_field_by_the_label_of_the_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repository(tmp_path, workflow(), declaration(workflow_filename="release.yml"))
    text = show(tmp_path, capsys)
    assert (
        f"  PyPI says    refused: invalid-publisher: valid token, but no corresponding publisher ({NOT_FOUND})\n"
        in text
    )
    assert "               Workflow name: release.yml at pyproject.toml:5, publish.yml presented\n" in text


def test_why_a_value_is_not_known_is_said_once_beside_the_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = repository(tmp_path, workflow(job(environment="${{ vars.WHERE }}")))
    (root / ".git" / "config").write_text("")
    (row, link) = re.findall(r"  register     (.*)\n +(no link: .*)", show(root, capsys))[0]
    why = "no git remote and no project URL names the repository"
    assert row == (
        "Owner not known · Repository name not known · Workflow name publish.yml"
        " · Environment name not known (`vars.WHERE` is known only when it runs)"
    )
    assert link == f"no link: Owner is not known: {why}; `--repository OWNER/NAME` names it"
    assert "no link" not in show(repository(tmp_path, workflow(job())), capsys, "--repository", "octo/demo")


def test_uploads_elsewhere_have_no_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = UPLOAD + "        with:\n          repository-url: https://example.org/legacy/\n"
    repository(tmp_path, workflow(job(steps=other)))
    text = show(tmp_path, capsys)
    assert "→ https://example.org/legacy/ project demo" in text
    assert "register" not in text
    assert "pending" not in text


def test_no_upload_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repository(tmp_path, workflow(job(steps="      - run: make\n")))
    assert show(tmp_path, capsys) == "no uploads found\n"
    assert "No uploads found." in show(tmp_path, capsys, "--format", "markdown")
    assert 'none["no uploads found"]' in show(tmp_path, capsys, "--format", "mermaid")


def test_an_upload_that_no_event_reaches_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dead = job("publish", more="    if: github.event_name == 'schedule'\n")
    repository(tmp_path, workflow(dead))
    assert show(tmp_path, capsys).splitlines()[:3] == [
        "no uploads found that any event reaches",
        "",
        ".github/workflows/publish.yml:10:15: no event reaches this upload",
    ]
    repository(tmp_path, workflow(dead, job("other")))
    text = show(tmp_path, capsys)
    assert "no uploads found" not in text
    assert text.count("no event reaches this upload") == 1


def test_a_minor_branch_of_the_action_is_called_by_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = repository(tmp_path, workflow().replace("release/v1", "release/v1.4"))
    assert "pypa/gh-action-pypi-publish@1.4 " in show(root, capsys)
    assert first(root, capsys)["version"] == "1.4"
    (finding,) = lint(root, "TP107").findings
    assert "version 1.4 cannot do trusted publishing" in finding.message


# --- PyPI's answer --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "publishers", "accepted"),
    [
        (workflow(), [declaration(environment="pypi")], True),
        (workflow(), [declaration(environment="PyPI")], True),
        (workflow(), [declaration()], True),
        (workflow(), [declaration(owner="Octo")], True),
        (workflow(job(environment="")), [declaration(environment="pypi")], False),
        (workflow(), [declaration(environment="release")], False),
        (workflow(), [declaration(workflow_filename="publish.yaml")], False),
        (workflow(), [declaration(repository="Demo")], None),
        (workflow(), [declaration(owner="other")], False),
        (workflow(), [declaration(repository="other")], False),
        (workflow(), ['[[tool.tplint.publishers]]\nkind = "google"\nproject-name = "demo"\nemail = "a@b.cc"\n'], False),
        (workflow(on="workflow_call:"), [declaration()], False),
        (workflow(on="pull_request_target:"), [declaration()], False),
        (workflow(on="[push, pull_request_target]"), [declaration()], True),
        (workflow(job(environment="${{ vars.E }}")), [declaration()], True),
        (workflow(job(environment="${{ vars.E }}")), [declaration(workflow_filename="x.yml")], False),
        (workflow(job(environment="${{ vars.E }}")), [declaration(environment="pypi")], None),
        (workflow(), [], None),
        (workflow(), [declaration(index="testpypi")], None),
        (workflow(), [declaration(workflow_filename="publish")], None),
    ],
)
def test_the_answer_is_pypis_or_not_known(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    text: str,
    publishers: list[str],
    accepted: bool | None,  # noqa: FBT001 - an expectation
) -> None:
    repository(tmp_path, text, *publishers)
    verdict = first(tmp_path, capsys)["verdict"]
    if accepted is None:
        assert list(verdict["accepted"]) == ["unknown"]
    else:
        assert verdict["accepted"] is accepted
        assert bool(verdict["error"]) is (not accepted or bool(verdict["refused_events"]))
        assert bool(verdict["publishers"]) is accepted


def test_an_event_that_pypi_refuses_is_named_beside_those_it_accepts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository(tmp_path, workflow(on="push:\n  pull_request_target:"), declaration())
    assert first(tmp_path, capsys)["verdict"]["refused_events"] == ["pull_request_target"]
    assert "but not on pull_request_target: invalid-publisher" in show(tmp_path, capsys)


def test_a_token_for_another_project_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repository(tmp_path, workflow(), declaration(project_name="other"))
    assert "but the token may upload to other only, not to demo" in show(tmp_path, capsys)
    assert first(tmp_path, capsys)["verdict"]["projects"] == ["other"]


def test_a_repository_that_is_not_known_leaves_the_answer_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    urls = '\n[project.urls]\nA = "https://github.com/other/demo"\n'
    repository(tmp_path, workflow(), declaration(owner="third"), project=PROJECT + urls)
    upload = first(tmp_path, capsys)
    assert "name different repositories" in upload["verdict"]["accepted"]["unknown"]
    assert "name different repositories" in upload["publisher"]["owner"]["unknown"]
    assert first(tmp_path, capsys, "--repository", "third/demo")["verdict"]["accepted"] is True
    assert first(tmp_path, capsys, "--repository", "octo/demo")["verdict"]["accepted"] is False


def test_a_stored_token_has_a_form_and_no_verdict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repository(tmp_path, workflow(job(steps="      - run: twine upload -p ${{ secrets.T }} dist/*\n")), declaration())
    upload = first(tmp_path, capsys)
    assert upload["verdict"] is None
    assert upload["publisher"]["link"] == f"{FORM}&workflow_filename=publish.yml&environment=pypi"
    assert "PyPI says" not in show(tmp_path, capsys)


@pytest.mark.parametrize(("path", "accepted"), [(".gitlab-ci.yml", True), ("ci/publish.yml", False)])
def test_a_job_of_gitlab_has_a_form_and_an_answer_of_its_own(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    path: str,
    accepted: bool,  # noqa: FBT001 - an expectation
) -> None:
    pipeline = (
        "publish:\n  environment: release\n  id_tokens: {PYPI_ID_TOKEN: {aud: pypi}}\n"
        "  rules: [{if: $CI_COMMIT_TAG}]\n  script: [python -m build, twine upload dist/*]\n"
    )
    publisher = (
        '[[tool.tplint.publishers]]\nkind = "gitlab"\nproject-name = "demo"\nnamespace = "a/b"\nproject = "demo"\n'
        f'workflow-filepath = "{path}"\n'
    )
    remote = '[remote "origin"]\n\turl = git@gitlab.com:a/b/demo.git\n'
    files = {"pyproject.toml": PROJECT + publisher, ".git/config": remote, ".gitlab-ci.yml": pipeline}
    lay(tmp_path, files)
    upload = first(tmp_path, capsys)
    assert upload["verdict"]["accepted"] is accepted
    assert upload["publisher"]["form"][:3] == [
        {"label": "Namespace", "value": "a/b"},
        {"label": "Project name", "value": "demo"},
        {"label": "Top-level pipeline file path", "value": ".gitlab-ci.yml"},
    ]
    assert "provider=gitlab&namespace=a%2Fb&project=demo" in upload["publisher"]["link"].replace("a/b", "a%2Fb")


# --- JSON -----------------------------------------------------------------------------------------------------------


def test_the_json_has_every_promised_key_and_says_what_is_not_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository(tmp_path, workflow(job(environment="${{ vars.E }}")), declaration(environment="pypi"))
    upload = first(tmp_path, capsys)
    promised = "platform path job line uploader version index credential environment project claims publisher verdict"
    assert set(promised.split()) <= upload.keys()
    why = {"unknown": "`vars.E` is known only when it runs"}
    assert upload["environment"] == why
    assert upload["claims"][0]["environment"] == why
    assert upload["claims"][0]["ref"] == "refs/tags/v*"
    assert upload["publisher"]["form"] == [
        {"label": "Owner", "value": "octo"},
        {"label": "Repository name", "value": "demo"},
        {"label": "Workflow name", "value": "publish.yml"},
        {"label": "Environment name", "value": why},
    ]
    assert upload["publisher"]["link"] == {"unknown": f"Environment name is not known: {why['unknown']}"}


def test_testpypi_has_pages_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    test = UPLOAD + "        with:\n          repository-url: https://test.pypi.org/legacy/\n"
    repository(tmp_path, workflow(job(environment="", steps=test)))
    publisher = first(tmp_path, capsys)["publisher"]
    assert publisher["link"] == f"{FORM.replace('//', '//test.')}&workflow_filename=publish.yml"
    assert publisher["pending_link"] == "https://test.pypi.org/manage/account/publishing/"


# --- what files could do to the reports -----------------------------------------------------------------------------


def test_control_characters_of_files_reach_no_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = '"\\e[31m\\u202e|`<b>x"'
    repository(tmp_path, workflow(job(environment=odd)), declaration(environment="x"))
    for chosen in ("text", "markdown", "mermaid"):
        text = show(tmp_path, capsys, "--format", chosen)
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "<b>" not in text or chosen == "text"


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
MARKUP = st.text("|`<>&*_[]()!#\\~@:.www -+=\n\tx", max_size=20)


@given(TEXTS | MARKUP)
def test_a_value_in_markdown_is_shown_as_it_is_and_nothing_else(value: str) -> None:
    page = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable("table")
    table = f"| a | b |\n| --- | --- |\n| {code(value)} | end |\n"
    cells = re.findall(r"<td>(.*)</td>", page.render(table))
    assert len(cells) == 2
    assert cells[1] == "end"
    found = re.fullmatch(r"<code>(.*)</code>", cells[0])
    assert found is not None
    inside = found[1]
    assert "<" not in inside
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        inside = inside.replace(entity, char)
    assert inside.split() == visible(value).split()


@given(TEXTS | MARKUP)
def test_a_label_in_mermaid_cannot_be_left_and_is_what_it_was(value: str) -> None:
    label = escaped(value)
    assert re.fullmatch(r"(?:[\w ./@*+-]|#\d+;)*", label, re.ASCII)
    shown = re.sub(r"#(\d+);", lambda found: chr(int(found[1])), label)
    assert shown == visible(value)


def test_a_diagram_leads_from_the_repository_to_the_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repository(tmp_path, workflow(job(), job("again", environment="release")), declaration(environment="pypi"))
    assert show(tmp_path, capsys, "--format", "mermaid") == (
        "```mermaid\n"
        "flowchart LR\n"
        '  n0["octo/demo"]\n'
        '  n1("workflow publish.yml")\n'
        "  n0 --> n1\n"
        '  n2("job publish")\n'
        "  n1 --> n2\n"
        '  n3(["environment pypi"])\n'
        "  n2 --> n3\n"
        '  n4{{"publisher pyproject.toml#58;5"}}\n'
        '  n3 -->|"accepted"| n4\n'
        '  n5[("demo on PyPI")]\n'
        "  n4 --> n5\n"
        '  n6("job again")\n'
        "  n1 --> n6\n"
        '  n7(["environment release"])\n'
        "  n6 --> n7\n"
        '  n7 -.->|"refused"| n4\n'
        "```\n"
    )


def test_a_diagram_tells_a_project_that_the_publisher_is_not_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository(tmp_path, workflow(), declaration(environment="pypi", project_name="other"))
    assert '  n4 -.->|"not for this project"| n5\n' in show(tmp_path, capsys, "--format", "mermaid")


def test_the_markdown_has_the_form_as_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repository(tmp_path, workflow(), declaration(environment="pypi"))
    text = show(tmp_path, capsys, "--format", "markdown")
    assert "- **PyPI says:** accepted, by the publisher declared at pyproject.toml:5\n" in text
    assert (
        "| Field of PyPI's form | Value |\n| --- | --- |\n| Owner | `octo` |\n| Repository name | `demo` |\n"
        "| Workflow name | `publish.yml` |\n| Environment name | `pypi` |\n"
    ) in text
    assert f"[form with these values]({FORM}&workflow_filename=publish.yml&environment=pypi)" in text


def test_a_library_of_jsii_is_registered_by_the_name_that_it_has_for_python(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = '{"name": "@octo/demo", "jsii": {"targets": {"python": {"distName": "octo-demo", "module": "demo"}}}}'
    steps = """\
      - uses: actions/checkout@v5
        with: {path: .repo}
      - run: cd dist && setfacl --restore=permissions-backup.acl
      - run: cd .repo && npx projen package:python
      - run: mv .repo/dist dist
      - run: npx -p publib@latest publib-pypi
        env: {PYPI_TRUSTED_PUBLISHER: "true"}
"""
    files = {
        "package.json": package,
        ".git/config": REMOTE,
        ".github/workflows/release.yml": workflow(job(steps=steps)),
    }
    upload = first(lay(tmp_path, files), capsys)
    assert (upload["uploader"], upload["credential"], upload["project"]) == ("publib", "oidc", "octo-demo")
    assert upload["publisher"]["project_name"] == "octo-demo"
