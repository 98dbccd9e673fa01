"""Ignore comments: what they hold for, reasons, last days, and comments in guides."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from folders import lay
from publishing import UNGUARDED
from tplint import engine
from tplint.config import Config
from tplint.documents.source import Source
from tplint.findings import Suppression
from tplint.sifting.suppress import ignores

if TYPE_CHECKING:
    from pathlib import Path

    from tplint.findings import Report

WORKFLOW = UNGUARDED.replace("jobs:\n", "jobs:\nCOMMENT\n").replace(
    "@release/v1", "@dc37677b2e1c63e2034f94d8a5b11f265b73ba33 # v1.14.2"
)
TODAY = date(2026, 11, 21)


def lint(root: Path, files: dict[str, str], **settings: object) -> Report:
    return engine.lint(str(lay(root, files)), config=Config(**settings), today=TODAY)  # type: ignore[arg-type] # fields by name


def workflow(*comments: str) -> dict[str, str]:
    return {".github/workflows/p.yml": WORKFLOW.replace("COMMENT", "\n".join(f"  {each}" for each in comments))}


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


@pytest.mark.parametrize(
    ("comment", "reason", "end"),
    [
        ("# tplint: ignore[TP401]", "", None),
        ("# tplint: ignore[TP401] as we  have no environments ", "as we have no environments", None),
        ("#tplint:ignore[TP401]: why", ": why", None),
        ("# tplint: ignore[TP401] until 2026-12-31", "", "2026-12-31"),
        ("# tplint: ignore[TP401] until 2026-12-31 it is set up", "it is set up", "2026-12-31"),
        ("# tplint: ignore[TP401] until 2026-12-31: it is set up", "it is set up", "2026-12-31"),
        ("# tplint: ignore[TP401] until", "", ""),
        ("# tplint: ignore[TP401] until next week", "week", "next"),
        ("# tplint: ignore[TP401] untilled land", "untilled land", None),
    ],
)
def test_a_comment_has_a_reason_and_a_last_day(comment: str, reason: str, end: str | None) -> None:
    (found,) = ignores(Source("f.yml", comment), None)
    assert (found.reason, found.ends and found.ends[0]) == (reason, end)
    assert [name for name, _ in found.rules] == ["TP401"]
    assert found.ends is None or found.ends[1].text == end


@pytest.mark.parametrize(
    ("day", "holds"), [("2026-11-22", True), ("2026-11-21", True), ("2026-11-20", False), ("1999-01-01", False)]
)
def test_a_comment_holds_to_the_end_of_its_last_day(day: str, holds: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a table's column
    report = lint(tmp_path, workflow(f"# tplint: ignore[TP401] until {day} the reason"))
    assert codes(report) == ([] if holds else ["TP002", "TP401"])
    assert [finding.suppression for finding in report.suppressed] == [Suppression("comment", "the reason")] * holds
    if not holds:
        assert report.findings[0].message == f"this ignore comment ended with `{day}`, and silences nothing since"


@pytest.mark.parametrize("end", ["2026-02-30", "31.12.2026", "2026-1-1", "tomorrow", "20261231", "2026-W01-1"])
def test_what_is_no_date_is_reported_and_ends_nothing(end: str, tmp_path: Path) -> None:
    report = lint(tmp_path, workflow(f"# tplint: ignore[TP401] until {end}"))
    assert codes(report) == ["TP002"]
    assert report.findings[0].message.startswith(f"`until` is followed by `{end}`, which is no date")


def test_until_without_a_day_is_reported(tmp_path: Path) -> None:
    report = lint(tmp_path, workflow("# tplint: ignore[TP401] until"))
    assert [finding.message for finding in report.findings] == [
        "no day follows `until`, so this ignore comment holds for ever"
    ]


def test_the_clock_is_asked_only_for_a_last_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped() -> date:
        raise AssertionError

    monkeypatch.setattr(engine, "_clock", stopped)
    files = workflow("# tplint: ignore[TP401] reason")
    assert codes(lint(tmp_path, files)) == []
    assert engine.lint(str(tmp_path), config=Config()).findings == ()
    lint(tmp_path, workflow("# tplint: ignore[TP401] until 2026-12-31"))
    with pytest.raises(AssertionError):
        engine.lint(str(tmp_path), config=Config())


def test_comments_can_stand_above_each_other(tmp_path: Path) -> None:
    report = lint(tmp_path, workflow("# tplint: ignore[TP401] a reason", "# more of it", "# tplint: ignore[TP999]"))
    assert codes(report) == ["TP002"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = 1  # tplint: ignore[TP1]", 1),
        ("# 'quoted' tplint: \n# tplint: ignore[TP1]", 1),
        ('a = "# tplint: ignore[TP1]"', 0),
        ("a = '# tplint: ignore[TP1]'", 0),
        ('a = """\n\\"""# tplint: ignore[TP1]\n"""', 0),
        ("a = '''\n# tplint: ignore[TP1]\n'''", 0),
        ('a = "\\""  # tplint: ignore[TP1]', 1),
    ],
)
def test_strings_of_toml_hold_no_comments(text: str, expected: int) -> None:
    assert len(ignores(Source("pyproject.toml", text), None)) == expected


STEPS = """\
jobs:
  test: # {job}
    runs-on: ubuntu-latest
    steps:
      - run: pytest # {step}
  publish:
    runs-on: ubuntu-latest # {first}
    continue-on-error: true
    steps:
      - run: ls # {other}
      - run: uv publish # {own}
        with: {{x: y}}
"""
ALL = dict.fromkeys(("job", "step", "first", "other", "own"), "")


@pytest.mark.parametrize(("place", "silenced"), [(name, name == "own") for name in ALL])
def test_the_first_of_several_does_not_speak_for_the_others(place: str, silenced: bool, tmp_path: Path) -> None:  # noqa: FBT001
    text = STEPS.format(**ALL | {place: "tplint: ignore[TP005]"})
    files = {".github/workflows/p.yml": f"on: release\n{text}"}
    assert ("TP005" not in codes(lint(tmp_path, files))) == silenced


@pytest.mark.parametrize("glob", ["*.yml", ".github/workflows/*", "./.github/workflows/*.yml"])
def test_what_the_configuration_silences_says_so(glob: str, tmp_path: Path) -> None:
    ignored = {glob: ("TP401", "TP002")}
    report = lint(tmp_path, workflow("# tplint: ignore[TP999]"), per_file_ignores=ignored)
    assert codes(report) == []
    assert [finding.suppression for finding in report.suppressed] == [Suppression("configuration", "per-file-ignores")]


MYTH = "A pending publisher reserves the project name."
IGNORE = "<!-- tplint: ignore[TP602] a reason -->"
EFFECTS = {"silenced": [], "unused": ["TP002", "TP602"], "no comment": ["TP602"]}
ABOUT = "Trusted publishing on PyPI.\n"


@pytest.mark.parametrize(
    ("guide", "effect"),
    [
        (f"{ABOUT}\n{IGNORE}\n{MYTH}\n", "silenced"),
        (f"{ABOUT}\n{IGNORE}\n\n{MYTH}\n", "silenced"),
        (f"{ABOUT}\n{MYTH} {IGNORE}\n", "silenced"),
        (f"{ABOUT}\n{IGNORE}\nA paragraph.\nIn it:\n{MYTH}\n", "silenced"),
        (f"{ABOUT}\n{IGNORE}\n<!-- more -->\n\n{MYTH}\n", "silenced"),
        (f"{ABOUT}\n<!--\n  tplint: ignore[TP602] a reason\n  on two lines\n-->\n{MYTH}\n", "silenced"),
        (f"{ABOUT}\n{IGNORE}\n# Title\n\nText.\n\n## Below\n\n{MYTH}\n", "silenced"),
        (f"{ABOUT}\n# Title {IGNORE}\n\nText.\n\n{MYTH}\n", "silenced"),
        (f"{ABOUT}\n{IGNORE}\n\nTitle\n=====\n\n{MYTH}\n", "silenced"),
        (f"{ABOUT}\n{IGNORE}\n# Title\n\nText.\n\n# Another\n\n{MYTH}\n", "unused"),
        (f"{ABOUT}\n{IGNORE}\n## Title\n\nText.\n\n# Above\n\n{MYTH}\n", "unused"),
        (f"{ABOUT}\n{IGNORE}\n\nA paragraph.\n\n{MYTH}\n", "unused"),
        (f"{ABOUT}\n{MYTH}\n\n{IGNORE}\n", "unused"),
        (f"{ABOUT}\n# tplint: ignore[TP602]\n{MYTH}\n", "no comment"),
        (f"{ABOUT}\n`{IGNORE}`\n{MYTH}\n", "no comment"),
        (f"{ABOUT}\n```\n{IGNORE}\n```\n{MYTH}\n", "no comment"),
    ],
)
def test_a_guide_is_silenced_by_its_block_or_heading(guide: str, effect: str, tmp_path: Path) -> None:
    report = lint(tmp_path, {**workflow("# tplint: ignore[TP401]"), "README.md": guide})
    assert sorted(codes(report)) == EFFECTS[effect]
    assert [f.suppression for f in report.suppressed if f.code == "TP602"] == (
        [Suppression("comment", "a reason on two lines" if "two lines" in guide else "a reason")]
        if effect == "silenced"
        else []
    )


RST = ".. tplint: ignore[TP602] a reason"


@pytest.mark.parametrize(
    ("guide", "effect"),
    [
        (f"{ABOUT}\n{RST}\n\n{MYTH}\n", "silenced"),
        (f"{ABOUT}\n{RST}\n\nTitle\n=====\n\nText.\n\n{MYTH}\n", "silenced"),
        (f"{ABOUT}\n{RST}\n\n=====\nTitle\n=====\n\nText.\n\n{MYTH}\n", "silenced"),
        (f"{ABOUT}\n{RST}\n\nA paragraph.\n\n{MYTH}\n", "unused"),
        (f"{ABOUT}\n.. code-block:: rst\n\n   {RST}\n\n{MYTH}\n", "no comment"),
    ],
)
def test_guides_in_restructuredtext_have_its_comments(guide: str, effect: str, tmp_path: Path) -> None:
    report = lint(tmp_path, {**workflow("# tplint: ignore[TP401]"), "docs/guide.rst": guide})
    assert sorted(codes(report)) == EFFECTS[effect]


def test_a_code_block_of_a_guide_is_silenced_above_its_fence(tmp_path: Path) -> None:
    command = "```sh\ngit tag v1\ngh workflow run publish-pypi.yml\n```\n"
    files = {**workflow("# tplint: ignore[TP401]"), "README.md": f"# Publishing to PyPI\n\n{command}"}
    assert codes(lint(tmp_path, files)) == ["TP603"]
    files["README.md"] = f"# Publishing to PyPI\n\n<!-- tplint: ignore[TP603] -->\n{command}"
    assert codes(lint(tmp_path, files)) == []
