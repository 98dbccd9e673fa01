"""Guides: what stands between a label and its value, and where a value ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guide_texts import INTRO, read
from guided import lint, upload, workflow

if TYPE_CHECKING:
    from pathlib import Path

ALL = "harbour-lab tidetables release.yml pypi"


def values(text: str, path: str = "GUIDE.md") -> str:
    """The owner, repository, workflow and environment of the last form in a text."""
    found = read(text, path)
    if not found:
        return ""
    said = [found[-1].get(field) for field in ("owner", "repository", "workflow_filename", "environment")]
    return " ".join((each.value or "none") + "?" * each.open for each in said if each is not None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Register owner\n`harbour-lab`, repository `tidetables`, workflow\n`release.yml`, and environment\n`pypi`.",
            ALL,
        ),
        (
            "Set owner to `harbour-lab`, repo to\n`tidetables`, workflow to\n`release.yml`, environment to\n`pypi`.",
            ALL,
        ),
        ("- Owner `harbour-lab`, repository\n  `tidetables`, workflow `release.yml`, environment\n  `pypi`", ALL),
        ("It binds workflow\n`release.yml` and environment\n`pypi`", "release.yml pypi"),
        ("It binds workflow `release.yml`, environment\n\n`pypi`", ""),
        ("It binds workflow `release.yml` to an environment:\n```\npypi\ntestpypi\n```", ""),
        (
            "| Workflow | `release.yml` |\n| --- | --- |\n| Environment | `pypi` |\n\nIn\n`other`",
            "release.yml pypi",
        ),
    ],
)
def test_a_value_may_stand_on_the_line_below_its_label(text: str, expected: str) -> None:
    assert values(f"{INTRO}{text}\n") == expected


def test_the_same_in_restructuredtext() -> None:
    title = "Trusted publishing on PyPI\n==========================\n\n"
    text = "Register owner ``harbour-lab``, repo\n``tidetables``, workflow ``release.yml``, environment\n``pypi``.\n"
    assert values(title + text, "GUIDE.rst") == ALL


SENTENCE = """\
# Trusted publishing on PyPI: owner
# `harbour-lab`, repository `tidetables`,
# workflow `gone.yml`, environment `pypi`
"""
APART = """\
# Trusted publishing on PyPI: owner `harbour-lab`,
#
# repository `tidetables`, workflow
#
# `gone.yml` is another one.
"""


@pytest.mark.parametrize(("comments", "expected"), [(SENTENCE, ["gone.yml"]), (APART, [])])
def test_a_sentence_in_comments_goes_on_up_to_an_empty_one(tmp_path: Path, comments: str, expected: list[str]) -> None:
    files = {".github/workflows/release.yml": comments + workflow(upload())}
    assert [said for _, said in lint(tmp_path, files, "TP601")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(owner=harbour-lab, repo=tidetables, workflow=release.yml, environment=pypi)", ALL),
        ("owner=harbour-lab, repo=tidetables,\nworkflow=release.yml, env=pypi. No secrets are needed.", ALL),
        ("（Owner: harbour-lab, Repo: tidetables, Workflow: release.yml, Environment: pypi）", ALL),  # noqa: RUF001
        ("Owner = harbour-lab\nRepo = tidetables\nWorkflow = release.yml\nEnvironment = of your choice", ALL[:-5]),
        ("owner=harbour-lab, repo=tidetables, workflow=release.yml, environment=pypi-<project>", ALL[:-5]),
    ],
)
def test_where_a_value_without_quotes_ends(text: str, expected: str) -> None:
    assert values(f"{INTRO}{text}\n") == expected


FORM = "- Owner: `harbour-lab`\n- Repository: `tidetables`\n- Workflow: `release.yml`\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{FORM}- Env: pypi", ALL),
        (f"{FORM}- Env name: `pypi`", ALL),
        (f"{FORM}- Set env `PYPI_TOKEN` if there is no publisher", ALL[:-5]),
        (f"{FORM}- Environment: `(none)`", f"{ALL[:-4]}none"),
        (f"{FORM}- Environment: Not specified (any)", f"{ALL[:-4]}none"),
        (f"{FORM}- Environment: оставить пустым", f"{ALL[:-4]}none"),
        (f"{FORM}- Environment: `pypi` (PyPI) / `testpypi` (TestPyPI)", f"{ALL}?"),
        ("- Owner/repository: `harbour-lab/tidetables`\n- Workflow: `release.yml`\n- Environment: `pypi`", ALL),
        ("- Owner / repo: `harbour-lab/tidetables`\n- Workflow: `release.yml`\n- Environment: `pypi`", ALL),
        (
            "- Repository: https://test.pypi.org/legacy/\n- Workflow: `a.yml`\n- Environment: `pypi`",
            "a.yml pypi",
        ),
        ("- Workflow は `release.yml` です\n- Environment は `pypi` です", "release.yml pypi"),
        ("- Workflow name이 `release.yml`인지\n- Environment name이 `pypi`인지", "release.yml pypi"),
        ("- Workflow is exactly: `release.yml`\n- Environment is exactly: `pypi`", "release.yml pypi"),
        ("- Owner: `votre-compte`\n- Repository: `tidetables`\n- Workflow: `release.yml`", "tidetables release.yml"),
    ],
)
def test_labels_and_values(text: str, expected: str) -> None:
    assert values(f"{INTRO}{text}\n") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The same policy holds for each environment: tag\npattern `v*` and nothing else.",
            "harbour-lab tidetables release.yml",
        ),
        ("The same again, with environment: pypi\nworkflow: `release.yml`", ALL),
        ("The same again, with environment: pypi\n\nand nothing else.", ALL),
        ("The same again, with environment: `pypi`\nand nothing else.", ALL),
    ],
)
def test_a_word_that_the_next_line_goes_on_with_is_no_value(text: str, expected: str) -> None:
    assert values(f"{INTRO}{FORM}\n{text}\n") == expected


def test_a_project_in_a_sentence_that_lists_the_values_of_a_form() -> None:
    text = "It is scoped to project `tides`, owner `harbour-lab`, repo `tidetables`, workflow `release.yml`.\n"
    (registration,) = read(INTRO + text)
    assert [(said.field, said.value) for said in registration.statements][:1] == [("project_name", "tides")]
