"""TP534: an upload waits for a job that runs a `setup.py` which the repository does not have any more."""

from __future__ import annotations

from tplint.findings import Rule
from tplint.platforms.github.needed.setup_py_runs import setup_py_runs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Repository

RULE = Rule(
    code="TP534",
    name="missing-setup-py",
    level="error",
    summary="an upload waits for a job that runs `setup.py`, and the repository has none any more",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each job, where git has laid out the whole repository."""
    seen: set[Place] = set()
    for awaited, command in setup_py_runs(repository) if repository.lacks_setup_py else ():
        if command.at not in seen:
            seen.add(command.at)
            yield RULE.finding(
                command.at,
                f"job `{awaited.job.id}` runs `setup.py`, and the repository has none",
                related=awaited.related,
                consequence="the step would stop with \"can't open file 'setup.py': [Errno 2] No such file or "
                'directory", and nothing is uploaded',
                fix="build with `python -m build`, after `python -m pip install build`",
            )
