"""TP530 regex-tag-filter: what makes a pattern one that no tag fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import PUBLISH, findings, job, levels, workflow

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("push", "expected"),
    [
        (r"tags: ['v\d+.\d+']", [r"\d"]),
        (r"tags: '^v[0-9]+'", ["^"]),
        (r"tags: ['v[0-9]+.[0-9]+$']", ["$"]),
        (r"tags: ['v+([0-9]).+([0-9])']", ["("]),
        (r"tags: ['v*|release-*']", ["|"]),
        (r"tags: ['v*', 'v(.*)', 'r\w+']", ["(", r"\w"]),
        (r"tags: ['v[0-9]+.[0-9]+.?[0-9]*']", []),
        (r"tags: ['v[0-9]+\.[0-9]+']", []),
        (r"tags: ['v[^0-9]*']", []),
        (r"tags: ['v*', '!v(.*)']", []),
        (r"tags-ignore: ['v(.*)']", []),
        (r"branches: ['v(.*)']", []),
        ("", []),
    ],
)
def test_patterns(push: str, expected: list[str], tmp_path: Path) -> None:
    found = findings(tmp_path, "TP530", workflow(job(PUBLISH), on=f"{{push: {{{push}}}, workflow_dispatch: }}"))
    assert [message.split("`")[3] for _, message in found] == expected


def test_workflows_that_call(tmp_path: Path) -> None:
    called = workflow(job(PUBLISH), on="workflow_call")
    caller = workflow("  a:\n    uses: ./.github/workflows/w0.yml\n", on="{push: {tags: ['v(.*)']}}")
    assert levels(tmp_path, "TP530", called, caller) == ["warning"]


def test_workflows_that_upload_nothing_or_elsewhere(tmp_path: Path) -> None:
    elsewhere = PUBLISH + "        with: {repository-url: https://example.org/}\n"
    text = [workflow(job(steps), on="{push: {tags: ['v(.*)']}}") for steps in ("      - run: make\n", elsewhere)]
    assert levels(tmp_path, "TP530", *text) == []


def test_uploads_that_no_push_reaches(tmp_path: Path) -> None:
    text = job(PUBLISH, "if: github.event_name == 'release'")
    assert levels(tmp_path, "TP530", workflow(text, on="{release: , push: {tags: ['v(.*)']}}")) == []
