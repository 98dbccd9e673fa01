"""Repositories with a guide, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import folders
from folders import lay
from tplint.documents.source import resolve

if TYPE_CHECKING:
    from pathlib import Path

CODES = ("TP601", "TP602", "TP603")
METADATA = '[project]\nname = "tidetables"\nversion = "1.0"\n'
URLS = '\n[project.urls]\nSource = "https://github.com/harbour-lab/tidetables"\n'
JOB = """\
  {job}:
    runs-on: ubuntu-latest
    permissions:
      id-token: write
{environment}    steps:
      - uses: actions/download-artifact@v5
        with:
          name: dist
          path: dist
      - uses: pypa/gh-action-pypi-publish@release/v1
"""

TITLE = "# Trusted publishing on PyPI\n\n"


def upload(environment: str = "pypi", index: str = "", *, with_: str = "") -> str:
    line = f"    environment: {environment}\n" if environment else ""
    inputs = [f"repository-url: https://{index}.pypi.org/legacy/"] * bool(index) + [with_] * bool(with_)
    step = "".join(["        with:\n", *(f"          {each}\n" for each in inputs)]) if inputs else ""
    return JOB.format(job=f"publish-{index or 'pypi'}", environment=line) + step


def workflow(*jobs: str) -> str:
    return "on:\n  release:\n    types: [published]\n\njobs:\n" + "".join(jobs)


def form(**fields: str) -> str:
    labels = {
        "project": "PyPI project name",
        "owner": "Owner",
        "repository": "Repository name",
        "workflow": "Workflow name",
        "environment": "Environment name",
    }
    values = {"owner": "harbour-lab", "repository": "tidetables", "workflow": "release.yml", **fields}
    return "".join(f"- **{labels[name]}**: {value}\n" for name, value in values.items() if value)


def lint(root: Path, files: dict[str, str], *codes: str, metadata: str = METADATA + URLS) -> list[tuple[str, str]]:
    whole = {"pyproject.toml": metadata, ".github/workflows/release.yml": workflow(upload()), **files}
    lay(root, {path: text for path, text in whole.items() if text})
    return [(finding.code, resolve(finding.at).text) for finding in folders.lint(root, *codes).findings]
