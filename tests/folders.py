"""Folders for tests: files laid out in them, and what tplint reads and reports there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint import engine
from tplint.config import load
from tplint.documents.source import position, resolve
from tplint.load import Files
from tplint.rules import Names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tplint.config import Config
    from tplint.findings import Finding, Report
    from tplint.model import Repository

KNOWN = tuple(Names(engine.rules))


def lay(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder, which is made if it is not there, and give that."""
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def configured(reader: Files) -> Config:
    """The configuration that a folder has, with the names of all rules known."""
    return load(reader.root, reader.read, known=KNOWN)


def read(root: Path, reader: Files | None = None) -> Repository:
    """What tplint reads in a folder, or in these files of it."""
    reader = reader or Files(str(root))
    return engine.read(reader, configured(reader))


def lint(root: Path, *select: str, reader: Files | None = None) -> Report:
    """What these rules, or those of the configuration, report on a folder, or on these files of it."""
    config = configured(reader or Files(str(root)))
    report = engine.lint(str(root), config=config._replace(select=select) if select else config, reader=reader)
    assert not report.faults, report.faults
    return report


def line(finding: Finding, below: str = "") -> str:
    """Where a finding is, as ``path:line``; the path is from a folder."""
    at = resolve(finding.at)
    return f"{at.source.path.removeprefix(below)}:{position(at.source, at.start).line}"
