"""What ``tplint pin`` is to declare, the repositories for which it does, and the command itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folders import lay
from publishing import PROJECT, REMOTE, workflow
from tplint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

TABLE = """\
[[tool.tplint.publishers]]
index = "pypi"
project-name = "demo"
kind = "github"
owner = "octo"
repository = "demo"
workflow-filename = "publish.yml"
environment = "pypi"
"""


def repository(root: Path, pyproject: str = PROJECT, **files: str) -> Path:
    """A repository; files are named by what stands in ``.github/workflows`` without extension."""
    workflows = {f".github/workflows/{name}.yml": text for name, text in (files or {"publish": workflow()}).items()}
    return lay(root, {"pyproject.toml": pyproject, ".git/config": REMOTE, **workflows})


def pin(root: Path, *options: str) -> int:
    return main(["pin", str(root), *options])
