"""TP603: a guide or script uses a publishing workflow that is not there, or starts one that cannot be started so."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.guides.starts import misspelt_start, used_in_guides
from tplint.platforms.file_names import differs_in_spelling
from tplint.platforms.github.starts.dispatches import meant, uploading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.guides.records import WorkflowUse
    from tplint.model import Repository

RULE = Rule(
    code="TP603",
    name="documented-command-drift",
    level="warning",
    summary="a command, badge or link uses a publishing workflow that is not there or cannot be started so",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each file that a guide uses and cannot, at its first use; TP601 and TP202 speak first."""
    for use in used_in_guides(repository):
        if not use.missing:
            yield from _unstartable(use, repository)
        elif misspelt_start(use, repository) is None:
            yield _missing(use, repository)


def _missing(use: WorkflowUse, repository: Repository) -> Finding:
    near = [each for each in repository.pipelines if differs_in_spelling(use.workflow, each.file_name)]
    uploads = [each for each in repository.alternatives if each.goes_to("pypi", "testpypi")]
    files = sorted({upload.pipeline.file_name for upload in uploads})
    meant = near[0].file_name if len(near) == 1 else files[0] if len(files) == 1 else ""
    return RULE.finding(
        use.at,
        f"`{use.workflow}` is used here, but this repository has no workflow of that name",
        label="no such workflow",
        related=tuple(Related(upload.at, f"the upload, in `{upload.pipeline.file_name}`") for upload in uploads[:1]),
        fix=f"write `{meant}`" if meant else "name the workflow that publishes now",
        once=use.workflow,
    )


def _unstartable(use: WorkflowUse, repository: Repository) -> Iterator[Finding]:
    """A workflow that uploads, or calls one that does, and that nobody can start by hand."""
    pipeline = meant(use.workflow, repository.pipelines)
    if pipeline is None or pipeline.path not in uploading(repository, ()) or not pipeline.triggers:
        return
    if not pipeline.has_trigger("workflow_dispatch"):
        yield RULE.finding(
            use.at,
            f"`{use.workflow}` is started by hand here, but it has no `workflow_dispatch` trigger",
            label="cannot be started so",
            related=tuple(Related(trigger.at, "started by this") for trigger in pipeline.triggers[:1]),
            consequence="gh would stop with \"HTTP 422: Workflow does not have 'workflow_dispatch' trigger\"",
            fix=f"add `workflow_dispatch:` under `on` in `{pipeline.file_name}`, or say what starts it",
            once=use.workflow,
        )
