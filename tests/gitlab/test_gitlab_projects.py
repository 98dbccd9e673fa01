"""Several projects in folders of one repository, uploaded by jobs of one GitLab pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pipelines import TOP, job

from folders import lay, lint
from publishing import declaration

if TYPE_CHECKING:
    from pathlib import Path

NAMED = '[build-system]\nrequires = ["hatchling"]\n\n[project]\nname = "demo-{}"\nversion = "1"\n'


def upload(name: str) -> str:
    """A job that goes into a folder, builds there and uploads."""
    return job(f"cd {name}", "pip install build twine", "python -m build", "twine upload dist/*", name=name)


@pytest.mark.parametrize(
    ("declared", "uncovered"),
    [
        (("demo-core",), ["cli/pyproject.toml"]),
        (("demo-core", "demo-cli"), []),
        (("demo-cli",), ["core/pyproject.toml"]),
    ],
)
def test_each_folder_that_is_uploaded_is_a_project(
    tmp_path: Path, declared: tuple[str, ...], uncovered: list[str]
) -> None:
    publishers = "".join(declaration("gitlab", project_name=name, environment="pypi") for name in declared)
    files = {f"{name}/pyproject.toml": NAMED.format(name) for name in ("core", "cli")}
    lay(tmp_path, {TOP: upload("core") + upload("cli"), "pyproject.toml": publishers, **files})
    assert [finding.at.source.path for finding in lint(tmp_path, "TP307").findings] == uncovered
