"""An upload → whether it certainly sends commits without a tag: those of branches, schedules and pull requests."""

from __future__ import annotations

import re

from tplint.model import Event, Known
from tplint.platforms.github.guards import guards, is_certainly_reached

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.model import Repository, Upload

_UNTAGGED = frozenset({"push", "schedule", "pull_request", "merge_group"})
_BRANCH = r"(?i)github\.ref(?:_name\s*==\s*'|\s*==\s*'refs/heads/)([^']+)'"


def is_never_tagged(upload: Upload, repository: Repository) -> bool:
    """Whether nothing but such events reach an upload, with no condition between, or one that names a branch."""
    ways = [way for way in repository.alternatives if way.at == upload.at]
    events = [event for way in ways for event in way.events]
    return (
        bool(events)
        and all(event.name in _UNTAGGED and event.ref_type != "tag" for event in events)
        and all(way.condition == Known(True) or _is_of_a_branch(way) for way in ways)
    )


def _is_of_a_branch(upload: Upload) -> bool:
    """Whether a push to a branch that a condition names certainly reaches an upload."""
    if not any(event.name == "push" for event in upload.events):
        return False
    branches = re.findall(_BRANCH, "\n".join(guards(upload)))
    pushes = (Event("push", "branch", f"refs/heads/{name}", exact=True) for name in branches)
    return any(is_certainly_reached(upload, push) for push in pushes)
