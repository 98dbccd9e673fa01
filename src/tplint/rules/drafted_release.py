"""TP539: a release that was saved as a draft does not start the upload."""

from __future__ import annotations

from tplint.documents.nodes import Scalar, get, items, place
from tplint.findings import Edit, Fix, Related, Rule
from tplint.signs import MAKERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Event, Repository, Upload

RULE = Rule(
    code="TP539",
    name="drafted-release",
    level="warning",
    summary="`types: [created]`: a release that was saved as a draft does not start the upload",
)
# They start the upload of a published draft as well, or may.
_OTHER_STARTS = frozenset({"create", "release", "workflow_call", "workflow_run"})


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each trigger by which alone a release starts uploads, where no workflow makes the releases."""
    if _makes_releases(repository):
        return
    uploads: dict[Place, list[Upload]] = {}
    for upload in repository.alternatives:
        if upload.goes_to("pypi", "testpypi"):
            uploads.setdefault(upload.at, []).append(upload)
    found: dict[Place, Finding] = {}
    for alternatives in uploads.values():
        events = {event for upload in alternatives for event in upload.events}
        if (
            any(map(_is_created, events))
            and not any(map(_starts_otherwise, events))
            and not _makes_releases(repository)
        ):
            at = _written(alternatives[0])
            if at is not None:
                found.setdefault(at, _finding(alternatives[0], at))
    yield from found.values()


def _is_created(event: Event) -> bool:
    return event.name == "release" and event.action == "created"


def _starts_otherwise(event: Event) -> bool:
    is_tag = event.name == "push" and event.ref_type != "branch"
    return is_tag or (event.name in _OTHER_STARTS and not _is_created(event))


def _makes_releases(repository: Repository) -> bool:
    """Whether a workflow may make the releases, which are no drafts before then."""
    texts = (pipeline.document.source.text.lower() for pipeline in repository.pipelines)
    return any(word in text for text in texts for word in MAKERS)


def _written(upload: Upload) -> Place | None:
    """Where the workflow that a release starts asks for `created`."""
    for trigger in upload.started.triggers:
        if trigger.name == "release":
            types = get(trigger.node, "types")
            for node in (types,) if isinstance(types, Scalar) else items(types):
                return place(trigger.at.source, node)
    return None


def _finding(upload: Upload, at: Place) -> Finding:
    remedy = "listen for `published`, which every release brings"
    reads_it = "event.action" in upload.pipeline.document.source.text
    return RULE.finding(
        at,
        f"`{at.source.path.rpartition('/')[2]}` waits for releases that are created, not for drafts that are published",
        related=(Related(upload.at, "it starts this upload"),),
        consequence="a release that was saved as a draft, as GitHub's page may do by itself, uploads nothing",
        fix=remedy if reads_it else Fix(remedy, "safe", (Edit(at, "published"),)),
    )
