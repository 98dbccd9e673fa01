"""`workflow_run`: the workflows whose end starts another one, which it names as they call themselves."""

from __future__ import annotations

from tplint.documents.nodes import get, items, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.model import Pipeline


def awaited_names(pipeline: Pipeline) -> Iterator[str]:
    """The names of the workflows whose end starts this one."""
    for trigger in pipeline.triggers:
        if trigger.name == "workflow_run":
            named = get(trigger.node, "workflows")
            yield from (name for item in (items(named) or (named,)) if (name := text(item)) is not None)


def name_of(pipeline: Pipeline) -> str:
    """A workflow's name: its path where it gives none."""
    return text(get(pipeline.document.root, "name")) or pipeline.path
