"""Uploads → the triggers that start them for a release which is created, and not for a draft which is published.

https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows#release
"""

from __future__ import annotations

from tplint.documents.nodes import Scalar, get, items, place
from tplint.signs import MAKERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.model import Event, Repository, Upload

# They start the upload of a published draft as well, or may.
_OTHER_STARTS = frozenset({"create", "release", "workflow_call", "workflow_run"})


def missed_drafts(repository: Repository) -> Iterator[tuple[Upload, Place]]:
    """Each upload to PyPI or TestPyPI that a release starts by `created` alone, and where that is written.

    None where a workflow may make the releases, which are no drafts before then.
    """
    if _makes_releases(repository):
        return
    uploads: dict[Place, list[Upload]] = {}
    for upload in repository.alternatives:
        if upload.goes_to("pypi", "testpypi"):
            uploads.setdefault(upload.at, []).append(upload)
    for alternatives in uploads.values():
        events = {event for upload in alternatives for event in upload.events}
        if any(map(_is_created, events)) and not any(map(_starts_otherwise, events)):
            at = _written(alternatives[0])
            if at is not None:
                yield alternatives[0], at


def _makes_releases(repository: Repository) -> bool:
    texts = (pipeline.document.source.text.lower() for pipeline in repository.pipelines)
    return any(word in text for text in texts for word in MAKERS)


def _is_created(event: Event) -> bool:
    return event.name == "release" and event.action == "created"


def _starts_otherwise(event: Event) -> bool:
    is_tag = event.name == "push" and event.ref_type != "branch"
    return is_tag or (event.name in _OTHER_STARTS and not _is_created(event))


def _written(upload: Upload) -> Place | None:
    """Where the workflow that a release starts asks for `created`."""
    for trigger in upload.started.triggers:
        if trigger.name == "release":
            types = get(trigger.node, "types")
            for node in (types,) if isinstance(types, Scalar) else items(types):
                return place(trigger.at.source, node)
    return None
