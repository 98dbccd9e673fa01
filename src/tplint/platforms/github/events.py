"""`on:` → the triggers of a workflow, and the events that each can bring, with what is known of their refs.

https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows
"""

from __future__ import annotations

import re

from tplint.documents.nodes import Mapping, Scalar, Sequence, entries, get, place, texts
from tplint.model import Event, Trigger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Node
    from tplint.documents.source import Source

_GLOB = r"[*?+\[\]!\\]"
_REFS = {
    "release": ("tag", "refs/tags/"),
    "schedule": ("branch", "refs/heads/"),
    "workflow_run": ("branch", "refs/heads/"),
    "repository_dispatch": ("branch", "refs/heads/"),
    "issues": ("branch", "refs/heads/"),
    "issue_comment": ("branch", "refs/heads/"),
    "label": ("branch", "refs/heads/"),
    "watch": ("branch", "refs/heads/"),
    "pull_request_target": ("branch", "refs/heads/"),
    "merge_group": ("branch", "refs/heads/gh-readonly-queue/"),
    "pull_request": ("", "refs/pull/"),
    "pull_request_review": ("", "refs/pull/"),
    "pull_request_review_comment": ("", "refs/pull/"),
}


def triggers(source: Source, node: Node | None) -> tuple[Trigger, ...]:
    """The events of an `on:` value in any of its three forms; nothing for other values."""
    match node:
        case Scalar(value=name) if name:
            return (Trigger(name, place(source, node)),)
        case Sequence(items=listed):
            return tuple(Trigger(item.value, place(source, item)) for item in listed if isinstance(item, Scalar))
        case Mapping():
            return tuple(Trigger(name, place(source, entry.key), entry.value) for name, entry in entries(node))
    return ()


def events(trigger: Trigger) -> tuple[Event, ...]:
    """The events of a trigger; `push` and `workflow_dispatch` can come with a branch or a tag."""
    if trigger.name == "push":
        return tuple(_pushes(trigger.node))
    if trigger.name == "workflow_dispatch":
        return (
            Event(trigger.name, "branch", "refs/heads/"),
            Event(trigger.name, "tag", "refs/tags/"),
        )
    ref_type, prefix = _REFS.get(trigger.name, ("", ""))
    types = texts(get(trigger.node, "types"))
    if trigger.name == "pull_request" and "closed" in types:
        prefix = ""  # of a merged pull request it is the branch it was merged into
    action = types[0] if len(types) == 1 else ""
    return (Event(trigger.name, ref_type, prefix, action=action),)


def _pushes(node: Node | None) -> Iterator[Event]:
    """With filters for one kind of ref only, pushes of the other kind start nothing."""
    branches, tags = get(node, "branches"), get(node, "tags")
    no_branches, no_tags = get(node, "branches-ignore"), get(node, "tags-ignore")
    about_branches = branches is not None or no_branches is not None
    about_tags = tags is not None or no_tags is not None
    if about_branches or not about_tags:
        yield from _refs("branch", "refs/heads/", texts(branches), texts(no_branches))
    if about_tags or not about_branches:
        yield from _refs("tag", "refs/tags/", texts(tags), texts(no_tags))


def _refs(ref_type: str, prefix: str, patterns: tuple[str, ...], ignored: tuple[str, ...]) -> Iterator[Event]:
    """One event for each pattern where all are simple, else one for the kind of ref; none where all are ignored."""
    if "**" in ignored:
        return
    refs = [_ref(prefix, pattern) for pattern in patterns if not pattern.startswith("!")]
    if not refs or any(pattern.startswith("!") for pattern in patterns):
        refs = [(prefix, False)]
    never = tuple(ref for ref, exact in (_ref(prefix, pattern) for pattern in ignored) if exact)
    for ref, exact in dict.fromkeys(refs):
        yield Event("push", ref_type, ref, exact, never=never)


def _ref(prefix: str, pattern: str) -> tuple[str, bool]:
    """A pattern without wildcards is the ref; of another, what stands before its first wildcard is certain."""
    wildcard = re.search(_GLOB, pattern)
    if wildcard is None:
        return prefix + pattern, True
    certain = pattern[: wildcard.start()]
    # `?` and `+` apply to the character before them
    if wildcard[0] in "?+":
        certain = certain[:-1]
    return prefix + certain, False
