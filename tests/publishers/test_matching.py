"""Uploads beside declared publishers: which one matches, which comes nearest, and which rule says why none does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, read
from publishing import PROJECT, REMOTE, UPLOAD, declaration, job, workflow
from tplint.documents.source import Source
from tplint.facts.sending import sent
from tplint.model import Known, Publisher, Unknown
from tplint.platforms.file_names import differs_in_spelling
from tplint.publishers.declarations import environment_refusal, futilities, is_sound, refusals, shadowed
from tplint.publishers.matching import cause, differing_case, names_no_uploader, this_repository, used

if TYPE_CHECKING:
    from pathlib import Path

    from tplint.model import Match, Repository

PLAIN = {"owner": "octo", "repository": "demo", "workflow_filename": "publish.yml"}


def matched(root: Path, workflows: dict[str, str], *publishers: str, **others: str) -> tuple[Match, Repository]:
    files = {f".github/workflows/{name}": text for name, text in workflows.items()}
    files |= {"pyproject.toml": PROJECT + "".join(publishers), ".git/config": REMOTE} | others
    repository = read(lay(root, files))
    (match,) = repository.matches
    return match, repository


def publisher(kind: str = "github", name: str = "demo", index: str = "pypi", **fields: str) -> Publisher:
    values = {**(PLAIN if kind == "github" else {}), **fields}
    return Publisher(index, kind, name, values, Source("pyproject.toml", ""), ())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("environment", "declared", "fields"),
    [
        ("pypi", {"environment": "pypi"}, ()),
        ("PyPI", {"environment": "pypi"}, ()),
        ("pypi", {}, ()),
        ("", {}, ()),
        ("", {"environment": "pypi"}, ("environment",)),
        ("release", {"environment": "pypi"}, ("environment",)),
        ("${{ vars.ENVIRONMENT }}", {"environment": "pypi"}, ()),
        ("pypi", {"workflow_filename": "release.yml"}, ("workflow_filename",)),
        ("", {"workflow_filename": "release.yml", "environment": "pypi"}, ("workflow_filename", "environment")),
        ("pypi", {"owner": "else", "repository": "where"}, ("owner", "repository")),
        ("", {"owner": "else", "environment": "pypi"}, ("owner", "environment")),
        ("pypi", {"owner": "OCTO"}, ()),
    ],
)
def test_fields_that_keep_the_nearest_publisher_from_matching(
    tmp_path: Path, environment: str, declared: dict[str, str], fields: tuple[str, ...]
) -> None:
    match, _ = matched(tmp_path, {"publish.yml": workflow(job(environment=environment))}, declaration(**declared))
    assert match.fields == fields
    assert bool(match.publishers) == (not fields)


CALL = "    permissions: {id-token: write}\n    uses: ./.github/workflows/publish.yml\n"
CALLER = f"on:\n  push: {{tags: [v*]}}\njobs:\n  call:\n{CALL}"
CALLED = workflow(on="workflow_call:")
BUILDS = "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v5\n"
UNREAD = BUILDS + "      - uses: someone/release@v1\n"


@pytest.mark.parametrize(
    ("workflows", "declared", "code"),
    [
        ({"publish.yml": workflow()}, {}, ""),
        ({"publish.yaml": workflow()}, {}, "TP202"),
        ({"Publish.yml": workflow()}, {}, "TP202"),
        ({"publish.yaml": workflow()}, {"environment": "other"}, "TP202"),
        ({"release.yml": CALLER, "publish.yml": CALLED}, {"workflow_filename": "release.yml"}, "TP206"),
        ({"publish.yml": workflow()}, {"environment": "other", "repository": "elsewhere"}, "TP203"),
        ({"publish.yml": workflow()}, {"workflow_filename": "release.yml", "owner": "else"}, "TP203"),
        ({"publish.yml": workflow()}, {"environment": "other", "owner": "OCTO"}, "TP402"),
        ({"publish.yml": workflow()}, {"workflow_filename": "release.yml"}, "TP201"),
        ({"publish.yml": workflow(), "ci.yml": BUILDS}, {"workflow_filename": "ci.yml"}, "TP201"),
        ({"publish.yml": workflow(), "ci.yml": UNREAD}, {"workflow_filename": "ci.yml"}, ""),
        ({"publish.yml": workflow(), "ci.yml": "on: [\n"}, {"workflow_filename": "ci.yml"}, ""),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_one_rule_says_why_an_upload_has_no_publisher(
    tmp_path: Path, workflows: dict[str, str], declared: dict[str, str], code: str
) -> None:
    match, repository = matched(tmp_path, workflows, declaration(**{"environment": "pypi", **declared}))
    assert cause(match, repository) == code


@pytest.mark.parametrize("other", ["nightly.yml", "publish.yaml"])
def test_a_workflow_that_uploads_for_another_publisher_is_no_mismatch(other: str, tmp_path: Path) -> None:
    files = {
        ".github/workflows/publish.yml": workflow(),
        f".github/workflows/{other}": workflow(),
        "pyproject.toml": PROJECT + declaration(),
    }
    repository = read(lay(tmp_path, files))
    assert {match.upload.pipeline.file_name: cause(match, repository) for match in repository.matches} == {
        other: "",
        "publish.yml": "",
    }
    assert not names_no_uploader(repository.publishers[0], repository)


def test_the_nearest_publisher_has_the_misspelt_file_then_the_projects_name(tmp_path: Path) -> None:
    match, _ = matched(
        tmp_path / "file",
        {"publish.yaml": workflow()},
        declaration(workflow_filename="release.yml"),
        declaration(),
    )
    assert match.nearest is not None
    assert match.nearest.fields["workflow_filename"] == "publish.yml"
    match, _ = matched(
        tmp_path / "name",
        {"publish.yml": workflow()},
        declaration(project_name="other", environment="one"),
        declaration(environment="two"),
    )
    assert match.nearest is not None
    assert match.nearest.project_name == "demo"


def test_a_publisher_that_the_form_refuses_leaves_the_upload_undecided(tmp_path: Path) -> None:
    files = {".github/workflows/publish.yml": workflow(), "pyproject.toml": PROJECT + declaration(owner="a/b")}
    assert read(lay(tmp_path, files)).matches == ()


def test_the_publisher_with_the_environment_is_the_one_used(tmp_path: Path) -> None:
    match, _ = matched(
        tmp_path, {"publish.yml": workflow()}, declaration(), declaration(project_name="other", environment="pypi")
    )
    assert [each.project_name for each in match.publishers] == ["demo", "other"]
    assert [each.project_name for each in used(match)] == ["other"]


@pytest.mark.parametrize(
    ("first", "second", "differs"),
    [
        ("publish.yml", "publish.yaml", True),
        ("publish.yml", "Publish.yml", True),
        ("publish.yml", "PUBLISH.YAML", True),
        ("publish.yml", "publish.yml", False),
        ("publish.yml", "release.yml", False),
        ("publish", "publish.yml", True),
        ("publish.yml.txt", "publish.yml", False),
    ],
)
def test_names_that_differ_only_in_spelling(first: str, second: str, differs: bool) -> None:  # noqa: FBT001 - a table
    assert differs_in_spelling(first, second) is differs


STEP = "      - run: {}\n" + UPLOAD
WORKSPACE = '[tool.uv.workspace]\nmembers = ["packages/*"]\n'
MEMBER = '[project]\nname = "member"\nversion = "1"\n'
IN_MEMBER = UPLOAD + "        with:\n          packages-dir: {}\n"


@pytest.mark.parametrize(
    ("steps", "files", "name"),
    [
        (UPLOAD, {}, "demo"),
        (STEP.format("python -m build"), {}, "demo"),
        (STEP.format("python -m build --outdir dist"), {}, "demo"),
        (STEP.format("python -m build packages/core"), {}, None),
        (STEP.format("cd core && python -m build"), {}, None),
        (STEP.format("uv build --package core"), {}, None),
        ("      - run: python -m build\n        working-directory: core\n" + UPLOAD, {}, None),
        ("      - run: pipx run build --sdist core\n" + UPLOAD, {}, None),
        ("      - run: python -m build --sdist .\n" + UPLOAD, {}, "demo"),
        ("      - uses: pypa/cibuildwheel@v3\n        with:\n          package-dir: core\n" + UPLOAD, {}, None),
        (IN_MEMBER.format("target/wheels"), {}, "demo"),
        (IN_MEMBER.format("core/dist"), {}, None),
        (IN_MEMBER.format("${{ vars.FOLDER }}"), {}, None),
        (UPLOAD, {"packages/core/pyproject.toml": MEMBER}, None),
        (IN_MEMBER.format("packages/core/dist"), {"packages/core/pyproject.toml": MEMBER}, "member"),
    ],
)
def test_the_project_that_an_upload_sends(tmp_path: Path, steps: str, files: dict[str, str], name: str | None) -> None:
    metadata = PROJECT + (WORKSPACE if files else "")
    written = {".github/workflows/publish.yml": workflow(job(steps=steps)), "pyproject.toml": metadata, **files}
    repository = read(lay(tmp_path, written))
    project = sent(repository.uploads[0], repository)
    if name is None:
        assert isinstance(project, Unknown)
    else:
        assert isinstance(project, Known)
        assert project.value.name == Known(name)


@pytest.mark.parametrize(
    ("urls", "remote", "elsewhere", "case"),
    [
        ("", "", False, []),
        ("", "octo/demo", False, []),
        ("", "OCTO/demo", False, []),
        ("", "octo/Demo", False, ["repository Demo"]),
        ("", "fork/demo", True, []),
        ("https://github.com/octo/demo", "fork/demo", False, []),
        ("https://github.com/octo/Demo", "octo/demo", False, []),
        ("https://github.com/octo/Demo", "fork/demo", False, ["repository Demo"]),
    ],
)
def test_whose_repository_a_publisher_is_of(
    tmp_path: Path,
    urls: str,
    remote: str,
    elsewhere: bool,  # noqa: FBT001 - a table
    case: list[str],
) -> None:
    files = {"pyproject.toml": PROJECT + (f'urls.Home = "{urls}"\n' if urls else "") + declaration()}
    if remote:
        files[".git/config"] = REMOTE.replace("octo/demo", remote)
    repository = read(lay(tmp_path, files))
    (declared,) = repository.publishers
    assert (this_repository(declared, repository) is not None) is elsewhere
    assert [f"{field} {name}" for field, name, _ in differing_case(declared, repository)] == case


GITLAB = {"namespace": "group", "project": "demo", "workflow_filepath": ".gitlab-ci.yml"}


@pytest.mark.parametrize(
    ("kind", "fields", "refused", "futile"),
    [
        ("github", {}, [], []),
        ("github", {"owner": "a/b"}, ["owner"], []),
        ("github", {"environment": "a,b"}, ["environment"], []),
        ("github", {"workflow_filename": "x/publish.yml"}, ["workflow_filename"], []),
        ("github", {"repository": "Demo.git"}, [], ["repository"]),
        ("github", {"environment": "  "}, [], ["environment"]),
        ("github", {"environment": "\t"}, [], ["environment"]),
        ("github", {"workflow_filename": ".yml"}, [], ["workflow_filename"]),
        ("github", {"workflow_filename": ".x.yml"}, [], []),
        ("gitlab", GITLAB, [], []),
        ("gitlab", {**GITLAB, "namespace": "group//sub"}, [], ["namespace"]),
        ("gitlab", {**GITLAB, "namespace": "group/sub"}, [], []),
        ("gitlab", {**GITLAB, "workflow_filepath": "ci/.yaml"}, [], ["workflow_filepath"]),
        ("gitlab", {**GITLAB, "workflow_filepath": "ci/a.yaml"}, [], []),
        ("gitlab", {**GITLAB, "environment": "  "}, [], []),
        ("gitlab", {**GITLAB, "environment": "v1.0"}, ["environment"], []),
        ("gitlab", {**GITLAB, "namespace": "g"}, ["namespace"], []),
        ("gitlab", {**GITLAB, "workflow_filepath": "./.gitlab-ci.yml"}, [], ["workflow_filepath"]),
        ("gitlab", {**GITLAB, "workflow_filepath": "https://example.org/ci.yml"}, [], ["workflow_filepath"]),
        ("gitlab", {**GITLAB, "workflow_filepath": "/ci.yml"}, ["workflow_filepath"], []),
        ("gitlab", {**GITLAB, "issuer_url": "https://gitlab.example.org"}, [], []),
        ("gitlab", {**GITLAB, "issuer_url": "https://gitlab.com/"}, [], ["issuer_url"]),
        ("gitlab", {**GITLAB, "issuer_url": "gitlab.example.org"}, ["issuer_url"], []),
    ],
)
def test_what_the_form_says_of_a_declaration(
    kind: str, fields: dict[str, str], refused: list[str], futile: list[str]
) -> None:
    declared = publisher(kind, **fields)
    assert [field for field, _ in refusals(declared)] == refused
    assert [futility.field for futility in futilities(declared)] == futile
    assert is_sound(declared) is not bool(refused or futile)


def test_a_bad_project_name_is_no_fault_of_the_publishers_form() -> None:
    assert refusals(publisher(name="_demo_")._replace(pending=True)) == ()


@pytest.mark.parametrize(
    ("kind", "name", "refused"),
    [
        ("github", "pypi", False),
        ("github", "release, pypi", True),
        ("github", "x" * 256, True),
        ("github", "v1.0", False),
        ("github", "   ", False),
        ("gitlab", "v1.0", True),
        ("gitlab", "review/app", False),
        ("google", "a,b", False),
    ],
)
def test_environments_that_the_form_refuses(kind: str, name: str, refused: bool) -> None:  # noqa: FBT001 - a table
    assert bool(environment_refusal(kind, name)) is refused


@pytest.mark.parametrize(
    ("publishers", "pairs"),
    [
        ([("demo", ""), ("tools", "pypi")], [("demo", "tools")]),
        ([("demo", ""), ("demo", "pypi")], []),
        ([("demo", ""), ("demo", "pypi"), ("tools", "pypi")], []),
        ([("demo", ""), ("Demo", "PyPI"), ("tools", "pypi")], []),
        ([("demo", ""), ("demo", "pypi"), ("tools", "nightly")], [("demo", "tools")]),
        ([("demo", "a"), ("tools", "b")], []),
        ([("demo", ""), ("tools", "")], []),
    ],
)
def test_publishers_that_are_hidden(publishers: list[tuple[str, str]], pairs: list[tuple[str, str]]) -> None:
    declared = tuple(publisher(name=name, environment=environment) for name, environment in publishers)
    assert [(general.project_name, specific.project_name) for general, specific in shadowed(declared)] == pairs


@pytest.mark.parametrize("other", [{"workflow_filename": "x.yml"}, {"repository": "x"}, {"index": "testpypi"}])
def test_publishers_of_other_workflows_hide_nothing(other: dict[str, str]) -> None:
    assert not list(shadowed((publisher(), publisher(name="tools", environment="pypi", **other))))
