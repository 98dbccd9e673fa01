"""Workflows made of jobs and steps, and what one rule says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folders import lay, lint

if TYPE_CHECKING:
    from pathlib import Path

    from tplint.findings import Finding

PUBLISH = "      - uses: pypa/gh-action-pypi-publish@release/v1\n"
TESTPYPI = "        with: {repository-url: https://test.pypi.org/legacy/}\n"
CHECKOUT = "      - uses: actions/checkout@v5\n"

GH_ENV = "        env: {GH_TOKEN: '${{ github.token }}'}\n"

MATRIX = "strategy: {matrix: {os: [a, b]}}"


def job(steps: str, *keys: str, name: str = "publish", runner: str = "ubuntu-latest") -> str:
    extra = "".join(f"    {key}\n" for key in keys)
    return f"  {name}:\n    runs-on: {runner}\n{extra}    steps:\n{steps}"


def workflow(*jobs: str, on: str = "release", head: str = "") -> str:
    return f"on: {on}\n{head}jobs:\n{''.join(jobs)}"


def laid(tmp_path: Path, *workflows: str, **files: str) -> Path:
    """A repository with workflows `w0.yml`, `w1.yml` and so on; a dot in the name of another file is `__`."""
    named = {f".github/workflows/w{number}.yml": text for number, text in enumerate(workflows)}
    return lay(tmp_path, {**named, **{name.replace("__", "."): text for name, text in files.items()}})


def reported(tmp_path: Path, code: str, *workflows: str, **files: str) -> tuple[Finding, ...]:
    """What a rule says of such a repository."""
    return lint(laid(tmp_path, *workflows, **files), code).findings


def findings(tmp_path: Path, code: str, *workflows: str, **files: str) -> list[tuple[str, str]]:
    """Level and message of what a rule says."""
    return [(finding.level, finding.message) for finding in reported(tmp_path, code, *workflows, **files)]


def levels(tmp_path: Path, code: str, *workflows: str, **files: str) -> list[str]:
    return [finding.level for finding in reported(tmp_path, code, *workflows, **files)]


def run(command: str, keys: str = "") -> str:
    return f"      - run: {command}\n{keys}"


def artifact(inputs: str = "name: x, path: y", ref: str = "v4", keys: str = "") -> str:
    return f"      - uses: actions/upload-artifact@{ref}\n{keys}        with: {{{inputs}}}\n"
