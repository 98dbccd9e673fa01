"""Workflows that sign in to an index, and what the rules on credentials say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from folders import lay, lint

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PATH = ".github/workflows/publish.yml"
ACTION = "- uses: pypa/gh-action-pypi-publish@release/v1"
STORED = "${{ secrets.PYPI_TOKEN }}"
CODES = (
    *("TP101", "TP102", "TP103", "TP104", "TP106", "TP107", "TP108"),
    *("TP109", "TP110", "TP111", "TP112", "TP114", "TP115", "TP116"),
)

PASSWORD = f"password: {STORED}"
TEST_URL = "repository-url: https://test.pypi.org/legacy/"


class Case(NamedTuple):
    """Files, and what these rules say of them: codes with their level, in the order of the report."""

    name: str
    files: Mapping[str, str]
    said: tuple[str, ...] = ()


def workflow(*steps: str, on: str = "release", job: str = "", top: str = "", mint: bool = True, more: str = "") -> str:
    """A workflow with one publishing job; ``steps`` are items of a list, each written from column 0."""
    lines = [f"on: {on}", *top.splitlines(), "jobs:", "  publish:", "    runs-on: ubuntu-latest"]
    lines += ["    environment: pypi"]
    lines += ["    permissions:", "      id-token: write"] if mint else []
    lines += [f"    {line}" for line in job.splitlines()]
    lines += ["    steps:", *(f"      {line}" for step in steps for line in step.splitlines())]
    return "\n".join((*lines, *more.splitlines(), ""))


def action(*inputs: str, ref: str = "release/v1", env: str = "", condition: str = "") -> str:
    """A step of the publish action."""
    lines = [f"- uses: pypa/gh-action-pypi-publish@{ref}"]
    lines += [f"  if: {condition}"] if condition else []
    lines += ["  with:", *(f"    {line}" for line in inputs)] if inputs else []
    lines += ["  env:", f"    {env}"] if env else []
    return "\n".join(lines)


def run(script: str, *env: str) -> str:
    """A step with a script."""
    lines = ["- run: |", *(f"    {line}" for line in script.splitlines())]
    return "\n".join((*lines, *(["  env:", *(f"    {line}" for line in env)] if env else [])))


def one(name: str, text: str, *said: str, **others: str) -> Case:
    """A case of one workflow; further files by their names with `_` for `.`."""
    files = {PATH: text, **{file.replace("_", "."): content for file, content in others.items()}}
    return Case(name, files, said)


def said_of(root: Path, files: Mapping[str, str], codes: tuple[str, ...] = CODES) -> tuple[str, ...]:
    found = lint(lay(root, dict(files)), *codes).findings
    return tuple(f"{finding.code} {finding.level}" for finding in found)


def called(name: str, job: str, *said: str, caller: str = "", top: str = "", mint: bool = True) -> Case:
    calling = f"on: push\n{top}jobs:\n  release:\n{caller}    uses: ./{PATH}\n"
    return Case(
        name, {PATH: workflow(job, on="workflow_call", mint=mint), ".github/workflows/release.yml": calling}, said
    )
