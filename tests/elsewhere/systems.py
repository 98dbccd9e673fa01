"""Configurations of other CI systems for tests: the smallest that run a command, and what tplint makes of files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import folders
from tplint.load import Files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tplint.model import Repository, Upload

PROJECT = '[project]\nname = "parcel"\nversion = "1.0"\n'

# A file of each system with `{}` where a command stands.
FILES = {
    "circleci": (".circleci/config.yml", "jobs:\n  publish:\n    steps:\n      - run: |\n          {}\n"),
    "azure": ("azure-pipelines.yml", "steps:\n  - script: |\n      {}\n"),
    "bitbucket": (
        "bitbucket-pipelines.yml",
        "pipelines:\n  tags:\n    v*:\n      - step:\n          script:\n            - >-\n              {}\n",
    ),
    "buildkite": (".buildkite/pipeline.yml", "steps:\n  - label: publish\n    command: |\n      {}\n"),
    "travis": (".travis.yml", "language: python\nscript:\n  - true\nafter_success:\n  - >-\n    {}\n"),
    "appveyor": ("appveyor.yml", "deploy_script:\n  - sh: >-\n      {}\n"),
    "jenkins": ("Jenkinsfile", "stage('Publish') {{\n  sh '''\n    {}\n  '''\n}}\n"),
    "google": (
        "cloudbuild.yaml",
        "steps:\n  - name: python:3.13\n    script: |\n      {}\n",
    ),
}
ALL = sorted(FILES)
UNACCEPTED = sorted(FILES.keys() - {"google"})


def lay(root: Path, files: Mapping[str, str]) -> Files:
    """A repository of these files and a project."""
    folders.lay(root, {"pyproject.toml": PROJECT, **files})
    return Files(str(root))


def running(system: str, command: str) -> dict[str, str]:
    """The file of a system that runs a command."""
    path, text = FILES[system]
    return {path: text.format(command)}


def repository(root: Path, files: Mapping[str, str]) -> Repository:
    """What tplint reads in the files."""
    return folders.read(root, lay(root, files))


def only(root: Path, files: Mapping[str, str]) -> Upload:
    """The one upload of the files."""
    (upload,) = repository(root, files).uploads
    return upload


def findings(root: Path, files: Mapping[str, str]) -> list[str]:
    """Every finding as `CODE level path:line`."""
    report = folders.lint(root, reader=lay(root, files))
    return [f"{each.code} {each.level} {folders.line(each)}" for each in report.findings]


def as_json(text: str) -> str:
    """A YAML example of Cloud Build as the JSON that it takes as well."""
    return json.dumps(json.loads(text), indent="\t")
