"""Very many workflows: a repository in lots is reported as it is as a whole, or not taken apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import workflows

from folders import lay
from tplint import discover, engine, load
from tplint.checking import lots
from tplint.config import Config

if TYPE_CHECKING:
    from pathlib import Path

    from tplint.findings import Report

# Enough for three lots, where so few are taken apart.
COUNT, MANY = 24, 20
RELEASE = """\
on:
  push:
    branches: [main]
jobs:
  release:
    runs-on: ubuntu-latest
    permissions:
      contents: write
    steps:
      - uses: googleapis/release-please-action@v4
        with:
          release-type: python
"""
BY_FILE = RELEASE.partition("        with:")[0]
PLEASE = '{{"packages": {{".": {{"release-type": "python", "draft": {}}}}}}}'
START = (
    "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: gh workflow run release-00001.yml\n"
)
PUBLISH = """\
on: {on}
jobs:
  publish:
    if: {condition}
    runs-on: ubuntu-latest
    environment: {environment}
    permissions:
      id-token: write
    steps:
      - uses: pypa/gh-action-pypi-publish@release/v1
        with:
          repository-url: {url}
          packages-dir: {folder}
"""


def publish(
    on: str = "release",
    condition: str = "always()",
    environment: str = "pypi",
    url: str = "https://upload.pypi.org/legacy/",
    folder: str = "dist",
) -> str:
    return PUBLISH.format(on=on, condition=condition, environment=environment, url=url, folder=folder)


TWICE = "on: release\njobs:\n  a:\n    steps:\n      - run: python -m build\n      - run: twine upload dist/*\n"
SETUPTOOLS = '[build-system]\nrequires = []\nbuild-backend = "setuptools.build_meta"\n[project]\nname = "project"\n'
DRAFTS = "on: push\njobs:\n  a:\n    steps:\n      - uses: release-drafter/release-drafter@v6\n"
CALLED = publish(on="workflow_call")
CALLER = "on: release\njobs:\n  call:\n    uses: ./.github/workflows/called.yml\n"
TEST_PYPI = publish(environment="project-3", url="https://test.pypi.org/legacy/")
ACTION = "runs:\n  using: composite\n  steps:\n    - run: ./publish.sh\n      shell: bash\n"
USER = """\
on: release
jobs:
  publish:
    runs-on: ubuntu-latest
    permissions:
      id-token: write
    steps:
      - uses: actions/checkout@v5
      - uses: ./.github/actions/upload  # tplint: ignore[TP101] it is in order
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(discover, "MANY", MANY)
    return workflows.tree(tmp_path / "repository", COUNT)


def write(root: Path, files: dict[str, str]) -> None:
    lay(root, {path if "/" in path else f".github/workflows/{path}": text for path, text in files.items()})


def as_a_whole(root: Path, monkeypatch: pytest.MonkeyPatch, **settings: object) -> Report:
    with monkeypatch.context() as patch:
        patch.setattr(engine, "has_many_workflows", lambda _: False)
        return engine.lint(str(root), config=Config()._replace(**settings))  # type: ignore[arg-type] # by name


def is_taken_apart(root: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    found: list[Report | None] = []
    original = lots.lint_in_lots

    def watched(*given: Any, **named: Any) -> Report | None:
        found.append(original(*given, **named))
        return found[0]

    monkeypatch.setattr(lots, "lint_in_lots", watched)
    engine.lint(str(root), config=Config())
    return found != [None]


ALONE = {
    "nothing more": {},
    "an unreadable workflow": {"broken.yml": "on: [\n"},
    "a called workflow": {"called.yml": CALLED, "caller.yml": CALLER, "caller2.yaml": CALLER},
    "twins": {"twin.yml": publish(), "twin.yaml": publish()},
    "a composite action": {"user.yml": USER, "user2.yml": USER, ".github/actions/upload/action.yml": ACTION},
    "an ignore comment": {"ignored.yml": publish() + "# tplint: ignore[TP503]\n"},
    "an upload that nothing reaches": {"never.yml": publish(condition="github.event_name == 'push'")},
    "a workflow aside": {"aside.txt": publish(), "deep/x.yml": publish()},
    "another index in its own environment": {"trial.yml": publish(environment="trial", url=TEST_PYPI)},
    "another project": {"other.yml": publish(folder="other/dist"), "other/pyproject.toml": '[project]\nname = "o"\n'},
    "drafts by a file": {"maker.yml": BY_FILE, "./release-please-config.json": PLEASE.format("true")},
    "a duplicate key": {"twice.yml": publish() + "on: push\n"},
    "broken metadata": {"other/none": "", "pyproject.toml": "[project\n"},
}
TOGETHER = {
    "a release that starts nothing": {"maker.yml": RELEASE},
    "a release that a file describes": {
        "maker.yml": BY_FILE,
        "./release-please-config.json": PLEASE.format("false"),
    },
    "drafts of releases": {"twice.yml": TWICE, "drafts.yml": DRAFTS, "./pyproject.toml": SETUPTOOLS},
    "an environment for both indexes": {"trial.yml": publish(url="https://test.pypi.org/legacy/")},
    "a workflow that follows another": {"after.yml": publish(on="{workflow_run: {workflows: [Release project-1]}}")},
    "a workflow that starts another": {"start.yml": START},
    "an action that starts a workflow": {
        "user.yml": USER,
        ".github/actions/upload/action.yml": ACTION.replace("./publish.sh", "gh workflow run release-00001.yml"),
    },
    "GitLab's file": {"./.gitlab-ci.yml": "publish:\n  script: twine upload dist/*\n"},
    "an ignore comment in metadata": {"./pyproject.toml": workflows.METADATA + "# tplint: ignore[TP001]\n"},
    "a guide": {
        "./README.md": "# Release\n\nOn PyPI, add a trusted publisher: workflow `release.yml`, environment `pypi`.\n"
    },
}


@pytest.mark.parametrize("name", [*ALONE, *TOGETHER])
def test_the_report_is_that_of_the_whole(name: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root, {**ALONE, **TOGETHER}[name])
    whole = as_a_whole(root, monkeypatch)
    assert len(whole.findings) > COUNT // 2
    for jobs in (1, 2):
        assert engine.lint(str(root), config=Config(), jobs=jobs) == whole


@pytest.mark.parametrize("name", ALONE)
def test_workflows_that_nothing_connects_are_taken_apart(
    name: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(root, ALONE[name])
    assert is_taken_apart(root, monkeypatch)


@pytest.mark.parametrize("name", TOGETHER)
def test_workflows_that_something_connects_are_read_as_a_whole(
    name: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(root, TOGETHER[name])
    assert not is_taken_apart(root, monkeypatch)


def test_git_s_reftables_are_no_obstacle(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They have no folder of tags, and may have tags."""
    write(root, {"./.git/HEAD": "ref: refs/heads/.invalid\n", "./.git/refs/heads": "reftables are used\n"})
    assert not is_taken_apart(root, monkeypatch)


def test_all_workflows_are_told_of(root: Path) -> None:
    told: list[tuple[int, int]] = []
    engine.lint(str(root), config=Config(), tell=lambda done, total: told.append((done, total)))
    assert told[-1] == (COUNT, COUNT)
    assert sorted(told) == told


def test_no_workflow_is_left_out(root: Path) -> None:
    report = engine.lint(str(root), config=Config(), jobs=2)
    assert (report.files, report.uploads) == (COUNT + 1, COUNT)


@pytest.mark.parametrize("limit", [COUNT - 1, 3])
def test_workflows_beyond_the_limit_are_not_left_out_silently(
    limit: int, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (discover, load):
        monkeypatch.setattr(module, "MAX_FILES", limit)
    report = engine.lint(str(root), config=Config(), jobs=2)
    [refused] = [finding for finding in report.findings if finding.code == "TP001"]
    assert refused.at.source.path == ".github/workflows"
    assert f"more than {limit} files" in refused.message
    assert refused.level == "warning"
    assert (report.files, report.uploads) == (limit + 1, limit)
