"""TP536: an upload waits for a job that runs a tool which nothing has installed there."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.platforms.github.needed.uninstalled_tools import uninstalled_tools

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Repository
    from tplint.platforms.github.needed.jobs import Awaited
    from tplint.platforms.github.needed.uninstalled_tools import Uninstalled

RULE = Rule(
    code="TP536",
    name="uninstalled-tool",
    level="error",
    summary="an upload waits for a job that runs `build`, `twine` or `tox`, which nothing has installed there",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each job."""
    seen: set[Place] = set()
    for awaited, found in uninstalled_tools(repository):
        if found.command.at in seen or (found.project == "build" and repository.has_build_py):
            continue
        seen.add(found.command.at)
        yield _finding(awaited, found)


def _finding(awaited: Awaited, found: Uninstalled) -> Finding:
    project = found.project
    if project == "setuptools":
        runs, why = "setup.py", "\"No module named 'setuptools'\", or 'distutils'"
    elif found.is_module:
        runs, why = f"python -m {project}", f'"No module named {project}"'
    else:
        runs, why = project, f'"{project}: command not found"'
    return RULE.finding(
        found.command.at,
        f"job `{awaited.job.id}` runs `{runs}`, and nothing installs `{project}` before",
        related=(Related(found.python, "this Python comes with pip alone"), *awaited.related),
        consequence=f"the step would stop with {why}, and nothing is uploaded",
        fix=f"run `python -m pip install {project}` before it",
    )
