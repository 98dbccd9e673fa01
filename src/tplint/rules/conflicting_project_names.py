"""TP302: the files of one folder give the project different names."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.model import Known
from tplint.pypi.names import normalize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Project, ProjectName, Repository

RULE = Rule(
    code="TP302",
    name="conflicting-project-names",
    level="warning",
    summary="`pyproject.toml`, `setup.cfg` and `setup.py` of one folder give names that differ",
    platforms=("github", "gitlab"),
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each name that differs from the one that is built, in repositories that upload."""
    if not repository.alternatives:
        return
    for project in repository.projects:
        used = next((name for name in project.names if name.at == project.at), None)
        if used is None or not isinstance(used.name, Known):
            continue
        for other in project.names:
            if isinstance(other.name, Known) and normalize(other.name.value) != normalize(used.name.value):
                yield _finding(project, used, used.name.value, other, other.name.value)


def _finding(project: Project, used: ProjectName, name: str, other: ProjectName, differing: str) -> Finding:
    from tplint.remedies import names  # noqa: PLC0415 - only for a finding

    backend = f"`{project.backend}`" if project.backend else "the build backend"
    return RULE.finding(
        other.at,
        f"the project is named `{differing}` in {other.reader}, but `{name}` in {used.reader}",
        label=f"not used: {backend} takes `{name}`",
        related=(Related(used.at, "this name is built and uploaded"),),
        fix=names.renamed(f"remove the name from {other.reader}, or make it `{name}`", other.at, differing, name),
    )
