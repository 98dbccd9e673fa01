"""TP528 unavailable-action: which versions cannot be had, and in which jobs that matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay
from judged import PUBLISH, findings, job, levels, workflow

if TYPE_CHECKING:
    from pathlib import Path


def uses(action: str, keys: str = "") -> str:
    return f"      - uses: {action}\n{keys}"


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("astral-sh/setup-uv@v8", ["error"]),
        ("Astral-sh/Setup-uv@v10", ["error"]),
        ("'astral-sh/setup-uv@v9.0'", ["error"]),
        ("astral-sh/setup-uv@6", ["error"]),
        ("astral-sh/setup-uv@v7", []),
        ("astral-sh/setup-uv@v7.1", []),
        ("astral-sh/setup-uv@v8.1.0", []),
        ("astral-sh/setup-uv@0000000000000000000000000000000000000001 # v8", []),
        ("astral-sh/setup-uv@main", []),
        ("sigstore/gh-action-sigstore-python@v3", ["error"]),
        ("sigstore/gh-action-sigstore-python@v3.1", ["error"]),
        ("sigstore/gh-action-sigstore-python@v3.1.0", []),
        ("actions/checkout@4", ["error"]),
        ("actions/checkout@release/v4", ["error"]),
        ("actions/checkout@1.0.0", []),
        ("actions/checkout@releases/v4", []),
        ("actions/checkout@v4", []),
        ("actions/setup-python@5.1.0", ["error"]),
        ("actions/upload-artifact@4", ["error"]),
        ("someone/else@4", []),
        ("actions/cache@v1", ["error"]),
        ("actions/cache@v2.1.8", ["error"]),
        ("actions/cache/restore@v3.3.3", ["error"]),
        ("actions/cache@v3.4.0", []),
        ("actions/cache@v3", []),
        ("actions/cache@v4.1.2", ["error"]),
        ("actions/cache@v4.2.0", []),
        ("actions/cache@v4", []),
        ("actions/cache@v10", []),
        ("actions/cache@704facf57e6136b1bc63b828d79edcd491f0ee84", ["error"]),
        ("actions/cache@704facf57e6136b1bc63b828d79edcd491f0ee84 # v4.3.0", ["error"]),
        ("actions/cache@0057852bfaa89a56745cba8c7296529d2fc39830 # v4.0.2", []),
    ],
)
def test_versions(action: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP528", workflow(job(uses(action) + PUBLISH))) == expected


def test_what_is_said_of_a_cache_and_of_a_missing_tag(tmp_path: Path) -> None:
    text = workflow(job(uses("actions/cache@v2") + uses("astral-sh/setup-uv@v8") + PUBLISH))
    assert findings(tmp_path, "TP528", text) == [
        ("error", "job `publish` uses `actions/cache@v2`, which GitHub refuses to run"),
        ("error", "job `publish` uses `astral-sh/setup-uv@v8`, which does not exist"),
    ]


@pytest.mark.parametrize(
    ("keys", "needs", "expected"),
    [
        ((), "needs: build", ["error"]),
        ((), "name: alone", []),
        (("continue-on-error: true",), "needs: build", []),
        (("if: false",), "needs: build", []),
        ((), "needs: build\n    if: always()", []),
    ],
)
def test_only_jobs_that_the_upload_needs(
    keys: tuple[str, ...], needs: str, expected: list[str], tmp_path: Path
) -> None:
    text = workflow(job(uses("astral-sh/setup-uv@v8"), *keys, name="build"), job(PUBLISH, needs))
    assert levels(tmp_path, "TP528", text) == expected


def test_steps_that_never_run(tmp_path: Path) -> None:
    text = workflow(job(uses("astral-sh/setup-uv@v8", "        if: false\n") + PUBLISH))
    assert levels(tmp_path, "TP528", text) == []


def test_composite_actions_of_the_repository(tmp_path: Path) -> None:
    action = "runs:\n  using: composite\n  steps:\n    - uses: astral-sh/setup-uv@v8\n"
    lay(tmp_path, {".github/actions/setup/action.yml": action})
    text = workflow(job(uses("./.github/actions/setup") + PUBLISH))
    assert levels(tmp_path, "TP528", text) == ["error"]


def test_enterprise_servers_have_their_own_versions(tmp_path: Path) -> None:
    text = workflow(job(uses("actions/cache@v2") + PUBLISH))
    config = '[core]\n[remote "origin"]\n\turl = https://git.example.com/o/r.git\n'
    lay(tmp_path, {".git/config": config})
    assert levels(tmp_path, "TP528", text) == []


def test_uploads_elsewhere(tmp_path: Path) -> None:
    elsewhere = PUBLISH + "        with: {repository-url: https://pypi.example.com/}\n"
    assert levels(tmp_path, "TP528", workflow(job(uses("actions/cache@v2") + elsewhere))) == []
