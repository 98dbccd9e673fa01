"""What is known of a run beside an upload: artifacts, needed jobs, releases, dispatches, tokens, build backends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import folders
from folders import lay
from judged import PUBLISH, job
from tplint.documents.source import Place, Source
from tplint.metadata.backends import backend_of
from tplint.model import Action, Known, Unknown
from tplint.platforms.github.artifacts import storage
from tplint.platforms.github.artifacts.releases import DOWNLOAD_ARTIFACT, UPLOAD_ARTIFACT
from tplint.platforms.github.needed.jobs import needed
from tplint.platforms.github.starts.dispatches import dispatches, meant
from tplint.platforms.github.starts.job_token import is_job_token
from tplint.platforms.github.starts.releases import beginning, examples, made

if TYPE_CHECKING:
    from pathlib import Path

    from tplint.model import Fact, Repository

PSR = "uses: python-semantic-release/python-semantic-release@v9"
ANY = "v1.2.3 1.2.3 name-v1.2.3"


def read(root: Path, *workflows: str, **files: str) -> Repository:
    """A repository with workflows `w0.yml`, `w1.yml` and so on, which speak of PyPI: others are not read."""
    named = {f".github/workflows/w{number}.yml": f"{text}\n# pypi\n" for number, text in enumerate(workflows)}
    lay(root, {**named, **{name.replace("__", "."): text for name, text in files.items()}})
    return folders.read(root)


# --- artifacts ------------------------------------------------------------------------------------------------------


def action(ref: str, comment: str = "") -> Action:
    text = f"actions/upload-artifact@{ref}"
    return Action("actions/upload-artifact", ref, {}, {}, Place(Source("w.yml", text + comment), 0, len(text)))


@pytest.mark.parametrize(
    ("ref", "comment", "expected"),
    [
        ("v4", "", 4),
        ("v4.6.2", "", 4),
        ("v10", "", 10),
        ("v3-node20", "", None),
        ("main", "", None),
        ("ea165f8d65b6e75b540449e92b4886f43607fa02", "", 4),
        ("9bc31d5ccc31df68ecc42ccf4149144866c47d8a", "", 3),
        ("f" * 40, " # v9.1", 9),
        ("f" * 40, '"  # tag=v5', 5),
        ("f" * 40, " # v3.1", None),
        ("f" * 40, " # some day", None),
        ("f" * 40, "", None),
    ],
)
def test_major_version_of_an_artifact_action(ref: str, comment: str, expected: int | None) -> None:
    found = storage.major(action(ref, comment))
    assert (found.value if isinstance(found, Known) else None) == expected


def test_tables_hold_commits_and_versions() -> None:
    assert not UPLOAD_ARTIFACT.keys() & DOWNLOAD_ARTIFACT.keys()
    for commit, version in {**UPLOAD_ARTIFACT, **DOWNLOAD_ARTIFACT}.items():
        assert len(commit) == len("0" * 40)
        assert set(commit) <= set("0123456789abcdef")
        assert all(part.isdigit() for part in version.split("."))


STORE = "      - uses: actions/upload-artifact@v4\n        with:\n          name: x\n          path: "


@pytest.mark.parametrize(
    ("path", "folder", "expected"),
    [
        ("dist", "dist", True),
        ("dist/", "dist", True),
        ("./dist/*", "dist", True),
        ("a/dist/", "dist", True),
        ("dist/*.whl", "dist", True),
        ("out/*.tar.gz", "dist", True),
        ("out/x.whl", "dist", True),
        ("out/", "dist", False),
        ("out/*", "dist", False),
        ("'*/dist'", "dist", False),
        ("'*/x.whl'", "dist", False),
        ("'**/*.whl'", "dist", False),
        (".", "dist", False),
        ("|\n            dist/\n            README.md", "dist", False),
        ("${{ env.X }}", "dist", False),
    ],
)
def test_whether_an_artifact_lacks_a_folder(path: str, folder: str, expected: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    repository = read(tmp_path, f"on: push\njobs:\n{job(STORE + path, name='a')}\n")
    (stored,) = storage.stored(repository.pipelines[0].jobs[0])
    assert storage.lacks(stored, folder) is expected


# --- needed jobs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ((), ["publish 1"]),
        (("needs: [a, b]",), ["publish 1", "a 1", "b 1"]),
        (("needs: b",), ["publish 1", "b 1", "a 1"]),
        (("needs: [a, missing]",), ["publish 1", "a 1"]),
        (("needs: b", "if: always()"), ["publish 1"]),
        (("needs: c",), ["publish 1", "c 1", "b 1", "a 1"]),
        (("needs: c", "if: success() && !cancelled()"), ["publish 1", "c 1", "b 1", "a 1"]),
        (("needs: c", "if: success() || failure()"), ["publish 1"]),
        (("needs: publish",), ["publish 1"]),
    ],
)
def test_jobs_that_an_upload_needs(keys: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    run = "      - run: make\n"
    jobs = (
        job(run, name="a"),
        job(run, "needs: a", "strategy: {matrix: {os: [x, y]}}", name="b"),
        job(run, "needs: b", "if: ${{ !cancelled() }}", name="c"),
        job(PUBLISH, *keys),
    )
    repository = read(tmp_path, "on: push\njobs:\n" + "".join(jobs))
    found = needed(repository.uploads[0], repository)
    assert [f"{each.job.id} {each.calls}" for each in found] == expected


def test_jobs_of_called_workflows_and_of_callers(tmp_path: Path) -> None:
    run = "      - run: make\n"
    calls = "  {}:\n    needs: {}\n    strategy: {{matrix: {{a: [1, 2]}}}}\n    uses: ./.github/workflows/{}.yml\n"
    repository = read(
        tmp_path,
        "on: workflow_call\njobs:\n" + job(run, name="build") + job(run, "if: inputs.x", name="maybe"),
        "on: workflow_call\njobs:\n" + job(PUBLISH),
        "on: push\njobs:\n" + job(run, name="a") + calls.format("b", "a", "w0") + calls.format("c", "b", "w1"),
    )
    found = needed(repository.uploads[0], repository)
    assert ["/".join(job.id for job in (*each.callers, each.job)) + f" {each.calls}" for each in found] == [
        "c/publish 2",
        "c 1",
        "b 1",
        "b/build 2",
        "a 1",
    ]


# --- releases, tokens, dispatches -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("${{ github.token }}", True),
        ("${{secrets.GITHUB_TOKEN}}", True),
        (" ${{ secrets.github_token }} ", True),
        ("${{ secrets.PAT || github.token }}", False),
        ("${{ secrets.PAT }}", False),
        ("", False),
    ],
)
def test_the_jobs_own_token(written: str, expected: bool) -> None:  # noqa: FBT001 - a case
    assert is_job_token(written) is expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("v$X", ("v1.2.3",)),
        ("name-v${{ x }}", ("name-v1.2.3",)),
        ("$X", ("v1.2.3", "1.2.3", "name-v1.2.3")),
        ("", ("v1.2.3", "1.2.3", "name-v1.2.3")),
        ("`date`", ("v1.2.3", "1.2.3", "name-v1.2.3")),
        ("nightly", ()),
    ],
)
def test_tags_that_a_name_may_give(written: str, expected: tuple[str, ...]) -> None:
    assert examples(written) == expected


@given(st.text())
def test_the_beginning_of_a_value_has_no_variables(written: str) -> None:
    assert not set(beginning(written)) & {"$", "`"}


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("uses: actions/create-release@v1\n        env: {GITHUB_TOKEN: '${{ github.token }}'}", [f"release {ANY}"]),
        ("uses: actions/create-release@v1", []),
        (PSR + "\n        with: {github_token: '${{ github.token }}'}", [f"release {ANY}"]),
        (
            "uses: mathieudutour/github-tag-action@v6\n        with: {github_token: '${{ github.token }}'}",
            [f"tag {ANY}"],
        ),
        (
            "uses: ncipollo/release-action@v1\n        with: {tag: 'v${{ inputs.x }}', body: x}",
            ["release v1.2.3"],
        ),
        ("uses: ncipollo/release-action@v1\n        with: {artifacts: dist/*}", []),
        ("run: git push --tags", [f"tag {ANY}"]),
        ("run: git push --follow-tags origin main", [f"tag {ANY}"]),
        ("run: git push origin refs/tags/v$X", ["tag v1.2.3"]),
        ("run: git push origin main", []),
        ('run: git push origin "${NEW_TAG}"', [f"tag {ANY}"]),
        ("run: git push origin '${{ steps.next.outputs.version }}'", [f"tag {ANY}"]),
        ('run: git push --force origin "${TARGET_BRANCH}"', []),
        ("run: git push --dry-run --tags", []),
        (
            "run: |\n          git remote set-url origin https://t:$T@github.com/o/r\n          git push --tags",
            [],
        ),
        ("run: gh release create v$X", []),
    ],
)
def test_what_a_step_makes_with_the_jobs_token(step: str, expected: list[str], tmp_path: Path) -> None:
    repository = read(
        tmp_path, "on: push\njobs:\n" + job(f"      - uses: actions/checkout@v5\n      - {step}\n", name="a")
    )
    assert [f"{each.kind} {' '.join(each.tags)}" for each in made(repository.pipelines)] == expected


def test_a_dispatch_names_a_file_or_a_workflow(tmp_path: Path) -> None:
    scripts = "      - run: gh workflow run w1.yml\n      - run: gh workflow run 'Two words'\n"
    empty = "on: push\njobs: {}\n"
    repository = read(tmp_path, "on: push\njobs:\n" + job(scripts, name="a"), empty, f"name: Two words\n{empty}")
    found = [meant(each.workflow, repository.pipelines) for each in dispatches(repository.pipelines)]
    assert [pipeline.file_name if pipeline else "" for pipeline in found] == ["w1.yml", "w2.yml"]
    assert meant("w9.yml", repository.pipelines) is None


# --- build backends -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("requires", "expected"),
    [
        ('["hatchling"]', Known("hatchling")),
        ('["Hatchling >= 1.20"]', Known("hatchling")),
        ('["hatchling~=1.27"]', Known("hatchling")),
        ('["hatchling>1,<1.27"]', Unknown("`hatchling>1,<1.27` does not take a release of which that is known")),
        ('["hatch-vcs"]', Unknown("the build backend is not among the requirements that are known")),
        ("[1, {}]", Unknown("the build backend is not among the requirements that are known")),
        ('"hatchling"', Unknown("the build backend is not among the requirements that are known")),
    ],
)
def test_backends(requires: str, expected: Fact[str], tmp_path: Path) -> None:
    table = f'[build-system]\nrequires = {requires}\nbuild-backend = "hatchling.build"\n[project]\nname = "x"\n'
    repository = read(tmp_path, "on: push\njobs: {}\n", pyproject__toml=table)
    found = backend_of(repository.projects[0])
    assert (Known(found.value.name) if isinstance(found, Known) else found) == expected


# --- steps under every event ----------------------------------------------------------------------------------------


def test_what_an_alias_brings_into_a_step_is_evaluated_for_each_event(tmp_path: Path) -> None:
    """A step in which no expression is written is read once for all events, unless it has one through an alias."""
    url = (
        "${{ github.event_name == 'release' && 'https://upload.pypi.org/legacy/' || 'https://test.pypi.org/legacy/' }}"
    )
    action = "      - uses: pypa/gh-action-pypi-publish@release/v1\n"
    first = job(f"{action}        with: &where\n          repository-url: {url}\n", name="a")
    second = job(f"{action}        with: *where\n", name="b")
    found = read(tmp_path, f"on: [release, workflow_dispatch]\njobs:\n{first}{second}")
    indexes = {name: {u.index_name for u in found.alternatives if u.job.id == name} for name in "ab"}
    assert indexes == {"a": {"pypi", "testpypi"}, "b": {"pypi", "testpypi"}}
