"""Jobs that publish without a credential in sight, for tests of what may still give them one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folders import lay, lint

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PATH = ".github/workflows/publish.yml"
CHECKOUT = "- uses: actions/checkout@v5\n"


def script(*lines: str, more: str = "") -> str:
    """A step of these lines, with further keys."""
    return "\n".join(("- run: |", *(f"    {line}" for line in lines), *(f"  {line}" for line in more.splitlines()), ""))


def workflow(*steps: str, mint: bool = False, job: str = "", top: str = "", runner: str = "ubuntu-latest") -> str:
    """A workflow whose only job runs these steps; it may request no identity token, unless it is said."""
    scopes = "contents: read, id-token: write" if mint else "contents: read"
    lines = ["on: release", *top.splitlines(), "jobs:", "  publish:", f"    runs-on: {runner}", "    environment: pypi"]
    lines += [f"    permissions: {{{scopes}}}", *(f"    {line}" for line in job.splitlines()), "    steps:"]
    return "\n".join((*lines, *(f"      {line}" for step in (CHECKOUT, *steps) for line in step.splitlines()), ""))


def said(root: Path, text: str, *select: str, files: Mapping[str, str] | None = None) -> list[str]:
    """The codes of what is reported of a workflow beside other files."""
    return [finding.code for finding in lint(lay(root, {PATH: text, **(files or {})}), *select).findings]
