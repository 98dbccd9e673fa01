"""Rules and a report that are made up, for tests of what is around the linting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.documents.source import Place, Source
from tplint.findings import Report, Rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from tplint.config import Config
    from tplint.model import Level

    Linter = Callable[[str, tuple[str, ...], Config], Report]

RULES = (
    Rule("TP101", "missing-id-token", "error", "an upload | may not request an OIDC token"),
    Rule("TP304", "unknown-project-name", "note", "no file gives a static name", default=False),
)


def reported(root: str, *levels: Level, path: str = "pyproject.toml") -> Report:
    at = Place(Source(path, "[project]\n"), 0, 9)
    findings = tuple(RULES[0].finding(at, f"an {level}", level=level) for level in levels)
    return Report(root, findings, (), files=1, uploads=1, undecided=())
