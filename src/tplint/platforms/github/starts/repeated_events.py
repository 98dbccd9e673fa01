"""An upload → the events that one release brings and that each start it.

https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows#release
"""

from __future__ import annotations

import re

from tplint.documents.nodes import get, texts
from tplint.model import Event, Known
from tplint.platforms.github.event_conditions import ref_property
from tplint.platforms.github.expressions import truth
from tplint.platforms.github.guards import guards
from tplint.platforms.github.starts.callers import starting
from tplint.platforms.github.tag_filters import BARE, PREFIXED, tag_filter
from tplint.records import NamedTuple
from tplint.signs import MAKERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.model import Fact, Pipeline, Repository, Trigger, Upload

# What publishing a release brings that is no pre-release; `created` only where it was not saved as a draft before.
_ACTIVITIES = ("created", "published", "released")
# What makes releases stands in a workflow in these words, and what makes tags in those. Nothing that is made with
# `GITHUB_TOKEN` brings an event, and a draft that it made is published without `released` and without a push of the
# tag: https://github.com/orgs/community/discussions/16244
_TAGGING = ("github-tag-action", "git push")
_RELEASING = (
    *(word for word in MAKERS if word not in _TAGGING),
    "release-drafter",
    "createrelease",
)
# Tags as versions have them; nothing else is known of the next one.
_TAGS = (PREFIXED, BARE)
# True in the repository that a workflow is written for.
_AT_HOME = re.compile(r"github\.repository(?:_owner)?\s*==\s*'[^']*'")


class Repeated(NamedTuple):
    """Events of one release that each start an upload: their names, and the triggers that bring them.

    There is one trigger where they are activities of the release, else that of the tag's push and that of the release.
    """

    names: tuple[str, ...]
    triggers: tuple[Trigger, ...]

    @property
    def unless_draft(self) -> bool:
        """Whether a release that was a draft before brings one of them only."""
        return len(self.triggers) == 1 and not {"published", "released"} <= {*self.names}


def repeated(upload: Upload, repository: Repository) -> Repeated | None:
    """The events of one release for each of which an upload certainly runs; None where there are not several."""
    release, push = upload.started.trigger("release"), upload.started.trigger("push")
    if release is None or (push is None and len(_activities(release)) == 1):
        return None
    if upload.step.within or not _is_brought(upload, repository, "release"):
        return None
    conditions = tuple(_AT_HOME.sub("true", condition) for condition in guards(upload))
    if push is not None and _is_brought(upload, repository, "push"):
        hears_of_both = any(_hears_of_both(tag, release, conditions) for tag in _pushed(push))
        if hears_of_both and not any(_says(each, (*_RELEASING, *_TAGGING)) for each in repository.pipelines):
            return Repeated(("push of a tag", "release"), (push, release))
    names = max((_heard(tag, release, conditions) for tag in _TAGS), key=len)
    is_repeated = len(names) > 1 and not any(_makes_releases(each, repository) for each in repository.pipelines)
    return Repeated(names, (release,)) if is_repeated else None


def _is_brought(upload: Upload, repository: Repository, name: str) -> bool:
    """Whether events of a name bring a tag to all that is uploaded at a place, and that goes to one index."""
    places = [other for other in repository.alternatives if other.at == upload.at and other.calls == upload.calls]
    brought = [other for other in places if any(event[:2] == (name, "tag") for event in other.events)]
    return bool(brought) and all(other.index_name == upload.index_name for other in brought)


def _hears_of_both(tag: str, release: Trigger, conditions: tuple[str, ...]) -> bool:
    """Whether conditions certainly hold for the push of a tag and for the release that has it."""
    return bool(_heard(tag, release, conditions)) and _hold(
        Event("push", "tag", f"refs/tags/{tag}", exact=True), conditions
    )


def _heard(tag: str, release: Trigger, conditions: tuple[str, ...]) -> tuple[str, ...]:
    """The activities of a release with a tag for which conditions certainly hold."""
    events = (Event("release", "tag", f"refs/tags/{tag}", exact=True, action=name) for name in _activities(release))
    return tuple(event.action for event in events if _hold(event, conditions))


def _activities(release: Trigger) -> tuple[str, ...]:
    """Those of `types`; without it all."""
    types = get(release.node, "types")
    return _ACTIVITIES if types is None else tuple(name for name in _ACTIVITIES if name in texts(types))


def _hold(event: Event, conditions: tuple[str, ...]) -> bool:
    """Whether conditions certainly hold for an event, by its name, its ref and its activity alone."""

    def lookup(path: tuple[str, ...]) -> Fact[object] | None:
        match tuple(part.lower() for part in path):
            case ("github", "event", "action"):
                return Known(event.action or None)  # a push has none
            case ("github", "event_name" | "ref" | "ref_name" | "ref_type" as name):
                return ref_property(event, name)
        return None

    return all(truth(condition, lookup) == Known(True) for condition in conditions)


def _pushed(push: Trigger) -> tuple[str, ...]:
    """The tags of a version whose push starts a workflow; of those that one ignores it is not known which are used."""
    given = tag_filter(push)
    return () if given.ignored is not None else tuple(filter(given.admits, _TAGS))


def _makes_releases(pipeline: Pipeline, repository: Repository) -> bool:
    """Whether a workflow may make releases; one that waits for them adds files to one."""
    if not _says(pipeline, _RELEASING):
        return False
    events = {trigger.name for each in starting(pipeline, repository) for trigger in each.triggers}
    return not events or not events <= {"release", "workflow_dispatch", "workflow_call"}


def _says(pipeline: Pipeline, words: tuple[str, ...]) -> bool:
    written = pipeline.document.source.text.lower()
    return any(word in written for word in words)
