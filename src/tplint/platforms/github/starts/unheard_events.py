"""An upload → the release or tag that it waits for, where a workflow makes that with a token that starts nothing."""

from __future__ import annotations

from tplint.model import Known
from tplint.platforms.github.awaited_runs import awaited_names, name_of
from tplint.platforms.github.events import events
from tplint.platforms.github.starts.callers import starting
from tplint.platforms.github.starts.dispatches import dispatches, may_start_any, meant
from tplint.platforms.github.tag_filters import tag_filter
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.model import Event, Pipeline, Repository, Trigger, Upload
    from tplint.platforms.github.starts.releases import Made


class Unheard(NamedTuple):
    """An event that never comes: the workflow that waits for it, what makes the release or tag, and where.

    ``twin`` is an upload to the same index in the maker's own run, if there is one.
    """

    event: Event
    started: Pipeline
    trigger: Trigger | None
    maker: Made
    twin: Upload | None


def unheard(upload: Upload, repository: Repository, makers: tuple[Made, ...]) -> Unheard | None:
    """What an upload waits for in vain; None where one of its events may come, or somebody starts it otherwise.

    ``makers`` is what ``made`` gives for the repository.
    """
    started = upload.started
    waits_for = [event for event in _events(upload, repository) if event.name != "workflow_dispatch"]
    if not waits_for or _is_started_otherwise(started, repository):
        return None
    first = [maker for maker in makers if not _follows_a_release(maker, repository)]
    makes = [next((m for m in first if _makes_unheard(m, event, started, repository)), None) for event in waits_for]
    maker = makes[0]
    if maker is None or None in makes:
        return None
    return Unheard(waits_for[0], started, started.trigger(waits_for[0].name), maker, _twin(upload, maker, repository))


def unheard_kinds(maker: Made, repository: Repository) -> Iterator[str]:
    """The kinds of events, ``release`` and ``tag``, for which another workflow may wait in vain because of a maker."""
    runs = _runs(maker, repository)
    if runs and not any(run.has_trigger("release") for run in runs) and maker.tags:
        if maker.kind == "release":
            yield "release"
        if not _follows_a_tag(maker, runs):
            yield "tag"


def _twin(upload: Upload, maker: Made, repository: Repository) -> Upload | None:
    runs = {run.path for run in starting(maker.pipeline, repository)}
    for other in repository.alternatives:
        if other.started.path in runs and other.index_name == upload.index_name:
            return other
    return None


def _events(upload: Upload, repository: Repository) -> list[Event]:
    """All events that may start an upload, in any of its alternatives."""
    same = [other for other in repository.alternatives if other.at == upload.at]
    return list(dict.fromkeys(event for other in (upload, *same) for event in other.events))


def _runs(maker: Made, repository: Repository) -> tuple[Pipeline, ...]:
    """The workflows whose events lead to a maker; none where those that call it may choose that it does not run."""
    depends = maker.pipeline.has_trigger("workflow_call") and maker.condition != Known(True)
    return () if depends else starting(maker.pipeline, repository)


def _makes_unheard(maker: Made, event: Event, started: Pipeline, repository: Repository) -> bool:
    """Whether a maker makes what an event would tell of, in runs that do not come from such an event themselves."""
    runs = _runs(maker, repository)
    if not runs or not maker.tags or any(run.has_trigger("release") or run.path == started.path for run in runs):
        return False
    if event.name == "release":
        is_there = maker.adds and any(map(_runs_on_tags, runs))
        return maker.kind == "release" and not is_there and event.action in {"", "published", "released", "created"}
    push = started.trigger("push")
    if event.name != "push" or event.ref_type != "tag" or push is None or _follows_a_tag(maker, runs):
        return False
    return all(map(tag_filter(push).admits, maker.tags))


def _follows_a_release(maker: Made, repository: Repository) -> bool:
    """Whether a maker starts when a workflow has run that a release starts: somebody has made one before."""
    names = {name for run in starting(maker.pipeline, repository) for name in awaited_names(run)}
    return any(each.has_trigger("release") and name_of(each) in names for each in repository.pipelines if names)


def _follows_a_tag(maker: Made, runs: tuple[Pipeline, ...]) -> bool:
    """Whether the tag may be there before: pushed by somebody, it has started all that listens."""
    return maker.late or any(map(_runs_on_tags, runs))


def _runs_on_tags(pipeline: Pipeline) -> bool:
    """Whether pushed tags start a workflow, as those do with which somebody publishes a release."""
    push = pipeline.trigger("push")
    return push is not None and any(event.ref_type == "tag" for event in events(push))


def _is_started_otherwise(started: Pipeline, repository: Repository) -> bool:
    """Whether some workflow starts this one: by `gh workflow run`, or in another way that names its file."""
    if any(meant(each.workflow, repository.pipelines) is started for each in dispatches(repository.pipelines)):
        return True
    if started.has_trigger("workflow_dispatch") and may_start_any(repository.pipelines):
        return True
    others = [pipeline for pipeline in repository.pipelines if pipeline.path != started.path]
    lines = (line for other in others for line in other.document.source.text.splitlines())
    return any(started.file_name in line and not line.lstrip().startswith("#") for line in lines)
