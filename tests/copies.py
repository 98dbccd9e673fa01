"""Copies of the checkout, for tests that build it or install from it: others may change it meanwhile."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree, ignore_patterns

CHECKOUT = Path(__file__).resolve().parents[1]
# What a checkout has beside its files: environments, caches, and what builds and fuzzing leave behind.
_LEFT = (".*cache", ".git", ".venv*", "venv", ".hypothesis", ".benchmarks", ".coverage", "*.pyc")
_MADE = ("dist", "build", "site", "crashes")


def copied(folder: Path, sources: Path = CHECKOUT) -> Path:
    """Copy the files of a checkout into a new folder, and give that."""
    copytree(sources, folder, ignore=ignore_patterns(*_LEFT, *_MADE))
    return folder
