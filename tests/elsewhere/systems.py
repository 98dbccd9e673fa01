"""Configurations of other CI systems for tests: the smallest that run a command, and what tplint makes of files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tplint import engine
from tplint.config import load
from tplint.documents.locate import resolve
from tplint.documents.source import position
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
    for name, text in {"pyproject.toml": PROJECT, **files}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return Files(str(root))


def running(system: str, command: str) -> dict[str, str]:
    """The file of a system that runs a command."""
    path, text = FILES[system]
    return {path: text.format(command)}


def repository(root: Path, files: Mapping[str, str]) -> Repository:
    """What tplint reads in the files."""
    reader = lay(root, files)
    return engine.read(reader, load(str(root), reader.read))


def only(root: Path, files: Mapping[str, str]) -> Upload:
    """The one upload of the files."""
    (upload,) = repository(root, files).uploads
    return upload


def findings(root: Path, files: Mapping[str, str]) -> list[str]:
    """Every finding as `CODE level path:line`."""
    reader = lay(root, files)
    report = engine.lint(str(root), config=load(str(root), reader.read))
    return [
        f"{finding.code} {finding.level} {at.source.path}:{position(at.source, at.start).line}"
        for finding in report.findings
        for at in [resolve(finding.at)]
    ]


def as_json(text: str) -> str:
    """A YAML example of Cloud Build as the JSON that it takes as well."""
    return json.dumps(json.loads(text), indent="\t")
