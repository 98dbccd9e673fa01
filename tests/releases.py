"""Repositories with a last release, and what is said of what changed since; for the tests of history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folders import line, lint
from publishing import PROJECT, workflow
from rule_pages import git, write_repository

if TYPE_CHECKING:
    from pathlib import Path

ROOT = ".github/workflows/"
STORED = "        with:\n          password: ${{ secrets.PYPI_TOKEN }}\n"


def lay_out(root: Path, then: dict[str, str], now: dict[str, str]) -> Path:
    """A repository whose tag v1.0 has the first files, and whose working tree has the second."""
    files = {f"{name} at v1.0": text for name, text in {"README": "", **then}.items()}
    return write_repository(root, files | now)


def found(root: Path) -> list[str]:
    """The findings of TP207: `level path:line`, the path without `.github/workflows/`."""
    return [f"{each.level} {line(each, ROOT)}" for each in lint(root, "TP207").findings]


def tagged(root: Path, *names: str, annotated: bool = False) -> Path:
    """A repository with a commit for each tag, a day apart."""
    write_repository(root, {"README": ""})
    git(root, "init", "--quiet")
    for day, name in enumerate(names):
        date = {"GIT_COMMITTER_DATE": f"2024-01-{day + 1:02}T00:00:00Z"}
        git(root, "commit", "--quiet", "--allow-empty", "--message", name, **date)
        git(root, "tag", *(["--annotate", "--message", name] if annotated else []), name, **date)
    return root


CHANGED = ({f"{ROOT}a.yml": workflow()}, {f"{ROOT}b.yml": workflow(), "pyproject.toml": PROJECT})
