"""TP205: a declared publisher that no upload of the repository can present."""

from __future__ import annotations

from tplint.findings import Rule, Security
from tplint.model import INDEXES
from tplint.publishers.declarations import pointer
from tplint.publishers.form_fields import declared_file, file_field
from tplint.publishers.idleness import is_idle, names_unused_environment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Publisher, Repository

RULE = Rule(
    code="TP205",
    name="idle-publisher",
    level="warning",
    summary="a declared publisher that no upload presents stays trusted: whoever recreates its workflow may publish",
    platforms=("github", "gitlab"),
    security=Security(4.0, (284,)),
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each publisher that nothing uses, and that is not the reason for an upload without publisher."""
    explained = {match.nearest.keys for match in repository.matches if match.nearest is not None}
    for publisher in repository.publishers:
        if publisher.keys not in explained and is_idle(publisher, repository):
            yield _finding(publisher, repository)


def _finding(publisher: Publisher, repository: Repository) -> Finding:
    file, index, field = declared_file(publisher), INDEXES[publisher.index_name], file_field(publisher)
    exists = any(file in {pipeline.file_name, pipeline.path} for pipeline in repository.pipelines)
    label, trusted = "there is no such workflow", f"whoever adds `.github/workflows/{file}`"
    if publisher.kind == "gitlab":
        label, trusted = "there is no such file", f"whoever adds `{file}`, and has the project's settings name it,"
    if names_unused_environment(publisher, repository):
        field, label = "environment", f"no job of `{file}` uploads in this environment"
        trusted = f"whoever adds a job in this environment to `{file}`"
    elif exists:
        label, trusted = f"it uploads nothing to {index}", f"whoever adds an upload to `{file}`"
    return RULE.finding(
        pointer(publisher, field),
        f"no upload uses the publisher of `{publisher.project_name}` that names `{publisher.fields[field]}`",
        label=label,
        consequence=f"{trusted} may publish `{publisher.project_name}` on {index}",
        fix=f"remove the publisher on {index}, and here",
    )
