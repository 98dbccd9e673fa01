"""What of a workflow is too much to be examined: far beyond what people write, and said where it is met.

GitHub itself refuses files of more than 1,048,576 characters; of jobs and steps it documents no limit.
"""

from __future__ import annotations

from tplint.documents.nodes import Mapping, entries, get, items

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.documents.nodes import Document, Node

# Of a workflow. The largest of a thousand that people wrote has 19 jobs, and 258 steps and variables; the largest that
# programs wrote (opentelemetry-python-contrib's) has 700 and 6,300.
MAX_JOBS = 1_000
MAX_PARTS = 7_000
# Of a job, with those of the composite actions that it runs.
MAX_STEPS = 2_000
# GitHub has three dozen events, https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows.
MAX_EVENTS = 100
MAX_UPLOADS = 300
# Steps evaluated for assignments of one workflow's uploads; what is still open then stays Unknown.
MAX_EVALUATED = 10_000
# Calls of workflows followed to find the ways into one.
MAX_CALLS = 1_000


def excess(document: Document) -> str:
    """What a workflow has too much of, as a message's clause; empty for any that people have written."""
    if _size(get(document.root, "on")) > MAX_EVENTS or len(items(get(document.root, "on"))) > MAX_EVENTS:
        return f"has more than {MAX_EVENTS} events"
    jobs = [entry.value for _, entry in entries(get(document.root, "jobs"))]
    if len(jobs) > MAX_JOBS:
        return f"has {len(jobs):,} jobs: more than {MAX_JOBS:,} are not examined"
    shared = _size(get(document.root, "env"))
    if document.size is not None and document.size + len(jobs) * (1 + shared) <= min(MAX_PARTS, MAX_STEPS):
        return ""  # as each part is a node
    if any(len(items(get(job, "steps"))) > MAX_STEPS for job in jobs):
        return f"has a job of more than {MAX_STEPS:,} steps: so many are not examined"
    if sum(1 + shared + parts(job) for job in jobs) > MAX_PARTS:
        return f"has more than {MAX_PARTS:,} steps and variables, counted once for each job: so many are not examined"
    return ""


def parts(job: Node) -> int:
    """How many steps, inputs and variables a job has."""
    count = _size(get(job, "env"))
    for step in items(get(job, "steps")):
        count += 1
        for key, (_, value) in entries(step):
            if key in {"env", "with"}:
                count += _size(value)
            elif key == "parallel":
                count += len(items(value))
    return count


def _size(node: Node | None) -> int:
    return len(node.pairs) if isinstance(node, Mapping) else 0
