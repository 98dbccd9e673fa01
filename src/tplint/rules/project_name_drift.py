"""TP301: the project that is built is not the project that the publisher, or the environment's link, names."""

from __future__ import annotations

from tplint.facts.sending import certainly_sent
from tplint.findings import Related, Rule
from tplint.model import Known
from tplint.publishers.declarations import pointer
from tplint.publishers.matching import uncovered
from tplint.pypi.names import linked_project, normalize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tplint.findings import Finding
    from tplint.model import Project, Publisher, Repository, Upload

RULE = Rule(
    code="TP301",
    name="project-name-drift",
    level="error",
    summary="the name of the built project is not the one that the publisher or the environment's URL names",
    platforms=("github", "gitlab"),
)

_UNKNOWN = 'PyPI would answer "Non-user identities cannot create new projects"'
_EXISTING = "if another project has the name, \"OIDC scoped token is not valid for project '{}'\""


def check(repository: Repository) -> Iterator[Finding]:
    """Names of publishers that match in all else, then names in links."""
    drifted: set[tuple[str, str]] = set()
    for _, project, name, publishers in uncovered(repository, of_several=False):
        drifted.update((project.folder, normalize(publisher.project_name)) for publisher in publishers)
        yield _drift(repository, project, name, publishers[0])
    for upload in repository.uploads:
        yield from _links(upload, repository, drifted)


def _drift(repository: Repository, project: Project, name: str, publisher: Publisher) -> Finding:
    from tplint.remedies import names  # noqa: PLC0415 - only for a finding

    assert project.at is not None
    return RULE.finding(
        project.at,
        f"the project is named `{name}`, but its publisher is declared for `{publisher.project_name}`",
        label=f"uploads as `{normalize(name)}`",
        related=(Related(pointer(publisher, "project_name"), "declared here"),),
        consequence=_UNKNOWN if publisher.pending else f"{_UNKNOWN}, or {_EXISTING.format(name)}",
        fix=names.reconciled("give both the same name", repository, project, publisher),
    )


def _links(upload: Upload, repository: Repository, drifted: Collection[tuple[str, str]]) -> Iterator[Finding]:
    """The link is only shown, so a wrong one harms nobody but its reader.

    Where the publisher has the link's name, too, it is the project's name that is wrong: ``drifted`` has folders and
    names of which that is said.
    """
    url = upload.job.environment_url
    name = linked_project(url.value) if isinstance(url, Known) and upload.goes_to("pypi", "testpypi") else ""
    project = certainly_sent(upload, repository) if name else None
    if not name or not isinstance(url, Known) or not isinstance(project, Known):
        return
    names = {normalize(each.name.value) for each in project.value.names if isinstance(each.name, Known)}
    if not names or project.value.at is None or not isinstance(project.value.name, Known):
        return
    host = "test.pypi.org" if upload.goes_to("testpypi") else "pypi.org"
    if normalize(name) not in names and (project.value.folder, normalize(name)) not in drifted:
        from tplint.remedies import names as remedies  # noqa: PLC0415 - only for a finding

        yield RULE.finding(
            project.value.at,
            f"the project is named `{project.value.name.value}`, but the environment's URL shows `{name}`",
            label="the name that is uploaded",
            related=(Related(url.at[0] if url.at else upload.job.at, "the link leads to another project"),),
            fix=remedies.relinked(repository, upload, host, name, project.value.name.value),
            level="warning",
        )
