"""TP307: one of several projects that are uploaded with one identity has no publisher with that identity."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.publishers.declarations import pointer
from tplint.publishers.matching import uncovered
from tplint.pypi.names import normalize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Match, Project, Publisher, Repository

RULE = Rule(
    code="TP307",
    name="uncovered-project",
    level="error",
    summary="several projects are uploaded with one identity, and one of them has no publisher with it",
    platforms=("github", "gitlab"),
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each project whose upload is accepted, and whose name none of the accepted publishers has."""
    yield from (_finding(*found) for found in uncovered(repository, of_several=True))


def _finding(match: Match, project: Project, name: str, publishers: tuple[Publisher, ...]) -> Finding:
    assert project.at is not None
    file = match.upload.pipeline.file_name
    names = ", ".join(f"`{publisher.project_name}`" for publisher in publishers)
    uploaded = Related(match.upload.at, "uploaded here")
    declared = (Related(pointer(publisher, "project_name"), "declared here") for publisher in publishers[:3])
    return RULE.finding(
        project.at,
        f"`{file}` uploads `{name}` too, but what it presents is declared for {names} only",
        label="no publisher for this project",
        related=(uploaded, *declared),
        consequence=f"PyPI would answer \"OIDC scoped token is not valid for project '{normalize(name)}'\", "
        'or for a new project "Non-user identities cannot create new projects"',
        fix=f"register the same publisher for `{name}` on PyPI, and declare it here",
    )
