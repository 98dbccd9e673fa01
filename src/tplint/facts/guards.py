"""What stands between an event and an upload: conditions of any kind, filters, checks in scripts."""

from __future__ import annotations

import re

from tplint.documents.nodes import get, is_null, items, pair, text
from tplint.model import Command, Known, Script

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Node
    from tplint.model import Event, Job, Pipeline, Trigger, Upload

_MOST_NEEDED = 1_000
# Scripts that end early, and programs that look whether there is something to release before they upload.
_EXITS = re.compile(r"\b(?:exit|return|gh run cancel)\b")
_DECIDING_UPLOADERS = frozenset({"python-semantic-release", "semantic-release", "etils-actions/pypi-auto-publish"})
# Branches to which people push when they mean to release.
_RELEASE_BRANCH = re.compile(r"release|hotfix|publish|pypi|deploy|prod|stable|version|\bv?\d", re.IGNORECASE)


def is_conditional(upload: Upload) -> bool:
    """Whether anything may keep an upload from running once its workflow has started.

    Any `if` counts, decided or not: of the step, the job, the jobs it needs, and the same of each calling job. So does
    an environment of a needed job: people may have to approve what runs there.
    """
    return (
        upload.job.environment != Known(None)
        or bool(upload.step.condition.at)
        or not isinstance(upload.step.condition, Known)
        or _is_deciding(upload)
        or _may_exit_before(upload)
        or _is_limited(upload)
        or any(_has_condition(call.pipeline, call.job) for call in upload.calls)
    )


def _is_limited(upload: Upload) -> bool:
    """Whether the job has a condition, or one that it needs; on GitLab, `rules` and `only` of it or its pipeline."""
    if upload.platform == "gitlab":
        known = isinstance(upload.condition, Known) and not upload.condition.at
        return not known or bool(upload.pipeline.unread)
    return _has_condition(upload.pipeline, upload.job)


def _is_deciding(upload: Upload) -> bool:
    """Whether the uploading command itself may do nothing: in a script's branch, a task, or by its own decision."""
    if upload.uploader.name in _DECIDING_UPLOADERS:
        return True
    if not isinstance(upload.run, Command):
        return False
    return upload.run.conditional or not _names_uploader(upload)


def _names_uploader(upload: Upload) -> bool:
    """Whether the command is the uploader's own, not that of a task or script that runs it."""
    tool = upload.uploader.name.partition(" ")[0].lower()
    return any(tool in word.raw.lower() for word in upload.run.words) if isinstance(upload.run, Command) else True


def _may_exit_before(upload: Upload) -> bool:
    for step in upload.job.steps:
        if isinstance(step.run, Script) and _EXITS.search(step.run.text):
            return True
        if step.at == upload.step.at:
            break
    return False


def _has_condition(pipeline: Pipeline, job: Job) -> bool:
    """Whether a job, or one that it needs, has an `if`, waits in an environment, or may end the run."""
    jobs, waiting, seen = get(pipeline.document.root, "jobs"), [job.id], set()
    while waiting:
        name = waiting.pop()
        entry = pair(jobs, name) if name not in seen else None
        if entry is None:
            continue
        seen.add(name)
        waits = any(not is_null(get(entry.value, key)) for key in ("if", "environment"))
        if waits or any(map(_is_gate, items(get(entry.value, "steps")))):
            return True
        needed = get(entry.value, "needs")
        names = (text(node) for node in (needed, *items(needed)))
        waiting += [found for found in names if found and found not in seen]
        if len(waiting) > _MOST_NEEDED:
            return True  # nobody writes so many; one of them may well have
    return False


def _is_gate(step: Node) -> bool:
    """Whether a step ends its job under a condition: `if: …` with `exit 1`."""
    return not is_null(get(step, "if")) and _EXITS.search(text(get(step, "run")) or "") is not None


def unintended_events(upload: Upload, names: frozenset[str]) -> Iterator[tuple[Event, Trigger | None]]:
    """The events of an upload that nobody starts in order to release: pushes to ordinary branches, and ``names``.

    Each is given with what of the file makes it start the upload. A push that is limited to some paths may well be
    limited to the file that holds the version. On GitLab all events start a pipeline that says nothing else.
    """
    if upload.platform == "gitlab":
        yield from ((event, None) for event in upload.events if event.ref_type == "branch" and event.name == "push")
    for trigger in upload.started.triggers:
        for event in upload.events:
            if event.name != trigger.name:
                continue
            if event.name in names or (event.name == "push" and _is_ordinary_push(event, trigger)):
                yield event, trigger


def _is_ordinary_push(event: Event, trigger: Trigger) -> bool:
    if event.ref_type != "branch" or get(trigger.node, "paths") is not None:
        return False
    patterns = get(trigger.node, "branches")
    branches = [found for node in (patterns, *items(patterns)) if (found := text(node))]
    return not any(_RELEASE_BRANCH.search(branch) for branch in branches)
