"""Jobs that are evaluated when something is asked of them: they say the same, and nothing is overlooked in them."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import corpus
import tplint.rules
from folders import read
from rule_pages import write_repository, written_examples
from tplint import engine
from tplint.config import Config
from tplint.model import is_written_by_itself, may_say
from tplint.platforms.github import read as github

if TYPE_CHECKING:
    from tplint.model import WrittenJob

PAGES = sorted(Path(tplint.rules.__file__).parent.glob("*.md"))
WORKFLOW = """\
on: push
jobs:
  lint:
    needs: [a, b]
    environment: somewhere
    steps:
      - run: ruff check
  called:
    uses: ./.github/workflows/other.yml
  local:
    steps:
      - uses: ./.github/actions/setup
"""
UPLOAD = "on: push\njobs:\n  a:\n    steps:\n      - run: twine upload dist/*\n"


def reported(root: Path) -> list[object]:
    report = engine.lint(str(root), config=Config())
    return [*report.findings, *report.suppressed, *report.undecided, report.uploads]


def reported_if_evaluated_at_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    with monkeypatch.context() as patched:
        patched.setattr(github, "written_job", lambda *_: None)
        return reported(root)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_examples_of_pages(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for root in written_examples(path, tmp_path):
        assert reported(root) == reported_if_evaluated_at_once(root, monkeypatch)


@corpus.needed
@pytest.mark.parametrize("kind", ["repos", "negatives", "docs"])
def test_real_repositories(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for root in corpus.entries(kind):
        assert reported(root) == reported_if_evaluated_at_once(root, monkeypatch), root.name


@pytest.fixture
def jobs(tmp_path: Path) -> dict[str, WrittenJob]:
    files = {".github/workflows/a.yml": WORKFLOW, ".github/workflows/b.yml": UPLOAD}
    pipelines = read(write_repository(tmp_path, files)).pipelines
    return {job.id: job for pipeline in pipelines for job in pipeline.jobs}  # type: ignore[misc] # they stand for jobs


def test_what_is_written_is_known_without_an_evaluation(jobs: dict[str, WrittenJob]) -> None:
    lint, called = jobs["lint"], jobs["called"]
    assert (lint.id, lint.needs, lint.calls, lint.calls_at) == ("lint", ("a", "b"), "", None)
    assert (called.calls, called.at.text) == ("./.github/workflows/other.yml", "called")
    assert called.calls_at is not None
    assert called.calls_at.text == called.calls
    assert lint.evaluated is None


def test_all_else_is_that_of_the_evaluated_job(jobs: dict[str, WrittenJob]) -> None:
    lint = jobs["lint"]
    evaluated = lint.evaluate()
    for name in evaluated._fields:
        assert getattr(lint, name) == getattr(evaluated, name), name
    with pytest.raises(AttributeError, match="stages"):
        _ = lint.stages


def test_a_job_that_runs_a_local_action_is_evaluated_at_once(jobs: dict[str, WrittenJob]) -> None:
    assert not is_written_by_itself(jobs["local"])
    assert is_written_by_itself(jobs["lint"])
    assert may_say(jobs["local"], "ruff")


def test_words_of_a_job(jobs: dict[str, WrittenJob]) -> None:
    assert may_say(jobs["lint"], "twine", "ruff check")
    assert not may_say(jobs["lint"], "twine")


def test_what_was_read_is_given_back_without_a_search_for_garbage(tmp_path: Path) -> None:
    files = {
        f".github/workflows/{number}.yml": f"{UPLOAD}  b:\n    steps:\n      - run: pytest\n" for number in range(20)
    }
    root = str(write_repository(tmp_path, files))
    engine.lint(root, config=Config())  # loads what makes garbage once
    gc.collect()
    gc.disable()
    try:
        engine.lint(root, config=Config())
        assert gc.collect() < 20
    finally:
        gc.enable()
