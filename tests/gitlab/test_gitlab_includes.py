"""Includes: those that cannot be read, and the condition of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pipelines import TOP, composed, plain

if TYPE_CHECKING:
    from pathlib import Path

UNREAD = [
    ("include: https://example.org/a.yml", "remote"),
    ("include: {remote: 'https://example.org/a.yml'}", "remote"),
    ("include: {project: group/ci, file: [a.yml, b.yml]}", "project"),
    ("include: {template: Auto-DevOps.gitlab-ci.yml}", "template"),
    ("include: {component: $CI_SERVER_FQDN/group/c/publish@1}", "component"),
    ("include: {local: $FOLDER/a.yml}", "local"),
    ("include: missing.yml", "local"),
    ("include: missing/*.yml", "local"),
    ("include: a/*/*/*/*.yml", "local"),
    ("include: ../outside.yml", "local"),
]


@pytest.mark.parametrize(("top", "kind"), UNREAD)
def test_includes_that_cannot_be_read_are_named(tmp_path: Path, top: str, kind: str) -> None:
    found = composed(tmp_path, {TOP: top + "\na: {script: x}"})
    assert [(unread.kind, unread.at.source.path) for unread in found.unread] == [(kind, TOP)]
    assert plain(found.jobs["a"].value) == {"script": "x"}


def test_the_condition_of_an_include_is_kept(tmp_path: Path) -> None:
    top = "include: [{local: b.yml, rules: [{if: $CI_COMMIT_TAG}]}, c.yml]"
    found = composed(tmp_path, {TOP: top, "b.yml": "b: {script: y}", "c.yml": "c: {script: z}"})
    assert [len(found.conditions[path]) for path in (TOP, "b.yml", "c.yml")] == [0, 1, 0]
