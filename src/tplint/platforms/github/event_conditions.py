"""Conditions that depend on nothing but what starts the run → their truth, worked out once for each event."""

from __future__ import annotations

from functools import lru_cache

from tplint.model import Known
from tplint.platforms.github.expressions import (
    Context,
    ExpressionError,
    Literal,
    Prefix,
    Property,
    condition_expression,
    descendants,
    truth,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.model import Event, Fact

_NAMED = ("refs/heads/", "refs/tags/")
_OF_THE_EVENT = frozenset({"event_name", "ref", "ref_name", "ref_type"})
# A called workflow has the `github` context of its caller, whose own event is never the call.
# https://docs.github.com/actions/reference/workflows-and-actions/reusing-workflow-configurations
_OF_SOME_CALLER: Known[object] = Known(Prefix("", ("workflow_call",)))


@lru_cache(maxsize=512)
def depends_on_event_alone(condition: str) -> bool:
    """Whether the only contexts that an `if` reads are `github.ref`, its relatives and `github.event_name`."""
    try:
        nodes = list(descendants(condition_expression(condition)))
    except ExpressionError:
        return False
    read = [node for node in nodes if isinstance(node, Property)]
    return len(read) == sum(isinstance(node, Context) for node in nodes) and all(map(_is_of_the_event, read))


def _is_of_the_event(node: Property) -> bool:
    is_of_github = isinstance(node.of, Context) and node.of.name.lower() == "github"
    return is_of_github and isinstance(node.key, Literal) and str(node.key.value).lower() in _OF_THE_EVENT


@lru_cache(maxsize=512)
def truth_for(event: Event, condition: str) -> Fact[bool]:
    """Whether such a condition holds in runs that an event starts."""
    return truth(condition, lambda path: ref_property(event, path[1].lower()) if path[1:] else None)


def ref_property(event: Event, name: str) -> Fact[object] | None:
    """`github.ref`, its relatives and `github.event_name`; None where the event does not tell."""
    if name == "event_name":
        return Known(event.name) if event.name != "workflow_call" else _OF_SOME_CALLER
    if name == "ref_type":
        return Known(event.ref_type) if event.ref_type else None
    if not event.ref or (name == "ref_name" and not event.ref.startswith(_NAMED)):
        return None
    ref, *never = (_name(each) if name == "ref_name" else each for each in (event.ref, *event.never))
    if not ref and not never:
        return None
    return Known(ref) if event.exact else Known(Prefix(ref, tuple(never)))


def _name(ref: str) -> str:
    """What stands behind `refs/heads/` or `refs/tags/`."""
    return ref.split("/", 2)[2]
