"""An entry of `jobs` → the job as it is written; it is evaluated if it may upload, or when a rule asks about it."""

from __future__ import annotations

from tplint.documents.nodes import get, items, place, text
from tplint.model import LOCAL, WrittenJob, is_written_by_itself
from tplint.platforms.github.jobs import needs
from tplint.platforms.github.steps import is_command
from tplint.uploaders import ACTION_WORDS, WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tplint.documents.nodes import Node, Pair
    from tplint.model import Job
    from tplint.platforms.github.routes import Workflow


def written_job(of: Workflow, entry: Pair, evaluate: Callable[[Pair], Job]) -> Job | None:
    """A job that is evaluated later; None for one to which other places belong: aliases, local composite actions."""
    source, node = of.document.source, entry.value
    steps = items(get(node, "steps"))
    if of.fixed is None or any(_leads_elsewhere(step) for step in steps):
        return None
    uses = get(node, "uses")
    calls_at = place(source, uses) if uses is not None else None
    return WrittenJob(  # type: ignore[return-value] # it has all that a job has
        text(entry.key) or "",
        place(source, entry.key),
        node,  # type: ignore[arg-type] # a workflow's entries are those with mappings
        needs(node),
        text(uses) or "",
        calls_at,
        lambda: evaluate(entry),
    )


def _leads_elsewhere(step: Node) -> bool:
    uses = text(get(step, "uses"))
    return get(step, "parallel") is not None if uses is None else uses.startswith(LOCAL)


def may_upload(job: Job) -> bool:
    """Whether an uploader may be recognised in a job; of one that is evaluated already it is not asked."""
    if not is_written_by_itself(job):
        return True
    actions, scripts = [], []
    for step in items(get(job.node, "steps")):
        uses = text(get(step, "uses"))
        if uses is None or is_command(uses):
            scripts.append(text(get(step, "run")) or uses or "")
        else:
            actions.append(uses)
    return _name_one_of(ACTION_WORDS, actions) or _name_one_of(WORDS, scripts)


def _name_one_of(words: Iterable[str], texts: Iterable[str]) -> bool:
    """Whether one of the words stands in the texts: those that recognisers look for."""
    lower = "\n".join(texts).lower()
    return any(word in lower for word in words)
