"""TP521: settings beside `pyproject.toml` that decide what the build backend writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import levels
from publishing_job import ACTION, workflow

if TYPE_CHECKING:
    from pathlib import Path

OLD = workflow(f"      - uses: actions/checkout@v5\n      - run: uv build\n      - uses: {ACTION}@v1.12.2\n")
METADATA = '[project]\nname = "demo"\nversion = "1.0"\n[build-system]\nrequires = ["{}"]\nbuild-backend = "{}"\n'
HATCH = METADATA.format("hatchling", "hatchling.build")


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("hatch.toml", '[build.targets.wheel]\ncore-metadata-version = "2.3"\n', []),
        ("hatch.toml", '[build.targets.wheel]\npackages = ["src/demo"]\n', ["warning"]),
        ("uv.toml", 'exclude-newer = "2024-01-01"\n', []),
        ("uv.toml", 'build-constraint-dependencies = ["hatchling<1.27"]\n', []),
        ("uv.toml", 'index-strategy = "first-index"\n', ["warning"]),
        ("docs/uv.toml", 'exclude-newer = "2024-01-01"\n', ["warning"]),
    ],
)
def test_files_beside_the_metadata_count(name: str, text: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP521", OLD, **{"pyproject.toml": HATCH, name: text}) == expected


@pytest.mark.parametrize(("name", "expected"), [("uv.toml", []), ("core/uv.toml", []), ("other/uv.toml", ["warning"])])
def test_those_of_a_member_are_its_own_and_the_root_s(name: str, expected: list[str], tmp_path: Path) -> None:
    upload = OLD.replace("v1.12.2\n", "v1.12.2\n        with: {packages-dir: core/dist}\n")
    files = {"core/pyproject.toml": HATCH, name: 'exclude-newer = "2024-01-01"\n'}
    assert levels(tmp_path, "TP521", upload, **files) == expected


@pytest.mark.parametrize(
    ("ref", "setuptools", "hatch"),
    [
        ("v1.2.2", [], []),
        ("v1.3.1", [], ["warning"]),
        ("v1.4.2", [], ["warning"]),
        ("27b31702a0e7fc50959f5ad993c78deac1bdfc29", [], ["warning"]),
        ("release/v1.5", [], ["warning"]),
        ("v1.6.0", ["warning"], ["warning"]),
        ("release/v1.8", ["warning"], ["warning"]),
        ("v1.12.4", [], ["warning"]),
        ("v1.14.2", [], []),
    ],
)
def test_images_of_old_releases_have_the_newest_twine(
    ref: str, setuptools: list[str], hatch: list[str], tmp_path: Path
) -> None:
    text = OLD.replace("v1.12.2", ref)
    metadata = METADATA.format("setuptools>=61", "setuptools.build_meta")
    assert levels(tmp_path / "setuptools", "TP521", text, **{"pyproject.toml": metadata}) == setuptools
    assert levels(tmp_path / "hatch", "TP521", text, **{"pyproject.toml": HATCH}) == hatch
