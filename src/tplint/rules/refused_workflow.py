"""TP005: GitHub refuses to load a workflow that uploads, or one that calls or starts it."""

from __future__ import annotations

from tplint.facts.participants import starting, uploading
from tplint.findings import Rule
from tplint.model import Action, Known
from tplint.platforms.github.mistakes import shapes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Pipeline, Repository
    from tplint.platforms.faults import Fault

RULE = Rule(
    code="TP005",
    name="refused-workflow",
    level="error",
    summary="the platform refuses to load a workflow or pipeline that uploads, or that starts one that does",
    platforms=("github", "gitlab"),
)

_NOT_FETCHED = "failed to fetch workflow: workflow was not found."
_REFUSES = {"github": "GitHub refuses the whole file", "gitlab": "GitLab refuses the whole pipeline"}
_NO_ACTION = "Can't find 'action.yml', 'action.yaml' or 'Dockerfile' under '{}'"


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each fault of a workflow that publishing needs, and for each local `uses` that names nothing."""
    pipelines = (*uploading(repository), *starting(repository))
    for pipeline in pipelines:
        for fault in _faults(pipeline, repository):
            refused = f'{_REFUSES[pipeline.platform]}: "{fault.words}"'
            yield RULE.finding(fault.at, fault.what, consequence=refused, fix=fault.remedy)
    if not repository.dangling:
        return
    from tplint.platforms.file_names import misspelt  # noqa: PLC0415 - few workflows use what is not there

    calls = {job.calls_at for pipeline in pipelines for job in pipeline.jobs}
    actions = set(_actions_behind(repository))
    for at in repository.dangling:
        if at in calls and misspelt(at.text[2:], repository.pipelines) is None:
            yield _missing(at, "workflow", f'GitHub refuses the whole file: "{_NOT_FETCHED}"')
        elif at in actions:
            yield _missing(at, "action", f'the job would stop with "{_NO_ACTION.format(at.text)}"')


def _faults(pipeline: Pipeline, repository: Repository) -> Iterator[Fault]:
    if pipeline.platform == "github":
        yield from shapes.faults(pipeline)
        if any(job.calls for job in pipeline.jobs):
            from tplint.platforms.github.mistakes import calls  # noqa: PLC0415 - few workflows call others

            yield from calls.faults(pipeline, repository)
    else:
        from tplint.platforms.gitlab.shapes import faults  # noqa: PLC0415 - only where there is such a pipeline

        yield from faults(pipeline)


def _missing(at: Place, what: str, consequence: str) -> Finding:
    message = f"`{at.text}` names no {what} of this repository"
    return RULE.finding(at, message, label="no such file", consequence=consequence, fix=f"name an existing {what}")


def _actions_behind(repository: Repository) -> Iterator[Place]:
    """The `uses` of the steps that certainly run before an upload."""
    from tplint.jobs.builds import steps_behind  # noqa: PLC0415 - few workflows use what is not there

    for upload in repository.uploads:
        if upload.goes_to("pypi", "testpypi"):
            for step in steps_behind(upload):
                if isinstance(step.run, Action) and step.condition == Known(True):
                    yield step.run.at
