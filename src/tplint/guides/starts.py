"""The workflow files that guides and scripts use → those of this repository, and those that are misspelt."""

from __future__ import annotations

from tplint.facts.participants import uploading
from tplint.platforms.file_names import misspelt
from tplint.platforms.github.starts.dispatches import dispatches
from tplint.repository import identities

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.guides.records import WorkflowUse
    from tplint.model import Pipeline, Repository


def used_in_guides(repository: Repository) -> Iterator[WorkflowUse]:
    """The uses of this repository's workflows by guides; not of a file that the guide also has registered (TP601)."""
    if not repository.pipelines or not any(guide.uses for guide in repository.guides):
        return
    from tplint.guides.drift import misnamed_workflows  # noqa: PLC0415 - few guides use a workflow

    named = {identity.name.lower() for identity in identities(repository.remotes, repository.projects)}
    for guide in repository.guides:
        drifting = {statement.value.rpartition("/")[2] for statement in misnamed_workflows(guide, repository)}
        for use in guide.uses:
            if use.workflow not in drifting and (not use.repository or use.repository.lower() in named):
                yield use


def starts(repository: Repository) -> dict[Place, tuple[str, str]]:
    """The workflows that `gh workflow run` names, and who starts them; in a script that a job runs, the job."""
    found = {use.at: (use.workflow, "this command") for use in used_in_guides(repository) if use.is_command}
    return found | {each.at: (each.workflow, f"job `{each.job.id}`") for each in dispatches(repository.pipelines)}


def misspelt_start(use: WorkflowUse, repository: Repository) -> Pipeline | None:
    """The uploading workflow that a command to start a missing one misspells."""
    if not use.missing or not use.is_command:
        return None
    meant = misspelt(f".github/workflows/{use.workflow}", repository.pipelines)
    return meant if meant in uploading(repository) else None
