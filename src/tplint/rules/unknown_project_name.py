"""TP304: no file says which project is uploaded, so its name was compared with nothing."""

from __future__ import annotations

from tplint.facts.sending import certainly_sent
from tplint.findings import Rule
from tplint.model import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository

RULE = Rule(
    code="TP304",
    name="unknown-project-name",
    level="note",
    summary="no file gives the uploaded project's name, so it was compared with nothing",
    platforms=(),
    default=False,
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload by trusted publishing whose project has no static name."""
    for upload in repository.uploads:
        if not upload.goes_to("pypi", "testpypi") or not upload.signs_in_by("oidc"):
            continue
        project = certainly_sent(upload, repository)
        name = project if isinstance(project, Unknown) else project.value.name
        if isinstance(name, Unknown):
            yield RULE.finding(
                upload.at,
                "the name of the project that is uploaded here is not known",
                label=name.why,
                fix="give the name in `[project]` of `pyproject.toml`",
            )
