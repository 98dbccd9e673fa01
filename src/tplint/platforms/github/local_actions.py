"""A workflow → the files of the repository's own actions that its steps use."""

from __future__ import annotations

from tplint.documents.nodes import entries, get, items, text
from tplint.platforms.github.steps import action_file, action_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.documents.nodes import Document
    from tplint.load import Files

MAX_ACTIONS = 50


def local_actions(document: Document, files: Files) -> tuple[Document, ...]:
    """The files of the actions in the repository that the steps of a workflow use, and of those that these use."""
    found: dict[str, Document | None] = {}
    waiting = [step for _, entry in entries(get(document.root, "jobs")) for step in items(get(entry.value, "steps"))]
    while waiting and len(found) < MAX_ACTIONS:
        step = waiting.pop()
        waiting.extend(items(get(step, "parallel")))
        name, _ = action_name(text(get(step, "uses")) or "")
        if name.startswith("./") and name not in found:
            found[name] = action = action_file(name, files)
            waiting.extend(items(get(action.root, "runs", "steps")) if action is not None else ())
    return tuple(action for action in found.values() if action is not None)
