"""Workflows that check out and take one more step, which publishes; and what rules say of a repository with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folders import lay, line, lint

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PATH = ".github/workflows/publish.yml"


def workflow(step: str, *env: str, more: str = "", mint: bool = True) -> str:
    """A publishing workflow with a checkout and one more step."""
    lines = ["on: release", "jobs:", "  publish:", "    runs-on: ubuntu-latest", "    environment: pypi"]
    lines += ["    permissions:", f"      {'id-token: write' if mint else 'contents: read'}", "    steps:"]
    lines += ["      - uses: actions/checkout@v5", f"      - {step}", *([f"        {more}"] if more else [])]
    return "\n".join((*lines, *(["        env:", *(f"          {each}" for each in env)] if env else []), ""))


def said(root: Path, files: Mapping[str, str], *codes: str) -> list[str]:
    found = lint(lay(root, files), *codes).findings
    return [f"{each.code} {each.level} {line(each, f'{root}/')}" for each in found]
