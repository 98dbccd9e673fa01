"""What `docs/guides.md` says of each statement of a setup guide is true: every row of its tables is a case, and run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest

from guide_cases import CASES
from guide_claims import CHECKOUT, FIXTURES, Form, Lint, Log, Show, Silent, run
from tplint import engine

if TYPE_CHECKING:
    from pathlib import Path


class Row(NamedTuple):
    """A statement of the document, what it says that tplint does, and its case."""

    statement: str
    answer: str
    case: str


def rows() -> tuple[Row, ...]:
    """The rows of all tables of the document."""
    text = (CHECKOUT / "docs" / "guides.md").read_text("utf-8")
    cells = [re.split(r"(?<!\\) \| ", line[2:-2]) for line in text.splitlines() if line.startswith("| ")]
    assert all(len(row) == 3 for row in cells)
    return tuple(Row(first, second, last.strip("`")) for first, second, last in cells if last not in {"Case", "---"})


ROWS = rows()
CODE = re.compile(r"\[(TP\d{3})\]\(\.\./src/tplint/rules/(\w+)\.md\)")


def test_every_row_has_a_case_and_every_case_a_row() -> None:
    found = [row.case for row in ROWS]
    assert len(found) == len(set(found))
    assert set(found) == CASES.keys()


@pytest.mark.parametrize("row", ROWS, ids=[row.case for row in ROWS])
def test_the_row_is_true(row: Row, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, check in enumerate(CASES[row.case]):
        run(check, tmp_path / str(number), capsys)


@pytest.mark.parametrize("row", ROWS, ids=[row.case for row in ROWS])
def test_the_row_names_what_its_case_shows_and_nothing_else(row: Row) -> None:
    checks = CASES[row.case]
    names = {rule.code: rule.name.replace("-", "_") for rule in engine.rules()}
    assert CODE.findall(row.answer) == [(code, names[code]) for code in re.findall(r"\[(TP\d{3})", row.answer)]
    assert {code for code, _ in CODE.findall(row.answer)} == {check.code for check in checks if isinstance(check, Lint)}
    assert set(re.findall(r"\(`([a-z-]+)`", row.answer)) == {
        check.category for check in checks if isinstance(check, Log)
    }
    assert ("`tplint show`" in row.answer) >= any(isinstance(check, Show) for check in checks)


def test_a_row_without_a_case_to_run_gives_a_reason() -> None:
    for row in ROWS:
        reason = row.answer.partition("**No:** ")
        assert (not CASES[row.case]) == (not reason[0] and len(reason[2].split()) > 5), row.case


@pytest.mark.parametrize("fixture", ["github", "gitlab"])
def test_the_repositories_that_do_as_told_are_clean(
    fixture: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(Silent((), fixture), tmp_path, capsys)


def test_every_fixture_is_used() -> None:
    checks = [check for found in CASES.values() for check in found]
    logs = {check.name for check in checks if isinstance(check, Log)}
    fixtures = {check.fixture for check in checks if not isinstance(check, Form)}
    assert {path.stem for path in (FIXTURES / "logs").iterdir()} == logs - fixtures
    assert {path.name for path in FIXTURES.iterdir() if path.is_dir()} == fixtures | {"logs"}
