"""TP520: an upload waits for a release or a tag that a workflow makes with `GITHUB_TOKEN`, which starts nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.documents.nodes import get, items, text
from tplint.findings import Related, Rule
from tplint.platforms.github.dispatches import dispatches, meant
from tplint.platforms.github.releases import is_rolling, made, starts_from

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Event, Pipeline, Repository, Trigger, Upload
    from tplint.platforms.github.releases import Made

RULE = Rule(
    code="TP520",
    name="release-starts-nothing",
    level="warning",
    summary="an upload waits for a release or tag that a workflow makes with `GITHUB_TOKEN`, which starts no workflow",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each workflow that uploads, waits for releases or tags alone, and is not started otherwise."""
    makers = tuple(made(repository.pipelines)) if repository.alternatives else ()
    for upload in repository.uploads if makers else ():
        started = upload.calls[0].pipeline if upload.calls else upload.pipeline
        waits_for = [event for event in _events(upload, repository) if event.name != "workflow_dispatch"]
        if upload.goes_to("pypi", "testpypi") and waits_for and not _is_started_otherwise(started, repository):
            makes = [next((m for m in makers if _makes_unheard(m, event, started)), None) for event in waits_for]
            if makes[0] is not None and all(makes):
                yield _finding(upload, started, waits_for[0], makes[0], repository)


def _events(upload: Upload, repository: Repository) -> list[Event]:
    """All events that may start an upload, in any of its alternatives."""
    same = [other for other in repository.alternatives if other.at == upload.at]
    return list(dict.fromkeys(event for other in (upload, *same) for event in other.events))


def _makes_unheard(maker: Made, event: Event, started: Pipeline) -> bool:
    """Whether a maker makes what an event would tell of, in a run that does not come from such an event itself."""
    triggers = maker.pipeline
    if triggers.has_trigger("release", "workflow_call") or is_rolling(maker.tag) or triggers.path == started.path:
        return False
    if event.name == "release":
        return maker.kind == "release" and event.action in {"", "published", "released", "created"}
    push = _trigger(started, "push")
    if event.name != "push" or event.ref_type != "tag" or push is None or _is_started_by_tags(maker.pipeline):
        return False
    tags = get(push.node, "tags")
    patterns = None if tags is None else tuple(text(item) or "" for item in items(tags)) or (text(tags) or "",)
    return get(push.node, "tags-ignore") is None and starts_from(maker.tag, patterns)


def _is_started_by_tags(pipeline: Pipeline) -> bool:
    """Whether the tag may be there before: pushed by somebody, it has started all that listens."""
    push = _trigger(pipeline, "push")
    return push is not None and (get(push.node, "tags") is not None or get(push.node, "branches") is None)


def _trigger(pipeline: Pipeline, name: str) -> Trigger | None:
    return next((trigger for trigger in pipeline.triggers if trigger.name == name), None)


def _is_started_otherwise(started: Pipeline, repository: Repository) -> bool:
    """Whether some workflow starts this one: by `gh workflow run`, or in another way that names its file."""
    if any(meant(each.workflow, repository.pipelines) == started for each in dispatches(repository.pipelines)):
        return True
    others = [pipeline for pipeline in repository.pipelines if pipeline.path != started.path]
    lines = (line for other in others for line in other.document.source.text.splitlines())
    return any(started.file_name in line and not line.lstrip().startswith("#") for line in lines)


def _finding(upload: Upload, started: Pipeline, event: Event, maker: Made, repository: Repository) -> Finding:
    trigger = _trigger(started, event.name)
    twins = [o for o in repository.alternatives if maker.pipeline in (o.pipeline, *(c.pipeline for c in o.calls))]
    twin = next((o for o in twins if o.index_name == upload.index_name), None)
    what = "release" if maker.kind == "release" else "tag"
    return RULE.finding(
        trigger.at if trigger is not None else upload.at,
        f"`{started.file_name}` waits for `{event.shown}`, but `{maker.pipeline.file_name}` makes the {what} with "
        "`GITHUB_TOKEN`",
        label="what that token makes starts no workflow",
        related=(
            Related(maker.at, f"makes the {what} with the job's own token"),
            Related(upload.at, "so this upload does not run"),
            *((Related(twin.at, "the same run uploads here"),) if twin is not None else ()),
        ),
        consequence='GitHub: "events triggered by the GITHUB_TOKEN, with the exception of workflow_dispatch and '
        'repository_dispatch, will not create a new workflow run"',
        fix="remove this upload, which the other one replaces"
        if twin is not None
        else f"call `{started.file_name}` as a job after the {what}, start it with `gh workflow run`, or make the "
        f"{what} with the token of a GitHub App",
        level="note" if twin is not None else None,
    )
