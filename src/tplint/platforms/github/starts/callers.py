"""A workflow → those whose events start its jobs: itself, and the workflows of the repository that call it."""

from __future__ import annotations

from tplint.model import Known
from tplint.platforms.github.needed.jobs import called_pipeline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.model import Pipeline, Repository

_CALLED = "workflow_call"


def starting(pipeline: Pipeline, repository: Repository) -> tuple[Pipeline, ...]:
    """The workflows with events of their own, at any distance; none for one that is only called, and by nobody here.

    In the runs of another repository it does nothing to this one.
    """
    found, waiting = {pipeline.path: pipeline}, [pipeline]
    while waiting:
        each = waiting.pop()
        others = repository.pipelines if each.has_trigger(_CALLED) else ()
        callers = [other for other in others if other.path not in found and _calls(other, each, repository)]
        found.update((other.path, other) for other in callers)
        waiting += callers
    return tuple(each for each in found.values() if any(trigger.name != _CALLED for trigger in each.triggers))


def _calls(caller: Pipeline, called: Pipeline, repository: Repository) -> bool:
    return called.file_name in caller.document.source.text and any(
        called_pipeline(job, repository) is called and job.condition != Known(False) for job in caller.jobs
    )
