"""What tplint says of real repositories that may lie beside the checkout: codes and places, as they are reviewed."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import folders
from folders import line, lint

if TYPE_CHECKING:
    from tplint.findings import Report
    from tplint.model import Repository

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "corpus"
needed = pytest.mark.skipif(not FOLDER.exists(), reason="the corpus of real repositories is not beside the checkout")
REVIEWED = Path(__file__).parent / "data" / "corpus.json"


@cache
def report(root: Path) -> Report:
    """What is reported on a repository; several tests look at it."""
    return lint(root)


@cache
def read(root: Path) -> Repository:
    """What tplint reads in a repository; likewise."""
    return folders.read(root)


def findings(root: Path) -> list[str]:
    """Every finding of a repository as ``CODE level path:line``, notes left out."""
    return [f"{each.code} {each.level} {line(each)}" for each in report(root).findings if each.level != "note"]


def entries(kind: str) -> list[Path]:
    """The repositories of a kind: ``repos``, ``negatives``, ``docs``; none where the corpus is not there."""
    return sorted(path for path in (FOLDER / kind).iterdir() if path.is_dir()) if FOLDER.exists() else []


def history() -> list[dict[str, Any]]:
    """The repairs: the index's entries; none where the corpus is not there."""
    if not FOLDER.exists():
        return []
    loaded: list[dict[str, Any]] = json.loads((FOLDER / "history" / "INDEX.json").read_text("utf-8"))
    return loaded


def repaired(entry: dict[str, Any]) -> dict[str, list[str]]:
    """The codes that only the side before, and only the side after a repair has."""
    sides = {side: _codes(FOLDER / "history" / entry[side]) for side in ("before", "after")}
    return {
        "before": sorted(sides["before"] - sides["after"]),
        "after": sorted(sides["after"] - sides["before"]),
    }


def _codes(root: Path) -> set[str]:
    return {finding.split(" ")[0] for finding in findings(root)} if root.is_dir() else set()


def measured() -> dict[str, Any]:
    """All results, in the shape of the reviewed file."""
    return {
        "repos": {path.name: found for path in entries("repos") if (found := findings(path))},
        "history": {entry["id"]: repaired(entry) for entry in history()},
    }
