"""TP602: sentences over several lines, questions and denials; TP601 to TP603: the first place that nothing silences."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from guided import TITLE, form, lint
from tplint.documents.markdown import sections
from tplint.documents.source import Source
from tplint.guides.myths import myths

if TYPE_CHECKING:
    from pathlib import Path


def said(text: str, path: str = "GUIDE.md") -> list[str]:
    title = TITLE if path.endswith(".md") else "Trusted publishing on PyPI\n==========================\n\n"
    return [myth.at.text for myth in myths(tuple(sections(Source(path, title + text))), ())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Note that trusted publishing cannot create new\nprojects.", "trusted publishing cannot create new\nprojects"),
        ("So trusted publishing\ncannot create new projects.", "trusted publishing\ncannot create new projects"),
        ("The project must exist on\nPyPI before\nOIDC works.", "project must exist on\nPyPI before\nOIDC"),
        ("- So trusted publishing\n  cannot create projects.", "trusted publishing\n  cannot create projects"),
        ("> So trusted publishing\n> cannot create projects.", "trusted publishing\n> cannot create projects"),
        ("A pending publisher reserves\nthe name.", "pending publisher reserves\nthe name"),
        ("Trusted publishing can **not** create projects.", "Trusted publishing can **not** create projects"),
    ],
)
def test_a_sentence_may_go_on_in_the_next_line(text: str, expected: str) -> None:
    assert said(f"{text}\n") == [expected]
    assert said(f"Is it so? Yes.\n{text}\n" if text[0] not in "->" else f"{text}\n") == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "For trusted publishing\n\ncannot create new projects",
        "- Use trusted publishing\n- cannot create new projects",
        "This is trusted publishing.\nIt cannot create new projects.",
        "This is trusted publishing:\ncannot create new projects",
        "This is trusted publishing  \ncannot create new projects",
        "```\ntrusted publishing\ncannot create new projects\n```",
        "| trusted publishing |\n| --- |\n| cannot create new projects |",
        "It is a myth that trusted publishing\ncannot create new projects.",
        "Trusted publishing cannot create new projects,\nwhich is not true.",
    ],
)
def test_lines_that_are_no_sentence_or_deny_it(text: str) -> None:
    assert said(f"{text}\n") == []


def test_items_of_restructuredtext_are_apart() -> None:
    assert said("* Use trusted publishing\n* cannot create new projects\n", "GUIDE.rst") == []
    assert len(said("* So trusted publishing\n  cannot create new projects\n", "GUIDE.rst")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Does a pending publisher reserve the name?\n\nNo.",
        "**Does a pending publisher reserve the name?**\n\nNo.",
        "## Does a pending publisher reserve the name?\n\nNo.",
        "Q: Does a pending publisher reserve the name?\nA: No.",
        "Is it so that a pending publisher reserves the name of a\nproject?",
        "Do not think that a pending publisher reserves the name: it does not.",
        "PyPI does not look at the subject (`repo:harbour-lab/tidetables:ref:refs/tags/v*`), so leave it.",
        "PyPI has no subject pattern.",
        "Leaving the environment blank does **not** mean that the job must not have one.",
        "GitLab: Python 3.11 is **not** required for the OIDC token.",
        "The owner (as GitHub has it) and the environment (in lower case) differ.",
    ],
)
def test_questions_and_denials(text: str) -> None:
    assert said(f"{text}\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "Ready? A pending publisher reserves the name.",
        "A pending publisher reserves the name. Is that clear?",
        "It does not take long, and a pending publisher reserves the name.",
        "With the environment blank, the job must not use one: an environment is refused.",
        "Register this subject pattern, which is not long.",
        "On GitLab Python 3.11 is required for OIDC; uv is not needed.",
        "The owner (in lower case) comes first.",
    ],
)
def test_statements_beside_questions_and_denials(text: str) -> None:
    assert len(said(f"{text}\n")) == 1


MYTH = "A pending publisher reserves the name.\n\n"
IGNORE = "<!-- tplint: ignore[{}] so it is -->\n"


@pytest.mark.parametrize(
    ("guide", "expected"),
    [
        (MYTH + MYTH, 1),
        (IGNORE.format("TP602") + MYTH + MYTH, 1),
        (IGNORE.format("TP602") + MYTH + IGNORE.format("TP602") + MYTH, 0),
        (MYTH + IGNORE.format("TP602") + MYTH, 1),
    ],
)
def test_a_comment_silences_its_own_place(tmp_path: Path, guide: str, expected: int) -> None:
    assert [code for code, _ in lint(tmp_path, {"GUIDE.md": TITLE + guide}, "TP602", "TP002")] == ["TP602"] * expected


@pytest.mark.parametrize(
    ("code", "text", "word"),
    [
        ("TP601", form(workflow="`gone.yml`") + "\n# Again, PyPI's publisher\n\n", "gone.yml"),
        ("TP603", "## Publishing\n\n    gh workflow run gone.yml\n\n## Publishing again\n\n", "gone.yml"),
    ],
)
def test_other_findings_of_guides_too(tmp_path: Path, code: str, text: str, word: str) -> None:
    guide = f"{TITLE}{text}{text}"
    assert lint(tmp_path / "a", {"GUIDE.md": guide}, code) == [(code, word)]
    first = text.index("- " if code == "TP601" else "    ")
    commented = f"{TITLE}{text[:first]}{IGNORE.format(code)}\n{text[first:]}{text}"
    found = lint(tmp_path / "b", {"GUIDE.md": commented}, code)
    assert found == [(code, word)]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"GUIDE.md": "# Publishing\n\n    gh workflow run release.yaml\n"}, ("TP202", "release.yaml")),
        ({"GUIDE.md": "# Publishing\n\nRun `gh workflow run Release.yml`.\n"}, ("TP202", "Release.yml")),
        ({"scripts/release.sh": "gh workflow run release.yaml\n"}, ("TP202", "release.yaml")),
        ({"GUIDE.md": "# Publishing\n\n    gh workflow run gone.yml\n"}, ("TP603", "gone.yml")),
        (
            {
                "GUIDE.md": "# Publishing\n\n![x](https://github.com/harbour-lab/tidetables/actions/workflows/release.yaml)\n"
            },
            ("TP603", "release.yaml"),
        ),
        (
            {"GUIDE.md": f"{TITLE}{form(workflow='`release.yaml`')}\n    gh workflow run release.yaml\n"},
            ("TP601", "release.yaml"),
        ),
        (
            {
                "README.md": "# T\n\n![Publish](https://img.shields.io/github/actions/workflow/status/"
                "harbour-lab/tidetables/publish.yml?branch=main)\n"
            },
            ("TP603", "publish.yml"),
        ),
        ({"GUIDE.md": "# Publishing\n\n    gh workflow run release.yaml -R other/lab\n"}, None),
        (
            {"GUIDE.md": "# Tests\n\n    gh workflow run tests.yaml\n", ".github/workflows/tests.yml": "on: push\n"},
            None,
        ),
        (
            {"README.md": "# T\n\n![x](https://img.shields.io/github/actions/workflow/status/other/lab/publish.yml)\n"},
            None,
        ),
        (
            {
                "README.md": "# Publish\n\n![x](https://img.shields.io/github/actions/workflow/status/"
                "harbour-lab/tidetables/release.yml)\n"
            },
            None,
        ),
    ],
)
def test_uses_of_workflow_files(tmp_path: Path, files: dict[str, str], expected: tuple[str, str] | None) -> None:
    found = lint(tmp_path, files, "TP202", "TP601", "TP603")
    assert found == ([expected] if expected else [])


def test_a_command_is_found_where_only_its_rule_runs(tmp_path: Path) -> None:
    assert lint(tmp_path, {"GUIDE.md": "# Publishing\n\n    gh workflow run release.yaml\n"}, "TP202") != []


def test_a_paragraph_that_says_it_over_and_over_is_read_in_time() -> None:
    started = time.process_time()
    assert said("trusted publishing cannot create projects, does it " * 5_000)
    assert said("trusted publishing cannot\ncreate projects, does it\n" * 5_000)
    assert time.process_time() - started < 5
