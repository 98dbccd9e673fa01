"""A step's script → the function from offsets in its text to places, on all platforms alike; for rules and facts."""

from __future__ import annotations

from tplint.documents.nodes import Scalar, get
from tplint.model import Script

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tplint.documents.source import Place
    from tplint.model import Step


def places_of(step: Step) -> Callable[[int, int], Place] | None:
    """From ``start, end`` in the text of a step's script to the place in its file; None for other steps."""
    if not isinstance(step.run, Script):
        return None
    if step.run.places is not None:
        return step.run.places
    node = get(step.node, "run")
    if not isinstance(node, Scalar):
        return None
    from tplint.documents.scalar_map import place_in  # noqa: PLC0415 - for scripts that matter

    return place_in(step.at.source, node)
