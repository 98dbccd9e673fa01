"""TP539 drafted-release: what its page does not show, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import CHECKOUT, PUBLISH, findings, job, levels, reported, run, workflow

if TYPE_CHECKING:
    from pathlib import Path

CREATED = "{release: {types: [created]}}"


def test_each_workflow_once(tmp_path: Path) -> None:
    text = workflow(job(PUBLISH), job(PUBLISH, name="again"), on=CREATED)
    message = "`w0.yml` waits for releases that are created, not for drafts that are published"
    assert findings(tmp_path, "TP539", text) == [("warning", message)]


@pytest.mark.parametrize(
    "on",
    [
        CREATED,
        "{release: {types: created}}",
        "{release: {types: [created]}, workflow_dispatch: }",
        "{release: {types: [created]}, push: {branches: [main]}}",
    ],
)
def test_starts_that_a_draft_does_not_bring(on: str, tmp_path: Path) -> None:
    assert levels(tmp_path, "TP539", workflow(job(PUBLISH), on=on)) == ["warning"]


@pytest.mark.parametrize(
    "on",
    [
        "release",
        "{release: {types: [published]}}",
        "{release: {types: [released]}}",
        "{release: {types: [created, published]}}",
        "{release: {types: [created]}, push: {tags: [v*]}}",
        "{release: {types: [created]}, push: }",
        "{release: {types: [created]}, create: }",
        "{release: {types: [created]}, workflow_run: {workflows: [CI]}}",
        "{issues: {types: [created]}, push: {tags: [v*]}}",
    ],
)
def test_starts_that_a_draft_brings(on: str, tmp_path: Path) -> None:
    assert levels(tmp_path, "TP539", workflow(job(PUBLISH), on=on)) == []


def test_an_upload_that_releases_do_not_reach(tmp_path: Path) -> None:
    by_hand = job(PUBLISH, "if: github.event_name == 'workflow_dispatch'")
    text = workflow(by_hand, on="{release: {types: [created]}, workflow_dispatch: }")
    assert levels(tmp_path, "TP539", text) == []


@pytest.mark.parametrize("steps", [run("gh release create v1"), "      - uses: softprops/action-gh-release@v2\n"])
def test_releases_of_a_workflow_are_no_drafts_before(steps: str, tmp_path: Path) -> None:
    release = workflow(job(CHECKOUT + steps, name="release"), on="{push: {branches: [main]}}")
    assert levels(tmp_path, "TP539", workflow(job(PUBLISH), on=CREATED), release) == []


def test_fixes(tmp_path: Path) -> None:
    plain = reported(tmp_path / "a", "TP539", workflow(job(PUBLISH), on=CREATED))
    asking = workflow(job(PUBLISH, "if: github.event.action == 'created'"), on=CREATED)
    reading = reported(tmp_path / "b", "TP539", asking)
    assert [bool(finding.fix and finding.fix.edits) for finding in (*plain, *reading)] == [True, False]
