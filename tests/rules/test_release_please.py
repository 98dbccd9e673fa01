"""TP520 and release-please's configuration file: which releases it makes, and what their tags are like."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from judged import PUBLISH, job, levels, workflow
from tplint.discover import hook_pattern

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PYTHON = {"release-type": "python"}
ON_RELEASE = workflow(job(PUBLISH), on="{release: {types: [published]}}")


def on_tag(*patterns: str) -> str:
    return workflow(job(PUBLISH), on=f"{{push: {{tags: {json.dumps(patterns)}}}, workflow_dispatch: }}")


def please(inputs: str = "token: '${{ github.token }}'", ref: str = "v4", branches: str = "[main]") -> str:
    step = f"      - uses: googleapis/release-please-action@{ref}\n        with: {{{inputs}}}\n"
    return workflow(job(step, name="make"), on=f"{{push: {{branches: {branches}}}}}")


def said(tmp_path: Path, uploading: str, config: object, making: str = "", path: str = "release-please-config") -> bool:
    """Whether TP520 says that the upload waits in vain."""
    text = config if isinstance(config, str) else json.dumps(config, indent="\t")
    files = {f"{path}__json": text} if text else {}
    return bool(levels(tmp_path, "TP520", uploading, making or please(), **files))


def of(*packages: Mapping[str, object], **top: object) -> dict[str, object]:
    """A configuration of packages, with settings of all of them, in which `_` stands for `-`."""
    named = {name.replace("_", "-"): value for name, value in top.items()}
    return {"$schema": "https://example.org/config.json", **named, "packages": dict(enumerate(packages))}


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (of(PYTHON), True),
        (of(PYTHON, PYTHON), True),
        (of({"release-type": "node"}), True),
        (of({}, release_type="python"), True),
        (of(PYTHON, draft=False, prerelease=False, skip_github_release=None), True),
        (of({**PYTHON, "draft": False}, draft=True), True),
        (of({**PYTHON, "draft": None}, draft=True), False),
        (of(PYTHON, draft=True), False),
        (of({**PYTHON, "draft": True}), False),
        (of(PYTHON, {**PYTHON, "draft": True}), False),
        (of(PYTHON, prerelease=True), False),
        (of(PYTHON, skip_github_release=True), False),
        (of(PYTHON, draft="maybe"), False),
        (of(PYTHON, draft=[]), False),
        (of(), False),
        ({"packages": []}, False),
        ([], False),
        ("{", False),
        ("[" * 5_000, False),
        ("", False),
    ],
)
def test_releases_that_are_made_for_certain(config: object, expected: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    assert said(tmp_path, ON_RELEASE, config) is expected


@pytest.mark.parametrize(
    ("config", "patterns", "expected"),
    [
        (of(PYTHON), ["v*"], True),
        (of(PYTHON), ["v[0-9]+.[0-9]+.[0-9]+"], True),
        (of(PYTHON), ["[0-9]*"], False),
        (of(PYTHON), ["v*rc*"], False),
        (of(PYTHON, include_v_in_tag=False), ["[0-9]*"], True),
        (of(PYTHON, include_v_in_tag=False), ["v*"], False),
        (of({**PYTHON, "package-name": "name"}), ["v*"], False),
        (of({**PYTHON, "package-name": "name"}), ["name-v*"], True),
        (of({**PYTHON, "package-name": "name", "include-component-in-tag": False}), ["v*"], True),
        (of({**PYTHON, "package-name": "name", "component": "part"}), ["name-v*"], False),
        (of({**PYTHON, "package-name": "name", "component": "part"}), ["part-v*"], True),
        (of({**PYTHON, "component": "part"}, tag_separator="/"), ["part/v*"], True),
        (of({**PYTHON, "component": "part"}, tag_separator=""), ["partv*"], True),
        (of({**PYTHON, "component": "part"}, tag_separator="/", include_v_in_tag=False), ["part/[0-9]*"], True),
        (of({"component": "one"}, {"component": "two"}), ["two-v*"], True),
        (of({"component": "one"}, {"component": "two"}), ["three-v*"], False),
        (of({"release-type": "simple"}), ["v*"], True),
        (of({"release-type": "node"}), ["v*"], False),
        (of({}), ["v*"], False),
        (of({}), ["**"], True),
        (of({"release-type": "node", "package-name": "@scope/name"}), ["@scope/name-v*"], False),
        (of({"release-type": "rust"}, include_component_in_tag=False), ["v*"], True),
        (of(PYTHON, include_component_in_tag="no"), ["v*"], False),
        (of(PYTHON, include_v_in_tag="no"), ["v*"], False),
    ],
)
def test_tags_of_its_releases(config: object, patterns: list[str], expected: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    assert said(tmp_path, on_tag(*patterns), config) is expected


@pytest.mark.parametrize(
    ("inputs", "path", "expected"),
    [
        ("config-file: release-please-config.json", "release-please-config", True),
        ("config-file: .github/release-please-config.json", "__github/release-please-config", True),
        ("config-file: ./ci/please.json", "ci/please", True),
        ("config-file: other.json", "release-please-config", False),
        ("config-file: '${{ vars.CONFIG }}'", "release-please-config", False),
        ("config-file: ../release-please-config.json", "release-please-config", False),
        ("command: manifest", "release-please-config", True),
        ("command: manifest-pr", "release-please-config", False),
        ("skip-github-release: true", "release-please-config", False),
        ("skip-github-release: false", "release-please-config", True),
        ("skip-github-release: '${{ vars.SKIP }}'", "release-please-config", False),
        ("target-branch: old", "release-please-config", False),
        ("default-branch: old", "release-please-config", False),
        ("target-branch: main", "release-please-config", True),
        ("target-branch: '${{ github.ref_name }}'", "release-please-config", True),
        ("target-branch: '${{ matrix.branch }}'", "release-please-config", False),
        ("repo-url: owner/other", "release-please-config", False),
        ("token: '${{ secrets.BOT }}'", "release-please-config", False),
    ],
)
def test_which_file_is_asked(inputs: str, path: str, expected: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    assert said(tmp_path, ON_RELEASE, of(PYTHON), please(inputs), path) is expected


@pytest.mark.parametrize(
    ("branches", "expected"),
    [("[old]", True), ("old", True), ("[old, new]", False), ("['*']", False), ("[old-1]", False)],
)
def test_the_branch_that_the_workflow_is_for(branches: str, expected: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    making = please("target-branch: old", branches=branches)
    assert said(tmp_path, ON_RELEASE, of(PYTHON), making) is expected


@pytest.mark.parametrize(
    ("inputs", "patterns", "expected"),
    [
        ("release-type: python", ["v*"], True),
        ("release-type: python", ["name-v*"], False),
        ("release-type: python, command: github-release", ["v*"], True),
        ("release-type: python, command: release-pr", ["v*"], False),
        ("release-type: python, command: manifest", ["v*"], False),
        ("release-type: python, include-component-in-tag: true", ["v*"], False),
        ("release-type: python, package-name: name, monorepo-tags: true", ["v*"], False),
        ("release-type: python, include-component-in-tag: true", ["*"], True),
    ],
)
def test_inputs_instead_of_a_file(inputs: str, patterns: list[str], expected: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    """The file is there, and drafts, but is not asked."""
    assert said(tmp_path, on_tag(*patterns), of(PYTHON, draft=True), please(inputs)) is expected


@pytest.mark.parametrize(("content", "expected"), [(b"{", []), (b"[" * 5_000, []), (b'{"\xff": 1}', ["warning"])])
def test_files_that_cannot_be_read(content: bytes, expected: list[str], tmp_path: Path) -> None:
    (tmp_path / "release-please-config.json").write_bytes(content)
    assert levels(tmp_path, "TP001", ON_RELEASE, please()) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("release-please-config.json", True),
        (".release-please-config.json", True),
        (".github/release-please-config.json", True),
        ("src/release-please-config.json", False),
        (".release-please-manifest.json", False),
    ],
)
def test_the_hook_runs_for_the_file(path: str, expected: bool) -> None:  # noqa: FBT001 - a case
    assert (re.search(hook_pattern(), path) is not None) is expected
