"""What tplint says of real repositories that may lie beside the checkout: codes and places, as they are reviewed."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from tplint import engine
from tplint.config import load
from tplint.documents.locate import resolve
from tplint.documents.source import position
from tplint.load import Files

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "corpus"
REVIEWED = Path(__file__).parent / "data" / "corpus.json"


@cache
def _known() -> frozenset[str]:
    return frozenset(name for rule in engine.rules() for name in (rule.code, rule.name))


def findings(root: Path) -> list[str]:
    """Every finding of a repository as ``CODE level path:line``, notes left out."""
    config = load(str(root), Files(str(root)).read, known=_known())
    return [
        f"{finding.code} {finding.level} {at.source.path}:{position(at.source, at.start).line}"
        for finding in engine.lint(str(root), config=config).findings
        for at in [resolve(finding.at)]
        if finding.level != "note"
    ]


def entries(kind: str) -> list[Path]:
    """The repositories of a kind: ``repos``, ``negatives``, ``docs``."""
    return sorted(path for path in (FOLDER / kind).iterdir() if path.is_dir())


def history() -> list[dict[str, Any]]:
    """The repairs: the index's entries."""
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
