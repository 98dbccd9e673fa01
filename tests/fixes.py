"""Fixes for tests: a folder of workflows, what fixing it comes to, and what that has in common with a repair."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import corpus
import folders
from tplint.documents.source import resolve
from tplint.fixing import rounds
from tplint.model import Known

if TYPE_CHECKING:
    from pathlib import Path

    from tplint.documents.source import Source
    from tplint.findings import Finding, Report
    from tplint.fixing.rounds import Outcome
    from tplint.load import Files
    from tplint.model import Repository

WORKFLOW = ".github/workflows/publish.yml"
# A job that may not request a token, and the same as it should be.
MISSING = """\
on:
  release:
    types: [published]

jobs:
  publish:
    runs-on: ubuntu-latest  # hosted
    environment: pypi
    permissions:
      contents: read
    steps:
      - uses: actions/download-artifact@v5
        with:
          name: dist
          path: dist
      - uses: pypa/gh-action-pypi-publish@release/v1
"""
MENDED = MISSING.replace("contents: read\n", "contents: read\n      id-token: write\n")
# A job without an environment and permissions, whose last steps are to be given.
STORED = """\
on:
  push:
    tags: ["v*"]

jobs:
  publish:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/download-artifact@v5
        with:
          name: dist
          path: dist
{}"""
PUBLISH = "- uses: pypa/gh-action-pypi-publish@release/v1\n"
RUN = "      - run: {}\n"
# A project and the publisher of its index, whose names are to be given, and a link to it.
DECLARED = """\
[project]
name = '{}'  # the project
{}
[[tool.tplint.publishers]]
project-name = "{}"
kind = "github"
owner = "octo-org"
repository = "sampleproject"
workflow-filename = "publish.yml"
environment = "pypi"
"""
LINKED = '[project.urls]\nPyPI = "https://pypi.org/project/{}/"\n'
# The pipeline of a repository on GitLab.
PIPELINE = ".gitlab-ci.yml"
ON_GITLAB = '[remote "origin"]\n\turl = https://gitlab.com/harbour-lab/tide-tables.git\n'


def repository(root: Path, **files: str) -> Path:
    """Lay out workflows by name; other files by their paths with `__` for `/`."""
    return folders.lay(
        root,
        {
            name.replace("__", "/") if "." in name else f".github/workflows/{name}.yml": text
            for name, text in files.items()
        },
    )


def fixed(root: Path, *, unsafe: bool = True, select: tuple[str, ...] = ()) -> Outcome:
    """What fixing a folder comes to, by these rules or by all."""

    def lint(reader: Files) -> Report:
        return folders.lint(root, *select, reader=reader)

    return rounds.fix(str(root), lint, unsafe=unsafe)


def after(root: Path, *select: str, path: str = WORKFLOW) -> str | None:
    """A file's text after all fixes of these rules; None where it stays as it is."""
    outcome = fixed(root, select=select)
    assert outcome.refused == ()
    return outcome.after[path].text if path in outcome.after else None


def identity(finding: Finding) -> tuple[str, str, str]:
    """What a finding keeps when the lines around it move."""
    return finding.code, resolve(finding.at).source.path, finding.message


def comments(source: Source) -> list[str]:
    """What looks like a comment in a file, from `#` to the end of the line."""
    return re.findall(r"(?:^|\s)(#[^\r\n]*)", source.text, re.MULTILINE)


# --- real repositories, which lie beside the checkout or not ---


def real() -> list[Path]:
    """The repositories, and both sides of the repairs."""
    sides = [corpus.FOLDER / "history" / entry[side] for entry in corpus.history() for side in ("before", "after")]
    everything = [*corpus.entries("repos"), *corpus.entries("negatives"), *sides]
    return [path for path in everything if path.is_dir()]


@cache
def fixed_real(root: Path) -> Outcome:
    """What fixing a repository by all rules comes to: several tests look at it."""
    return fixed(root)


def reading(root: Path, texts: dict[str, Source]) -> Repository:
    """What tplint reads in a repository, some of whose files have these texts."""
    return folders.read(root, rounds.Changed(str(root), texts))


def presented(found: Repository) -> dict[tuple[str, str], tuple[object, ...]]:
    """What each upload signs in with and presents, by workflow and job."""
    return {
        (upload.pipeline.path, upload.job.id): (upload.credential, upload.job.can_mint, upload.claims)
        for upload in found.uploads
    }


def scopes(found: Repository) -> dict[tuple[str, str], dict[str, str]]:
    """What each job may do, as far as the files say it."""
    return {
        (pipeline.path, job.id): {
            scope: given for scope, given in job.permissions.value.scopes.items() if given != "none"
        }
        for pipeline in found.pipelines
        for job in pipeline.jobs
        if isinstance(job.permissions, Known)
    }
