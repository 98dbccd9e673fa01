"""What jobs of a pipeline leave to others: which project an upload sends, where other jobs build other things."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pipelines import TOP, job

from folders import lay, read
from tplint.facts.sending import sent
from tplint.model import Known

if TYPE_CHECKING:
    from pathlib import Path

METADATA = '[build-system]\nrequires = ["hatchling"]\n\n[project]\nname = "demo"\nversion = "1"\n'
UPLOAD = job("python -m build", "twine upload dist/*")
PAGES = "artifacts: {paths: [public]}"


def docs(keys: str) -> str:
    """A job that goes elsewhere."""
    return job("cd docs", "make html", more=f"stage: build\n{keys}", name="docs")


PIPELINES = [
    (docs(""), True),
    (docs(PAGES), True),
    (docs("artifacts: {paths: [public, ./site/], reports: {junit: dist/x.xml}}"), True),
    (docs("cache: [{key: a, paths: [.cache]}]"), True),
    (docs("artifacts: {paths: [dist]}"), False),
    (docs("artifacts: {paths: ['dist/*.whl']}"), False),
    (docs("artifacts: {paths: [./]}"), False),
    (docs("artifacts: {paths: [dist/docs]}"), False),
    (docs("artifacts: {paths: [$OUT]}"), False),
    (docs("artifacts: {untracked: true}"), False),
    (docs("cache: {paths: [dist]}"), False),
    (docs("cache: [{key: a, paths: [.cache]}, {key: b, paths: [dist]}]"), False),
    (docs("extends: .kept") + ".kept: {artifacts: {paths: [dist]}}\n", False),
    ("default: {artifacts: {paths: [dist]}}\n" + docs(""), False),
    ("include: [{local: ci/more.yml}]\n" + docs(""), False),
    ("variables: {GIT_STRATEGY: none}\n" + docs(""), False),
]


@pytest.mark.parametrize(("pipeline", "known"), PIPELINES)
def test_a_job_that_leaves_nothing_in_the_folder_says_nothing_of_it(
    tmp_path: Path,
    pipeline: str,
    known: bool,  # noqa: FBT001 - a row of the table
) -> None:
    lay(tmp_path, {TOP: pipeline + UPLOAD, "pyproject.toml": METADATA, "ci/more.yml": "more: {script: [ls]}\n"})
    repository = read(tmp_path)
    (upload,) = repository.uploads
    assert isinstance(sent(upload, repository), Known) is known


def test_what_is_sent_is_not_known_where_no_job_is_seen_to_leave_it(tmp_path: Path) -> None:
    alone = docs("") + job("twine upload dist/*")
    lay(tmp_path, {TOP: alone, "pyproject.toml": METADATA})
    repository = read(tmp_path)
    (upload,) = repository.uploads
    assert not isinstance(sent(upload, repository), Known)
