"""What one rule says of workflows with names of their own and of declared publishers: `level path:line`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folders import lay, line, lint
from publishing import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

GIT = '[remote "origin"]\n\turl = git@github.com:{}.git\n'

CHECKOUT = "      - uses: actions/checkout@v5\n"


def found(root: Path, code: str, workflows: dict[str, str], *publishers: str, **files: str) -> list[str]:
    """The findings of one rule: `level path:line`, the path without `.github/workflows/`."""
    written = {f".github/workflows/{name}": text for name, text in workflows.items()}
    written |= {"pyproject.toml": PROJECT + "".join(publishers)} | {k.replace("__", "/"): v for k, v in files.items()}
    found = lint(lay(root, written), code).findings
    return [f"{each.level} {line(each, '.github/workflows/')}" for each in found]
