"""TP601: every clause and exception of its row, what guides cost, and the corpus' guides where it is at hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import corpus
import folders
from folders import lay
from guided import CODES, METADATA, TITLE, URLS, form, lint, upload, workflow
from tplint.documents.source import resolve

if TYPE_CHECKING:
    from pathlib import Path

# --- TP601 ----------------------------------------------------------------------------------------------------------

MATRIX = workflow(upload("${{ matrix.to }}")).replace(
    "    steps:", "    strategy:\n      matrix: ${{ fromJSON(vars.X) }}\n    steps:"
)
BOTH = workflow(upload(), upload("testpypi", "test"))
TOKEN = workflow(upload("", with_="password: ${{ secrets.PYPI_TOKEN }}"))


@pytest.mark.parametrize(
    ("guide", "release", "expected"),
    [
        pytest.param(form(environment="`pypi`"), workflow(upload()), [], id="agrees"),
        pytest.param(form(environment="`PyPI`"), workflow(upload()), [], id="letter case of an environment"),
        pytest.param(form(workflow="`gone.yml`"), workflow(upload()), ["gone.yml"], id="no such workflow"),
        pytest.param(form(workflow="`release.yaml`"), workflow(upload()), ["release.yaml"], id="the other extension"),
        pytest.param(
            form(workflow="`.github/workflows/gone.yml`"), workflow(upload()), [".github/workflows/gone.yml"], id="path"
        ),
        pytest.param(form(environment="`release`"), workflow(upload()), ["release"], id="another environment"),
        pytest.param(form(environment="`pypi`"), workflow(upload("")), ["pypi"], id="the job has no environment"),
        pytest.param(form(environment="(leave empty)"), workflow(upload()), [], id="leave empty"),
        pytest.param(form(environment="`pypi` (or `release`)"), workflow(upload("x")), [], id="several"),
        pytest.param(form(environment="`trial`"), MATRIX, [], id="an environment that may be"),
        pytest.param(form(environment="`testpypi`"), BOTH, ["testpypi"], id="the other index's environment"),
        pytest.param("On TestPyPI:\n\n" + form(environment="`testpypi`"), BOTH, [], id="TestPyPI's environment"),
        pytest.param("On TestPyPI:\n\n" + form(environment="`trial`"), workflow(upload()), ["trial"], id="no TestPyPI"),
        pytest.param(form(owner="`other-lab`"), workflow(upload()), ["other-lab"], id="another owner"),
        pytest.param(form(owner="`Harbour-Lab`"), workflow(upload()), [], id="letter case of an owner"),
        pytest.param(form(repository="`tides`"), workflow(upload()), ["tides"], id="another repository"),
        pytest.param(
            form(repository="`TideTables`"), workflow(upload()), ["TideTables"], id="letter case of a repository"
        ),
        pytest.param(
            form(repository="`x`", workflow="`gone.yml`"), workflow(upload()), [], id="another repository's guide"
        ),
        pytest.param(
            form(owner="`a`", repository="`b`", workflow="`c.yml`"), workflow(upload()), [], id="others' projects"
        ),
        pytest.param(
            form(owner="Your name", repository="`x`", workflow="`c.yml`"), workflow(upload()), [], id="readers'"
        ),
        pytest.param(form(owner="`your-name`", environment="`pypi`"), workflow(upload()), [], id="a placeholder"),
        pytest.param(form(project="`tides`"), workflow(upload()), ["tides"], id="another project"),
        pytest.param(form(project="`Tide_Tables`"), workflow(upload()), ["Tide_Tables"], id="not the same project"),
        pytest.param(form(project="`TideTables`"), workflow(upload()), [], id="a spelling of the project"),
        pytest.param(form(workflow="`gone.yml`"), TOKEN, ["gone.yml"], id="a workflow that is gone, tokens"),
        pytest.param(form(environment="`pypi`"), TOKEN, [], id="not yet used"),
    ],
)
def test_drift(tmp_path: Path, guide: str, release: str, expected: list[str]) -> None:
    files = {"PUBLISHING.md": TITLE + guide, ".github/workflows/release.yml": release}
    assert [text for code, text in lint(tmp_path, files, *CODES) if code == "TP601"] == expected


def test_a_workflow_that_uploads_by_token_while_another_one_is_trusted(tmp_path: Path) -> None:
    files = {"PUBLISHING.md": TITLE + form(workflow="`manual.yml`"), ".github/workflows/manual.yml": TOKEN}
    assert lint(tmp_path, files, "TP601") == [("TP601", "manual.yml")]


WHEELS = ".github/workflows/wheels.yml"
RUNS = """\
on: push
jobs:
  wheels:
    runs-on: ubuntu-latest
    environment: {environment}
    permissions:
      id-token: {write}
    steps:
      - {step}
"""


def runs(step: str, environment: str = "pypi", write: str = "write") -> str:
    return RUNS.format(step=step, environment=environment, write=write)


UNKNOWN = runs("uses: someone/upload-python-package@v2")
CALLS = "on: push\njobs:\n  upload:\n    uses: ./.github/workflows/release.yml\n"


@pytest.mark.parametrize(
    ("workflow_name", "wheels", "expected"),
    [
        pytest.param("`wheels.yml`", UNKNOWN, [], id="an action that may upload"),
        pytest.param("`wheels.yml`", runs("run: docker run -e TOKEN uploader"), [], id="a command that may upload"),
        pytest.param("`wheels.yml`", UNKNOWN.replace("steps:", "steps"), [], id="a file that cannot be read"),
        pytest.param(
            "`wheels.yml`", UNKNOWN.replace("id-token: write", "id-token: none"), ["wheels.yml", "pypi"], id="no token"
        ),
        pytest.param(
            "`wheels.yml`",
            runs("uses: actions/attest-build-provenance@v3"),
            ["wheels.yml", "pypi"],
            id="an action that uploads nothing",
        ),
        pytest.param("`wheels.yml`", CALLS, ["pypi"], id="the called file's environment"),
        pytest.param("`release.yml`", UNKNOWN, ["pypi"], id="another file may upload"),
        pytest.param("`release.yml`", UNKNOWN.replace("steps:", "steps"), ["pypi"], id="another file cannot be read"),
        pytest.param("", UNKNOWN, [], id="no file is named, and one may upload"),
        pytest.param("", UNKNOWN.replace("steps:", "steps"), [], id="no file is named, and one cannot be read"),
        pytest.param(
            "", runs("uses: someone/upload-python-package@v2", "docs"), ["pypi"], id="it may upload from elsewhere"
        ),
        pytest.param(
            "",
            runs("uses: someone/upload-python-package@v2", "${{ vars.X }}"),
            [],
            id="it may upload from any environment",
        ),
    ],
)
def test_an_environment_beside_what_is_not_known_to_upload(
    tmp_path: Path, workflow_name: str, wheels: str, expected: list[str]
) -> None:
    files = {
        "PUBLISHING.md": TITLE + form(workflow=workflow_name, environment="`pypi`"),
        ".github/workflows/release.yml": workflow(upload("release")).replace("on:\n", "on:\n  workflow_call:\n"),
        WHEELS: wheels,
    }
    assert [text for _, text in lint(tmp_path, files, "TP601")] == expected


def test_an_environment_for_testpypi_that_a_job_may_upload_from(tmp_path: Path) -> None:
    guide = TITLE + "On TestPyPI:\n\n" + form(workflow="`wheels.yml`", environment="`trial`")
    assert lint(tmp_path / "a", {"PUBLISHING.md": guide, WHEELS: UNKNOWN}, "TP601") == [("TP601", "trial")]
    unknown = runs("uses: someone/upload-python-package@v2", "trial")
    assert lint(tmp_path / "b", {"PUBLISHING.md": guide, WHEELS: unknown}, "TP601") == []


def test_a_guide_to_what_is_yet_to_be_written(tmp_path: Path) -> None:
    files = {"PUBLISHING.md": TITLE + form(), ".github/workflows/release.yml": ""}
    assert lint(tmp_path, files, "TP601") == []


@pytest.mark.parametrize(
    ("remote", "owner", "expected"),
    [
        ("harbour-lab/tidetables", "other-lab", ["other-lab"]),
        ("harbour-lab/tidetables", "harbour-lab", []),
        ("a-fork/tidetables", "harbour-lab", []),
        ("a-fork/tidetables", "a-fork", []),
        ("a-fork/tidetables", "other-lab", []),
    ],
)
def test_any_remote_or_url_that_agrees_silences(tmp_path: Path, remote: str, owner: str, expected: list[str]) -> None:
    config = f'[remote "origin"]\n\turl = https://github.com/{remote}.git\n'
    files = {"PUBLISHING.md": TITLE + form(owner=f"`{owner}`"), ".git/config": config}
    assert [text for _, text in lint(tmp_path, files, "TP601")] == expected


@pytest.mark.parametrize(
    ("guide", "expected"),
    [
        # The remote may be a contributor's fork, by whatever name.
        pytest.param(form(project="`tidetables`", owner="`harbour-lab`"), [], id="another owner"),
        pytest.param(form(project="`tidetables`", owner="", repository="`tides`"), [], id="no owner"),
        pytest.param(form(project="`tidetables`", owner="`harbour-lab`", repository="`tides`"), [], id="both"),
        pytest.param(form(project="`tidetables`", owner="`A-Fork`", repository="`tides`"), ["tides"], id="its owner"),
    ],
)
def test_remotes_alone_tell_no_other_owner(tmp_path: Path, guide: str, expected: list[str]) -> None:
    config = '[remote "origin"]\n\turl = https://github.com/a-fork/tidetables.git\n'
    files = {"PUBLISHING.md": TITLE + guide, ".git/config": config}
    assert [text for _, text in lint(tmp_path, files, "TP601", metadata=METADATA)] == expected


def test_without_remotes_and_urls_the_project_says_whose_guide_it_is(tmp_path: Path) -> None:
    ours = {"PUBLISHING.md": TITLE + form(project="`tidetables`", owner="`anyone`", workflow="`gone.yml`")}
    assert lint(tmp_path / "a", ours, "TP601", metadata=METADATA) == [("TP601", "gone.yml")]
    unknown = {"PUBLISHING.md": TITLE + form(owner="`a`", repository="`b`", workflow="`gone.yml`")}
    assert lint(tmp_path / "b", unknown, "TP601", metadata=METADATA) == []


def test_a_value_is_reported_once_in_a_guide_and_other_guides_are_named(tmp_path: Path) -> None:
    files = {
        "PUBLISHING.md": TITLE
        + form(workflow="`gone.yml`")
        + "\n## Again\n\nOn PyPI:\n\n"
        + form(workflow="`gone.yml`"),
        "docs/release.md": TITLE + form(),
    }
    whole = {"pyproject.toml": METADATA + URLS, ".github/workflows/release.yml": workflow(upload()), **files}
    (finding,) = folders.lint(lay(tmp_path, whole), "TP601").findings
    assert [related.message for related in finding.related] == [
        "the upload, in `release.yml`",
        "this guide says `release.yml`",
    ]


def test_comments_in_workflows_are_guides(tmp_path: Path) -> None:
    comment = (
        "# PyPI publisher: owner harbour-lab, repository: tidetables\n# - Owner: harbour-lab\n# - Workflow: gone.yml\n"
    )
    files = {".github/workflows/release.yml": comment + workflow(upload())}
    assert lint(tmp_path, files, "TP601") == [("TP601", "gone.yml")]


# --- what it costs --------------------------------------------------------------------------------------------------


def test_guides_are_read_only_for_these_rules(tmp_path: Path) -> None:
    root = lay(tmp_path, {"PUBLISHING.md": TITLE + form(), "pyproject.toml": METADATA})
    assert folders.lint(root, "TP601").files == folders.lint(root, "TP101").files


# --- the corpus -----------------------------------------------------------------------------------------------------

INDEX = corpus.FOLDER / "docs" / "INDEX.json"


def documents() -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(INDEX.read_text("utf-8")) if INDEX.exists() else []
    return found


@corpus.needed
@pytest.mark.parametrize(
    "entry",
    [entry for entry in documents() if entry["agree"] in {"yes", "not-applicable"}],
    ids=lambda entry: f"{entry['dir']}/{entry['doc']}",
)
def test_guides_of_the_corpus_that_agree_are_silent(entry: dict[str, object]) -> None:
    found = folders.lint(INDEX.parent / str(entry["dir"]), *CODES).findings
    assert [finding.message for finding in found if resolve(finding.at).source.path == entry["doc"]] == []


@corpus.needed
def test_drifting_workflows_and_environments_of_the_corpus_are_reported() -> None:
    missed = []
    for entry in documents():
        verdict = entry["verdict"]
        assert isinstance(verdict, dict)
        drifting = {field for field in ("workflow", "testpypi") if str(verdict.get(field, "")).startswith("drift")}
        found = folders.lint(INDEX.parent / str(entry["dir"]), "TP601").findings if drifting else ()
        if drifting and not any(resolve(finding.at).source.path == entry["doc"] for finding in found):
            missed.append(entry["dir"])
    assert missed == []
