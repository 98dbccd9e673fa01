"""TP601: for which index a guide's form is, and what in a sentence is no form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guide_texts import INTRO, read
from guided import TITLE, form, lint, upload, workflow

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = "- Owner: `harbour-lab`\n- Repository: `tidetables`\n- Workflow: `release.yml`\n- Environment: `{}`\n"
TESTING = f"## On TestPyPI\n\n{FIELDS.format('testpypi')}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{TESTING}## On PyPI\n\nThe same details as TestPyPI but:\n\n- Environment name: `pypi`\n", "pypi"),
        (f"{TESTING}## On PyPI\n\nExactly the same as on the TestPyPI, but:\n\n- Environment name: `pypi`\n", "pypi"),
        (f"On TestPyPI, as on PyPI, add:\n\n{FIELDS.format('testpypi')}", "testpypi"),
        (f"On PyPI as well as TestPyPI add:\n\n{FIELDS.format('release')}", "both"),
        (f"On indexes such as TestPyPI add:\n\n{FIELDS.format('release')}", "testpypi"),
    ],
)
def test_an_index_that_another_is_compared_with_is_not_meant(text: str, expected: str) -> None:
    assert read(INTRO + text)[-1].index_name == expected


@pytest.mark.parametrize(
    ("heading", "values", "expected"),
    [
        ("# How trusted publishing works\n\nPyPI is told:\n\n", FIELDS.format("testpypi"), "both"),
        ("# How trusted publishing works\n\nPyPI is told:\n\n", FIELDS.format("pypi"), "pypi"),
        ("# How trusted publishing works\n\nTestPyPI is told:\n\n", FIELDS.format("testpypi"), "testpypi"),
        ("# Trusted publishing on PyPI\n\n", FIELDS.format("testpypi"), "pypi"),
    ],
)
def test_pypi_may_mean_both_where_no_heading_names_it_and_the_values_are_testpypis(
    heading: str, values: str, expected: str
) -> None:
    (registration,) = read(heading + values)
    assert registration.index_name == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("This uses PyPI's Trusted Publishing feature:\n\n", "both"),
        ("On TestPyPI. This uses PyPI\u2019s trusted publishing:\n\n", "testpypi"),
        ("The claims are those of OIDC:\n\n", "both"),
        ("This is PyPI's trusted publisher:\n\n", "pypi"),
    ],
)
def test_the_features_name_and_no_name_are_any_index(text: str, expected: str) -> None:
    found = read(f"PyPI is where it goes.\n\n# How it is published\n\n{text}{FIELDS.format('x')}\nThe publisher.\n")
    assert found[-1].index_name == expected


def test_a_workflow_for_testpypi_where_no_index_is_named(tmp_path: Path) -> None:
    files = {
        "GUIDE.md": f"# Publishing\n\nThis uses PyPI's Trusted Publishing:\n\n{form(workflow='trial.yml')}",
        ".github/workflows/trial.yml": workflow(upload("", "test")),
    }
    assert lint(tmp_path, files, "TP601") == []


@pytest.mark.parametrize(
    ("text", "environments"),
    [
        (
            "- The same on TestPyPI, but environment: `testpypi`\n- Environments:\n  - Settings, environment: `pypi`\n",
            1,
        ),
        ("- The same on TestPyPI, but environment: `testpypi`\n- As above for a fork, environment: `pypi`\n", 2),
    ],
)
def test_the_same_again_is_said_of_one_form(text: str, environments: int) -> None:
    found = read(INTRO + FIELDS.format("pypi") + text)
    assert len(found) == 1 + environments


def test_a_copy_of_testpypis_form_below_a_heading_is_drift(tmp_path: Path) -> None:
    files = {
        "GUIDE.md": TITLE + form(environment="`testpypi`"),
        ".github/workflows/release.yml": workflow(upload(), upload("testpypi", "test")),
    }
    assert lint(tmp_path, files, "TP601") == [("TP601", "testpypi")]


ASIDE = "It takes what workflow `checks.yml` built; the pages go out by workflow `pages.yml` in environment `pages`."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"The trusted publisher of `harbour-lab/tidetables` is `release.yml` in environment `pypi`. {ASIDE}", []),
        (
            f"The publisher of `harbour-lab/tidetables` is workflow `gone.yml` in environment `pypi`. {ASIDE}",
            [("TP601", "gone.yml")],
        ),
        (
            "Add a publisher on PyPI for `harbour-lab/tidetables`. Use workflow `gone.yml` and environment `pypi`.",
            [("TP601", "gone.yml")],
        ),
        (
            f"Add a publisher:\n\n- `harbour-lab/tidetables`, workflow `gone.yml`, environment `pypi`\n\n{ASIDE}",
            [("TP601", "gone.yml")],
        ),
    ],
)
def test_what_a_sentence_says_of_other_workflows_is_no_form(
    tmp_path: Path, text: str, expected: list[tuple[str, str]]
) -> None:
    assert lint(tmp_path, {"GUIDE.md": TITLE + text + "\n"}, "TP601") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Register owner `harbour-lab`, repository `tidetables`, workflow `gone.yml` and environment `pypi`.", True),
        ("Register owner `harbour-lab`,\nrepository `tidetables`,\nworkflow `gone.yml`, environment `pypi`.", True),
        ("Set the repository to `tidetables`, the workflow to `gone.yml` and the environment to `pypi`.", True),
        ("Register repository `tidetables`, workflow `release.yml` and environment `pypi`.", False),
        ("Clone repository `tidetables`. On PyPI register workflow `gone.yml`.", False),
        ("Another project has owner `acme`, repository `widget`, workflow `ship.yml`, environment `x`.", False),
    ],
)
def test_a_sentence_that_lists_the_values_of_a_form(tmp_path: Path, text: str, *, expected: bool) -> None:
    assert lint(tmp_path, {"GUIDE.md": TITLE + text + "\n"}, "TP601") == [("TP601", "gone.yml")] * expected


def test_the_way_to_a_page_is_no_project() -> None:
    text = "On pypi.org → project → *Publishing* → add: owner `o`, workflow `release.yml`, environment `pypi`.\n"
    assert [said.field for said in read(INTRO + text)[0].statements] == ["owner", "workflow_filename", "environment"]
